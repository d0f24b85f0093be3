"""Units come, change their name, move and go; what was before stays on record."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.constraints import refusing
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold, sort_key
from motcua.people.calendars.models import Calendar
from motcua.people.organisation import queries, rules
from motcua.people.organisation.events import (
    UnitCalendarSet,
    UnitClosed,
    UnitCreated,
    UnitMoved,
    UnitRenamed,
)
from motcua.people.organisation.models import (
    Appointment,
    Unit,
    UnitCalendar,
    UnitKind,
    UnitName,
    UnitParent,
)
from motcua.people.organisation.queries.proof import words_of_unit
from motcua.people.organisation.rules import Refusal

MOVING = 0x6D6F7475  # advisory: one unit moves at a time


@transaction.atomic
def create_unit(
    *,
    kind: str,
    code: str,
    name: str,
    short_name: str = "",
    parent_id: int | None,
    valid_from: date,
    calendar_id: int | None = None,
    note: str = "",
    by: Actor,
    now: datetime,
) -> Unit:
    """A unit comes into being under its parent; only a province stands under none.

    Raises Refused KIND_UNKNOWN, PARENT_MISSING, PARENT_WRONG, PARENT_CLOSED, ONE_STOP_EXISTS, CODE_WRONG,
    CODE_TAKEN, NAME_EMPTY, NAME_TOO_LONG or CALENDAR_NOT_FOUND.
    """
    unit = Unit(kind=rules.checked_kind(kind), valid_from=valid_from, note=note)
    named = _named(code, name, short_name)
    parent = None if parent_id is None else locked_unit(parent_id)
    if parent is None:
        policy.check(by, "units.found")
    else:
        policy.check(by, "units.change", parent)
    rules.check_parent(unit.kind, parent.kind if parent else None)
    _check_calendar(calendar_id)
    unit.save(force_insert=True)
    if parent is not None:
        _check_under(unit, parent, valid_from)
        UnitParent.objects.create(unit=unit, parent=parent, valid_from=valid_from)
    if calendar_id is not None:
        UnitCalendar.objects.create(unit=unit, calendar_id=calendar_id, valid_from=valid_from)
    current = _insert_name(unit, named, valid_from)
    event = UnitCreated(
        object_id=unit.pk,
        kind=unit.kind,
        code=named["code"],
        parent_id=parent_id,
        calendar_id=calendar_id,
        valid_from=valid_from,
    )
    journal.record(event, by=by, at=now, content=words_of_unit(current, note))
    return unit


@transaction.atomic
def rename_unit(
    unit_id: int, *, code: str, name: str, short_name: str = "", from_on: date, by: Actor, now: datetime
) -> Unit:
    """A unit gets another name or code from a day on; on the day of the last change it is a correction.

    Raises Refused UNIT_NOT_FOUND, UNIT_CLOSED, NOT_AFTER_LAST_CHANGE, CODE_WRONG, CODE_TAKEN, NAME_EMPTY or
    NAME_TOO_LONG.
    """
    unit = locked_unit(unit_id)
    policy.check(by, "units.change", unit)
    _check_open(unit, from_on)
    named = _named(code, name, short_name)
    last = UnitName.objects.get(unit=unit, valid_to=None)
    if {key: getattr(last, key) for key in named} == named:
        return unit
    if from_on < last.valid_from:
        raise Refused(Refusal.NOT_AFTER_LAST_CHANGE, day=f"{last.valid_from:%d/%m/%Y}")
    _end_or_replace(last, from_on)
    current = _insert_name(unit, named, from_on)
    event = UnitRenamed(object_id=unit.pk, code=named["code"], from_on=from_on)
    journal.record(event, by=by, at=now, content=words_of_unit(current, unit.note))
    return unit


@transaction.atomic
def move_unit(unit_id: int, *, parent_id: int, from_on: date, by: Actor, now: datetime) -> Unit:
    """A unit comes to belong to another one from a day on; the actor looks after both.

    Raises Refused UNIT_NOT_FOUND, UNIT_CLOSED, PARENT_WRONG, PARENT_CLOSED, IN_A_CIRCLE, ONE_STOP_EXISTS or
    NOT_AFTER_LAST_CHANGE.
    """
    # Two moves at once could each be right and together make a circle.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MOVING])
    unit, parent = locked_unit(unit_id), locked_unit(parent_id)
    policy.check(by, "units.change", unit)
    policy.check(by, "units.change", parent)
    _check_open(unit, from_on)
    rules.check_parent(unit.kind, parent.kind)
    last = UnitParent.objects.get(unit=unit, valid_to=None)
    if last.parent_id == parent.pk:
        return unit
    if parent.pk in queries.subtree_ids(unit.pk, from_on):
        raise Refused(Refusal.IN_A_CIRCLE)
    _check_under(unit, parent, from_on)
    if from_on < last.valid_from:
        raise Refused(Refusal.NOT_AFTER_LAST_CHANGE, day=f"{last.valid_from:%d/%m/%Y}")
    _end_or_replace(last, from_on)
    UnitParent.objects.create(unit=unit, parent=parent, valid_from=from_on)
    event = UnitMoved(object_id=unit.pk, parent_id=parent.pk, from_on=from_on)
    journal.record(event, by=by, at=now)
    return unit


@transaction.atomic
def close_unit(unit_id: int, *, from_on: date, by: Actor, now: datetime) -> Unit:
    """A unit ceases to exist; `from_on` is the first day on which it is no more.

    Raises Refused UNIT_NOT_FOUND, ENDS_IN_THE_PAST, ENDS_BEFORE_IT_BEGINS, NOT_AFTER_LAST_CHANGE,
    UNIT_HAS_PEOPLE or UNIT_HAS_UNITS.
    """
    unit = locked_unit(unit_id)
    policy.check(by, "units.change", unit)
    if unit.valid_to is not None and unit.valid_to <= from_on:
        return unit
    rules.check_end(unit.valid_from, from_on, queries.day_of(now))
    rules.check_period(unit.valid_from, from_on)
    after = Q(valid_to=None) | Q(valid_to__gt=from_on)
    people = Appointment.objects.filter(after, unit=unit).count()
    if people:
        raise Refused(Refusal.UNIT_HAS_PEOPLE, count=people)
    below = UnitParent.objects.filter(after, parent=unit).count()
    if below:
        raise Refused(Refusal.UNIT_HAS_UNITS, count=below)
    for history in (UnitName, UnitParent, UnitCalendar):
        _close(history, unit, from_on)
    unit.valid_to = from_on
    unit.save(update_fields=["valid_to"])
    journal.record(UnitClosed(object_id=unit.pk, from_on=from_on), by=by, at=now)
    return unit


@transaction.atomic
def set_calendar(unit_id: int, *, calendar_id: int, from_on: date, by: Actor, now: datetime) -> Unit:
    """A unit works by a calendar from a day on; what stands below it and has none of its own works by it too.

    Whoever calls this has seen that no promised date moves: units know no dossier.
    Raises Refused UNIT_NOT_FOUND, UNIT_CLOSED, CALENDAR_NOT_FOUND or NOT_AFTER_LAST_CHANGE.
    """
    unit = locked_unit(unit_id)
    policy.check(by, "units.change", unit)
    _check_open(unit, from_on)
    _check_calendar(calendar_id)
    last = UnitCalendar.objects.filter(unit=unit, valid_to=None).first()
    if last is not None and last.calendar_id == calendar_id:
        return unit
    if last is not None:
        if from_on < last.valid_from:
            raise Refused(Refusal.NOT_AFTER_LAST_CHANGE, day=f"{last.valid_from:%d/%m/%Y}")
        _end_or_replace(last, from_on)
    UnitCalendar.objects.create(unit=unit, calendar_id=calendar_id, valid_from=from_on)
    event = UnitCalendarSet(object_id=unit.pk, calendar_id=calendar_id, from_on=from_on)
    journal.record(event, by=by, at=now)
    return unit


def locked_unit(unit_id: int) -> Unit:
    """The unit under its lock; raises Refused UNIT_NOT_FOUND."""
    unit = Unit.objects.select_for_update(no_key=True).filter(pk=unit_id).first()
    if unit is None:
        raise Refused(Refusal.UNIT_NOT_FOUND)
    return unit


def _check_open(unit: Unit, on: date) -> None:
    # A unit whose end is entered already is left as it will end.
    if unit.valid_to is not None or on < unit.valid_from:
        raise Refused(Refusal.UNIT_CLOSED, day=f"{on:%d/%m/%Y}")


def _check_under(unit: Unit, parent: Unit, on: date) -> None:
    if not rules.holds_on(parent.valid_from, parent.valid_to, on) or parent.valid_to is not None:
        raise Refused(Refusal.PARENT_CLOSED, day=f"{on:%d/%m/%Y}")
    if unit.kind == UnitKind.ONE_STOP:
        lasting = Q(valid_to=None) | Q(valid_to__gt=on)
        others = UnitParent.objects.filter(lasting, parent=parent, unit__kind=UnitKind.ONE_STOP)
        if others.exclude(unit=unit).exists():
            raise Refused(Refusal.ONE_STOP_EXISTS)


def _check_calendar(calendar_id: int | None) -> None:
    if calendar_id is not None and not Calendar.objects.filter(pk=calendar_id).exists():
        raise Refused(Refusal.CALENDAR_NOT_FOUND)


def _end_or_replace(last: UnitName | UnitParent | UnitCalendar, from_on: date) -> None:
    """Make room for what holds from this day on: no gap, no overlap."""
    if last.valid_from == from_on:
        last.delete()
    else:
        last.valid_to = from_on
        last.save(update_fields=["valid_to"])


def _close(history: type[UnitName | UnitParent | UnitCalendar], unit: Unit, from_on: date) -> None:
    rows: Any = history
    last = rows.objects.filter(unit=unit, valid_to=None).first()
    if last is None:
        return
    if from_on <= last.valid_from:
        raise Refused(Refusal.NOT_AFTER_LAST_CHANGE, day=f"{last.valid_from:%d/%m/%Y}")
    last.valid_to = from_on
    last.save(update_fields=["valid_to"])


def _named(code: str, name: str, short_name: str) -> dict[str, str]:
    full = rules.checked_text(name, 200)
    return {
        "code": rules.checked_code(code),
        "name": full,
        "short_name": rules.checked_text(short_name or full[:120], 120),
    }


def _insert_name(unit: Unit, named: dict[str, str], valid_from: date) -> UnitName:
    taken = Refused(Refusal.CODE_TAKEN, value=named["code"])
    with refusing(a_unit_code_is_used_once_at_a_time=taken):
        return UnitName.objects.create(
            unit=unit,
            valid_from=valid_from,
            search_text=fold(" ".join(named.values())),
            sort_key=sort_key(named["name"]),
            **named,
        )
