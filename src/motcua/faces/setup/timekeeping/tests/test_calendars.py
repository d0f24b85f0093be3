"""Calendars on screens: everybody looks, the administrator changes, no promised date moves."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.setup.timekeeping.tests.conftest import EVERYBODY, SignIn, text_of, tree_of
from motcua.ground.kernel.models import JournalRow
from motcua.people.calendars.models import CalendarDay
from motcua.people.organisation.models import Role

READERS = [role for role in EVERYBODY if role is not Role.ADMINISTRATOR]
NEW_DAY = {
    "on": "10/11/2017",
    "kind": "holiday",
    "name_vi": "Ngày hội tỉnh",
    "name_en": "Province day",
    "source": "Thông báo 12/TB-UBND",
    "checked": "notice",
}


def url(cast: Cast, more: str = "") -> str:
    return f"/setup/calendars/{cast.calendar.pk}/{more}"


def send(client: Client, address: str, **said: str) -> Any:
    return client.post(address, {"do": "yes", "key": str(uuid4()), **said})


def recorded(verb: str) -> int:
    return JournalRow.objects.filter(verb=verb).count()


@pytest.mark.parametrize("role", READERS)
def test_an_officer_sees_the_year_and_why_he_may_not_change_it(
    cast: Cast, signed_in: SignIn, role: Role
) -> None:
    said = text_of(signed_in(role).get(url(cast)).content)
    assert "Chỉ quản trị viên được sửa lịch làm việc" in said
    assert "Quốc khánh" in said
    assert "Bỏ 02/09/2017" not in said


@pytest.mark.parametrize("more", ["days/", "days/2017-09-04/", "days/2017-09-04/removal/", "hours/"])
def test_only_the_administrator_changes(cast: Cast, signed_in: SignIn, more: str) -> None:
    assert signed_in(Role.REFORM_OFFICE).get(url(cast, more)).status_code == 403
    assert signed_in(Role.LEADER).post(url(cast, more), {"do": "yes"}).status_code == 403
    assert signed_in(Role.ADMINISTRATOR).get(url(cast, more)).status_code == 200


def test_who_is_not_signed_in_is_asked_to_sign_in(cast: Cast) -> None:
    assert Client().get(url(cast)).status_code == 302


def test_a_calendar_that_is_not_there_is_not_found(cast: Cast, admin: Client) -> None:
    assert admin.get("/setup/calendars/999999/").status_code == 404
    assert admin.get(url(cast, "days/2017-09-05/")).status_code == 404
    assert admin.get(url(cast, "days/no-day/")).status_code == 404


def test_the_year_marks_each_kind_of_day_by_a_letter(cast: Cast, admin: Client) -> None:
    page = tree_of(admin.get(url(cast, "?year=2015")).content)
    letters = page.select(".month .day__box > sup")
    marked = {str(one.parent["class"][1]): one.get_text()[:2].strip() for one in letters if one.parent}
    assert marked["day__box--holiday"] == "L"
    assert marked["day__box--swapped-day-off"] == "H"
    assert marked["day__box--swapped-working-day"] == "LB"
    assert len(page.select("table.month")) == 12


def test_every_day_says_its_source_and_whether_it_was_checked(cast: Cast, admin: Client) -> None:
    said = text_of(admin.get(url(cast, "?year=2015")).content)
    assert "Tờ trình 89/TTr-LĐTBXH" in said
    assert "Chưa đối chiếu với văn bản" in said
    assert "không phải văn bản của tỉnh" in said


def test_a_year_without_holidays_warns(cast: Cast, admin: Client) -> None:
    assert "chưa có trong lịch: hạn trả rơi vào năm này có thể sai" in text_of(
        admin.get(url(cast, "?year=2040")).content
    )


def test_the_trial_promises_and_says_why(cast: Cast, admin: Client) -> None:
    asked = "?received=31/08/2017+16:00&amount=2&unit=working_day#trial"
    said = text_of(admin.get(url(cast, asked)).content)
    assert "Hẹn trả 16:00, Thứ Ba, 05/09/2017" in said
    assert "nghỉ bù: Quốc khánh" in said


@pytest.mark.parametrize("amount", ["-1", "abc", "1,5"])
def test_the_trial_refuses_and_keeps_what_was_typed(cast: Cast, admin: Client, amount: str) -> None:
    answer = admin.get(url(cast), {"received": "31/08/2017 16:00", "amount": amount, "unit": "month"})
    assert answer.status_code == 422
    assert tree_of(answer.content).select_one("[name=amount]")["value"] == amount  # type: ignore[index]
    assert tree_of(answer.content).select(".govuk-error-summary li")


def test_a_day_is_added_once_however_often_the_form_is_sent(cast: Cast, admin: Client) -> None:
    said = {"do": "yes", "key": "once", **NEW_DAY}
    answers = [admin.post(url(cast, "days/"), said, follow=True) for _ in range(2)]
    assert CalendarDay.objects.get(on_date=date(2017, 11, 10)).source == "Thông báo 12/TB-UBND"
    assert recorded("calendars.day_added") == 1
    assert all("Đã thêm ngày 10/11/2017" in text_of(answer.content) for answer in answers)


def test_a_day_that_is_there_is_refused_beside_what_was_typed(cast: Cast, admin: Client) -> None:
    answer = send(admin, url(cast, "days/"), **{**NEW_DAY, "on": "02/09/2017"})
    assert answer.status_code == 409
    assert "Ngày 02/09/2017 đã có trong lịch" in text_of(answer.content)
    assert tree_of(answer.content).select_one("[name=name_vi]")["value"] == "Ngày hội tỉnh"  # type: ignore[index]


def test_a_worked_saturday_names_the_day_that_it_makes_up_for(cast: Cast, admin: Client) -> None:
    answer = send(admin, url(cast, "days/"), **{**NEW_DAY, "kind": "swapped_working_day"})
    assert answer.status_code == 422
    assert "Ngày làm bù phải ghi rõ làm bù cho ngày nào" in text_of(answer.content)


@pytest.mark.parametrize("missing", ["on", "kind", "name_vi", "name_en", "source"])
def test_everything_about_a_day_is_asked_for(cast: Cast, admin: Client, missing: str) -> None:
    answer = send(admin, url(cast, "days/"), **{**NEW_DAY, missing: ""})
    assert answer.status_code == 422
    assert not CalendarDay.objects.filter(on_date=date(2017, 11, 10)).exists()


def test_a_change_that_would_move_promised_dates_is_shown_before_it_is_written(
    cast: Cast, admin: Client
) -> None:
    cast.receive()
    answer = send(admin, url(cast, "days/"), **{**NEW_DAY, "on": "06/03/2017"})
    assert answer.status_code == 302
    assert answer.url.startswith(url(cast, "preview/?verb=add_day"))
    assert not CalendarDay.objects.filter(on_date=date(2017, 3, 6)).exists()


def test_a_day_is_changed(cast: Cast, admin: Client) -> None:
    said = {**NEW_DAY, "on": "04/09/2017", "kind": "substitute_day_off", "name_vi": "Nghỉ bù Quốc khánh"}
    answer = send(admin, url(cast, "days/2017-09-04/"), **said)
    assert answer.status_code == 302
    assert CalendarDay.objects.get(on_date=date(2017, 9, 4)).name_vi == "Nghỉ bù Quốc khánh"


def test_a_day_is_removed(cast: Cast, admin: Client) -> None:
    assert send(admin, url(cast, "days/2017-09-04/removal/")).status_code == 302
    assert not CalendarDay.objects.filter(on_date=date(2017, 9, 4)).exists()


def test_the_list_costs_the_same_for_any_number_of_days(
    cast: Cast, admin: Client, django_assert_num_queries: Any
) -> None:
    admin.get("/setup/calendars/")
    with django_assert_num_queries(LIST):
        admin.get("/setup/calendars/")


def test_the_year_costs_the_same_every_time(
    cast: Cast, admin: Client, django_assert_num_queries: Any
) -> None:
    admin.get(url(cast))
    with django_assert_num_queries(YEAR):
        admin.get(url(cast))


LIST, YEAR = 12, 11
