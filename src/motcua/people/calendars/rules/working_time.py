"""Counting: when an allowance ends, and how much working time lies between two moments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars.rules import explanation
from motcua.people.calendars.rules.allowance import Allowance, AllowanceUnit, last_calendar_day
from motcua.people.calendars.rules.days import Checked, DayKind, Hours, SpecialDay, check_days, check_hours
from motcua.people.calendars.rules.refusals import Refusal

Window = tuple[datetime, datetime]

DAY = timedelta(days=1)
NOTHING = timedelta()
MICROSECOND = timedelta(microseconds=1)
FIRST_YEAR, LAST_YEAR = 1900, 2999
# A year and a week: a calendar that stays shut for longer is a mistake.
PATIENCE = 372


@dataclass(frozen=True)
class WorkingTime:
    """The working time of an office: a zone, the hours of each weekday, and the days that differ.

    All counting is in the wall time of the zone; what goes in and comes out is zone-aware. Opening belongs to
    the hours, closing does not: who comes at 11:30 sharp comes at the next opening, but an allowance that is
    used up at 11:30 ends at 11:30, not at 13:00. Raises Refused HOURS_OVERLAP or DAY_TWICE.
    """

    zone: ZoneInfo
    hours: tuple[Hours, ...]
    days: tuple[SpecialDay, ...] = ()
    _special: dict[date, SpecialDay] = field(init=False, repr=False, compare=False)
    _weekly: dict[int, tuple[Hours, ...]] = field(init=False, repr=False, compare=False)
    _windows: dict[date, tuple[Window, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_hours(self.hours)
        check_days(self.days)
        in_order = sorted(self.hours, key=lambda stretch: stretch.opens)
        weekly = {n: tuple(stretch for stretch in in_order if stretch.weekday == n) for n in range(1, 8)}
        object.__setattr__(self, "_special", {day.on: day for day in self.days})
        object.__setattr__(self, "_weekly", weekly)
        object.__setattr__(self, "_windows", {})

    # --- the calendar ---------------------------------------------------------------------------------------

    def special(self, day: date) -> SpecialDay | None:
        """The row by which the day differs from its weekday, if there is one."""
        return self._special.get(day)

    def windows(self, day: date) -> tuple[Window, ...]:
        """The opening and closing moments of that day in wall time, in order; empty on a day off."""
        found = self._windows.get(day)
        if found is None:
            found = self._windows[day] = self._build_windows(day)
        return found

    def _build_windows(self, day: date) -> tuple[Window, ...]:
        special, weekday = self._special.get(day), day.isoweekday()
        if special is not None:
            if special.makes_up_for is None:
                return ()
            weekday = special.makes_up_for.isoweekday()
        return tuple(
            (datetime.combine(day, stretch.opens), datetime.combine(day, stretch.closes))
            for stretch in self._weekly[weekday]
            if stretch.valid_on(day)
        )

    def is_working_day(self, day: date) -> bool:
        """Whether the offices are open at all on that day."""
        return bool(self.windows(day))

    def holidays_known(self, year: int) -> bool:
        """Whether the calendar has the holidays of that year."""
        return any(day.on.year == year and day.kind is DayKind.HOLIDAY for day in self.days)

    def holidays_provisional(self, year: int) -> bool:
        """Whether some day off of that year still waits for its official notice."""
        return any(day.on.year == year and day.checked is Checked.PROVISIONAL for day in self.days)

    def working_day_from(self, day: date) -> date:
        """That day, or the first working day after it; raises Refused NEVER_OPEN."""
        for ahead in range(PATIENCE):
            if self.windows(day + ahead * DAY):
                return day + ahead * DAY
        raise Refused(Refusal.NEVER_OPEN, day=f"{day:%d/%m/%Y}")

    def with_day(self, day: SpecialDay) -> WorkingTime:
        """The same calendar with this row added, or in place of the row of its date."""
        return replace(self, days=(*(d for d in self.days if d.on != day.on), day))

    def without_day(self, day: date) -> WorkingTime:
        """The same calendar without the row of that date."""
        return replace(self, days=tuple(d for d in self.days if d.on != day))

    def with_hours(self, hours: tuple[Hours, ...]) -> WorkingTime:
        """The same calendar with other hours."""
        return replace(self, hours=hours)

    # --- moments --------------------------------------------------------------------------------------------

    def local(self, moment: datetime) -> datetime:
        """A moment in wall time of the zone; raises Refused NO_TIME_ZONE or TOO_FAR."""
        if moment.utcoffset() is None:
            raise Refused(Refusal.NO_TIME_ZONE)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise Refused(Refusal.TOO_FAR)
        return moment.astimezone(self.zone).replace(tzinfo=None)

    def _aware(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone)

    def is_open(self, moment: datetime) -> bool:
        """Whether the offices are open at that moment; the closing moment is outside."""
        wall = self.local(moment)
        return any(opens <= wall < closes for opens, closes in self.windows(wall.date()))

    def opening_after(self, moment: datetime) -> datetime:
        """That moment when the offices are open, otherwise the next opening; raises Refused NEVER_OPEN."""
        return self._aware(self.received(self.local(moment)))

    def closing(self, day: date) -> datetime | None:
        """The moment at which the offices close that day; None on a day off."""
        windows = self.windows(day)
        return self._aware(windows[-1][1]) if windows else None

    def received(self, wall: datetime) -> datetime:
        """The wall time at which an arrival counts as made: at once when open, otherwise at the next opening.

        The law leaves this to the offices; our rule, as one-stop software in the country has it.
        """
        for opens, _closes in self._windows_after(wall):
            return max(wall, opens)
        raise AssertionError("working_day_from has refused a calendar that never opens")

    def _windows_after(self, wall: datetime) -> Iterator[Window]:
        """Every window that closes after that moment, without end; raises Refused NEVER_OPEN."""
        day = wall.date()
        while True:
            day = self.working_day_from(day)
            yield from (window for window in self.windows(day) if window[1] > wall)
            day += DAY

    # --- counting -------------------------------------------------------------------------------------------

    def add(self, start: datetime, allowance: Allowance) -> datetime:
        """The moment at which an allowance that starts then is used up.

        Hours count at once (Civil Code 2015 art. 147.1); for every other unit the day of the start is not
        counted (147.2, 147.3), and the promise keeps the hour of the start: art. 148 ends such a period at
        midnight of its last day, which no office can keep open for; whether something is late is judged
        elsewhere. A last day off moves to the next working day (148.5). Raises Refused.
        """
        return self._aware(self.due(self.received(self.local(start)), allowance))

    def add_work(self, start: datetime, work: timedelta) -> datetime:
        """The moment at which so much working time has passed; exact, for what a pause has left over.

        Raises Refused NEGATIVE, and as `add` does.
        """
        if work < NOTHING:
            raise Refused(Refusal.NEGATIVE)
        return self._aware(self._after_work(self.received(self.local(start)), work))

    def due(self, received: datetime, allowance: Allowance) -> datetime:
        """As `add`, from and to wall time, for a start that lies in working hours."""
        if allowance.unit is AllowanceUnit.WORKING_HOUR:
            return self._after_work(received, allowance.duration)
        if allowance.unit is AllowanceUnit.WORKING_DAY:
            return self._after_days(received, allowance)
        last = last_calendar_day(received.date(), allowance)
        return self.at_hour(self.working_day_from(last), received.time())

    def at_hour(self, day: date, hour: time) -> datetime:
        """That hour of a working day; outside its hours the next opening, or else the last closing."""
        wall, windows = datetime.combine(day, hour), self.windows(day)
        for opens, closes in windows:
            if wall <= closes:
                return max(wall, opens)
        return windows[-1][1]

    def _after_work(self, start: datetime, duration: timedelta) -> datetime:
        """The moment at which so much working time has passed; none ends at once."""
        left = duration
        if not left:
            return start
        for opens, closes in self._windows_after(start):
            begins = max(opens, start)
            if left <= closes - begins:
                return begins + left
            left -= closes - begins
        raise AssertionError("the windows have no end")

    def _after_days(self, received: datetime, allowance: Allowance) -> datetime:
        """So many working days later at the same hour.

        Part of a day is that part of the working time between the whole days around it: our rule, the law
        knows none. With the usual eight hours half a day is four of them, and a longer allowance never ends
        earlier.
        """
        whole = self._whole_days_after(received, allowance.whole)
        if not allowance.part:
            return whole
        one_more = self._whole_days_after(received, allowance.whole + 1)
        return self._after_work(whole, part_of(allowance.part, self.work_between(whole, one_more)))

    def _whole_days_after(self, received: datetime, number: int) -> datetime:
        day = received.date()
        for _ in range(number):
            day = self.working_day_from(day + DAY)
        return self.at_hour(day, received.time())

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from one moment to another; below nought when the second is the earlier one."""
        first, last = self.local(start), self.local(end)
        return self.work_between(first, last) if first <= last else -self.work_between(last, first)

    def work_between(self, first: datetime, last: datetime) -> timedelta:
        """As `between`, of two wall times in order."""
        total, day = NOTHING, first.date()
        while day <= last.date():
            for opens, closes in self.windows(day):
                total += max(NOTHING, min(closes, last) - max(opens, first))
            day += DAY
        return total

    def explain(self, start: datetime, allowance: Allowance) -> list[explanation.Line]:
        """Why the due date is that date, line by line, each with its rule; raises Refused as `add` does."""
        return explanation.lines(self, start, allowance)


def part_of(part: Fraction, work: timedelta) -> timedelta:
    """That part of a working time, to the nearest microsecond, halves up."""
    length = work // MICROSECOND
    numerator, denominator = part.numerator, part.denominator
    return (2 * numerator * length + denominator) // (2 * denominator) * MICROSECOND
