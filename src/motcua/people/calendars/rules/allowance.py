"""An allowance: how much time an office is given, in the unit in which the rule states it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars.rules.refusals import Refusal


class AllowanceUnit(StrEnum):
    """The units in which published time limits are stated; none is ever turned into another."""

    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    YEAR = "year"

    @property
    def counts_working_time(self) -> bool:
        """Whether days off are passed over; the calendar units count them."""
        return self in (AllowanceUnit.WORKING_HOUR, AllowanceUnit.WORKING_DAY)


# About a century each: longer than any limit of the law, short enough that no date leaves the calendar.
LONGEST = {
    AllowanceUnit.WORKING_HOUR: 200_000,
    AllowanceUnit.WORKING_DAY: 25_000,
    AllowanceUnit.CALENDAR_DAY: 36_500,
    AllowanceUnit.MONTH: 1_200,
    AllowanceUnit.YEAR: 100,
}
DECIMAL_PLACES = 4


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many working hours, working days, calendar days, months or years.

    Parts of a working hour or working day are allowed, to four decimals: published internal processes have
    8.5 days and steps of a quarter day. The Civil Code knows no part of a calendar day; half a month is 15 days
    and half a year six months (art. 146.1), and are written so: the calendar units take whole numbers. Raises Refused
    NEGATIVE, TOO_LONG, TOO_FINE or NOT_WHOLE.
    """

    amount: Decimal
    unit: AllowanceUnit

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or self.amount > LONGEST[self.unit]:
            raise Refused(Refusal.TOO_LONG)
        if self.amount < 0:
            raise Refused(Refusal.NEGATIVE)
        if self.amount != round(self.amount, DECIMAL_PLACES):
            raise Refused(Refusal.TOO_FINE)
        if not self.unit.counts_working_time and self.amount != int(self.amount):
            raise Refused(Refusal.NOT_WHOLE)

    @classmethod
    def of(cls, amount: Decimal | int | str, unit: AllowanceUnit) -> Allowance:
        """The same from a whole number or a decimal as text."""
        return cls(Decimal(amount), unit)

    @property
    def whole(self) -> int:
        """Whole units, the part left out."""
        return int(self.amount)

    @property
    def part(self) -> Fraction:
        """The part of a unit beyond the whole ones, 0 <= part < 1."""
        return Fraction(self.amount - self.whole)

    @property
    def duration(self) -> timedelta:
        """Working hours as a duration, to the nearest second: 0.3333 hours is 20 minutes."""
        seconds = (self.amount * 3600).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return timedelta(seconds=int(seconds))


def last_calendar_day(first: date, allowance: Allowance) -> date:
    """The last day of so many calendar days, months or years after the first (Civil Code 2015 art. 147.2).

    By the solar calendar (art. 145.2): days end with the last of them (148.1), months and years on the day of
    the same date (148.3, 148.4), in a month that lacks it on its last day (148.3; applied to 29 February as
    well).
    """
    if allowance.unit is AllowanceUnit.CALENDAR_DAY:
        return first + timedelta(days=allowance.whole)
    months = allowance.whole * (12 if allowance.unit is AllowanceUnit.YEAR else 1)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(first.day, length))
