"""The slowest and plainest way to count: one minute after the other, from the words of the rules alone.

It shares no code with what it judges: it asks the rows of a calendar, never its windows.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from motcua.people.calendars.rules import Allowance, AllowanceUnit, WorkingTime

MINUTE = timedelta(minutes=1)
MINUTES_A_DAY = 1440


class Oracle:
    """A calendar as one byte for each minute from a first day on: 1 when the offices are open in it."""

    def __init__(self, calendar: WorkingTime, first: date, number: int) -> None:
        self.first = datetime(first.year, first.month, first.day)  # noqa: DTZ001
        self.open = bytearray()
        for n in range(number):
            self.open += self._minutes(calendar, first + timedelta(days=n))

    @staticmethod
    def _minutes(calendar: WorkingTime, day: date) -> bytes:
        weekday = day.isoweekday()
        for row in calendar.days:
            if row.on == day:
                weekday = row.makes_up_for.isoweekday() if row.makes_up_for else 0
        minutes = bytearray(MINUTES_A_DAY)
        for stretch in calendar.hours:
            if stretch.weekday == weekday:
                opens = stretch.opens.hour * 60 + stretch.opens.minute
                closes = stretch.closes.hour * 60 + stretch.closes.minute
                for minute in range(MINUTES_A_DAY):
                    if opens <= minute < closes:
                        minutes[minute] = 1
        return bytes(minutes)

    def add(self, start: datetime, allowance: Allowance) -> datetime:
        """The due moment of a start in wall time."""
        minute = (start - self.first) // MINUTE
        while not self.open[minute]:
            minute += 1
        if allowance.unit is AllowanceUnit.WORKING_HOUR:
            return self._moment(self._work(minute, int(allowance.amount * 60)))
        if allowance.unit is AllowanceUnit.WORKING_DAY:
            return self._moment(self._days(minute, allowance))
        return self._moment(self._calendar(minute, allowance))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The open minutes from one moment to a later one."""
        minutes = range((start - self.first) // MINUTE, (end - self.first) // MINUTE)
        return sum(self.open[minute] for minute in minutes) * MINUTE

    def _moment(self, minute: int) -> datetime:
        return self.first + minute * MINUTE

    def _work(self, minute: int, left: int) -> int:
        while left:
            left -= self.open[minute]
            minute += 1
        return minute

    def _works_on(self, day: int) -> bool:
        return any(self.open[day * MINUTES_A_DAY : (day + 1) * MINUTES_A_DAY])

    def _days(self, minute: int, allowance: Allowance) -> int:
        day, hour = divmod(minute, MINUTES_A_DAY)
        for _ in range(int(allowance.amount)):
            day += 1
            while not self._works_on(day):
                day += 1
        whole = self._at_hour(day, hour)
        # Only calendars with eight hours on each day are asked for parts of a day.
        return self._work(whole, int(allowance.amount % 1 * 8 * 60))

    def _calendar(self, minute: int, allowance: Allowance) -> int:
        day, hour = divmod(minute, MINUTES_A_DAY)
        if allowance.unit is AllowanceUnit.CALENDAR_DAY:
            day += int(allowance.amount)
        else:
            months = int(allowance.amount) * (1 if allowance.unit is AllowanceUnit.MONTH else 12)
            last = months_after(self._moment(minute).date(), months)
            day = (last - self.first.date()).days
        while not self._works_on(day):
            day += 1
        return self._at_hour(day, hour)

    def _at_hour(self, day: int, hour: int) -> int:
        """The hour on that day when it belongs to the hours or ends them, else forward, else the closing."""
        first = day * MINUTES_A_DAY
        minute, end = first + hour, first + MINUTES_A_DAY
        if self.open[minute] or (hour and self.open[minute - 1]):
            return minute
        while minute < end and not self.open[minute]:
            minute += 1
        while minute == end or not (self.open[minute] or self.open[minute - 1]):
            minute, end = minute - 1, 0
        return minute


def months_after(day: date, months: int) -> date:
    """The same date month by month, or the last one that the month has."""
    year, month, date_of_month = day.year, day.month, day.day
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    while True:
        try:
            return date(year, month, date_of_month)
        except ValueError:
            date_of_month -= 1
