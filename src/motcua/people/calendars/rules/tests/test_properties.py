"""What holds for every calendar, start and allowance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from motcua.people.calendars.rules import Allowance, WorkingTime
from motcua.people.calendars.rules.allowance import last_calendar_day
from motcua.people.calendars.rules.tests.examples import OFFICE, holiday, hours
from motcua.people.calendars.rules.tests.strategies import (
    FIRST,
    LAST,
    allowances,
    calendar_units,
    calendars,
    hour_allowances,
    moments,
    parts_of_days,
    whole_days,
    working_units,
)

DAY = timedelta(days=1)


@given(calendars, moments, st.dates(FIRST, LAST), working_units)
def test_a_better_described_day_moves_nothing(
    calendar: WorkingTime, start: datetime, on: date, allowance: Allowance
) -> None:
    off, described = (
        holiday(on.isoformat()),
        replace(holiday(on.isoformat()), name_vi="Tên khác", source="Điều 2"),
    )
    assert calendar.with_day(off).add(start, allowance) == calendar.with_day(described).add(start, allowance)


@given(calendars, moments, moments, working_units)
def test_who_comes_later_is_never_due_earlier(
    calendar: WorkingTime, one: datetime, other: datetime, allowance: Allowance
) -> None:
    earlier, later = sorted((one, other))
    assert calendar.add(earlier, allowance) <= calendar.add(later, allowance)


@given(calendars, moments, moments, calendar_units)
def test_who_comes_later_is_never_due_on_an_earlier_date(
    calendar: WorkingTime, one: datetime, other: datetime, allowance: Allowance
) -> None:
    earlier, later = sorted((one, other))
    assert calendar.add(earlier, allowance).date() <= calendar.add(later, allowance).date()


@given(calendars, moments, st.lists(parts_of_days, min_size=2, max_size=2))
def test_more_days_never_end_earlier(calendar: WorkingTime, start: datetime, two: list[Allowance]) -> None:
    less, more = sorted(two, key=lambda allowance: allowance.amount)
    assert calendar.add(start, less) <= calendar.add(start, more)


@given(calendars, moments, hour_allowances)
def test_measuring_undoes_adding(calendar: WorkingTime, start: datetime, allowance: Allowance) -> None:
    assert calendar.between(start, calendar.add(start, allowance)) == allowance.duration


@given(calendars, moments, hour_allowances, hour_allowances)
def test_hours_add_up(calendar: WorkingTime, start: datetime, first: Allowance, then: Allowance) -> None:
    together = hours(str(first.amount + then.amount))
    assert calendar.add(calendar.add(start, first), then) == calendar.add(start, together)


@given(calendars, moments, st.timedeltas(timedelta(), timedelta(hours=90)))
def test_measuring_undoes_adding_work_to_the_microsecond(
    calendar: WorkingTime, start: datetime, work: timedelta
) -> None:
    assert calendar.between(start, calendar.add_work(start, work)) == work


@given(calendars, moments, moments, moments)
def test_measures_add_up_in_any_order(
    calendar: WorkingTime, one: datetime, two: datetime, three: datetime
) -> None:
    assert calendar.between(one, two) + calendar.between(two, three) == calendar.between(one, three)


@given(calendars, moments, allowances)
def test_nothing_is_ever_due_outside_working_hours(
    calendar: WorkingTime, start: datetime, allowance: Allowance
) -> None:
    due = calendar.add(start, allowance).replace(tzinfo=None)
    assert any(opens <= due <= closes for opens, closes in calendar.windows(due.date()))


@given(calendars, moments, allowances)
def test_nothing_is_due_before_it_arrives(
    calendar: WorkingTime, start: datetime, allowance: Allowance
) -> None:
    assert calendar.add(start, allowance) >= calendar.opening_after(start) >= start


@given(calendars, moments, whole_days)
def test_so_many_working_days_lie_after_the_first_up_to_the_last(
    calendar: WorkingTime, start: datetime, allowance: Allowance
) -> None:
    first, last = calendar.opening_after(start).date(), calendar.add(start, allowance).date()
    between = [first + n * DAY for n in range(1, (last - first).days + 1)]
    assert sum(map(calendar.is_working_day, between)) == allowance.whole


@given(moments, whole_days)
def test_on_even_days_the_hour_of_the_arrival_is_kept(start: datetime, allowance: Allowance) -> None:
    assert OFFICE.add(start, allowance).time() == OFFICE.opening_after(start).time()


@given(moments, parts_of_days)
def test_on_even_days_a_day_is_eight_hours(start: datetime, allowance: Allowance) -> None:
    by_hours = OFFICE.add(start, hours(str(allowance.amount * 8)))
    assert OFFICE.between(by_hours, OFFICE.add(start, allowance)) == timedelta()


@given(calendars, moments, st.one_of(hour_allowances, whole_days), st.dates(FIRST, LAST))
def test_another_day_off_never_makes_it_earlier(
    calendar: WorkingTime, start: datetime, allowance: Allowance, off: date
) -> None:
    if calendar.is_working_day(off):
        fewer = calendar.with_day(holiday(off.isoformat()))
        assert fewer.add(start, allowance) >= calendar.add(start, allowance)


@given(calendars, moments, calendar_units, st.dates(FIRST, LAST))
def test_another_day_off_never_makes_the_date_earlier(
    calendar: WorkingTime, start: datetime, allowance: Allowance, off: date
) -> None:
    if calendar.is_working_day(off):
        fewer = calendar.with_day(holiday(off.isoformat()))
        assert fewer.add(start, allowance).date() >= calendar.add(start, allowance).date()


@given(calendars, moments, calendar_units)
def test_a_calendar_unit_ends_on_the_first_working_day_from_its_last(
    calendar: WorkingTime, start: datetime, allowance: Allowance
) -> None:
    due = calendar.add(start, allowance).date()
    last = last_calendar_day(calendar.opening_after(start).date(), allowance)
    assert due >= last
    assert not any(calendar.is_working_day(last + n * DAY) for n in range((due - last).days))


@given(calendars, moments)
def test_the_opening_after_an_opening_is_itself(calendar: WorkingTime, moment: datetime) -> None:
    opening = calendar.opening_after(moment)
    assert calendar.is_open(opening)
    assert calendar.opening_after(opening) == opening
    assert (opening == moment) is calendar.is_open(moment)


@given(calendars, moments, allowances)
def test_the_explanation_ends_with_the_due_date(
    calendar: WorkingTime, start: datetime, allowance: Allowance
) -> None:
    told = calendar.explain(start, allowance)
    assert told[-1].values["due"] == calendar.add(start, allowance).replace(tzinfo=None)
    assert all(line.sentence().endswith(".") for line in told)
