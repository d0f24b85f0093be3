"""Hours and days that contradict themselves are refused."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from motcua.ground.kernel.refusals import RefusalCode, Refused
from motcua.people.calendars.rules import Checked, DayKind, Hours, Refusal, SpecialDay, WorkingTime
from motcua.people.calendars.rules.tests.examples import ZONE, holiday, stretch, worked

MORNING: dict[str, Any] = {"weekday": 1, "opens": time(7, 30), "closes": time(11, 30)}
YEAR_2018: dict[str, Any] = {"valid_from": date(2018, 1, 1), "valid_to": date(2019, 1, 1)}
FROM_2019: dict[str, Any] = {"valid_from": date(2019, 1, 1)}
UNTIL_2018: dict[str, Any] = {"valid_to": date(2018, 1, 1)}


def refusal(make: Any, *args: Any, **kwargs: Any) -> RefusalCode:
    with pytest.raises(Refused) as caught:
        make(*args, **kwargs)
    return caught.value.code


@pytest.mark.parametrize("weekday", [0, 8])
def test_it_refuses_an_eighth_weekday(weekday: int) -> None:
    assert refusal(Hours, **MORNING | {"weekday": weekday}) == Refusal.UNKNOWN_WEEKDAY


@pytest.mark.parametrize("closes", [time(7, 30), time(7, 0)])
def test_it_refuses_hours_that_close_before_they_open(closes: time) -> None:
    assert refusal(Hours, **MORNING | {"closes": closes}) == Refusal.CLOSES_BEFORE_OPENING


@pytest.mark.parametrize("end", [date(2018, 1, 1), date(2017, 12, 31)])
def test_it_refuses_hours_that_end_before_they_begin(end: date) -> None:
    period = {"valid_from": date(2018, 1, 1), "valid_to": end}
    assert refusal(Hours, **MORNING | period) == Refusal.ENDS_BEFORE_START


def test_hours_are_valid_from_their_first_day_up_to_the_first_day_without() -> None:
    hours = Hours(**MORNING | YEAR_2018)
    days = [date(2017, 12, 31), date(2018, 1, 1), date(2018, 12, 31), date(2019, 1, 1)]
    assert [hours.valid_on(day) for day in days] == [False, True, True, False]


def test_hours_without_a_period_are_always_valid() -> None:
    assert Hours(**MORNING).valid_on(date(1950, 1, 1))


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ({}, {}, True),
        ({}, {"weekday": 2}, False),
        ({}, {"opens": time(11, 30), "closes": time(12)}, False),
        ({}, {"opens": time(11, 29), "closes": time(12)}, True),
        ({}, {"opens": time(8), "closes": time(9)}, True),
        (YEAR_2018, FROM_2019, False),
        (YEAR_2018, UNTIL_2018, False),
        (YEAR_2018, {}, True),
        (UNTIL_2018, FROM_2019, False),
        (FROM_2019, FROM_2019, True),
    ],
)
def test_hours_overlap_when_they_share_a_moment(
    one: dict[str, Any], other: dict[str, Any], overlap: bool
) -> None:
    first, second = Hours(**MORNING | one), Hours(**MORNING | other)
    assert first.overlaps(second) is overlap
    assert second.overlaps(first) is overlap


def test_a_calendar_refuses_hours_that_overlap() -> None:
    both = (stretch(1, "07:30", "11:30"), stretch(1, "11:00", "12:00"))
    assert refusal(WorkingTime, ZONE, both) == Refusal.HOURS_OVERLAP


def test_a_calendar_refuses_two_rows_for_one_day() -> None:
    twice = (holiday("2018-01-01"), holiday("2018-01-01"))
    assert refusal(WorkingTime, ZONE, (), twice) == Refusal.DAY_TWICE


@pytest.mark.parametrize("name", ["name_vi", "name_en"])
def test_a_day_without_a_name_is_refused(name: str) -> None:
    assert refusal(a_day, **{name: " "}) == Refusal.NO_NAME


def test_a_day_without_a_legal_source_is_refused() -> None:
    assert refusal(a_day, source=" ") == Refusal.NO_SOURCE


def test_a_swapped_working_day_names_what_it_makes_up_for() -> None:
    assert refusal(a_day, kind=DayKind.SWAPPED_WORKING_DAY) == Refusal.MAKES_UP_FOR_WHAT
    assert worked("2018-01-06", "2018-01-05").is_working


@pytest.mark.parametrize("kind", [kind for kind in DayKind if kind is not DayKind.SWAPPED_WORKING_DAY])
def test_a_day_off_makes_up_for_nothing(kind: DayKind) -> None:
    assert refusal(a_day, kind=kind, makes_up_for=date(2018, 1, 5)) == Refusal.MAKES_UP_FOR_WHAT
    assert not a_day(kind=kind).is_working


def a_day(**changes: Any) -> SpecialDay:
    plain: dict[str, Any] = {
        "on": date(2018, 1, 1),
        "kind": DayKind.HOLIDAY,
        "name_vi": "Tết Dương lịch",
        "name_en": "New Year's Day",
        "source": "Điều 115",
        "checked": Checked.STATUTE,
    }
    return SpecialDay(**plain | changes)
