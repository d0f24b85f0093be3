"""Random calendars, moments and allowances for the properties."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from motcua.people.calendars.rules import Allowance, AllowanceUnit, Hours, SpecialDay, WorkingTime
from motcua.people.calendars.rules.tests.examples import OFFICE, UNEVEN, ZONE, holiday, worked

FIRST, LAST = date(2018, 1, 1), date(2018, 6, 30)


@st.composite
def a_week(draw: st.DrawFn) -> tuple[Hours, ...]:
    """One to three windows on each of some weekdays, to the minute."""
    found: list[Hours] = []
    for weekday in draw(st.sets(st.integers(1, 7), min_size=1)):
        edges = draw(st.lists(st.integers(0, 1439), min_size=2, max_size=6, unique=True).map(sorted))
        for opens, closes in zip(edges[::2], edges[1::2], strict=False):
            found.append(Hours(weekday, _time(opens), _time(closes)))
    return tuple(found)


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)


@st.composite
def some_special_days(draw: st.DrawFn) -> tuple[SpecialDay, ...]:
    """Holidays and swapped days within the half year."""
    found = []
    for day in draw(st.sets(st.dates(FIRST, LAST), max_size=12)):
        if draw(st.booleans()):
            found.append(holiday(day.isoformat()))
        else:
            found.append(worked(day.isoformat(), draw(st.dates(FIRST, LAST)).isoformat()))
    return tuple(found)


calendars = st.one_of(
    st.just(OFFICE),
    st.just(UNEVEN),
    st.builds(lambda hours, days: WorkingTime(ZONE, hours, days), a_week(), some_special_days()),
)
moments = st.builds(
    lambda day, second: datetime.combine(day, time(), ZONE) + timedelta(seconds=second),
    st.dates(FIRST, LAST),
    st.one_of(st.integers(0, 86_399), st.sampled_from([27_000, 41_399, 41_400, 46_800, 61_199, 61_200])),
)
hour_allowances = st.builds(
    lambda hundredths: Allowance(Decimal(hundredths) / 100, AllowanceUnit.WORKING_HOUR), st.integers(1, 8_000)
)
whole_days = st.builds(lambda n: Allowance(Decimal(n), AllowanceUnit.WORKING_DAY), st.integers(0, 30))
parts_of_days = st.builds(
    lambda n: Allowance(Decimal(n) / 10, AllowanceUnit.WORKING_DAY), st.integers(0, 200)
)
calendar_units = st.builds(
    Allowance,
    st.integers(0, 40).map(Decimal),
    st.sampled_from([AllowanceUnit.CALENDAR_DAY, AllowanceUnit.MONTH, AllowanceUnit.YEAR]),
)
working_units = st.one_of(hour_allowances, whole_days, parts_of_days)
allowances = st.one_of(working_units, calendar_units)
