"""Results nobody has fetched: whom to call, a call noted in the list; a mistake of scanning seen, heard and undone."""

from __future__ import annotations

import pytest

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.states import State
from motcua.casework.dossiers.tests.cast import Cast
from motcua.casework.sightings.models import Sighting
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.people.organisation.models import Role


def waiting(cast: Cast) -> str:
    received = cast.receive()
    cast.bring_to(received.dossier_id, "return")
    return received.code


def test_the_list_has_names_and_numbers_to_call(cast: Cast, signed_in: SignIn) -> None:
    waiting(cast)
    answer = signed_in(Role.RECEPTIONIST).get("/uncollected/")
    assert "Nguyễn Văn Phước" in text_of(answer)
    assert page(answer).select_one("a[href='tel:0900000123']") is not None
    assert Sighting.objects.get().form == Sighting.Form.LISTED


@pytest.mark.parametrize(("reached", "said"), [("yes", "gọi được"), ("no", "không gọi được")])
def test_a_call_is_noted_where_one_stands(cast: Cast, signed_in: SignIn, reached: str, said: str) -> None:
    code = waiting(cast)
    client = signed_in(Role.RECEPTIONIST)
    sent = {"key": "k", "reached": reached, "words": "Con trai nghe máy", "days": "7"}
    answer = client.post(f"/uncollected/{code}/calls/", sent)
    assert answer.headers["Location"] == "/uncollected/?days=7"
    assert code not in text_of(client.get("/uncollected/?days=7", follow=True)).split("Đã ghi cuộc gọi.")[-1]
    told = text_of(client.get(f"/dossiers/{code}/"))
    assert f"đến nhận kết quả: {said}." in told
    assert "Con trai nghe máy" in told


def test_what_was_fetched_meanwhile_is_said(cast: Cast, signed_in: SignIn) -> None:
    code, client = waiting(cast), signed_in(Role.RECEPTIONIST)
    client.post("/returning/", {"key": "a", "scanned": code})
    answer = client.post(f"/uncollected/{code}/calls/", {"key": "k", "reached": "yes"}, follow=True)
    assert "không có kết quả nào đang chờ trả" in text_of(answer)


@pytest.mark.parametrize("query", ["?days=x", "?days=99", "?after=x", "?after=2017-03-01T00:00:00%2B07:00_1"])
def test_what_makes_no_sense_shows_the_list(cast: Cast, signed_in: SignIn, query: str) -> None:
    waiting(cast)
    assert signed_in(Role.RECEPTIONIST).get(f"/uncollected/{query}").status_code == 200


def test_an_empty_list_says_so(signed_in: SignIn) -> None:
    assert "Không còn kết quả nào chờ trả." in text_of(signed_in(Role.RECEPTIONIST).get("/uncollected/"))


def test_each_scan_has_its_sign_and_its_sound(cast: Cast, signed_in: SignIn) -> None:
    code, client = waiting(cast), signed_in(Role.RECEPTIONIST)
    done = page(client.post("/returning/", {"key": "a", "scanned": code}))
    assert done.select_one("#scanned[data-sound=done] .message--success") is not None
    refused = page(client.post("/returning/", {"key": "b", "scanned": "000.00.00.H58-170101-0001"}))
    assert refused.select_one("#scanned[data-sound=refused] .message--error") is not None


def test_a_mistake_is_undone_from_the_line(cast: Cast, signed_in: SignIn) -> None:
    code, client = waiting(cast), signed_in(Role.RECEPTIONIST)
    line = page(client.post("/returning/", {"key": "a", "scanned": code}))
    (link,) = line.select(f"a[href='/dossiers/{code}/return-undone/']")
    form = page(client.get(link["href"]))
    assert form.select_one("textarea[name=reason]").text.strip() == "Quét nhầm giấy hẹn."
    answer = client.post(link["href"], {"key": "u", "reason": "Quét nhầm giấy hẹn."})
    assert answer.status_code == 302
    assert Dossier.objects.get().state == State.FINISHED
