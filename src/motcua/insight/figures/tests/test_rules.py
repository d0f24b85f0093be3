"""Periods, outcomes, ages and what is compared, without a database."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.casework.dossiers.tests.cast import at
from motcua.ground.kernel.refusals import Refused
from motcua.insight.figures.rules import (
    Age,
    Measure,
    Period,
    Refusal,
    Shape,
    before,
    first_shown,
    judge,
    period_of,
    received_between,
    so_far,
    stretches,
    usual_periods,
    year_before,
)

DUE = at("2017-03-22 08:30")
MIDNIGHT = at("2017-03-23 00:00")


@pytest.mark.parametrize(
    ("finished", "outcome"),
    [
        ("2017-03-21 23:59", Measure.EARLY),
        ("2017-03-22 00:00", Measure.ON_TIME),
        ("2017-03-22 08:30", Measure.ON_TIME),
        ("2017-03-22 16:59", Measure.ON_TIME),
        ("2017-03-23 00:00", Measure.ON_TIME),
        ("2017-03-23 00:01", Measure.LATE),
    ],
)
def test_it_is_late_after_the_day_and_early_on_a_day_before(finished: str, outcome: Measure) -> None:
    assert judge(at(finished), DUE, MIDNIGHT) is outcome


@pytest.mark.parametrize(
    ("finished", "outcome"),
    [
        ("2017-03-21 17:00", Measure.EARLY),
        ("2017-03-22 16:00", Measure.ON_TIME),
        ("2017-03-28 10:00", Measure.LATE),
    ],
)
def test_a_new_appointment_changes_nothing_of_how_it_is_judged(finished: str, outcome: Measure) -> None:
    assert judge(at(finished), at("2017-04-04 08:30"), MIDNIGHT) is outcome


def test_a_promise_in_hours_is_broken_within_its_day() -> None:
    assert judge(at("2017-03-22 08:31"), DUE, DUE) is Measure.LATE


@pytest.mark.parametrize(
    ("key", "first", "last", "shape"),
    [
        ("2017", date(2017, 1, 1), date(2017, 12, 31), Shape.YEAR),
        ("2017-Q4", date(2017, 10, 1), date(2017, 12, 31), Shape.QUARTER),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), Shape.MONTH),
        ("2017-01-15_2017-02-03", date(2017, 1, 15), date(2017, 2, 3), Shape.DAYS),
    ],
)
def test_a_period_is_read_from_its_address_and_written_back(
    key: str, first: date, last: date, shape: Shape
) -> None:
    period = period_of(key)
    assert (period.first, period.last, period.shape, period.key) == (first, last, shape, key)


@pytest.mark.parametrize(
    "key",
    ["", "x", "2017-13", "2017-Q5", "1999", "99999999999", "2017-02-03_2017-01-15", "2017-02-30_2017-03-01"],
)
def test_it_refuses_a_period_that_is_none(key: str) -> None:
    with pytest.raises(Refused) as refused:
        period_of(key)
    assert refused.value.code is Refusal.NO_SUCH_PERIOD


@given(st.dates(date(2001, 1, 1), date(2095, 12, 31)), st.integers(0, 800))
def test_the_bars_of_a_chart_cover_the_period_without_gap_or_overlap(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    bars = stretches(period)
    assert bars[0].first == period.first
    assert bars[-1].last == period.last
    assert all(b.first - a.last == timedelta(days=1) for a, b in pairwise(bars))


@given(st.dates(date(2001, 1, 1), date(2095, 12, 31)), st.integers(0, 800))
def test_every_period_comes_back_from_its_address(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    assert period_of(period.key) == period


def test_in_january_the_year_that_has_ended_is_shown_first() -> None:
    assert first_shown(date(2018, 1, 2)).key == "2017"
    assert first_shown(date(2018, 2, 1)).key == "2018"


def test_the_usual_periods_go_back_over_the_turn_of_the_year() -> None:
    keys = [period.key for period in usual_periods(date(2018, 1, 2))]
    assert keys == ["2018", "2017", "2018-Q1", "2017-Q4", "2017-Q3", "2018-01", "2017-12", "2017-11"]


def test_a_period_that_lasts_is_counted_at_this_moment() -> None:
    now = at("2017-06-01 09:00")
    assert period_of("2017").counted_at(now) == now
    assert period_of("2017-Q1").counted_at(now) == at("2017-04-01 00:00")


@pytest.mark.parametrize(
    ("key", "earlier", "a_year_ago"),
    [
        ("2017", "2016", "2016"),
        ("2017-Q1", "2016-Q4", "2016-Q1"),
        ("2017-03", "2017-02", "2016-03"),
        ("2017-01", "2016-12", "2016-01"),
        ("2017-03-06_2017-03-12", "2017-02-27_2017-03-05", "2016-03-06_2016-03-12"),
        ("2016-02-29_2016-03-01", "2016-02-27_2016-02-28", "2015-02-28_2015-03-01"),
    ],
)
def test_a_period_is_compared_with_its_own_kind(key: str, earlier: str, a_year_ago: str) -> None:
    assert before(period_of(key)).key == earlier
    assert year_before(period_of(key)).key == a_year_ago


def test_what_lasts_is_compared_with_as_long_a_part() -> None:
    year = period_of("2017")
    assert so_far(period_of("2016"), year, at("2017-03-01 09:00")).key == "2016-01-01_2016-02-29"
    assert so_far(period_of("2016"), year, at("2018-01-01 00:00")).key == "2016"
    assert so_far(period_of("2016"), year, at("2016-12-31 09:00")).key == "2016"


def test_a_shorter_month_is_compared_whole() -> None:
    assert so_far(period_of("2017-02"), period_of("2017-03"), at("2017-03-31 09:00")).key == "2017-02"


def test_ages_are_bands_without_gaps() -> None:
    moment = at("2018-01-02 07:30")
    bounds = [received_between(age, moment) for age in Age]
    assert bounds[0][1] == moment
    assert bounds[-1][0] is None
    assert [since for since, _until in bounds[:-1]] == [until for _since, until in bounds[1:]]
