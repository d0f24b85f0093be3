"""Going forward and back in working time, and when people come."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from motcua.ground.kernel.clock import LOCAL
from motcua.people.calendars.rules import shipped
from motcua.scenario.province.draw import stream
from motcua.scenario.simulation.hours import (
    after,
    before,
    between,
    time_of_arrival,
    weight_of,
    working_days,
)

WORKING = shipped.working_time()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def test_after_goes_over_the_night() -> None:
    assert after(WORKING, at("2017-03-01 16:00"), 2) == at("2017-03-02 08:30")


def test_between_is_nothing_the_wrong_way_round() -> None:
    assert between(WORKING, at("2017-03-02 08:30"), at("2017-03-01 16:00")) == 0
    assert between(WORKING, at("2017-03-01 16:00"), at("2017-03-02 08:30")) == 2


@given(st.integers(0, 300 * 24 * 60), st.floats(0.1, 200))
def test_before_is_the_way_back_of_after(minutes: int, hours: float) -> None:
    end = at("2017-02-10 10:00") + timedelta(minutes=minutes)
    start = before(WORKING, end, hours)
    assert after(WORKING, start, hours) <= end
    assert after(WORKING, start + timedelta(seconds=3), hours) >= end - timedelta(
        seconds=3
    ) or not WORKING.is_open(end)


def test_the_days_of_tet_are_no_working_days() -> None:
    days = working_days(WORKING, date(2017, 1, 20), date(2017, 2, 5))
    assert date(2017, 1, 30) not in days
    assert date(2017, 1, 24) in days


def test_more_come_on_monday_than_on_friday() -> None:
    assert weight_of(date(2017, 6, 5)) > weight_of(date(2017, 6, 7)) > weight_of(date(2017, 6, 9))


def test_people_come_in_office_hours_and_most_before_noon() -> None:
    found = [time_of_arrival(stream("t", n), date(2017, 6, 5), by_post=False) for n in range(800)]
    assert all(WORKING.is_open(moment) for moment in found)
    hours = Counter(moment.hour < 12 for moment in found)
    assert hours[True] > 1.4 * hours[False]


def test_the_post_sometimes_comes_after_closing() -> None:
    found = [time_of_arrival(stream("t", n), date(2017, 6, 5), by_post=True) for n in range(400)]
    closed = [moment for moment in found if not WORKING.is_open(moment)]
    assert 10 < len(closed) < 120
    assert all(moment.hour == 17 for moment in closed)
