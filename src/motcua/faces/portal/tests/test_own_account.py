"""One's own account over HTTP, and that its pages are whole."""

from __future__ import annotations

import re
import time

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from motcua.faces.portal.tests.door import NEW, PASSWORD, Door, enrol, text_of, verbs_of
from motcua.people.accounts import factors
from motcua.people.accounts.models import Account
from motcua.people.organisation.tests.conftest import count_events


def test_changing_the_password_keeps_this_session_and_ends_the_others(door: Door) -> None:
    door.account("handler")
    door.sign_in("handler")
    elsewhere = Client()
    elsewhere.post("/dang-nhap/", {"login": "handler", "password": PASSWORD})
    assert door.client.get("/tai-khoan/mat-khau/").status_code == 200
    answer = door.client.post("/tai-khoan/mat-khau/", {"current": PASSWORD, "new": NEW, "again": NEW})
    assert answer.headers["Location"] == "/viec/"
    assert door.who() == "officer handler"
    assert elsewhere.get("/viec/").content == b"anonymous None"


def test_changing_the_password_asks_for_the_present_one(door: Door) -> None:
    account = door.account("handler")
    door.sign_in("handler")
    before = count_events()
    response = door.client.post("/tai-khoan/mat-khau/", {"current": "sai rồi", "new": NEW, "again": NEW})
    assert response.status_code == 422
    assert "Mật khẩu đang dùng không đúng." in text_of(response)
    assert count_events() == before
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_guessing_the_password_at_an_unwatched_desk_is_throttled_as_a_sign_in_is(door: Door) -> None:
    door.account("handler")
    door.sign_in("handler")
    wrong = {"current": "sai rồi", "new": NEW, "again": NEW}
    answers = [door.client.post("/tai-khoan/mat-khau/", wrong).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_an_officer_sets_up_a_second_factor_of_his_own_accord(door: Door) -> None:
    account = door.account("handler")
    door.sign_in("handler")
    assert door.client.get("/tai-khoan/ma-khoi-phuc/").headers["Location"] == "/tai-khoan/ung-dung-xac-thuc/"
    assert door.client.get("/tai-khoan/ung-dung-xac-thuc/").status_code == 200
    code = factors.code_of(door.client.session["second_factor_secret"])
    refused = door.client.post("/tai-khoan/ung-dung-xac-thuc/", {"current": "sai rồi", "code": code})
    assert refused.status_code == 422
    assert not factors.has_factor(account)
    door.client.post("/tai-khoan/ung-dung-xac-thuc/", {"current": PASSWORD, "code": code})
    assert factors.has_factor(account)
    assert "đã có ứng dụng xác thực" in text_of(door.client.get("/tai-khoan/ung-dung-xac-thuc/"))


def test_new_recovery_codes_are_shown_once_and_end_the_old(door: Door) -> None:
    account = door.account("leader")
    old = factors.add_factor(account, factors.new_secret())
    door.sign_in("leader")
    door.client.post("/dang-nhap/ma-xac-thuc/", {"code": factors.shown_code(account)})
    assert "10 mã khôi phục" in text_of(door.client.get("/tai-khoan/ma-khoi-phuc/"))
    assert door.client.post("/tai-khoan/ma-khoi-phuc/", {"current": "sai rồi"}).status_code == 422
    answer = door.client.post("/tai-khoan/ma-khoi-phuc/", {"current": PASSWORD})
    shown = re.findall(r"<li>(\d{8})</li>", answer.content.decode())
    assert len(shown) == 10
    assert not set(shown) & set(old)
    assert verbs_of(account)[-1] == "accounts.recovery_codes_renewed"


PAGES = ["/dang-nhap/", "/phien-da-het/"]
OWN_PAGES = ["/chon-vai/", "/tai-khoan/mat-khau/", "/tai-khoan/ung-dung-xac-thuc/"]


def check_form(page: BeautifulSoup) -> None:
    """One heading, a title, and a label for each field that is typed in."""
    assert len(page.find_all("h1")) == 1
    assert page.title is not None
    labels = {label.get("for") for label in page.find_all("label")}
    fields = page.select("main input:not([type=hidden])")
    assert all(field.get("id") in labels for field in fields)


@pytest.mark.parametrize("address", PAGES)
def test_pages_of_the_door_are_whole_in_both_languages(door: Door, address: str) -> None:
    vietnamese = BeautifulSoup(
        door.client.get(address, headers={"Accept-Language": "vi"}).content, "html.parser"
    )
    english = BeautifulSoup(
        door.client.get(address, headers={"Accept-Language": "en"}).content, "html.parser"
    )
    for page in (vietnamese, english):
        check_form(page)


@pytest.mark.parametrize("address", OWN_PAGES)
def test_pages_of_ones_own_account_are_whole_and_name_the_office(door: Door, address: str) -> None:
    door.account("handler")
    door.sign_in("handler")
    page = BeautifulSoup(door.client.get(address).content, "html.parser")
    check_form(page)
    assert "Người thụ lý" in page.get_text()


def test_what_is_refused_is_tied_to_its_field(door: Door) -> None:
    door.account("handler")
    door.sign_in("handler")
    wanted = {"current": PASSWORD, "new": "ngắn", "again": "ngắn"}
    page = BeautifulSoup(door.client.post("/tai-khoan/mat-khau/", wanted).content, "html.parser")
    field = page.find("input", {"name": "new"})
    assert field is not None
    assert field["aria-invalid"] == "true"
    link = page.select_one(".govuk-error-summary a")
    assert link is not None
    assert link["href"] == f"#{field['id']}"


def test_no_page_of_the_door_is_kept_by_a_browser(door: Door) -> None:
    door.account("leader")
    door.sign_in("leader")
    for address in ("/dang-nhap/", "/tai-khoan/ung-dung-xac-thuc/"):
        assert door.client.get(address).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/dang-nhap/", "/tai-khoan/mat-khau/", "/chon-vai/", "/dang-xuat/"])
def test_a_form_from_elsewhere_is_not_taken(door: Door, address: str) -> None:
    door.account("handler")
    door.sign_in("handler")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = door.client.cookies
    assert strict.post(address, {"office": door.town.appointment("handler")}).status_code == 403


def test_the_session_is_a_new_one_after_signing_in(door: Door) -> None:
    enrol(door.account("leader"))
    door.sign_in("leader")
    before = door.client.session.session_key
    door.client.post(
        "/dang-nhap/ma-xac-thuc/", {"code": factors.shown_code(Account.objects.get(username="leader"))}
    )
    assert door.client.session.session_key != before


def test_a_sign_in_left_half_way_is_forgotten(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    account = door.account("leader")
    enrol(account)
    door.sign_in("leader")
    later = time.time() + 16 * 60
    monkeypatch.setattr("allauth.account.internal.stagekit.time.time", lambda: later)
    assert door.client.get("/dang-nhap/ma-xac-thuc/").headers["Location"] == "/dang-nhap/"
