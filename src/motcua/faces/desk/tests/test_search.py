"""The search of the bar, and the warning at the counter that somebody is already waiting for the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.tests.cast import Cast
from motcua.casework.sightings.models import Sighting
from motcua.catalogue.procedures.models import Paper
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.people.organisation.models import Role


def test_the_one_that_is_meant_opens(cast: Cast, signed_in: SignIn) -> None:
    received = cast.receive()
    answer = signed_in(Role.RECEPTIONIST).post("/search/", {"q": "nguyễn văn phước"})
    assert answer.headers["Location"] == f"/dossiers/{received.code}/"


def test_several_are_listed_and_the_address_says_nothing(cast: Cast, signed_in: SignIn) -> None:
    codes = [cast.receive().code, cast.receive().code]
    answer = signed_in(Role.RECEPTIONIST).post("/search/", {"q": "0900000123"})
    assert all(code in text_of(answer) for code in codes)
    assert page(answer).select_one("form[method=get]") is None


@pytest.mark.parametrize(
    ("role", "typed", "said"),
    [
        (Role.RECEPTIONIST, "Phước", "Họ tên cần ít nhất hai chữ"),
        (Role.RECEPTIONIST, "Trần Văn Không Có", "Không tìm thấy hồ sơ"),
        (Role.INSPECTOR, "Nguyễn Văn Phước", "Vai trò này chỉ tìm theo mã hồ sơ"),
    ],
)
def test_what_is_not_found_says_why(cast: Cast, signed_in: SignIn, role: Role, typed: str, said: str) -> None:
    cast.receive()
    assert said in text_of(signed_in(role).post("/search/", {"q": typed}))


def test_who_was_looked_for_by_name_or_number_is_in_the_reading_trail(cast: Cast, signed_in: SignIn) -> None:
    received = cast.receive()
    client = signed_in(Role.RECEPTIONIST)
    client.post("/search/", {"q": received.code})
    assert not Sighting.objects.exists()
    client.post("/search/", {"q": "082190000123"})
    found = Sighting.objects.get()
    assert (found.form, found.dossier_ids, found.asked) == (Sighting.Form.FOUND, [received.dossier_id], {})


@pytest.mark.parametrize("after", ["x", "2017-03-01_1", "2017-03-01T08:30:00+07:00_x", "_"])
def test_a_key_that_is_none_begins_anew(cast: Cast, signed_in: SignIn, after: str) -> None:
    received = cast.receive()
    answer = signed_in(Role.RECEPTIONIST).post("/search/", {"q": received.code, "after": after})
    assert answer.status_code == 302


# --- at the counter ----------------------------------------------------------------------------------------------


@pytest.fixture
def sent(cast: Cast) -> dict[str, Any]:
    """The form of somebody whose dossier of the same procedure is still open."""
    cast.receive()
    paper = Paper.objects.get(version__procedure=cast.procedure, ordinal=1)
    return {
        "key": "11111111-1111-4111-8111-111111111111",
        "kind": "0",
        "name": "Nguyễn Văn Phước",
        "identity_number": "082190000123",
        "address": "Xã Tân Hương",
        "procedure": str(cast.procedure.pk),
        "channel": "counter",
        "return_method": "counter",
        "fee": "owed",
        "sets": "1",
        "paper": [str(paper.pk)],
        "do": "receive",
    }


@pytest.fixture
def counter(signed_in: SignIn) -> Client:
    """The receptionist's browser."""
    return signed_in(Role.RECEPTIONIST)


def test_the_form_says_at_once_what_is_open(counter: Client, sent: dict[str, Any]) -> None:
    code = Dossier.objects.get().code
    slip = page(counter.post("/counter/slip/", sent))
    assert slip.select_one(f".counter-again a[href='/dossiers/{code}/']") is not None
    other = page(counter.post("/counter/slip/", sent | {"identity_number": "082190000999"}))
    assert other.select_one(".counter-again") is None


def test_a_second_dossier_is_confirmed_first(counter: Client, sent: dict[str, Any]) -> None:
    answer = counter.post("/counter/", sent)
    assert answer.status_code == 409
    assert "Hãy xác nhận trước khi tiếp nhận thêm." in text_of(answer)
    assert Dossier.objects.count() == 1
    assert counter.post("/counter/", sent | {"again": "yes"}).status_code == 302
    assert Dossier.objects.count() == 2


def test_the_same_form_sent_twice_is_not_warned_of_itself(counter: Client, sent: dict[str, Any]) -> None:
    fresh = sent | {"identity_number": "082190000888"}
    first, again = counter.post("/counter/", fresh), counter.post("/counter/", fresh)
    assert again.headers["Location"] == first.headers["Location"]
