"""The frame around every page, put together when a layout first asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from motcua.faces.look.frame import Banner, Frame, OfficeName, RailGroup, RailPart, at_path
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import ANONYMOUS, Actor
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Officer, Role


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates `frame`; an answer without a layout (a partial) never pays for it."""
    return {"frame": SimpleLazyObject(lambda: frame_of(request))}


def frame_of(request: HttpRequest) -> Frame:
    """What stands around this page for whoever asks for it."""
    state = clock.state()
    banner = Banner(state.now) if state.is_demonstration else None
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    if actor.kind != "officer" or actor.officer_id is None:
        return Frame(banner=banner)
    now: datetime = getattr(request, "now", state.now)
    return Frame(
        banner=banner,
        person=Officer.objects.values_list("name", flat=True).get(pk=actor.officer_id),
        office=_office_name(actor, now),
        may_change_office=len(actor.offices) > 1,
        rail=at_path(tuple(_rail(actor, now)), request.path),
    )


def _office_name(actor: Actor, now: datetime) -> OfficeName | None:
    if actor.office is None:
        return None
    today = now.date()
    unit = organisation.unit_as_of(actor.office.unit_id, today)
    above = organisation.names([unit.parent_id], today) if unit.parent_id else {}
    parent = above[unit.parent_id].name if unit.parent_id in above else ""
    return OfficeName(unit.name, parent, str(Role(actor.office.role).label))


def _rail(actor: Actor, now: datetime) -> Iterator[RailGroup]:
    if actor.office is None:
        return
    for part in _rail_parts():
        yield from part(actor, now)


@cache
def _rail_parts() -> tuple[RailPart, ...]:
    named = [getattr(config, "rail", None) for config in apps.get_app_configs()]
    return tuple(import_string(name) for name in named if name)
