"""What others read of the organisation, always as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor, Office
from motcua.ground.kernel.clock import LOCAL
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold
from motcua.people.organisation.models import Appointment, Delegation, Officer, UnitKind, UnitName
from motcua.people.organisation.rules import AGENCIES, Refusal
from motcua.people.organisation.sql import (
    BELOW,
    CALENDAR,
    CHILDREN,
    HOLD_APPOINTMENT,
    HOLD_DELEGATION,
    OFFICERS,
    PATH,
    SEARCH,
    SIGNBOARD,
    TREE,
    VIEWS,
    offices_statement,
)

__all__ = ["offices_statement"]

_GRANTS = offices_statement("SELECT %(officer_id)s::bigint AS officer_id")


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as it was on a day."""

    id: int
    kind: str
    code: str
    name: str
    short_name: str
    parent_id: int | None

    @property
    def kind_title(self) -> str:
        """The kind in the language now active."""
        return str(UnitKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class TreeLine:
    """A line of the tree of units, in reading order."""

    unit: UnitView
    depth: int


@dataclass(frozen=True, slots=True)
class OfficerView:
    """An officer in an office of a unit."""

    officer_id: int
    appointment_id: int
    code: str
    name: str
    role: str
    title: str
    unit_id: int


def day_of(moment: datetime) -> date:
    """The local day of a moment: appointments begin and end with it."""
    return moment.astimezone(LOCAL).date()


def _rows(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


# --- offices
# ------------------------------------------------------------------------------------------------------


def offices_from(rows: Sequence[tuple[Any, ...]]) -> tuple[Office, ...]:
    """The rows of `offices_statement` as offices; a person who holds none has one row without an
    appointment.
    """
    return tuple(
        Office(
            appointment_id=appointment_id,
            delegation_id=delegation_id,
            officer_id=officer_id,
            role=role,
            unit_id=unit_id,
            unit_ids=tuple(unit_ids),
            from_on=valid_from,
            to_on=valid_to,
            inherited_ids=tuple(inherited),
        )
        for (
            officer_id,
            appointment_id,
            delegation_id,
            role,
            unit_id,
            valid_from,
            valid_to,
            unit_ids,
            inherited,
        ) in rows
        if appointment_id is not None
    )


def grants(officer_id: int, on: date) -> tuple[Office, ...]:
    """The offices that an officer holds on that day, own ones first, in one statement."""
    return offices_from(_rows(_GRANTS, {"officer_id": officer_id, "on": on}))


def holds_office(officer_id: int, unit_id: int, role: str, on: date) -> bool:
    """Whether an officer acts in this role of this very unit on that day, by appointment or delegation."""
    return any(office.unit_id == unit_id and office.role == role for office in grants(officer_id, on))


def hold_for_share(*, appointment_id: int, delegation_id: int | None, on: date) -> bool:
    """Keep an office from being ended until the transaction is over; False when it is not held on that day
    (any more).

    An act that decides calls this first: once an end is confirmed, nothing commits under it.
    """
    held = bool(_rows(HOLD_APPOINTMENT, {"id": appointment_id, "on": on}))
    if held and delegation_id is not None:
        held = bool(_rows(HOLD_DELEGATION, {"id": delegation_id, "appointment": appointment_id, "on": on}))
    return held


# --- units
# --------------------------------------------------------------------------------------------------------


def names(unit_ids: Iterable[int], on: date) -> dict[int, UnitView]:
    """What these units were called on that day; one that did not exist then is left out."""
    found = _rows(VIEWS, {"ids": list(set(unit_ids)), "on": on})
    return {row[0]: UnitView(*row) for row in found}


def unit_as_of(unit_id: int, on: date) -> UnitView:
    """A unit as it was on that day; raises Refused UNIT_NOT_FOUND when it did not exist then."""
    found = names([unit_id], on).get(unit_id)
    if found is None:
        raise Refused(Refusal.UNIT_NOT_FOUND)
    return found


def tree(on: date, under: int | None = None) -> tuple[TreeLine, ...]:
    """All units of that day, or those from `under` down, in reading order."""
    lines = [UnitView(*row) for row in _rows(TREE, {"on": on, "under": under})]
    below: dict[int | None, list[UnitView]] = {}
    for unit in lines:
        below.setdefault(None if unit.id == under else unit.parent_id, []).append(unit)
    found: list[TreeLine] = []
    waiting = [TreeLine(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        line = waiting.pop()
        found.append(line)
        waiting += [TreeLine(unit, line.depth + 1) for unit in reversed(below.get(line.unit.id, []))]
    return tuple(found)


def subtree_ids(unit_id: int, on: date) -> tuple[int, ...]:
    """The unit and everything below it on that day."""
    return tuple(row[0] for row in _rows(BELOW, {"id": unit_id, "on": on}))


def path_ids(unit_id: int, on: date) -> tuple[int, ...]:
    """The unit itself, and what stands above it on that day."""
    return (unit_id, *(unit.id for unit in ancestors(unit_id, on)))


def ancestors(unit_id: int, on: date) -> tuple[UnitView, ...]:
    """What stands above the unit on that day, the nearest first."""
    return tuple(UnitView(*row) for row in _rows(PATH, {"id": unit_id, "on": on})[1:])


def agency_of(unit_id: int, on: date) -> UnitView:
    """The agency to which a one-stop or a division belongs on that day; an agency is its own.

    Raises Refused UNIT_NOT_FOUND.
    """
    for row in _rows(PATH, {"id": unit_id, "on": on}):
        unit = UnitView(*row)
        if unit.kind in AGENCIES:
            return unit
    raise Refused(Refusal.UNIT_NOT_FOUND)


def one_stop_of(agency_id: int, on: date) -> UnitView | None:
    """The agency's one-stop on that day, if it has one."""
    return next(iter(_children(agency_id, UnitKind.ONE_STOP, on)), None)


def divisions_of(agency_id: int, on: date) -> tuple[UnitView, ...]:
    """The agency's own divisions on that day, in order of name."""
    return _children(agency_id, UnitKind.DIVISION, on)


def _children(unit_id: int, kind: UnitKind, on: date) -> tuple[UnitView, ...]:
    return tuple(UnitView(*row) for row in _rows(CHILDREN, {"id": unit_id, "kind": kind.value, "on": on}))


def search(text: str, on: date, limit: int = 50) -> tuple[UnitView, ...]:
    """Units whose name or code has all these words, with or without diacritics."""
    words = [f"%{word}%" for word in fold(text).split()]
    return tuple(UnitView(*row) for row in _rows(SEARCH, {"words": words, "on": on, "limit": limit}))


def ids_of_codes(codes: Iterable[str]) -> dict[str, int]:
    """The units that have these codes today and from now on; an unknown code is left out."""
    rows = UnitName.objects.filter(code__in=set(codes), valid_to__isnull=True)
    return dict(rows.values_list("code", "unit_id"))


def calendar_id_of(unit_id: int, on: date) -> int | None:
    """The calendar that a unit works by on that day: its own, else the nearest one above; None when there
    is none.
    """
    rows = _rows(CALENDAR, {"id": unit_id, "on": on})
    return rows[0][0] if rows else None


@dataclass(frozen=True, slots=True)
class Signboard:
    """Who acts, in which unit, and what stands above it: what the bar of every page says."""

    person: str
    unit: str
    parent: str


def signboard(officer_id: int, unit_id: int, on: date) -> Signboard:
    """The names for the bar on that day, in one statement; raises Refused UNIT_NOT_FOUND."""
    found = _rows(SIGNBOARD, {"officer_id": officer_id, "unit_id": unit_id, "on": on})
    if not found:
        raise Refused(Refusal.UNIT_NOT_FOUND)
    return Signboard(*found[0])


# --- officers
# -----------------------------------------------------------------------------------------------------


def officers_in(unit_id: int, role: str | None, on: date) -> tuple[OfficerView, ...]:
    """Who is in office in this very unit on that day, in the role when one is named, in order of name."""
    return tuple(OfficerView(*row) for row in _rows(OFFICERS, {"id": unit_id, "role": role, "on": on}))


def officers_visible_to(actor: Actor, text: str = "") -> QuerySet[Officer]:
    """The officers that the actor may see, by name; `text` narrows to those whose name or code has all its
    words.
    """
    officers = Officer.objects.order_by("sort_key", "pk")
    for word in fold(text).split():
        officers = officers.filter(search_text__contains=word)
    return policy.visible(actor, "officers.view", officers)


def get_officer(officer_id: int, actor: Actor) -> Officer:
    """One officer; raises Refused OFFICER_NOT_FOUND."""
    found = officers_visible_to(actor).filter(pk=officer_id).first()
    if found is None:
        raise Refused(Refusal.OFFICER_NOT_FOUND)
    return found


def appointments_of(officer_id: int) -> QuerySet[Appointment]:
    """All appointments of an officer, the latest first."""
    return Appointment.objects.filter(officer_id=officer_id).order_by("-valid_from", "-pk")


def delegations_of(appointment_id: int) -> QuerySet[Delegation]:
    """All delegations of an appointment, the latest first."""
    found = Delegation.objects.filter(appointment_id=appointment_id).select_related("delegate")
    return found.order_by("-valid_from", "-pk")
