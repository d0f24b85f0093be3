"""The page that only a demonstration has."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from motcua.ground.kernel import clock
from motcua.ground.kernel.models import BusinessClock
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
