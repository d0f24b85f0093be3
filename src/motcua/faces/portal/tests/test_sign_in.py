"""Signing in over HTTP: password, one-time code, own password, second factor; throttled, and ended in time."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from motcua.faces.portal import sign_in
from motcua.faces.portal.tests.door import NEW, PASSWORD, Door, enrol, text_of, verbs_of
from motcua.ground.kernel import clock, journal
from motcua.ground.kernel.actors import SYSTEM, Actor
from motcua.people.accounts import actions, factors
from motcua.people.accounts.adapters import actor_now
from motcua.people.accounts.models import Account
from motcua.people.organisation import actions as organisation
from motcua.people.organisation.tests.conftest import TODAY


def test_the_right_password_leads_to_the_desk(door: Door) -> None:
    account = door.account("handler")
    response = door.sign_in("handler")
    assert (response.status_code, response.headers["Location"]) == (302, "/viec/")
    assert door.who() == "officer handler"
    assert verbs_of(account)[-1] == "accounts.signed_in"


def test_the_name_may_be_typed_in_capitals(door: Door) -> None:
    door.account("handler")
    assert door.sign_in(" HANDLER ").status_code == 302


@pytest.mark.parametrize(("name", "password"), [("handler", "sai mật khẩu"), ("nobody", PASSWORD)])
def test_wrong_names_and_wrong_passwords_are_answered_alike(door: Door, name: str, password: str) -> None:
    door.account("handler")
    response = door.sign_in(name, password)
    assert response.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in text_of(response)
    assert door.who() == "anonymous None"


def test_a_password_is_never_sent_back(door: Door) -> None:
    door.account("handler")
    assert "sai-mat-khau" not in door.sign_in("handler", "sai-mat-khau").content.decode()


def test_after_five_wrong_passwords_the_right_one_waits(door: Door) -> None:
    door.account("handler")
    for _ in range(5):
        door.sign_in("handler", "sai mật khẩu")
    response = door.sign_in("handler")
    assert (response.status_code, "Đã nhập sai quá nhiều lần." in text_of(response)) == (429, True)
    assert door.who() == "anonymous None"


def test_too_many_tries_from_one_address_are_answered_as_those_for_one_account(
    door: Door, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    door.account("handler")
    assert door.sign_in("nobody", "sai").status_code == 422
    response = door.sign_in("handler")
    assert (response.status_code, "Đã nhập sai quá nhiều lần." in text_of(response)) == (429, True)
    assert door.who() == "anonymous None"


def test_after_too_many_wrong_codes_one_is_asked_to_wait(door: Door) -> None:
    factors.add_factor(door.account("leader"), factors.new_secret())
    door.sign_in("leader")
    answers = [door.client.post("/dang-nhap/ma-xac-thuc/", {"code": "000000"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert "Đã nhập sai quá nhiều lần." in text_of(answers[-1])


def test_a_forged_address_does_not_escape_the_throttle(door: Door) -> None:
    door.account("handler")
    for number in range(21):
        door.client.post(
            "/dang-nhap/",
            {"login": f"nobody{number}", "password": "x"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
    assert "Đã nhập sai quá nhiều lần." in text_of(door.sign_in("handler"))


def test_a_closed_account_is_told_so_after_the_right_password_only(door: Door) -> None:
    account = door.account("handler")
    actions.close_account(account.pk, by=SYSTEM, now=clock.now())
    assert "Tài khoản đã khóa." in text_of(door.sign_in("handler"))
    assert "Tài khoản đã khóa." not in text_of(door.sign_in("handler", "sai mật khẩu"))


def test_somebody_without_an_office_does_not_come_in(door: Door) -> None:
    door.account("handler")
    organisation.end_appointment(
        door.town.appointment("handler"), valid_to=clock.today(), by=SYSTEM, now=clock.now()
    )
    assert "không được phân công vai trò nào" in text_of(door.sign_in("handler"))


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/viec/khac/", "/viec/khac/"),
        ("https://evil.example/", "/viec/"),
        ("//evil.example/", "/viec/"),
        ("/\\evil.example/", "/viec/"),
        ("javascript:alert(1)", "/viec/"),
        ("viec", "/viec/"),
    ],
)
def test_one_goes_on_to_a_page_of_this_site_only(door: Door, wanted: str, goes_to: str) -> None:
    door.account("handler")
    assert door.sign_in("handler", next=wanted).headers["Location"] == goes_to


def test_the_page_keeps_where_one_wanted_to_go(door: Door) -> None:
    page = BeautifulSoup(door.client.get("/dang-nhap/?next=/viec/khac/").content, "html.parser")
    field = page.find("input", {"name": "next"})
    assert field is not None
    assert field["value"] == "/viec/khac/"
    assert b"evil" not in door.client.get("/dang-nhap/?next=//evil.example").content


def test_who_is_in_already_goes_on(door: Door) -> None:
    door.account("handler")
    door.sign_in("handler")
    assert door.client.get("/dang-nhap/").headers["Location"] == "/viec/"


def test_who_is_in_already_is_not_led_to_what_is_no_page(door: Door) -> None:
    door.account("handler")
    door.sign_in("handler")
    assert door.client.get("/dang-nhap/?next=viec").headers["Location"] == "/viec/"


def test_signing_out_ends_the_session_and_takes_a_post(door: Door) -> None:
    door.account("handler")
    door.sign_in("handler")
    assert door.client.get("/dang-xuat/").status_code == 405
    door.client.post("/dang-xuat/")
    assert door.who() == "anonymous None"


def test_the_session_ends_with_the_last_appointment(door: Door) -> None:
    door.account("handler")
    door.sign_in("handler")
    organisation.end_appointment(
        door.town.appointment("handler"), valid_to=clock.today(), by=SYSTEM, now=clock.now()
    )
    assert door.client.get("/viec/").headers["Location"] == "/phien-da-het/"
    assert "đã kết thúc" in text_of(door.client.get("/phien-da-het/"))
    assert door.who() == "anonymous None"


@pytest.mark.parametrize("verb", [actions.end_sessions, actions.reset_password, actions.close_account])
def test_an_administrator_ends_the_sessions_of_others(door: Door, verb: Any) -> None:
    account = door.account("handler")
    door.sign_in("handler")
    verb(account.pk, by=SYSTEM, now=clock.now())
    assert door.who() == "anonymous None"


def test_with_a_second_factor_the_password_alone_does_not_open(door: Door) -> None:
    enrol(door.account("leader"))
    assert door.sign_in("leader").headers["Location"] == "/dang-nhap/ma-xac-thuc/"
    assert door.who() == "anonymous None"
    assert door.client.get("/dang-nhap/ma-xac-thuc/").status_code == 200


def test_the_code_opens(door: Door) -> None:
    account = door.account("leader")
    enrol(account)
    door.sign_in("leader", next="/viec/khac/")
    response = door.client.post("/dang-nhap/ma-xac-thuc/", {"code": factors.shown_code(account)})
    assert response.headers["Location"] == "/viec/khac/"
    assert door.who() == "officer leader"


def test_a_wrong_code_does_not_open_and_five_of_them_wait(door: Door) -> None:
    account = door.account("leader")
    enrol(account)
    door.sign_in("leader")
    right = factors.shown_code(account)
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        response = door.client.post("/dang-nhap/ma-xac-thuc/", {"code": wrong})
        assert response.status_code == 422
    response = door.client.post("/dang-nhap/ma-xac-thuc/", {"code": right})
    assert "quá nhiều lần" in text_of(response)
    assert door.who() == "anonymous None"


def test_a_code_opens_once(door: Door) -> None:
    account = door.account("leader")
    enrol(account)
    code = factors.shown_code(account)
    for _ in range(2):
        door.client = Client()
        door.sign_in("leader")
        response = door.client.post("/dang-nhap/ma-xac-thuc/", {"code": code})
    assert response.status_code == 422


def test_a_recovery_code_opens_in_its_place_and_once(door: Door) -> None:
    account = door.account("leader")
    codes = factors.add_factor(account, factors.new_secret())
    statuses = []
    for _ in range(2):
        door.client = Client()
        door.sign_in("leader")
        statuses.append(door.client.post("/dang-nhap/ma-xac-thuc/", {"code": codes[0]}).status_code)
    assert statuses == [302, 422]
    assert factors.recovery_codes_left(account) == 9


@pytest.mark.parametrize(
    "address", ["/dang-nhap/ma-xac-thuc/", "/dang-nhap/mat-khau-rieng/", "/tai-khoan/ung-dung-xac-thuc/"]
)
def test_a_later_stage_is_not_reached_without_the_first(door: Door, address: str) -> None:
    for method in (door.client.get, door.client.post):
        assert method(address).headers["Location"] == "/dang-nhap/"


def test_stages_are_not_skipped(door: Door) -> None:
    enrol(door.account("leader"))
    door.sign_in("leader")
    assert door.client.get("/tai-khoan/ung-dung-xac-thuc/").headers["Location"] == "/dang-nhap/"
    assert door.client.get("/viec/").content == b"anonymous None"


def test_a_role_that_needs_codes_sets_up_a_second_factor_before_it_comes_in(door: Door) -> None:
    account = door.account("leader")
    assert door.sign_in("leader").headers["Location"] == "/tai-khoan/ung-dung-xac-thuc/"
    assert door.who() == "anonymous None"
    page = door.client.get("/tai-khoan/ung-dung-xac-thuc/")
    assert b"<svg" in page.content
    sealed = door.client.session["second_factor_secret"]
    response = door.client.post("/tai-khoan/ung-dung-xac-thuc/", {"code": factors.code_of(sealed)})
    shown = re.findall(r"<li>(\d{8})</li>", response.content.decode())
    assert len(shown) == 10
    assert door.who() == "anonymous None"
    assert door.client.post("/tai-khoan/ung-dung-xac-thuc/").headers["Location"] == "/viec/"
    assert door.who() == "officer leader"
    assert verbs_of(account)[-2:] == ["accounts.second_factor_enrolled", "accounts.signed_in"]


def test_a_wrong_first_code_sets_nothing_up(door: Door) -> None:
    account = door.account("leader")
    door.sign_in("leader")
    door.client.get("/tai-khoan/ung-dung-xac-thuc/")
    response = door.client.post("/tai-khoan/ung-dung-xac-thuc/", {"code": "abcdef"})
    assert response.status_code == 422
    assert not factors.has_factor(account)


def test_secrets_are_sealed_wherever_they_lie(door: Door) -> None:
    account = door.account("leader")
    door.sign_in("leader")
    page = door.client.get("/tai-khoan/ung-dung-xac-thuc/")
    secret = factors.open_secret(door.client.session["second_factor_secret"])
    assert secret[:4] in page.content.decode()
    door.client.post(
        "/tai-khoan/ung-dung-xac-thuc/",
        {"code": factors.code_of(door.client.session["second_factor_secret"])},
    )
    kept = Authenticator.objects.get(user=account, type="totp").data["secret"]
    assert secret not in kept
    assert secret not in str(door.client.session.items())


def test_a_session_without_a_code_ends_when_a_role_that_needs_one_is_given(door: Door) -> None:
    door.account("handler")
    door.sign_in("handler")
    organisation.appoint(
        officer_id=door.town.officer("handler"),
        unit_id=door.town.unit("district"),
        role="leader",
        valid_from=TODAY,
        by=SYSTEM,
        now=clock.now(),
    )
    assert door.client.get("/viec/").headers["Location"] == "/phien-da-het/"
    assert door.sign_in("handler").headers["Location"] == "/tai-khoan/ung-dung-xac-thuc/"


def test_the_first_sign_in_sets_an_own_password(door: Door) -> None:
    account, once = actions.create_account(
        officer_id=door.town.officer("handler"), username="handler", by=SYSTEM, now=clock.now()
    )
    assert door.sign_in("handler", once).headers["Location"] == "/dang-nhap/mat-khau-rieng/"
    assert door.who() == "anonymous None"
    assert door.client.get("/dang-nhap/mat-khau-rieng/").status_code == 200
    response = door.client.post("/dang-nhap/mat-khau-rieng/", {"new": NEW, "again": NEW})
    assert response.headers["Location"] == "/viec/"
    assert door.who() == "officer handler"
    assert verbs_of(account) == ["accounts.created", "accounts.own_password_set", "accounts.signed_in"]
    door.client = Client()
    assert door.sign_in("handler", once).status_code == 422
    assert door.sign_in("handler", NEW).headers["Location"] == "/viec/"


def test_of_two_who_sign_in_with_the_same_password_for_one_use_the_first_sets_the_own(door: Door) -> None:
    account, once = actions.create_account(
        officer_id=door.town.officer("handler"), username="handler", by=SYSTEM, now=clock.now()
    )
    door.sign_in("handler", once)
    holder, door.client = door.client, Client()
    door.sign_in("handler", once)
    assert holder.post("/dang-nhap/mat-khau-rieng/", {"new": NEW, "again": NEW}).status_code == 302
    late = door.client.post("/dang-nhap/mat-khau-rieng/", {"new": PASSWORD, "again": PASSWORD})
    assert late.headers["Location"] == "/dang-nhap/"
    account.refresh_from_db()
    assert account.check_password(NEW)


def test_a_first_password_that_was_set_a_moment_before_leads_back_to_the_sign_in(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, once = actions.create_account(
        officer_id=door.town.officer("handler"), username="handler", by=SYSTEM, now=clock.now()
    )
    door.sign_in("handler", once)
    known = actor_now

    def between(account: Account) -> Actor:
        Account.objects.filter(pk=account.pk).update(must_change_password=False)
        return known(account)

    monkeypatch.setattr(sign_in, "actor_now", between)
    late = door.client.post("/dang-nhap/mat-khau-rieng/", {"new": NEW, "again": NEW})
    assert late.headers["Location"] == "/dang-nhap/"
    account.refresh_from_db()
    assert not account.check_password(NEW)


@pytest.mark.parametrize(
    ("address", "stage"),
    [("/dang-nhap/ma-xac-thuc/", "leader"), ("/tai-khoan/ung-dung-xac-thuc/", "administrator")],
)
def test_a_sign_in_that_waits_is_over_once_the_password_is_another(
    door: Door, address: str, stage: str
) -> None:
    account = door.account(stage)
    if stage == "leader":
        enrol(account)
    door.sign_in(stage)
    assert door.client.get(address).status_code == 200
    actions.reset_password(account.pk, by=SYSTEM, now=clock.now())
    assert door.client.get(address).headers["Location"] == "/dang-nhap/"


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [
        ("ngắn", "ngắn", "ít nhất 12 ký tự"),
        ("123456789012", "123456789012", "không chỉ gồm chữ số"),
        (NEW, NEW + "!", "không giống nhau"),
    ],
)
def test_a_bad_own_password_is_refused_beside_its_field(
    door: Door, new: str, again: str, sentence: str
) -> None:
    _account, once = actions.create_account(
        officer_id=door.town.officer("handler"), username="handler", by=SYSTEM, now=clock.now()
    )
    door.sign_in("handler", once)
    response = door.client.post("/dang-nhap/mat-khau-rieng/", {"new": new, "again": again})
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert door.who() == "anonymous None"


def two_offices(door: Door) -> int:
    """The handler works at the one-stop too; returns that appointment."""
    appointment = organisation.appoint(
        officer_id=door.town.officer("handler"),
        unit_id=door.town.unit("one_stop"),
        role="receptionist",
        valid_from=TODAY - timedelta(days=30),
        by=SYSTEM,
        now=clock.now(),
    )
    return appointment.pk


def test_who_holds_two_offices_chooses_first(door: Door) -> None:
    door.account("handler")
    other = two_offices(door)
    assert door.sign_in("handler").headers["Location"] == "/chon-vai/"
    text = text_of(door.client.get("/chon-vai/"))
    assert "Người tiếp nhận" in text
    assert "Người thụ lý" in text
    assert door.client.post("/chon-vai/", {"office": other}).headers["Location"] == "/viec/"
    assert door.who() == "officer receptionist"


def test_an_office_of_somebody_else_is_not_chosen(door: Door) -> None:
    door.account("handler")
    door.sign_in("handler")
    response = door.client.post("/chon-vai/", {"office": door.town.appointment("leader")})
    assert response.status_code == 403
    assert door.who() == "officer handler"


def test_an_office_that_ends_gives_way_to_the_other(door: Door) -> None:
    door.account("handler")
    other = two_offices(door)
    door.sign_in("handler")
    door.client.post("/chon-vai/", {"office": other})
    organisation.end_appointment(other, valid_to=clock.today(), by=SYSTEM, now=clock.now())
    assert door.who() == "officer handler"


@pytest.mark.parametrize("address", ["/tai-khoan/mat-khau/", "/tai-khoan/ma-khoi-phuc/", "/chon-vai/"])
def test_strangers_are_asked_to_sign_in_and_brought_back(door: Door, address: str) -> None:
    response = door.client.get(address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/dang-nhap/?next=%2F")


def test_a_password_costs_an_attacker_memory_and_time() -> None:
    encoded = make_password(PASSWORD)
    assert encoded.startswith("argon2$argon2id$")
    memory, passes = map(int, re.findall(r"[mt]=(\d+)", encoded))
    assert memory >= 19 * 1024
    assert passes >= 2


def test_nobody_is_in_when_the_sign_in_cannot_be_recorded(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = door.account("handler")

    def fail(*args: Any, **kwargs: Any) -> int:
        raise RuntimeError("the journal does not answer")

    monkeypatch.setattr(journal, "record", fail)
    door.client.raise_request_exception = False
    assert door.sign_in("handler").status_code == 500
    monkeypatch.undo()
    assert account.pk not in [int(s.get_decoded().get("_auth_user_id", 0)) for s in Session.objects.all()]


def test_a_sign_in_leaves_nothing_of_the_person_in_the_journal(door: Door) -> None:
    account = door.account("leader")
    sealed = enrol(account)
    door.sign_in("leader")
    code = factors.code_of(sealed)
    door.client.post("/dang-nhap/ma-xac-thuc/", {"code": code})
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(journal::text, ' ') FROM journal WHERE object_kind = 'account'")
        (text,) = cursor.fetchone()
    assert "accounts.signed_in" in text
    for canary in (PASSWORD, f'"{code}"', '"leader"', "Nguyễn", factors.open_secret(sealed)):
        assert canary not in text
