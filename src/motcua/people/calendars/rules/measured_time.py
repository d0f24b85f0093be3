"""The same counting for one start after another: the calendar of some years measured once, then looked up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from motcua.people.calendars.rules.working_time import DAY, NOTHING, WorkingTime


@dataclass(frozen=True)
class MeasuredTime(WorkingTime):
    """A calendar whose windows from one day to another stand in lists; outside them it counts as `WorkingTime`.

    Agrees with it to the microsecond.
    """

    first: date = date.min
    last: date = date.min
    _opens: list[datetime] = field(init=False, repr=False, compare=False)
    _closes: list[datetime] = field(init=False, repr=False, compare=False)
    # Working time from the first day to the opening, and to the closing.
    _before: list[timedelta] = field(init=False, repr=False, compare=False)
    _after: list[timedelta] = field(init=False, repr=False, compare=False)

    @classmethod
    def of(cls, calendar: WorkingTime, first: date, last: date) -> MeasuredTime:
        """Measure a calendar from one day to another, both included."""
        return cls(calendar.zone, calendar.hours, calendar.days, first, last)

    def __post_init__(self) -> None:
        super().__post_init__()
        days = (self.first + n * DAY for n in range((self.last - self.first).days + 1))
        windows = [window for day in days for window in self.windows(day)]
        before, total = [], NOTHING
        for opens, closes in windows:
            before.append(total)
            total += closes - opens
        object.__setattr__(self, "_opens", [opens for opens, _closes in windows])
        object.__setattr__(self, "_closes", [closes for _opens, closes in windows])
        object.__setattr__(self, "_before", before)
        object.__setattr__(self, "_after", [*before[1:], total] if windows else [])

    def _worked_at(self, wall: datetime) -> timedelta | None:
        """The working time from the first day to that moment; None for a moment that was not measured."""
        if not self.first <= wall.date() <= self.last:
            return None
        place = bisect_right(self._opens, wall) - 1
        if place < 0:
            return NOTHING
        return self._before[place] + (min(wall, self._closes[place]) - self._opens[place])

    def received(self, wall: datetime) -> datetime:
        """As `WorkingTime.received`."""
        if not self.first <= wall.date() <= self.last:
            return super().received(wall)
        place = bisect_right(self._closes, wall)
        return max(wall, self._opens[place]) if place < len(self._opens) else super().received(wall)

    def _after_work(self, start: datetime, duration: timedelta) -> datetime:
        if not duration or (worked := self._worked_at(start)) is None:
            return super()._after_work(start, duration)
        target = worked + duration
        # An allowance that is used up at a closing ends there, not at the next opening.
        place = bisect_left(self._after, target)
        if place == len(self._after):
            return super()._after_work(start, duration)
        return self._opens[place] + (target - self._before[place])

    def work_between(self, first: datetime, last: datetime) -> timedelta:
        """As `WorkingTime.work_between`."""
        begun, ended = self._worked_at(first), self._worked_at(last)
        if begun is None or ended is None:
            return super().work_between(first, last)
        return ended - begun
