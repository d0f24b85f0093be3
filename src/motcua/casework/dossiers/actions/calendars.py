"""Changing a calendar: until open dossiers can be counted anew, a change that would move a promised date is refused.

These are the only verbs by which a face changes a calendar; they compare first and then call `calendars` down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import connection, transaction

from motcua.casework.dossiers import rules
from motcua.casework.dossiers.models import Segment
from motcua.casework.dossiers.rules import Refusal
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars import actions as calendars
from motcua.people.calendars import queries
from motcua.people.calendars.models import Calendar
from motcua.people.calendars.rules import Allowance, AllowanceUnit, Hours, SpecialDay, WorkingTime


def add_day(calendar_id: int, day: SpecialDay, *, by: Actor, now: datetime) -> Calendar:
    """A holiday or a swapped working day is added, unless it would move a promised date."""
    return _changed(
        calendar_id,
        lambda old: old.with_day(day),
        lambda compared: calendars.add_day(calendar_id, day, compared=compared, by=by, now=now),
        by=by,
    )


def change_day(calendar_id: int, day: SpecialDay, *, by: Actor, now: datetime) -> Calendar:
    """A day of the calendar gets another kind, name or source, unless it would move a promised date."""
    return _changed(
        calendar_id,
        lambda old: old.with_day(day),
        lambda compared: calendars.change_day(calendar_id, day, compared=compared, by=by, now=now),
        by=by,
    )


def remove_day(calendar_id: int, on: date, *, by: Actor, now: datetime) -> Calendar:
    """A day is given back to its weekday, unless it would move a promised date."""
    return _changed(
        calendar_id,
        lambda old: old.without_day(on),
        lambda compared: calendars.remove_day(calendar_id, on, compared=compared, by=by, now=now),
        by=by,
    )


def change_hours(calendar_id: int, hours: Sequence[Hours], *, by: Actor, now: datetime) -> Calendar:
    """The office hours are replaced, unless it would move a promised date."""
    return _changed(
        calendar_id,
        lambda old: old.with_hours(tuple(hours)),
        lambda compared: calendars.change_hours(calendar_id, hours, compared=compared, by=by, now=now),
        by=by,
    )


@transaction.atomic
def _changed(
    calendar_id: int,
    new_from: Callable[[WorkingTime], WorkingTime],
    change: Callable[[int], Calendar],
    *,
    by: Actor,
) -> Calendar:
    policy.check(by, "calendars.change")
    with connection.cursor() as cursor:
        # A reception or completion that has read the old calendar waits here, sees that it has changed, and does
        # not promise by it. In this order, as the reception's statement takes them.
        cursor.execute("LOCK TABLE day_counter, segment IN SHARE ROW EXCLUSIVE MODE")
    compared = queries.revision(calendar_id)
    old = queries.working_time_of(calendar_id, compared)
    if count := moved_dossiers(calendar_id, old, new_from(old)):
        raise Refused(Refusal.MOVES_OPEN_DOSSIERS, count=count)
    return change(compared)


def moved_dossiers(calendar_id: int, old: WorkingTime, new: WorkingTime) -> int:
    """How many open dossiers would be due at another moment by the new calendar."""
    running = Segment.objects.filter(
        dossier__calendar_id=calendar_id, dossier__finished_at__isnull=True, ended_at__isnull=True
    ).values_list("basis", "started_at", "amount", "unit")
    count = 0
    for basis, started_at, amount, unit in running.iterator():
        allowance = Allowance(amount, AllowanceUnit(unit))
        before = rules.due_of(basis, started_at, allowance, old)
        count += before != rules.due_of(basis, started_at, allowance, new)
    return count
