"""What an allowance may be."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from motcua.ground.kernel.refusals import RefusalCode, Refused
from motcua.people.calendars.rules import Allowance, AllowanceUnit, Refusal
from motcua.people.calendars.rules.allowance import LONGEST, last_calendar_day
from motcua.people.calendars.rules.tests.examples import calendar_days, days, hours, months, years


def refusal(amount: str, unit: AllowanceUnit) -> RefusalCode:
    with pytest.raises(Refused) as caught:
        Allowance(Decimal(amount), unit)
    return caught.value.code


@pytest.mark.parametrize("unit", AllowanceUnit)
def test_it_refuses_less_than_nothing(unit: AllowanceUnit) -> None:
    assert refusal("-1", unit) == Refusal.NEGATIVE


@pytest.mark.parametrize("unit", AllowanceUnit)
def test_it_refuses_more_than_a_century_and_takes_the_longest(unit: AllowanceUnit) -> None:
    assert refusal(str(LONGEST[unit] + 1), unit) == Refusal.TOO_LONG
    assert Allowance(Decimal(LONGEST[unit]), unit).whole == LONGEST[unit]


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity"])
def test_it_refuses_what_is_no_number(amount: str) -> None:
    assert refusal(amount, AllowanceUnit.WORKING_DAY) == Refusal.TOO_LONG


@pytest.mark.parametrize("unit", [AllowanceUnit.CALENDAR_DAY, AllowanceUnit.MONTH, AllowanceUnit.YEAR])
def test_it_refuses_part_of_a_calendar_unit(unit: AllowanceUnit) -> None:
    assert refusal("1.5", unit) == Refusal.NOT_WHOLE


def test_it_refuses_more_than_four_decimals() -> None:
    assert refusal("0.00001", AllowanceUnit.WORKING_HOUR) == Refusal.TOO_FINE
    assert hours("0.0001").amount == Decimal("0.0001")


def test_trailing_zeros_are_not_finer() -> None:
    assert hours("1.500000").duration == timedelta(hours=1, minutes=30)


def test_a_whole_number_may_be_written_with_decimals() -> None:
    assert months("2.0").whole == 2


def test_it_parts_whole_days_from_the_rest() -> None:
    assert (days("8.5").whole, days("8.5").part) == (8, Fraction(1, 2))
    assert (days(3).whole, days(3).part) == (3, Fraction(0))


def test_hours_are_rounded_to_a_second() -> None:
    assert hours("0.3333").duration == timedelta(minutes=20)
    assert hours("0.0001").duration == timedelta(seconds=0)
    assert hours("36").duration == timedelta(hours=36)


def test_an_allowance_is_made_from_text_or_a_whole_number() -> None:
    assert Allowance.of("8.5", AllowanceUnit.WORKING_DAY) == days("8.5")
    assert Allowance.of(8, AllowanceUnit.WORKING_DAY) == days(8)


def test_units_are_not_converted() -> None:
    assert days(1) != hours(8)
    assert months(12) != years(1)


def test_only_working_units_pass_over_days_off() -> None:
    counting = [unit for unit in AllowanceUnit if unit.counts_working_time]
    assert counting == [AllowanceUnit.WORKING_HOUR, AllowanceUnit.WORKING_DAY]


@pytest.mark.parametrize(
    ("first", "allowance", "last"),
    [
        ("2018-02-26", calendar_days(3), "2018-03-01"),
        ("2020-02-26", calendar_days(3), "2020-02-29"),
        ("2018-01-31", months(1), "2018-02-28"),
        ("2020-01-31", months(1), "2020-02-29"),
        ("2018-01-15", months(1), "2018-02-15"),
        ("2018-12-31", months(2), "2019-02-28"),
        ("2018-11-30", months(1), "2018-12-30"),
        ("2018-01-31", months(0), "2018-01-31"),
        ("2020-02-29", years(1), "2021-02-28"),
        ("2020-02-29", years(4), "2024-02-29"),
        ("2018-03-06", years(2), "2020-03-06"),
    ],
)
def test_calendar_units_end_by_the_solar_calendar(first: str, allowance: Allowance, last: str) -> None:
    assert last_calendar_day(date.fromisoformat(first), allowance) == date.fromisoformat(last)
