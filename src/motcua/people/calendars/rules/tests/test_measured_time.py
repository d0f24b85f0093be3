"""A measured calendar counts as the calendar itself, to the microsecond."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given

from motcua.people.calendars.rules import Allowance, MeasuredTime, WorkingTime
from motcua.people.calendars.rules.tests.examples import OFFICE, at
from motcua.people.calendars.rules.tests.strategies import allowances, calendars, moments

FIRST, LAST = date(2018, 1, 10), date(2018, 5, 20)
"""Narrower than the moments of the strategies: what lies outside is counted too."""


def measured(calendar: WorkingTime) -> MeasuredTime:
    return MeasuredTime.of(calendar, FIRST, LAST)


@given(calendars, moments, allowances)
def test_both_add_alike(calendar: WorkingTime, start: datetime, allowance: Allowance) -> None:
    assert measured(calendar).add(start, allowance) == calendar.add(start, allowance)


@given(calendars, moments, moments)
def test_both_measure_alike(calendar: WorkingTime, start: datetime, end: datetime) -> None:
    assert measured(calendar).between(start, end) == calendar.between(start, end)


@given(calendars, moments)
def test_both_open_alike(calendar: WorkingTime, moment: datetime) -> None:
    assert measured(calendar).opening_after(moment) == calendar.opening_after(moment)


@given(calendars, moments, moments)
def test_both_add_work_alike(calendar: WorkingTime, start: datetime, end: datetime) -> None:
    work = calendar.between(min(start, end), max(start, end))
    assert measured(calendar).add_work(start, work) == calendar.add_work(start, work)


@pytest.mark.parametrize("moment", ["2018-01-02T07:30", "2018-01-02T11:30", "2018-01-06T10:00"])
def test_a_calendar_measured_for_no_day_counts_all_the_same(moment: str) -> None:
    nothing = MeasuredTime.of(OFFICE, LAST, FIRST)
    assert nothing.opening_after(at(moment)) == OFFICE.opening_after(at(moment))
