"""Who asks: read from the citizen card, or known from an earlier visit."""

from __future__ import annotations

from typing import Any

from django.test import Client

from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.faces.desk.tests.counter.conftest import field
from motcua.people.organisation.models import Role
from motcua.people.parties.models import PartyVersion

CARD = (
    "082190000123|310012345|Nguyễn Thị Thanh Thảo|14031990|Nữ|Ấp Tân Lược, xã Tân Hương, Châu Thành|20052021"
)


def test_enter_after_a_scan_fills_the_fields(counter: Client, typed: dict[str, Any]) -> None:
    answer = counter.post(
        "/counter/", {"key": typed["key"], "card": CARD, "do": "slip", "phone": "0900000999"}
    )
    assert answer.status_code == 200
    found = {
        name: field(answer, name)
        for name in ("name", "identity_number", "born_on", "address", "phone", "card")
    }
    assert found == {
        "name": "Nguyễn Thị Thanh Thảo",
        "identity_number": "082190000123",
        "born_on": "14/03/1990",
        "address": "Ấp Tân Lược, xã Tân Hương, Châu Thành",
        "phone": "0900000999",
        "card": "",
    }


def test_a_scan_fills_the_fields_while_one_goes_on(counter: Client, typed: dict[str, Any]) -> None:
    answer = counter.post("/counter/slip/", {"key": typed["key"], "card": CARD})
    assert page(answer).select_one("#applicant[hx-swap-oob]") is not None
    assert field(answer, "name") == "Nguyễn Thị Thanh Thảo"


def test_a_scan_that_is_still_coming_is_left_alone(counter: Client, typed: dict[str, Any]) -> None:
    answer = counter.post("/counter/slip/", {"key": typed["key"], "card": CARD[:60]})
    assert page(answer).select_one("#applicant") is None


def test_what_is_no_card_is_said_and_kept(counter: Client, typed: dict[str, Any]) -> None:
    answer = counter.post("/counter/", {"key": typed["key"], "card": "https://a.example", "do": "slip"})
    assert "không phải mã QR của thẻ căn cước" in text_of(answer)
    assert field(answer, "card") == "https://a.example"


def test_it_offers_to_fill_from_the_last_time(cast: Cast, counter: Client, typed: dict[str, Any]) -> None:
    cast.receive()
    answer = counter.post("/counter/slip/", {"key": typed["key"], "identity_number": "082190000123"})
    known = PartyVersion.objects.get()
    assert "Nguyễn Văn Phước" in text_of(answer)
    filled = counter.post("/counter/", {"key": typed["key"], "known": str(known.pk), "summary": "giữ lại"})
    assert field(filled, "name") == "Nguyễn Văn Phước"
    assert field(filled, "summary").strip() == "giữ lại"


def test_it_knows_somebody_by_telephone(cast: Cast, counter: Client, typed: dict[str, Any]) -> None:
    cast.receive()
    answer = counter.post("/counter/slip/", {"key": typed["key"], "phone": "0900 000 123"})
    assert "Nguyễn Văn Phước" in text_of(answer)


def test_it_knows_nobody_who_was_only_elsewhere(cast: Cast, signed_in: SignIn, typed: dict[str, Any]) -> None:
    cast.receive()
    sister = signed_in(Role.RECEPTIONIST, cast.sister)
    answer = sister.post("/counter/slip/", {"key": typed["key"], "identity_number": "082190000123"})
    assert "Phước" not in text_of(answer)
    stolen = sister.post("/counter/", {"key": typed["key"], "known": str(PartyVersion.objects.get().pk)})
    assert stolen.status_code == 404
    assert "Phước" not in text_of(stolen)
