"""What a change of a calendar would do to promised dates."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from motcua.people.calendars.rules import Allowance, AllowanceUnit, Clock, WorkingTime, changed_spans, moved
from motcua.people.calendars.rules.tests.examples import (
    OFFICE,
    UNEVEN,
    at,
    calendar_days,
    days,
    holiday,
    stretch,
)
from motcua.people.calendars.rules.tests.strategies import calendars, moments, working_units

WITH_HOLIDAY = OFFICE.with_day(holiday("2017-03-08"))


def test_only_counts_that_end_elsewhere_have_moved() -> None:
    passing = Clock(7, at("2017-03-06T09:00"), days(3))
    before, after = Clock(8, at("2017-03-01T09:00"), days(3)), Clock(9, at("2017-03-09T09:00"), days(3))
    found = moved(OFFICE, WITH_HOLIDAY, [before, passing, after])
    assert [(move.clock.owner_id, move.before, move.after) for move in found] == [
        (7, at("2017-03-09T09:00"), at("2017-03-10T09:00"))
    ]


def test_a_count_that_ends_on_the_new_day_off_moves() -> None:
    found = moved(OFFICE, WITH_HOLIDAY, [Clock(7, at("2017-03-01T09:00"), calendar_days(7))])
    assert [move.after for move in found] == [at("2017-03-09T09:00")]


def test_an_equal_calendar_moves_nothing() -> None:
    same = WorkingTime(OFFICE.zone, OFFICE.hours, OFFICE.days)
    assert moved(OFFICE, same, [Clock(7, at("2017-03-06T09:00"), days(3))]) == []


def test_a_better_described_day_changes_no_span() -> None:
    described = OFFICE.with_day(holiday("2017-09-04"))
    assert changed_spans(OFFICE, described, date(2017, 1, 1), date(2017, 12, 31)) == []


def test_changed_days_are_joined_into_spans() -> None:
    new = OFFICE
    for day in ("2017-03-07", "2017-03-08", "2017-03-10", "2017-03-11"):
        new = new.with_day(holiday(day))
    assert changed_spans(OFFICE, new, date(2017, 1, 1), date(2017, 12, 31)) == [
        (date(2017, 3, 7), date(2017, 3, 8)),
        (date(2017, 3, 10), date(2017, 3, 10)),
    ]


def test_other_hours_change_every_working_day() -> None:
    new = OFFICE.with_hours((*OFFICE.hours, stretch(6, "07:30", "11:30")))
    assert changed_spans(OFFICE, new, date(2017, 3, 6), date(2017, 3, 19)) == [
        (date(2017, 3, 11), date(2017, 3, 11)),
        (date(2017, 3, 18), date(2017, 3, 18)),
    ]


@given(calendars, moments, working_units, st.dates(date(2018, 1, 1), date(2018, 6, 30)))
def test_a_count_moves_only_when_a_changed_day_lies_in_it(
    calendar: WorkingTime, start: datetime, allowance: Allowance, off: date
) -> None:
    new = calendar.with_day(holiday(off.isoformat()))
    clock = Clock(7, start, allowance)
    for move in moved(calendar, new, [clock]):
        last = max(move.before, move.after, *whole_days_begun(calendar, new, clock)).date()
        assert changed_spans(calendar, new, start.date(), last)


def whole_days_begun(old: WorkingTime, new: WorkingTime, clock: Clock) -> list[datetime]:
    if not clock.allowance.part or clock.allowance.unit is not AllowanceUnit.WORKING_DAY:
        return []
    return [calendar.add(clock.start, days(clock.allowance.whole + 1)) for calendar in (old, new)]


def test_part_of_a_day_is_measured_up_to_the_whole_one() -> None:
    # From Thursday 15:00 to Friday 09:00 are three hours; with Friday off, to Saturday 11:30, five and a half.
    closed = UNEVEN.with_day(holiday("2018-01-12"))
    (move,) = moved(UNEVEN, closed, [Clock(7, at("2018-01-11T15:00"), days("0.25"))])
    assert (move.before, move.after) == (at("2018-01-11T15:45"), at("2018-01-11T16:22:30"))


def test_the_uneven_calendar_differs_from_the_shipped_one_almost_every_day() -> None:
    assert len(changed_spans(OFFICE, UNEVEN, date(2018, 1, 8), date(2018, 1, 13))) == 1
