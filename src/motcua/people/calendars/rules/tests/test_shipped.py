"""The calendar that comes with the project."""

from __future__ import annotations

from collections import Counter
from datetime import date, time

from motcua.people.calendars.rules import Checked, DayKind, shipped
from motcua.people.calendars.rules.tests.examples import OFFICE

FILES = shipped.calendar()


def test_it_says_that_it_is_ours_and_why() -> None:
    assert FILES.is_ours
    assert "chưa đối chiếu" in FILES.source
    assert FILES.zone == "Asia/Ho_Chi_Minh"


def test_offices_are_open_eight_hours_from_monday_to_friday() -> None:
    found = {(row.weekday, row.opens, row.closes) for row in FILES.hours}
    assert found == {
        (weekday, *window)
        for weekday in range(1, 6)
        for window in ((time(7, 30), time(11, 30)), (time(13), time(17)))
    }


def test_every_year_from_2015_to_2027_has_its_holidays() -> None:
    assert [year for year in range(2010, 2035) if OFFICE.holidays_known(year)] == list(range(2015, 2028))


def test_only_2027_is_provisional() -> None:
    assert {day.on.year for day in FILES.days if day.checked is Checked.PROVISIONAL} == {2027}


def test_every_swapped_saturday_and_its_day_off_name_each_other() -> None:
    worked = {day.makes_up_for: day.on for day in FILES.days if day.kind is DayKind.SWAPPED_WORKING_DAY}
    off = {day.on: day.name_vi for day in FILES.days if day.kind is DayKind.SWAPPED_DAY_OFF}
    assert worked.keys() == off.keys()
    assert all(f"{worked[on]:%d/%m/%Y}" in name for on, name in off.items())
    assert all(on.isoweekday() == 6 for on in worked.values())


def test_every_day_off_falls_on_its_statute_days() -> None:
    fixed = {(1, 1), (4, 30), (5, 1), (9, 2)}
    for year in range(2015, 2028):
        off = {(day.on.month, day.on.day) for day in FILES.days if day.on.year == year and not day.is_working}
        assert fixed <= off, year


def test_every_year_has_five_days_of_new_year_at_least() -> None:
    found = Counter(day.on.year for day in FILES.days if day.name_en == "Lunar New Year")
    assert min(found.values()) >= 5
    assert len(found) == 13


def test_the_hung_kings_are_remembered_every_year() -> None:
    kings = [day for day in FILES.days if "Hùng Vương" in day.name_vi and day.kind is DayKind.HOLIDAY]
    assert sorted(day.on.year for day in kings) == list(range(2015, 2028))


def test_a_holiday_on_a_weekend_is_made_good_on_a_working_day() -> None:
    for day in FILES.days:
        if day.kind is DayKind.SUBSTITUTE_DAY_OFF:
            assert day.on.isoweekday() <= 5, day
            assert "khoản 3" in day.source


def test_the_labour_code_of_the_year_is_cited() -> None:
    for day in FILES.days:
        if "Bộ luật Lao động" in day.source:
            assert day.source.endswith("2012" if day.on.year < 2021 else "2019")


def test_the_second_of_january_2026_is_off_and_its_saturday_worked() -> None:
    assert not OFFICE.is_working_day(date(2026, 1, 2))
    assert OFFICE.is_working_day(date(2026, 1, 10))


def test_the_year_2017_has_its_working_days() -> None:
    days = [date.fromordinal(n) for n in range(date(2017, 1, 1).toordinal(), date(2018, 1, 1).toordinal())]
    # 260 Mondays to Fridays less 2 January, five days of Tết, the Hung Kings, 1 and 2 May, 4 September.
    assert sum(map(OFFICE.is_working_day, days)) == 260 - 10


def test_the_files_are_read_once() -> None:
    assert shipped.working_time() is shipped.working_time()
