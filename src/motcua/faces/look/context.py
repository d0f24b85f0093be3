"""The frame around every page, put together when a layout first asks for it."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from django.apps import apps
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from motcua.faces.look.decorators import Request
from motcua.faces.look.frame import Banner, Frame, HelpPart, OfficeName, RailGroup, RailPart, at_path
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Role


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates `frame`; an answer without a layout (a partial) never pays for it."""
    return {"frame": SimpleLazyObject(lambda: frame_of(request))}


def frame_of(request: HttpRequest) -> Frame:
    """What stands around this page for whoever asks for it; an answer from before the middleware has no frame."""
    known = cast(Request, request)
    if not hasattr(known, "actor"):
        return Frame()
    banner = Banner(known.now) if known.clock.is_demonstration else None
    actor = known.actor
    if actor.office is None or actor.officer_id is None:
        return Frame(banner=banner, help=help_for(known))
    names = organisation.signboard(actor.officer_id, actor.office.unit_id, organisation.day_of(known.now))
    return Frame(
        banner=banner,
        person=names.person,
        office=OfficeName(names.unit, names.parent, str(Role(actor.office.role).label)),
        may_change_office=len(actor.offices) > 1,
        rail=at_path(rail_of(known), request.get_full_path()),
        help=help_for(known),
    )


def help_for(request: Request) -> str:
    """The address of what the handbook says of this page; none where no page was found."""
    screen = request.resolver_match.url_name if request.resolver_match else None
    part = _help_part()
    return part(screen) if part and screen else ""


@cache
def _help_part() -> HelpPart | None:
    named = [getattr(config, "help", None) for config in apps.get_app_configs()]
    return next((import_string(name) for name in named if name), None)


def rail_of(request: Request) -> tuple[RailGroup, ...]:
    """The rail of whoever asks, from every face that has a part in it."""
    return tuple(group for part in _rail_parts() for group in part(request))


@cache
def _rail_parts() -> tuple[RailPart, ...]:
    named = [getattr(config, "rail", None) for config in apps.get_app_configs()]
    return tuple(import_string(name) for name in named if name)
