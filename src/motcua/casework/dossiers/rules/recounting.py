"""Counting a running clock anew when its calendar has changed: from where it began, never to earlier than promised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from motcua.casework.dossiers.rules.promise import PUBLISHED, REMAINDER, SAME_DAY, due_of, midnight_after
from motcua.people.calendars.rules import Allowance, AllowanceUnit, WorkingTime

# A remainder is kept to four decimals of an hour, so that counting it again may miss the moment by a part of a second.
ROUNDING = timedelta(seconds=1)

# What is counted from an allowance; every other stretch runs to a date that a person has set.
COUNTED = (PUBLISHED, SAME_DAY, REMAINDER)

Period = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Running:
    """A clock as it stands: its present stretch, what was promised of it, and when it is due and late."""

    basis: str
    started_at: datetime
    amount: Decimal
    unit: AllowanceUnit
    promised_at: datetime
    due_at: datetime
    late_after: datetime

    @property
    def allowance(self) -> Allowance:
        """How much the stretch was given."""
        return Allowance(self.amount, self.unit)


@dataclass(frozen=True, slots=True)
class Recounted:
    """A clock counted anew: when it would end, when it is due since nothing promised moves earlier, when late."""

    counted_at: datetime
    due_at: datetime
    late_after: datetime


def recount(running: Running, working: WorkingTime) -> Recounted:
    """Count a stretch from its beginning by the calendar as it is now.

    A limit in hours stays late after the very moment, every other at the end of its day (Civil Code 2015, art. 148.6).
    A date that was set by hand stays, and moves only when the offices are shut on it (art. 148.5).
    """
    counted = _counted(running, working)
    due = max(counted, running.promised_at)
    if due == running.due_at or running.basis not in COUNTED:
        # A new appointment makes no dossier less late than it was.
        return Recounted(counted, due, running.late_after)
    is_late_at_once = running.late_after == running.due_at
    return Recounted(counted, due, due if is_late_at_once else midnight_after(due, working))


def _counted(running: Running, working: WorkingTime) -> datetime:
    if running.basis not in COUNTED:
        wall = working.local(running.due_at)
        day = working.working_day_from(wall.date())
        return (
            running.due_at
            if day == wall.date()
            else working.at_hour(day, wall.time()).replace(tzinfo=working.zone)
        )
    due = due_of(running.basis, running.started_at, running.allowance, working)
    if running.basis == REMAINDER and abs(due - running.due_at) < ROUNDING:
        return running.due_at
    return due


def step_recount(
    hours: Decimal, started_at: datetime, pauses: Sequence[Period], working: WorkingTime
) -> datetime:
    """When a step is due by its working hours: pauses since it began are left out, what they left runs after them."""
    left, at = Allowance(hours, AllowanceUnit.WORKING_HOUR).duration, started_at
    for stopped, resumed in in_order(pauses):
        if resumed > started_at:
            left = max(left - max(working.between(at, stopped), timedelta()), timedelta())
            at = resumed
    return working.add_work(at, left)


def in_order(pauses: Iterable[Period]) -> list[Period]:
    """Pauses by when they began."""
    return sorted(pauses)
