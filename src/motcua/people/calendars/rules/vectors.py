"""The same counting for many starts at once: tables of cumulative working time, one look-up per due date.

`numpy.busday_offset` knows no swapped Saturdays and no hours, so it is not used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars.rules.allowance import Allowance, AllowanceUnit
from motcua.people.calendars.rules.refusals import Refusal
from motcua.people.calendars.rules.working_time import MICROSECOND, WorkingTime

Micros = NDArray[np.int64]

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 wall time, like all times inside the tables
DAY = timedelta(days=1)
DAY_MICROS = DAY // MICROSECOND


def micros(moment: datetime) -> int:
    """A zone-aware moment as microseconds since 1970 UTC, the unit of this module."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // MICROSECOND


@dataclass(frozen=True, slots=True)
class VectorTime:
    """Tables of one calendar for a span of days; times are int64 microseconds since 1970 UTC.

    Agrees with `WorkingTime` to the microsecond. Raises Refused TOO_FAR for a start or an end outside the
    tables, and ValueError for a zone that changes its offset within them.
    """

    offset: int
    first_day: int  # days since 1970
    opens: Micros
    closes: Micros
    worked_before: Micros  # working time from the first day to the opening
    worked_after: Micros
    windows_before: NDArray[np.int64]  # by day, and once more after the last: windows that open before it
    most: int  # windows of one day
    rank: NDArray[np.int64]  # by day: working days before it
    working_days: NDArray[np.int64]  # by rank: the day, counted from the first

    @classmethod
    def of(cls, calendar: WorkingTime, first: date, last: date) -> VectorTime:
        """Build the tables; both days are included. Raises Refused NEVER_OPEN."""
        days = [first + n * DAY for n in range((last - first).days + 1)]
        found = [calendar.windows(day) for day in days]
        if not any(found):
            raise Refused(Refusal.NEVER_OPEN, day=f"{first:%d/%m/%Y}")
        counts = np.array([len(windows) for windows in found], dtype=np.int64)
        opens = _wall_micros(opening for windows in found for opening, _closing in windows)
        closes = _wall_micros(closing for windows in found for _opening, closing in windows)
        worked_after = np.cumsum(closes - opens)
        return cls(
            offset=_offset(calendar, days),
            first_day=(first - EPOCH.date()).days,
            opens=opens,
            closes=closes,
            worked_before=worked_after - (closes - opens),
            worked_after=worked_after,
            windows_before=np.append(0, np.cumsum(counts)),
            most=int(counts.max()),
            rank=np.cumsum(counts > 0) - (counts > 0),
            working_days=np.flatnonzero(counts),
        )

    def add(self, starts: Micros, allowance: Allowance) -> Micros:
        """The due moments of one allowance for many starts, as `WorkingTime.add`."""
        received = self._received(starts + self.offset)
        if allowance.unit is AllowanceUnit.WORKING_HOUR:
            due = self._after_work(received, np.int64(allowance.duration // MICROSECOND))
        elif allowance.unit is AllowanceUnit.WORKING_DAY:
            due = self._after_days(received, allowance)
        else:
            due = self._by_calendar(received, allowance)
        return due - self.offset

    def add_work(self, starts: Micros, work: Micros) -> Micros:
        """The moments at which so much working time has passed since each start, as `WorkingTime.add_work`."""
        return self._after_work(self._received(starts + self.offset), work) - self.offset

    def closings(self, moments: Micros) -> Micros:
        """The last closing of each moment's day, as `WorkingTime.closing`; the moment itself on a day off."""
        wall = moments + self.offset
        days = self._day_of(wall)
        within(days, len(self.rank))
        last = self.windows_before[days + 1] - 1
        is_working = last >= self.windows_before[days]
        return np.where(is_working, self.closes[np.maximum(last, 0)], wall) - self.offset

    def midnights_after(self, moments: Micros) -> Micros:
        """The end of each moment's day, 24:00 in the zone."""
        return ((moments + self.offset) // DAY_MICROS + 1) * DAY_MICROS - self.offset

    def on_working_days(self, moments: Micros) -> Micros:
        """Each moment, or where its day is a day off that hour of the next working day."""
        wall = moments + self.offset
        days = self._day_of(wall)
        within(days, len(self.rank))
        ranks = self.rank[days]
        within(ranks, len(self.working_days))
        following = self.working_days[ranks]
        moved = self._at_hour(following, wall % DAY_MICROS)
        return np.where(following == days, wall, moved) - self.offset

    def between(self, starts: Micros, ends: Micros) -> Micros:
        """The working time from each start to its end, as `WorkingTime.between`."""
        return self._worked_at(ends + self.offset) - self._worked_at(starts + self.offset)

    def _window_of(self, wall: Micros) -> NDArray[np.int64]:
        """The last window that has opened by then; -1 before the first."""
        # A few look-ups by day: a search through all windows misses the processor's cache thirteen times.
        window = self.windows_before[self._day_of(wall)] - 1
        for _ in range(self.most):
            following = np.minimum(window + 1, len(self.opens) - 1)
            window = np.where(self.opens[following] <= wall, following, window)
        return window

    def _day_of(self, wall: Micros) -> NDArray[np.int64]:
        return wall // DAY_MICROS - self.first_day

    def _received(self, wall: Micros) -> Micros:
        within(self._day_of(wall), len(self.rank))
        window = self._window_of(wall)
        is_open = (window >= 0) & (wall < self.closes[window])
        following = np.where(is_open, window, window + 1)
        within(following, len(self.opens))
        return np.maximum(wall, self.opens[following])

    def _worked_at(self, wall: Micros) -> Micros:
        """The working time from the first day of the tables to each moment."""
        within(self._day_of(wall), len(self.rank))
        window = self._window_of(wall)
        worked = self.worked_before[window] + np.minimum(wall, self.closes[window]) - self.opens[window]
        return np.where(window >= 0, worked, 0)

    def _after_work(self, starts: Micros, work: Micros | np.int64) -> Micros:
        target = self._worked_at(starts) + work
        # side="left": an allowance used up at a closing ends there, not at the next opening.
        window = np.searchsorted(self.worked_after, target, side="left")
        window = np.where(work > 0, window, 0)
        within(window, len(self.opens))
        return np.where(work > 0, self.opens[window] + target - self.worked_before[window], starts)

    def _after_days(self, received: Micros, allowance: Allowance) -> Micros:
        whole = self._whole_days_after(received, allowance.whole)
        part = allowance.part
        if not part:
            return whole
        one_more = self._whole_days_after(received, allowance.whole + 1)
        work = self._worked_at(one_more) - self._worked_at(whole)
        share = (2 * part.numerator * work + part.denominator) // (2 * part.denominator)
        return self._after_work(whole, share)

    def _whole_days_after(self, received: Micros, number: int) -> Micros:
        ranks = self.rank[self._day_of(received)] + number
        within(ranks, len(self.working_days))
        return self._at_hour(self.working_days[ranks], received % DAY_MICROS)

    def _by_calendar(self, received: Micros, allowance: Allowance) -> Micros:
        first = self._day_of(received) + self.first_day
        if allowance.unit is AllowanceUnit.CALENDAR_DAY:
            last = first + allowance.whole
        else:
            last = _months_after(first, allowance.whole * (12 if allowance.unit is AllowanceUnit.YEAR else 1))
        within(last - self.first_day, len(self.rank))
        ranks = self.rank[last - self.first_day]
        within(ranks, len(self.working_days))
        return self._at_hour(self.working_days[ranks], received % DAY_MICROS)

    def _at_hour(self, days: NDArray[np.int64], hour: Micros) -> Micros:
        """That hour of a working day; outside its hours the next opening, or else the last closing."""
        wall = (days + self.first_day) * DAY_MICROS + hour
        window, last = self.windows_before[days], self.windows_before[days + 1] - 1
        for _ in range(self.most - 1):
            window = np.where((self.closes[window] < wall) & (window < last), window + 1, window)
        found: Micros = np.minimum(np.maximum(wall, self.opens[window]), self.closes[window])
        return found


def within(found: NDArray[np.int64], size: int) -> None:
    """Raises Refused TOO_FAR unless every index lies in a table of that size."""
    if found.size and (found.min() < 0 or found.max() >= size):
        raise Refused(Refusal.TOO_FAR)


def _wall_micros(moments: Iterable[datetime]) -> Micros:
    return np.array([(moment - EPOCH) // MICROSECOND for moment in moments], dtype=np.int64)


def _offset(calendar: WorkingTime, days: list[date]) -> int:
    """The one offset of the zone within these days, in microseconds."""
    offsets = {datetime.combine(day, time(12), calendar.zone).utcoffset() for day in days}
    offset = offsets.pop()
    if offsets or offset is None:
        raise ValueError(f"{calendar.zone} has more than one offset between {days[0]} and {days[-1]}")
    return offset // MICROSECOND


def _months_after(days: NDArray[np.int64], months: int) -> NDArray[np.int64]:
    """The same date so many months later, or the last day of a month that lacks it; days since 1970."""
    dates = days.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    day_of_month = (dates - month.astype("datetime64[D]")).astype(np.int64)
    ends_in = (month + np.timedelta64(months, "M")).astype("datetime64[D]")
    length = ((month + np.timedelta64(months + 1, "M")).astype("datetime64[D]") - ends_in).astype(np.int64)
    found: NDArray[np.int64] = ends_in.astype(np.int64) + np.minimum(day_of_month, length - 1)
    return found
