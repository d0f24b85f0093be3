"""What a change of a calendar would do to dates already promised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motcua.people.calendars.rules.allowance import Allowance
from motcua.people.calendars.rules.working_time import WorkingTime

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """A running count: whose it is (the caller's own number), when it started, and what it was given."""

    owner_id: int
    start: datetime
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class Move:
    """A due moment that another calendar would move."""

    clock: Clock
    before: datetime
    after: datetime


def moved(old: WorkingTime, new: WorkingTime, clocks: Iterable[Clock]) -> list[Move]:
    """Those of the counts that end at another moment under the new calendar, in order; raises Refused."""
    found = []
    for clock in clocks:
        before, after = old.add(clock.start, clock.allowance), new.add(clock.start, clock.allowance)
        if before != after:
            found.append(Move(clock, before, after))
    return found


def changed_spans(old: WorkingTime, new: WorkingTime, first: date, last: date) -> list[tuple[date, date]]:
    """The runs of days, both ends included, whose hours differ between two calendars within [first, last].

    A count whose start and due moments, under both calendars, lie outside all of them cannot move when none
    lies between; so the spans say which open counts need to be compared at all. Of an allowance with part of a
    working day the end is that of the whole day begun: the part is measured by the working time up to it.
    """
    days = [first + n * DAY for n in range((last - first).days + 1)]
    return _runs([day for day in days if old.windows(day) != new.windows(day)])


def _runs(days: Sequence[date]) -> list[tuple[date, date]]:
    """Consecutive days joined into spans."""
    spans: list[tuple[date, date]] = []
    for day in days:
        if spans and day - spans[-1][1] == DAY:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans
