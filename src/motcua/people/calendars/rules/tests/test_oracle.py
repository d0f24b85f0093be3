"""Counting agrees with counting minute by minute, on the shipped calendar and on an uneven one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from motcua.people.calendars.rules import Allowance, AllowanceUnit, WorkingTime
from motcua.people.calendars.rules.tests.examples import OFFICE, UNEVEN, ZONE
from motcua.people.calendars.rules.tests.oracle import Oracle, months_after

FIRST, YEARS_OF_STARTS, YEARS_OF_MINUTES = date(2017, 1, 1), 3, 6
SEED = 145148
QUARTERS = [Decimal(n) / 4 for n in range(4)]


@pytest.fixture(scope="module")
def office() -> Oracle:
    return Oracle(OFFICE, FIRST, YEARS_OF_MINUTES * 366)


@pytest.fixture(scope="module")
def uneven() -> Oracle:
    return Oracle(UNEVEN, FIRST, YEARS_OF_MINUTES * 366)


def a_start(random: Random) -> datetime:
    """A random minute, more often a minute around an opening or closing."""
    day = datetime.combine(
        FIRST + timedelta(days=random.randrange(YEARS_OF_STARTS * 365)), datetime.min.time()
    )
    edges = [450, 690, 780, 1020, 540, 1200, 420, 600]
    minute = random.randrange(1440) if random.random() < 0.6 else random.choice(edges) + random.randint(-1, 1)
    return day + timedelta(minutes=minute)


def an_allowance(random: Random, parts: bool) -> Allowance:
    """A random allowance of any unit; hours and days in quarters."""
    unit = random.choice(list(AllowanceUnit))
    most = {AllowanceUnit.WORKING_HOUR: 120, AllowanceUnit.MONTH: 14, AllowanceUnit.YEAR: 2}.get(unit, 45)
    amount = Decimal(random.randint(0, most))
    if unit is AllowanceUnit.WORKING_HOUR or (unit is AllowanceUnit.WORKING_DAY and parts):
        amount += random.choice(QUARTERS)
    return Allowance(amount, unit)


def compare(calendar: WorkingTime, oracle: Oracle, cases: int, parts: bool) -> None:
    random = Random(SEED)
    for _ in range(cases):
        start, allowance = a_start(random), an_allowance(random, parts)
        found = calendar.add(start.replace(tzinfo=ZONE), allowance).replace(tzinfo=None)
        assert found == oracle.add(start, allowance), (start, allowance)


@pytest.fixture
def half_the_cases(long_run: bool) -> int:
    return 50_000 if long_run else 1_000


@pytest.mark.timeout(900)
def test_the_shipped_calendar_agrees_minute_by_minute(office: Oracle, half_the_cases: int) -> None:
    compare(OFFICE, office, half_the_cases, parts=True)


@pytest.mark.timeout(900)
def test_an_uneven_calendar_agrees_minute_by_minute(uneven: Oracle, half_the_cases: int) -> None:
    compare(UNEVEN, uneven, half_the_cases, parts=False)


@pytest.mark.parametrize("calendar", [OFFICE, UNEVEN], ids=["office", "uneven"])
def test_measuring_agrees_minute_by_minute(
    calendar: WorkingTime, request: pytest.FixtureRequest, long_run: bool
) -> None:
    oracle = request.getfixturevalue("office" if calendar is OFFICE else "uneven")
    random = Random(SEED)
    for _ in range(2_000 if long_run else 100):
        start = a_start(random)
        end = start + timedelta(minutes=random.randrange(30_000))
        found = calendar.between(start.replace(tzinfo=ZONE), end.replace(tzinfo=ZONE))
        assert found == oracle.between(start, end)


def test_the_oracle_itself_counts_a_known_slip(office: Oracle) -> None:
    slip = Allowance(Decimal(25), AllowanceUnit.WORKING_DAY)
    start = datetime(2019, 11, 20, 8, 37)  # noqa: DTZ001
    assert office.add(start, slip) == datetime(2019, 12, 25, 8, 37)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [("2018-01-31", 1, "2018-02-28"), ("2019-01-31", 13, "2020-02-29"), ("2018-12-05", 1, "2019-01-05")],
)
def test_the_oracle_itself_counts_months(day: str, months: int, end: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(end)


def test_a_wrong_calendar_is_found_out(office: Oracle) -> None:
    find: Callable[[], None] = lambda: compare(OFFICE.with_hours(UNEVEN.hours), office, 50, parts=False)  # noqa: E731
    with pytest.raises(AssertionError):
        find()
