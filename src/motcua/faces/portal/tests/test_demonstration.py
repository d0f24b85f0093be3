"""The page that only a demonstration has."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from motcua.ground.kernel import clock
from motcua.ground.kernel.models import BusinessClock
from motcua.people.accounts import factors
from motcua.people.accounts.models import Account
from motcua.people.organisation.models import Appointment, Officer, Role, Unit, UnitKind
from motcua.scenario.queries import ReadyCode

PAGE = "/demonstration/codes/"
OPENING = datetime(2018, 1, 2, 7, 30, tzinfo=clock.LOCAL)

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A demonstration with one ready account that has a code."""
    clock.mark_demonstration(at=OPENING)
    rows = [ReadyCode("lanhdao", "Đinh Thị Loan", "Lãnh đạo cơ quan", "123456")]
    monkeypatch.setattr("motcua.scenario.queries.ready_codes", lambda: rows)


def test_the_codes_are_shown_to_whoever_comes(client: Client, shown: None) -> None:
    text = client.get(PAGE).content.decode()
    assert "123456" in text
    assert "lanhdao" in text
    assert "Chỉ bản trình diễn có trang này" in text


def test_it_says_when_there_is_none(client: Client) -> None:
    clock.mark_demonstration(at=OPENING)
    assert "Chưa có tài khoản dùng thử nào" in client.get(PAGE).content.decode()


def test_outside_a_demonstration_the_page_does_not_exist(client: Client, shown: None) -> None:
    BusinessClock.objects.update(is_demonstration=False)
    response = client.get(PAGE)
    assert response.status_code == 404
    assert "123456" not in response.content.decode()


def test_nothing_can_be_sent_to_it(client: Client, shown: None) -> None:
    assert client.post(PAGE).status_code == 405


def test_it_speaks_english(client: Client, shown: None) -> None:
    client.cookies["language"] = "en"
    text = client.get(PAGE).content.decode()
    assert "One-time codes of the demonstration" in text
    assert "Mã xác thực của bản trình diễn" not in text


def test_whoever_is_asked_for_a_code_is_led_there(client: Client, shown: None) -> None:
    officer = Officer.objects.create(code="CB.1", name="Lê Lan", search_text="le lan", sort_key="x")
    account = Account.objects.create(
        username="lanhdao",
        officer=officer,
        password=make_password("mat-khau-rat-dai"),
        must_change_password=False,
        created_at=OPENING,
    )
    unit = Unit.objects.create(kind=UnitKind.DISTRICT, valid_from=OPENING.date())
    Appointment.objects.create(officer=officer, unit=unit, role=Role.LEADER, valid_from=OPENING.date())
    factors.add_factor(account, factors.new_secret())
    sent = {"login": "lanhdao", "password": "mat-khau-rat-dai"}
    page = client.post("/dang-nhap/", sent, follow=True).content.decode()
    assert f'href="{PAGE}"' in page
