"""The fields that search for a unit or an officer, with script and without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from motcua.faces.look.decorators import Request
from motcua.faces.look.parts import Option
from motcua.faces.setup import words
from motcua.faces.setup.asking import Picker, acts
from motcua.faces.setup.organisation import readings
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.queries import day_of

AT_MOST = 12
Find = Callable[[str, Request], tuple[Option, ...]]


def unit_options(text: str, request: Request) -> tuple[Option, ...]:
    """The units of today that answer to these words."""
    if not text.strip():
        return ()
    on = day_of(request.now)
    found = organisation.search(text, on, AT_MOST)
    above = readings.parents_named(found, on)
    return tuple(
        Option(str(unit.id), unit.name, under=above.get(unit.id, ""), side=unit.code) for unit in found
    )


def officer_options(text: str, request: Request) -> tuple[Option, ...]:
    """The officers who answer to these words, with where they work today."""
    if not text.strip():
        return ()
    found = list(organisation.officers_visible_to(request.actor, text)[:AT_MOST])
    offices = readings.offices_of([one.pk for one in found], day_of(request.now))
    return tuple(
        Option(
            str(one.pk),
            one.name,
            under=" · ".join(
                f"{words.role_words(office.appointment.role)}, {office.unit}"
                for office in offices.get(one.pk, ())[:1]
            ),
            side=one.code,
        )
        for one in found
    )


def pick_unit(request: Request, field: str, url: str, value: int | None = None) -> Picker:
    """The field that searches for a unit, as it was sent or with what is chosen beforehand."""
    chosen = _chosen(request, field, value)
    names = organisation.names([chosen], day_of(request.now)) if chosen else {}
    shown = names[chosen].name if chosen in names else ""
    return _picker(request, field, url, chosen if shown else 0, shown, unit_options)


def pick_officer(request: Request, field: str, url: str) -> Picker:
    """The field that searches for an officer, as it was sent."""
    chosen = _chosen(request, field, None)
    found = organisation.officers_visible_to(request.actor).filter(pk=chosen).first() if chosen else None
    shown = found.name if found else ""
    return replace(_picker(request, field, url, found.pk if found else 0, shown, officer_options), posts=True)


def _picker(request: Request, field: str, url: str, chosen: int, shown: str, find: Find) -> Picker:
    typed = request.POST.get("q", "")
    # The words were changed after the choice: it is not what the page shows any more.
    other = bool(chosen) and bool(typed) and typed != shown and (acts(request) or "search" in request.POST)
    if other:
        chosen, shown = 0, ""
    options = find(typed, request) if typed and not chosen else ()
    return Picker(field, url, str(chosen) if chosen else "", shown or typed, options)


def _chosen(request: Request, field: str, value: int | None) -> int:
    """The id that was sent last: without script the option's button comes after the hidden field."""
    sent = request.POST.getlist(field)
    text = sent[-1] if sent else str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
