"""Changing a calendar: what it would move is looked at first, then confirmed as it was seen, then counted anew.

These are the only verbs by which a face changes a calendar; they compare first and then call `calendars` down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from motcua.casework.dossiers.actions.changes import bulk
from motcua.casework.dossiers.models import BulkChange
from motcua.casework.dossiers.queries.changes.forecast import Forecast, forecast
from motcua.casework.dossiers.rules import Refusal
from motcua.casework.dossiers.rules.recounting_many import moment_of
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars import actions as calendars
from motcua.people.calendars import queries
from motcua.people.calendars.models import Calendar
from motcua.people.calendars.rules import Hours, SpecialDay, WorkingTime


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a change: the calendar, and the counting anew that it began, if any date moves."""

    calendar: Calendar
    bulk_id: int | None


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """A change of a calendar that is not written yet: what it would be, and the verb of `calendars` that writes it."""

    calendar_id: int
    about: Mapping[str, Any]
    applied: Callable[[WorkingTime], WorkingTime]
    write: Callable[[int, Actor, datetime], Calendar]


def adding(calendar_id: int, day: SpecialDay) -> CalendarChange:
    """A holiday or a swapped working day is added."""
    return CalendarChange(
        calendar_id,
        {"verb": "add_day", "on": f"{day.on}"},
        lambda old: old.with_day(day),
        lambda compared, by, now: calendars.add_day(calendar_id, day, compared=compared, by=by, now=now),
    )


def changing(calendar_id: int, day: SpecialDay) -> CalendarChange:
    """A day of the calendar gets another kind, name or source."""
    return CalendarChange(
        calendar_id,
        {"verb": "change_day", "on": f"{day.on}"},
        lambda old: old.with_day(day),
        lambda compared, by, now: calendars.change_day(calendar_id, day, compared=compared, by=by, now=now),
    )


def moving(calendar_id: int, before: date, day: SpecialDay) -> CalendarChange:
    """A day of the calendar is moved to another date: the old one is given back to its weekday."""

    def write(compared: int, by: Actor, now: datetime) -> Calendar:
        without = calendars.remove_day(calendar_id, before, compared=compared, by=by, now=now)
        return calendars.add_day(calendar_id, day, compared=without.revision, by=by, now=now)

    return CalendarChange(
        calendar_id,
        {"verb": "move_day", "on": f"{day.on}", "before": f"{before}"},
        lambda old: old.without_day(before).with_day(day),
        write,
    )


def removing(calendar_id: int, on: date) -> CalendarChange:
    """A day is given back to its weekday."""
    return CalendarChange(
        calendar_id,
        {"verb": "remove_day", "on": f"{on}"},
        lambda old: old.without_day(on),
        lambda compared, by, now: calendars.remove_day(calendar_id, on, compared=compared, by=by, now=now),
    )


def replacing_hours(calendar_id: int, hours: Sequence[Hours]) -> CalendarChange:
    """The office hours are replaced."""
    return CalendarChange(
        calendar_id,
        {"verb": "change_hours"},
        lambda old: old.with_hours(tuple(hours)),
        lambda compared, by, now: calendars.change_hours(
            calendar_id, hours, compared=compared, by=by, now=now
        ),
    )


def foreseen(change: CalendarChange, *, by: Actor) -> Forecast:
    """What the change would move, as of now; raises Refused NOT_ALLOWED, or what the new calendar is refused for."""
    policy.check(by, "calendars.change")
    revision = queries.revision(change.calendar_id)
    return forecast(
        change.calendar_id, revision, change.applied(queries.working_time_of(change.calendar_id, revision))
    )


@transaction.atomic
def change_calendar(change: CalendarChange, *, seen: str = "", by: Actor, now: datetime) -> Changed:
    """The change is written and, in the same transaction, the counting anew of what it moves is begun.

    `seen` is the token of the forecast that was looked at. A change that moves nothing needs none. Raises Refused
    MOVES_OPEN_DOSSIERS without one, PREVIEW_CHANGED when what moves is no longer what was seen, and as the verbs of
    `calendars` do.
    """
    policy.check(by, "calendars.change")
    with connection.cursor() as cursor:
        # A reception or completion that has read the old calendar waits here, sees that it has changed, and does
        # not promise by it. In this order, as the reception's statement takes them.
        cursor.execute("LOCK TABLE day_counter, segment IN SHARE ROW EXCLUSIVE MODE")
    compared = queries.revision(change.calendar_id)
    old = queries.working_time_of(change.calendar_id, compared)
    found = forecast(change.calendar_id, compared, change.applied(old))
    changing = found.changing
    if changing and not seen:
        raise Refused(Refusal.MOVES_OPEN_DOSSIERS, count=len(changing))
    if seen and seen.partition(".")[0] != found.fingerprint:
        raise Refused(Refusal.PREVIEW_CHANGED)
    calendar = change.write(compared, by, now)
    if not changing:
        return Changed(calendar, None)
    lines = [(one.clock.dossier_id, moment_of(one.clock.due), moment_of(one.due)) for one in changing]
    begun = bulk.begin(BulkChange.Kind.CALENDAR, calendar.pk, change.about, lines, by=by, now=now)
    return Changed(calendar, begun.pk)
