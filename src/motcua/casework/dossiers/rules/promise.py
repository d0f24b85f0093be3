"""What is promised: how a published limit becomes the moment at which a dossier is due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal

from motcua.catalogue.procedures.rules import LimitRow
from motcua.people.calendars.rules import Allowance, AllowanceUnit, WorkingTime
from motcua.people.calendars.rules.allowance import last_calendar_day

# By which rule a stretch of the clock is counted.
PUBLISHED = "published"
SAME_DAY = "same_day"
REMAINDER = "remainder"
APPOINTED = "appointed"


@dataclass(frozen=True, slots=True)
class Promise:
    """What a clock's stretch runs to: its allowance and rule, the due moment, and the moment after which it is late."""

    started_at: datetime
    amount: Decimal
    unit: AllowanceUnit
    basis: str
    due_at: datetime
    late_after: datetime


def promise(limit: LimitRow, start: datetime, working: WorkingTime) -> Promise:
    """Count a published limit from a moment.

    In hours one is late after the very moment; in days, months and years at the end of the day on which the period
    ends, at 24:00 (Civil Code 2015, art. 148.6), while the receipt promises the hour of arrival.
    """
    if limit.same_day_before is not None:
        return _same_day(limit, limit.same_day_before, start, working)
    due = working.add(start, limit.allowance)
    late = due if limit.unit is AllowanceUnit.WORKING_HOUR else midnight_after(due, working)
    return Promise(start, limit.amount, limit.unit, PUBLISHED, due, late)


def not_before(counted: Promise, promised_at: datetime, late_after: datetime) -> Promise:
    """A stretch that would end before what the applicant was last told, as by an apology, runs to that date.

    Being late is judged by the limit and never earlier than it was; a later appointment does not excuse it.
    """
    if counted.due_at >= promised_at:
        return counted
    return replace(counted, due_at=promised_at, late_after=max(counted.late_after, late_after))


def _same_day(limit: LimitRow, before: time, start: datetime, working: WorkingTime) -> Promise:
    """Received up to the hour, decided before the office closes; after it, on the day that the limit gives.

    Law on civil status 2014, art. 5.3, and decree 23/2015, art. 7: the next working day for what is received after
    15:00, so 15:00 sharp is still the same day.
    """
    arrived = working.opening_after(start).astimezone(working.zone)
    amount = Decimal(0) if arrived.time() <= before else limit.amount
    due = due_of(SAME_DAY, arrived, Allowance(amount, limit.unit), working)
    return Promise(start, amount, limit.unit, SAME_DAY, due, midnight_after(due, working))


def due_of(basis: str, start: datetime, allowance: Allowance, working: WorkingTime) -> datetime:
    """When a stretch of the clock ends; one of the same day ends when the office closes."""
    due = working.add(start, allowance)
    if basis != SAME_DAY:
        return due
    return working.closing(due.astimezone(working.zone).date()) or due


def resumed(running: Promise, paused_at: datetime, now: datetime, working: WorkingTime) -> Promise:
    """The promise after a pause that is not counted: what was left of the running one, from now on.

    Hours and working days leave working time. Days that are counted with the days off, months and years leave such
    days, up to the last one before a day off has moved it (Civil Code 2015, art. 148.5): it moves them anew.
    """
    if not running.unit.counts_working_time:
        return _days_left(running, paused_at, now, working)
    left = max(working.between(paused_at, running.due_at), timedelta())
    due = working.add_work(now, left)
    late = due if running.late_after == running.due_at else midnight_after(due, working)
    return Promise(now, as_hours(left), AllowanceUnit.WORKING_HOUR, REMAINDER, due, late)


def _days_left(running: Promise, paused_at: datetime, now: datetime, working: WorkingTime) -> Promise:
    first = working.opening_after(running.started_at).astimezone(working.zone).date()
    last = last_calendar_day(first, Allowance(running.amount, running.unit))
    # Before its first day the period has not begun, so a pause has used up nothing of it.
    paused = max(first, paused_at.astimezone(working.zone).date())
    days = max((last - paused).days, 0)
    left = Allowance(Decimal(days), AllowanceUnit.CALENDAR_DAY)
    due = working.add(now, left)
    return Promise(now, left.amount, left.unit, REMAINDER, due, midnight_after(due, working))


def owed_after(fee: int, owed: int, right_fee: int) -> int:
    """What is owed once the right fee is known, in đồng: what was paid of the former one counts.

    When more was paid than is right, nothing is owed; what is too much is given back at the counter.
    """
    return max(right_fee - (fee - owed), 0)


def as_hours(time_left: timedelta) -> Decimal:
    """A length of working time in hours, to four decimals."""
    return round(Decimal(time_left // timedelta(microseconds=1)) / Decimal(3_600_000_000), 4)


def midnight_after(moment: datetime, working: WorkingTime) -> datetime:
    """The end of the moment's day, 24:00 in the zone."""
    day = moment.astimezone(working.zone).date() + timedelta(days=1)
    return datetime.combine(day, time(), working.zone)


def step_due(hours: Decimal | None, start: datetime, whole_due: datetime, working: WorkingTime) -> datetime:
    """When a step is due: its working hours from its start, or with the whole dossier when it has none of its own."""
    if hours is None:
        return whole_due
    return working.add(start, Allowance(hours, AllowanceUnit.WORKING_HOUR))
