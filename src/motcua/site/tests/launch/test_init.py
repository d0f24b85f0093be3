"""`./motcua init`: a province in an empty database, once and whole."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.accounts import factors
from motcua.people.accounts.models import Account
from motcua.people.accounts.tests.hashers import QUICK
from motcua.people.calendars.models import CalendarDay
from motcua.people.organisation.models import Appointment, Role, UnitCalendar, UnitName
from motcua.site.commands import adduser, check, init
from motcua.site.launch.failures import BadUse

WORDS = [
    *("--province", "Tỉnh Đồng Tháp", "--code", "h20"),
    *("--administrator", "Nguyễn Thị Quản", "--username", "quantri"),
]


@pytest.fixture(autouse=True)
def quick(real_db: None, settings: Any) -> None:
    settings.PASSWORD_HASHERS = QUICK


def without(option: str) -> list[str]:
    at = WORDS.index(option)
    return WORDS[:at] + WORDS[at + 2 :]


def test_it_makes_a_province_with_its_calendar_and_its_administrator(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert init.run(WORDS) == 0
    (name,) = UnitName.objects.all()
    assert (name.code, name.name) == ("000.00.00.H20", "Tỉnh Đồng Tháp")
    assert UnitCalendar.objects.get().unit_id == name.unit_id
    assert CalendarDay.objects.filter(on_date__year=2026).count() >= 11
    assert Appointment.objects.get().role == Role.ADMINISTRATOR.value
    password = re.findall(r"password for one use: (\S+)", capsys.readouterr().out)[0]
    account = Account.objects.get(username="quantri")
    assert account.check_password(password)
    assert account.must_change_password


def test_all_checks_hold_afterwards(capsys: pytest.CaptureFixture[str]) -> None:
    init.run(WORDS)
    assert check.run([]) == 0, capsys.readouterr().out


def test_it_refuses_a_database_that_holds_anything() -> None:
    init.run(WORDS)
    before = JournalRow.objects.count()
    with pytest.raises(BadUse, match="for an empty one only"):
        init.run(WORDS)
    assert JournalRow.objects.count() == before


@pytest.mark.parametrize("option", ["--province", "--code", "--administrator", "--username"])
def test_without_a_terminal_it_says_what_is_missing(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(BadUse, match=f"{option} is missing"):
        init.run(without(option))
    assert not JournalRow.objects.exists()


def test_on_a_terminal_it_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Terminal:
        @staticmethod
        def isatty() -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal())

    def answer(question: str) -> str:
        asked.append(question)
        return "H20"

    monkeypatch.setattr("builtins.input", answer)
    assert init.run(without("--code")) == 0
    assert [question.partition(" / ")[0] for question in asked] == ["Mã định danh của tỉnh (Hnn)"]


@pytest.mark.parametrize("code", ["58", "HH", "000.00.00.H58", "H123"])
def test_it_takes_codes_of_provinces_only(code: str) -> None:
    with pytest.raises(BadUse, match="no code of a province"):
        init.run([*without("--code"), "--code", code])


def test_what_a_verb_refuses_leaves_nothing() -> None:
    with pytest.raises(Refused):
        init.run([*without("--username"), "--username", "Quản trị !"])
    assert not JournalRow.objects.exists()


def test_an_administrator_who_cannot_sign_in_any_more_begins_anew(capsys: pytest.CaptureFixture[str]) -> None:
    init.run(WORDS)
    account = Account.objects.get()
    factors.add_factor(account, factors.new_secret())
    epoch = account.session_epoch
    assert adduser.run(["quantri", "--renew"]) == 0
    account.refresh_from_db()
    password = re.findall(r"password for one use: (\S+)", capsys.readouterr().out)[-1]
    assert account.check_password(password)
    assert account.must_change_password
    assert account.session_epoch > epoch
    assert not factors.has_factor(account)


def test_an_account_that_is_not_there_is_named() -> None:
    with pytest.raises(BadUse, match="no account nobody"):
        adduser.run(["nobody", "--renew"])


def test_the_administrator_s_day_begins_with_the_first_steps() -> None:
    init.run(WORDS)
    client = Client()
    account = Account.objects.get(username="quantri")
    account.must_change_password = False
    client.force_login(account)
    response = client.get("/home/", follow=True)
    assert "Những bước đầu" in response.content.decode()
