"""Moments, windows and the counting of calendars that are not the shipped one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from motcua.ground.kernel.refusals import RefusalCode, Refused
from motcua.people.calendars.rules import Hours, Refusal, WorkingTime
from motcua.people.calendars.rules.tests.examples import (
    OFFICE,
    UNEVEN,
    ZONE,
    at,
    days,
    due,
    holiday,
    hours,
    months,
    stretch,
    worked,
)


def refusal_of_start(start: datetime, calendar: WorkingTime = OFFICE) -> RefusalCode:
    with pytest.raises(Refused) as caught:
        calendar.add(start, days(1))
    return caught.value.code


def test_it_refuses_a_moment_without_a_zone() -> None:
    assert refusal_of_start(datetime(2019, 11, 20, 8, 37)) == Refusal.NO_TIME_ZONE  # noqa: DTZ001


@pytest.mark.parametrize("year", [1899, 3000])
def test_it_refuses_a_moment_out_of_all_reason(year: int) -> None:
    assert refusal_of_start(datetime(year, 6, 1, tzinfo=UTC)) == Refusal.TOO_FAR


def test_it_refuses_to_count_where_nothing_ever_opens() -> None:
    assert refusal_of_start(at("2018-01-02T08:00"), WorkingTime(ZONE, ())) == Refusal.NEVER_OPEN


def test_it_waits_for_hours_that_begin_within_a_year_and_not_for_later_ones() -> None:
    later = WorkingTime(ZONE, (Hours(1, time(8), time(12), date(2018, 12, 1), None),))
    assert later.opening_after(at("2018-01-01T08:00")) == at("2018-12-03T08:00")
    assert refusal_of_start(at("2017-01-01T08:00"), later) == Refusal.NEVER_OPEN


def test_it_refuses_to_count_past_the_end_of_all_hours() -> None:
    ended = WorkingTime(ZONE, (Hours(1, time(8), time(12), None, date(2018, 1, 3)),))
    assert due("2017-12-25T08:00", days(1), ended) == "2018-01-01T08:00"
    assert refusal_of_start(at("2018-01-01T08:00"), ended) == Refusal.NEVER_OPEN


def test_a_moment_of_another_zone_is_counted_in_the_zone_of_the_office() -> None:
    start = datetime(2019, 11, 20, 1, 37, tzinfo=UTC)
    assert OFFICE.add(start, days(25)) == at("2019-12-25T08:37")


def test_the_due_moment_is_in_the_zone_of_the_office() -> None:
    found = OFFICE.add(datetime(2019, 11, 20, 1, 37, tzinfo=UTC), days(25))
    assert found.isoformat() == "2019-12-25T08:37:00+07:00"


def test_seconds_are_kept() -> None:
    start = at("2019-11-20T08:37:42.123456")
    assert OFFICE.add(start, days(1)) == at("2019-11-21T08:37:42.123456")


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2017-03-06T07:29:59", "2017-03-06T07:30"),
        ("2017-03-06T07:30", "2017-03-06T07:30"),
        ("2017-03-06T11:29:59", "2017-03-06T11:29:59"),
        ("2017-03-06T11:30", "2017-03-06T13:00"),
        ("2017-03-06T17:00", "2017-03-07T07:30"),
        ("2017-03-10T23:00", "2017-03-13T07:30"),
        ("2017-01-26T09:00", "2017-02-02T07:30"),
        ("2019-05-04T00:00", "2019-05-04T07:30"),
    ],
)
def test_an_arrival_counts_at_once_or_at_the_next_opening(moment: str, opening: str) -> None:
    assert OFFICE.opening_after(at(moment)) == at(opening)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [("07:29", False), ("07:30", True), ("11:29", True), ("11:30", False), ("13:00", True), ("17:00", False)],
)
def test_opening_belongs_to_the_hours_and_closing_does_not(moment: str, is_open: bool) -> None:
    assert OFFICE.is_open(at(f"2017-03-06T{moment}")) is is_open


def test_it_knows_when_a_day_closes() -> None:
    assert OFFICE.closing(date(2017, 3, 6)) == at("2017-03-06T17:00")
    assert OFFICE.closing(date(2017, 3, 5)) is None
    assert UNEVEN.closing(date(2018, 1, 2)) == at("2018-01-02T20:00")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2017-03-06", True),
        ("2017-03-04", False),
        ("2017-03-05", False),
        ("2019-01-01", False),
        ("2018-12-31", False),
        ("2019-01-05", True),
        ("2017-09-04", False),
    ],
)
def test_it_knows_the_working_days(day: str, works: bool) -> None:
    assert OFFICE.is_working_day(date.fromisoformat(day)) is works


def test_a_swapped_saturday_has_the_hours_of_the_day_it_makes_up_for() -> None:
    assert [opens.hour for opens, _closes in UNEVEN.windows(date(2018, 1, 7))] == [7]
    assert UNEVEN.closing(date(2018, 1, 7)) == at("2018-01-07T09:00")


def test_a_swapped_day_may_be_a_weekday_with_other_hours() -> None:
    calendar = UNEVEN.with_day(worked("2018-01-06", "2018-01-08"))
    assert len(calendar.windows(date(2018, 1, 6))) == 2


def test_hours_of_a_period_hold_in_it_only() -> None:
    summer = Hours(1, time(7), time(11), date(2018, 6, 4), date(2018, 9, 3))
    winter = Hours(1, time(8), time(12), date(2018, 9, 3), None)
    calendar = WorkingTime(ZONE, (winter, summer))
    assert due("2018-08-27T10:30", days(1), calendar) == "2018-09-03T10:30"
    assert due("2018-08-27T07:30", days(1), calendar) == "2018-09-03T08:00"
    assert due("2018-08-27T10:30", hours(1), calendar) == "2018-09-03T08:30"


def test_an_hour_past_the_last_closing_of_the_due_day_becomes_that_closing() -> None:
    assert due("2018-01-11T15:00", days(1), UNEVEN) == "2018-01-12T09:00"


def test_an_hour_in_a_break_of_the_due_day_becomes_the_next_opening() -> None:
    assert due("2018-01-08T11:00", days(1), UNEVEN) == "2018-01-09T18:00"


def test_an_hour_before_the_first_opening_of_the_due_day_becomes_that_opening() -> None:
    assert due("2018-01-09T06:30", days(1), UNEVEN) == "2018-01-11T07:30"


def test_half_a_day_lies_half_way_in_the_work_of_an_uneven_day() -> None:
    # From Thursday 15:00 to Friday 09:00 the offices work an hour and a half, and another hour and a half.
    assert due("2018-01-11T15:00", days("0.5"), UNEVEN) == "2018-01-11T16:30"
    assert due("2018-01-11T15:00", days("0.75"), UNEVEN) == "2018-01-12T08:15"


def test_months_on_an_uneven_calendar_move_to_a_working_day_and_its_hours() -> None:
    assert due("2018-01-08T17:00", months(1), UNEVEN) == "2018-02-08T16:30"
    assert due("2018-01-11T08:00", months(1), UNEVEN) == "2018-02-12T08:00"


@pytest.mark.parametrize(
    ("start", "end", "worked_hours"),
    [
        ("2017-03-06T08:00", "2017-03-06T10:30", 2.5),
        ("2017-03-06T11:00", "2017-03-06T14:00", 1.5),
        ("2017-03-06T00:00", "2017-03-07T00:00", 8),
        ("2017-03-10T16:00", "2017-03-13T08:30", 2),
        ("2017-03-04T00:00", "2017-03-05T23:00", 0),
        ("2017-01-25T16:30", "2017-02-02T08:00", 1),
        ("2017-03-06T08:00", "2017-03-06T08:00", 0),
        ("2019-05-03T17:00", "2019-05-06T07:30", 8),
    ],
)
def test_it_measures_working_time(start: str, end: str, worked_hours: float) -> None:
    assert OFFICE.between(at(start), at(end)) == timedelta(hours=worked_hours)
    assert OFFICE.between(at(end), at(start)) == -timedelta(hours=worked_hours)


def test_what_a_pause_has_left_over_is_added_exactly() -> None:
    left = timedelta(hours=4, seconds=7, microseconds=89)
    assert OFFICE.add_work(at("2017-03-06T12:00"), left) == at("2017-03-07T07:30:07.000089")
    assert OFFICE.add_work(at("2017-03-06T12:00"), timedelta()) == at("2017-03-06T13:00")


def test_less_than_nothing_cannot_be_left_over() -> None:
    with pytest.raises(Refused) as caught:
        OFFICE.add_work(at("2017-03-06T12:00"), -timedelta(microseconds=1))
    assert caught.value.code == Refusal.NEGATIVE


def test_a_changed_calendar_is_another_one() -> None:
    changed = OFFICE.with_day(holiday("2017-03-07"))
    assert due("2017-03-06T09:00", days(1), changed) == "2017-03-08T09:00"
    assert due("2017-03-06T09:00", days(1)) == "2017-03-07T09:00"


def test_a_row_may_be_replaced_and_taken_out() -> None:
    replaced = OFFICE.with_day(worked("2017-09-04", "2017-09-05"))
    assert replaced.is_working_day(date(2017, 9, 4))
    assert len(replaced.days) == len(OFFICE.days)
    assert OFFICE.without_day(date(2017, 9, 4)).is_working_day(date(2017, 9, 4))


def test_hours_may_be_replaced() -> None:
    mornings = OFFICE.with_hours((stretch(1, "07:30", "11:30"),))
    assert due("2017-03-06T09:00", days(1), mornings) == "2017-03-13T09:00"


def test_equal_calendars_are_equal_whatever_they_have_counted() -> None:
    other = WorkingTime(OFFICE.zone, OFFICE.hours, OFFICE.days)
    other.windows(date(2017, 3, 6))
    assert other == OFFICE
    assert other != OFFICE.without_day(date(2017, 9, 4))


def test_the_longest_allowance_is_counted() -> None:
    assert due("2017-03-06T09:00", days(25_000)) == "2113-06-08T09:00"
    assert due("2017-03-06T09:00", hours(200_000)) == "2113-06-08T09:00"
