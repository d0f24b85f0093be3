"""Correcting a reception in the counter's own form, and ending a dossier without a result, over HTTP."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from motcua.casework.dossiers.models import Correction, Dossier
from motcua.casework.dossiers.states import State
from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.faces.desk.tests.counter.conftest import field, paper_of
from motcua.faces.desk.tests.printing.conftest import paper_of as printed_pages
from motcua.people.organisation.models import Role


@pytest.fixture
def url(counter: Client, typed: dict[str, Any]) -> str:
    """The address at which the dossier received with the right form is corrected."""
    counter.post("/counter/", typed)
    return f"/dossiers/{Dossier.objects.get().code}/correction/"


def test_the_form_opens_with_what_was_written_down(counter: Client, url: str) -> None:
    answer = counter.get(url)
    assert field(answer, "name") == "Nguyễn Thị Thanh Thảo"
    assert field(answer, "summary") == "Tách thửa 214"
    ticked = page(answer).select("input[name=paper][checked]")
    assert len(ticked) == 1


def test_what_is_corrected_opens_the_new_receipt(counter: Client, typed: dict[str, Any], url: str) -> None:
    sent = typed | {"key": "22222222", "name": "Nguyễn Thị Thanh Thúy", "do": "correct"}
    answer = counter.post(url, sent)
    dossier = Dossier.objects.get()
    assert re.fullmatch(r"/prints/\d+/", answer["Location"])
    assert dossier.party_version.name == "Nguyễn Thị Thanh Thúy"
    told = text_of(counter.get(f"/dossiers/{dossier.code}/"))
    assert "Họ tên, tên tổ chức: Nguyễn Thị Thanh Thảo → Nguyễn Thị Thanh Thúy" in told


@pytest.mark.usefixtures("fonts")
def test_the_receipt_names_the_papers_as_corrected(
    cast: Cast, counter: Client, typed: dict[str, Any], url: str
) -> None:
    first, second = paper_of(cast, 1), paper_of(cast, 2)
    sent = typed | {"key": "22222222", "paper": [first.pk, second.pk], f"originals_{first.pk}": "2"}
    receipt, _office = printed_pages(counter, counter.post(url, sent | {"do": "correct"}))
    assert "2 bản chính" in receipt
    assert second.name in receipt
    assert "1 bản chính" not in receipt


def test_what_is_refused_is_said_with_all_that_was_typed(
    counter: Client, typed: dict[str, Any], url: str
) -> None:
    answer = counter.post(url, typed | {"key": "22222222", "do": "correct"})
    assert answer.status_code == 422
    assert "Chưa có nội dung nào được chỉnh sửa." in text_of(answer)
    assert field(answer, "name") == "Nguyễn Thị Thanh Thảo"


def test_going_on_corrects_nothing(counter: Client, typed: dict[str, Any], url: str) -> None:
    answer = counter.post(url, typed | {"name": "Khác", "do": "slip"})
    assert (answer.status_code, field(answer, "name")) == (200, "Khác")
    slip = counter.post(url + "slip/", typed | {"name": "Khác"})
    assert Dossier.objects.get().code in text_of(slip)
    assert not Correction.objects.exists()


def test_what_the_agency_has_begun_says_why_it_is_not_corrected(
    cast: Cast, counter: Client, url: str
) -> None:
    cast.bring_to(Dossier.objects.get().pk, "handle")
    answer = counter.get(url)
    assert answer.status_code == 409
    assert "đã bắt đầu xử lý" in text_of(answer)


def test_a_neighbours_dossier_is_not_found(cast: Cast, signed_in: SignIn, url: str) -> None:
    assert signed_in(Role.RECEPTIONIST, cast.sister).get(url).status_code == 404


# --- ending ------------------------------------------------------------------------------------------------------

ENDINGS: dict[str, tuple[Role, dict[str, str], State]] = {
    "voiding": (Role.RECEPTIONIST, {"reason": "Nhập nhầm", "confirmed": "on"}, State.VOIDED),
    "withdrawal": (
        Role.ONE_STOP_HEAD,
        {"asked_by": "Lê Thị Hoa", "reason": "Đổi ý", "confirmed": "on"},
        State.WITHDRAWN,
    ),
    "stop": (
        Role.LEADER,
        {
            "basis": "Điều 188 Luật Đất đai",
            "reason": "Đang tranh chấp",
            "document_number": "9/TB",
            "signed_on": "01/03/2017",
            "signer": "Lê Văn Ký",
            "confirmed": "on",
        },
        State.STOPPED,
    ),
}


@pytest.mark.parametrize("path", sorted(ENDINGS))
def test_it_is_ended_and_the_page_says_why(cast: Cast, signed_in: SignIn, path: str) -> None:
    role, sent, state = ENDINGS[path]
    received = cast.receive()
    client = signed_in(role)
    url = f"/dossiers/{received.code}/{path}/"
    assert page(client.get(url)).select_one("[name=reason]") is not None
    told = client.post(url, {**sent, "key": "k"}, follow=True)
    assert Dossier.objects.get(pk=received.dossier_id).state == state
    assert sent["reason"] in text_of(told)


@pytest.mark.parametrize("path", sorted(ENDINGS))
def test_it_is_confirmed_first(cast: Cast, signed_in: SignIn, path: str) -> None:
    role, sent, _state = ENDINGS[path]
    received = cast.receive()
    answer = signed_in(role).post(f"/dossiers/{received.code}/{path}/", {**sent, "key": "k", "confirmed": ""})
    assert answer.status_code == 422
    assert Dossier.objects.get(pk=received.dossier_id).state == State.RECEIVED


def test_the_applicant_reads_that_it_was_voided(cast: Cast, signed_in: SignIn) -> None:
    received = cast.receive()
    sent = {**ENDINGS["voiding"][1], "key": "k"}
    signed_in(Role.RECEPTIONIST).post(f"/dossiers/{received.code}/voiding/", sent)
    text = text_of(Client().get(f"/tra-cuu/{received.code}/"))
    assert "Đã hủy tiếp nhận: hồ sơ không được giải quyết" in text
    assert "Nhập nhầm" not in text
