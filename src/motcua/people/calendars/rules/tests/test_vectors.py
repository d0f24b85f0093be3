"""The tables agree with counting one at a time, to the microsecond."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.ground.kernel.refusals import RefusalCode, Refused
from motcua.people.calendars.rules import Allowance, Refusal, WorkingTime
from motcua.people.calendars.rules.tests.examples import (
    OFFICE,
    UNEVEN,
    at,
    calendar_days,
    days,
    hours,
    months,
    years,
)
from motcua.people.calendars.rules.tests.strategies import allowances, calendars, moments
from motcua.people.calendars.rules.vectors import VectorTime, micros

FIRST, LAST = date(2015, 1, 1), date(2027, 12, 31)
TABLES = VectorTime.of(OFFICE, FIRST, LAST)


def vector(*starts: datetime) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.array([micros(start) for start in starts], dtype=np.int64)


@given(calendars, st.lists(moments, min_size=1, max_size=20), allowances)
def test_both_ways_agree(calendar: WorkingTime, starts: list[datetime], allowance: Allowance) -> None:
    # A calendar of one short window a week needs decades for what others do in weeks.
    one_by_one = [micros(calendar.add(start, allowance)) for start in starts]
    last = datetime.fromtimestamp(max(one_by_one) // 10**6, UTC).date() + timedelta(days=60)
    tables = VectorTime.of(calendar, date(2017, 12, 1), last)
    assert tables.add(vector(*starts), allowance).tolist() == one_by_one


@given(calendars, moments, st.lists(moments, min_size=1, max_size=20))
def test_both_ways_measure_alike(calendar: WorkingTime, start: datetime, ends: list[datetime]) -> None:
    tables = VectorTime.of(calendar, date(2017, 12, 1), date(2018, 8, 1))
    found = tables.between(vector(*[start] * len(ends)), vector(*ends))
    assert found.tolist() == [calendar.between(start, end) // timedelta(microseconds=1) for end in ends]


@pytest.mark.parametrize("calendar", [OFFICE, UNEVEN], ids=["office", "uneven"])
@pytest.mark.parametrize(
    "allowance",
    [
        days(0),
        days(15),
        days("8.5"),
        hours(0),
        hours(36),
        hours("0.01"),
        calendar_days(30),
        months(6),
        years(1),
    ],
    ids=str,
)
def test_many_starts_of_ten_years_agree(calendar: WorkingTime, allowance: Allowance, long_run: bool) -> None:
    tables = VectorTime.of(calendar, FIRST, LAST)
    first, last = micros(at("2015-01-01T00:00")), micros(at("2025-12-31T00:00"))
    starts = np.random.default_rng(147).integers(first, last, 5_000 if long_run else 150)
    moments = [datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(start)) for start in starts]
    assert tables.add(starts, allowance).tolist() == [micros(calendar.add(m, allowance)) for m in moments]


def test_it_ends_at_a_closing_and_not_at_the_next_opening() -> None:
    due = TABLES.add(vector(at("2017-03-06T07:30"), at("2017-03-06T08:30")), hours(4))
    assert due.tolist() == vector(at("2017-03-06T11:30"), at("2017-03-06T14:00")).tolist()


def test_no_starts_have_no_due_dates() -> None:
    assert TABLES.add(vector(), days(5)).size == 0


def test_the_starts_are_left_as_they_were() -> None:
    starts = vector(at("2017-03-06T07:30"))
    TABLES.add(starts, days(5))
    assert starts.tolist() == [micros(at("2017-03-06T07:30"))]


def refusal(start: str, allowance: Allowance) -> RefusalCode:
    with pytest.raises(Refused) as caught:
        TABLES.add(vector(at("2017-03-06T07:30"), at(start)), allowance)
    return caught.value.code


@pytest.mark.parametrize(
    ("start", "allowance"),
    [
        ("2014-12-31T23:59", days(1)),
        ("2028-01-01T00:00", days(1)),
        ("2027-12-31T18:00", hours(1)),
        ("2027-12-31T09:00", days(1)),
        ("2027-12-31T09:00", hours(9)),
        ("2027-12-30T09:00", calendar_days(2)),
        ("2027-12-30T09:00", months(1)),
    ],
)
def test_it_refuses_what_leaves_the_tables(start: str, allowance: Allowance) -> None:
    assert refusal(start, allowance) == Refusal.TOO_FAR


def test_it_refuses_a_span_in_which_nothing_opens() -> None:
    with pytest.raises(Refused, match="never_open"):
        VectorTime.of(OFFICE, date(2017, 3, 4), date(2017, 3, 5))


def test_it_refuses_to_measure_outside_the_tables() -> None:
    with pytest.raises(Refused, match="too_far"):
        TABLES.between(vector(at("2014-01-01T00:00")), vector(at("2017-01-01T00:00")))


def test_it_refuses_a_zone_that_changes_its_clocks() -> None:
    paris = WorkingTime(ZoneInfo("Europe/Paris"), OFFICE.hours)
    with pytest.raises(ValueError, match="more than one offset"):
        VectorTime.of(paris, date(2018, 1, 1), date(2018, 12, 31))
    assert VectorTime.of(paris, date(2018, 1, 1), date(2018, 2, 1)).offset == 3600 * 10**6
