"""The hours of a week, replaced from a day on."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.setup.timekeeping.forms import replaced_from
from motcua.faces.setup.timekeeping.tests.conftest import text_of, tree_of
from motcua.faces.setup.timekeeping.year import week_lines
from motcua.people.calendars.models import WorkingHours
from motcua.people.calendars.rules import Hours

JUNE = date(2017, 6, 1)
ACT = "Quyết định 12/QĐ-UBND ngày 20/02/2017"
MORNING, LATER = (time(7), time(11)), (time(8), time(12))


def hours(
    weekday: int, stretch: tuple[time, time], since: date | None = None, until: date | None = None
) -> Hours:
    return Hours(weekday, *stretch, since, until)


def week(**changes: str) -> dict[str, str]:
    """The hours of Monday to Friday as the form sends them."""
    said = {"do": "yes", "key": str(uuid4()), "from_on": "01/06/2017", "source": ACT}
    for weekday in range(1, 6):
        said |= {
            f"morning_opens_{weekday}": "07:00",
            f"morning_closes_{weekday}": "11:30",
            f"afternoon_opens_{weekday}": "13:30",
            f"afternoon_closes_{weekday}": "17:00",
        }
    return said | changes


def sent(client: Client, cast: Cast, **changes: str) -> Any:
    return client.post(f"/setup/calendars/{cast.calendar.pk}/hours/", week(**changes))


def test_hours_are_cut_on_the_day_and_followed_by_the_new_ones() -> None:
    found = replaced_from([hours(1, MORNING)], JUNE, [hours(1, LATER, JUNE)])
    assert found == (hours(1, MORNING, None, JUNE), hours(1, LATER, JUNE))


def test_hours_that_ended_before_stay_and_those_planned_for_later_go() -> None:
    ended = hours(1, MORNING, None, date(2016, 1, 1))
    planned = hours(1, MORNING, date(2018, 1, 1))
    assert replaced_from([ended, planned], JUNE, []) == (ended,)


def test_weekdays_that_share_their_hours_stand_in_one_line() -> None:
    lines = week_lines([hours(day, MORNING) for day in (1, 2, 3, 6)], JUNE)
    assert [(line.days, line.hours) for line in lines] == [
        ("Thứ Hai – Thứ Tư", "07:00–11:00"),
        ("Thứ Bảy", "07:00–11:00"),
    ]


def test_the_form_opens_with_the_hours_in_force(cast: Cast, admin: Client) -> None:
    page = tree_of(admin.get(f"/setup/calendars/{cast.calendar.pk}/hours/").content)
    assert page.select_one("[name=morning_opens_1]")["value"] == "07:30"  # type: ignore[index]
    assert not page.select_one("[name=morning_opens_6]").get("value")  # type: ignore[union-attr]


def test_new_hours_are_kept_from_their_day_and_told(cast: Cast, admin: Client) -> None:
    answer = sent(admin, cast)
    assert answer.status_code == 302
    assert WorkingHours.objects.filter(valid_from=JUNE, opens=time(7)).count() == 5
    said = text_of(admin.get(f"/setup/calendars/{cast.calendar.pk}/").content)
    assert "Sẽ áp dụng từ 01/06/2017" in said
    assert "07:00–11:30, 13:30–17:00" in said
    assert f"Căn cứ: {ACT}" in said
    assert ACT in text_of(admin.get(f"/setup/calendars/{cast.calendar.pk}/hours/").content)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"morning_closes_1": ""}, "Hãy nhập đủ giờ bắt đầu và giờ kết thúc."),
        ({"morning_closes_1": "06:00"}, "Giờ kết thúc phải sau giờ bắt đầu."),
        ({"morning_closes_1": "14:00"}, "chồng lên nhau"),
        ({"morning_opens_1": "bảy giờ"}, "Hãy nhập giờ dạng 07:30."),
        ({"from_on": ""}, "Áp dụng từ ngày"),
        ({"source": " "}, "Hãy nhập “Căn cứ”."),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    cast: Cast, admin: Client, changes: dict[str, str], sentence: str
) -> None:
    answer = sent(admin, cast, **changes)
    page = tree_of(answer.content)
    assert answer.status_code == 422
    assert sentence in text_of(answer.content)
    assert page.select_one("[name=afternoon_opens_5]")["value"] == "13:30"  # type: ignore[index]
    assert not WorkingHours.objects.filter(valid_from=JUNE).exists()
