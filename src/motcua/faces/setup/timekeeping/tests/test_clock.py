"""The clock of a demonstration on its page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from motcua.casework.dossiers.tests.cast import MORNING, Cast, at
from motcua.faces.setup.timekeeping.clock import moments_after
from motcua.faces.setup.timekeeping.tests.conftest import EVERYBODY, SignIn, text_of, tree_of
from motcua.ground.kernel import clock
from motcua.people.organisation.models import Role

OTHERS = [
    role for role in EVERYBODY if role in (Role.REFORM_OFFICE, Role.INSPECTOR, Role.LEADER, Role.HANDLER)
]


def send(client: Client, to: str, other: str = "", key: str = "") -> Any:
    said = {"do": "yes", "key": key or str(uuid4()), "to": to, "other": other}
    return client.post("/setup/clock/", said, follow=True)


def test_the_usual_moments_are_when_the_offices_open() -> None:
    assert [moment for _name, moment in moments_after(MORNING)] == [
        at("2017-03-01 09:30"),
        at("2017-03-02 07:30"),
        at("2017-03-06 07:30"),
    ]


def test_on_a_monday_the_next_monday_is_a_week_away() -> None:
    assert moments_after(at("2017-03-06 08:00"))[2][1] == at("2017-03-13 07:30")


def test_the_page_says_what_the_clock_says(cast: Cast, admin: Client) -> None:
    said = text_of(admin.get("/setup/clock/").content)
    assert "08:30 Thứ Tư, 01/03/2017" in said
    assert "Sáng mai: 07:30 Thứ Năm, 02/03/2017" in said


def test_it_goes_forward_and_says_what_fell_due(cast: Cast, admin: Client) -> None:
    cast.receive()
    answer = send(admin, "other", "01/06/2017 07:30")
    assert clock.now() == at("2017-06-01 07:30")
    assert "1 hồ sơ vừa quá hạn" in text_of(answer.content)


def test_sending_twice_moves_once(cast: Cast, admin: Client) -> None:
    to = (MORNING + timedelta(hours=1)).isoformat()
    answers = [send(admin, to, key="once") for _ in range(2)]
    assert clock.now() == MORNING + timedelta(hours=1)
    assert all("không có hồ sơ nào quá hạn thêm" in text_of(answer.content) for answer in answers)


def test_it_never_goes_back(cast: Cast, admin: Client) -> None:
    answer = send(admin, "other", "01/02/2017 07:30")
    assert answer.status_code in (409, 422)
    assert tree_of(answer.content).select_one("[name=other]")["value"] == "01/02/2017 07:30"  # type: ignore[index]
    assert clock.now() == MORNING


@pytest.mark.parametrize(("to", "other"), [("", ""), ("other", ""), ("other", "mai"), ("2017", "")])
def test_it_asks_for_a_moment(cast: Cast, admin: Client, to: str, other: str) -> None:
    answer = send(admin, to, other)
    assert answer.status_code == 422
    assert tree_of(answer.content).select(".govuk-error-summary li")


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_moves_it(cast: Cast, signed_in: SignIn, role: Role) -> None:
    assert signed_in(role).get("/setup/clock/").status_code == 403


def test_there_is_no_such_page_outside_a_demonstration(cast: Cast, admin: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE business_clock SET is_demonstration = false")
    assert admin.get("/setup/clock/").status_code == 404
    assert send(admin, datetime.isoformat(MORNING)).status_code == 404
    assert "/setup/clock/" not in text_of(admin.get("/setup/calendars/").content)
