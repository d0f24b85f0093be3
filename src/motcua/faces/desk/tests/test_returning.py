"""Returning by scanning: the code in what a scanner reads, each line's answer, and how it works without script."""

from __future__ import annotations

import pytest

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.models import Dossier, Handover
from motcua.casework.dossiers.states import State
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.faces.desk.returning import scanned_code
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.people.organisation.models import Role

CODE = "000.01.19.H58-170301-0001"


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        f" {CODE.lower()}\n",
        f"https://motcua.example/tracking/{CODE}/#ABCDE-FGHIJ",
        f"http://127.0.0.1:8000/tracking/{CODE}/",
        f"https://motcua.example/tracking/?code={CODE.replace('-', '%2D')}",
    ],
)
def test_the_code_is_found_in_what_a_scanner_reads(text: str) -> None:
    assert scanned_code(text) == CODE


@pytest.mark.parametrize("text", ["", "xin chào", "082190000123", "https://motcua.example/", "H58-1703-1"])
def test_what_is_no_receipt_has_no_code(text: str) -> None:
    assert scanned_code(text) == ""


def ready(cast: Cast) -> tuple[str, int]:
    received = cast.receive()
    cast.bring_to(received.dossier_id, "return")
    return received.code, received.dossier_id


def test_a_scanned_receipt_returns_its_result_to_the_applicant(cast: Cast, signed_in: SignIn) -> None:
    code, dossier_id = ready(cast)
    answer = signed_in(Role.RECEPTIONIST).post(
        "/returning/", {"scanned": f"https://x/tracking/{code}/#S", "key": "k"}
    )
    assert answer.status_code == 200
    assert "Đã trả kết quả cho Nguyễn Văn Phước" in text_of(answer)
    assert Dossier.objects.get(pk=dossier_id).state == State.RETURNED
    assert Handover.objects.get().collected_by == "Nguyễn Văn Phước"


def test_the_field_waits_empty_for_the_next_with_a_new_key(cast: Cast, signed_in: SignIn) -> None:
    code, _id = ready(cast)
    tree = page(signed_in(Role.RECEPTIONIST).post("/returning/", {"scanned": code, "key": "k"}))
    field = tree.select_one("input[name=scanned]")
    assert field.has_attr("autofocus")
    assert not field.get("value")
    assert tree.select_one("input[name=key]")["value"] != "k"


def test_scanned_twice_in_one_breath_it_is_returned_once(cast: Cast, signed_in: SignIn) -> None:
    code, _id = ready(cast)
    client = signed_in(Role.RECEPTIONIST)
    client.post("/returning/", {"scanned": code, "key": "k"})
    answer = client.post("/returning/", {"scanned": code, "key": "other"})
    assert (answer.status_code, Handover.objects.count()) == (200, 1)
    assert "Hồ sơ này đã được trả lúc 01/03/2017, 08:30" in text_of(answer)


def test_what_has_no_result_yet_says_where_it_is(cast: Cast, signed_in: SignIn) -> None:
    received = cast.receive()
    cast.bring_to(received.dossier_id, "sign")
    answer = signed_in(Role.RECEPTIONIST).post("/returning/", {"scanned": received.code, "key": "k"})
    assert answer.status_code == 409
    assert "Chưa có kết quả" in text_of(answer)
    assert "đang ở bước “Ký”" in text_of(answer)


def test_what_still_owes_its_fee_is_not_returned(cast: Cast, signed_in: SignIn) -> None:
    cast.procedure = stage.procedure(fee=100_000)
    stage.offer(cast.procedure, cast.here)
    received = cast.receive(fee_paid=False)
    cast.bring_to(received.dossier_id, "return")
    answer = signed_in(Role.RECEPTIONIST).post("/returning/", {"scanned": received.code, "key": "k"})
    assert "còn 1 điều kiện chưa đáp ứng" in text_of(answer)
    assert not Handover.objects.exists()


def test_a_receipt_of_a_sister_office_is_not_found(cast: Cast, signed_in: SignIn) -> None:
    code, dossier_id = ready(cast)
    answer = signed_in(Role.RECEPTIONIST, cast.sister).post("/returning/", {"scanned": code, "key": "k"})
    assert "Không tìm thấy" in text_of(answer)
    assert "Phước" not in text_of(answer)
    assert Dossier.objects.get(pk=dossier_id).state == State.FINISHED


def test_what_cannot_be_read_is_said(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(Role.RECEPTIONIST).post("/returning/", {"scanned": "???", "key": "k"})
    assert "Không đọc được mã hồ sơ" in text_of(answer)


def test_the_lines_before_stay_on_the_page_without_script(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(Role.RECEPTIONIST)
    first, _id = ready(cast)
    tree = page(client.post("/returning/", {"scanned": first, "key": "a"}))
    carried = [field["value"] for field in tree.select("input[name=line]")]
    second, _id = ready(cast)
    tree = page(client.post("/returning/", {"scanned": second, "key": "b", "line": carried}))
    assert [link.text for link in tree.select("#scanned table a.code")] == [second, first]


def test_the_part_is_what_stands_in_the_full_page(cast: Cast, signed_in: SignIn) -> None:
    ready(cast)
    client = signed_in(Role.RECEPTIONIST)
    trees = [
        page(client.get("/returning/", headers=h)).select_one("#scanned")
        for h in ({}, {"HX-Request": "true"})
    ]
    for tree in trees:
        for once in tree.select("input[name=key], input[name=csrfmiddlewaretoken]"):
            once.decompose()
    assert str(trees[0]) == str(trees[1])


def test_after_a_scan_the_rail_says_the_same_as_a_fresh_page(cast: Cast, signed_in: SignIn) -> None:
    code, _id = ready(cast)
    ready(cast)
    client = signed_in(Role.RECEPTIONIST)
    before = page(client.get("/returning/")).select_one("#rail")
    sent = {"scanned": code, "key": "k"}
    swapped = page(client.post("/returning/", sent, headers={"HX-Request": "true"})).select_one("#rail")
    fresh = page(client.get("/returning/")).select_one("#rail")
    assert swapped["hx-swap-oob"] == "true"
    del swapped["hx-swap-oob"]
    assert str(swapped) == str(fresh) != str(before)


@pytest.mark.parametrize("role", [Role.HANDLER, Role.LEADER, Role.CLERK, Role.INSPECTOR])
def test_only_the_counter_returns(cast: Cast, signed_in: SignIn, role: Role) -> None:
    assert signed_in(role).get("/returning/").status_code == 403


def test_the_page_lists_what_waits(cast: Cast, signed_in: SignIn) -> None:
    code, _id = ready(cast)
    _other, dossier_id = ready(cast)
    task = cast.task(dossier_id)
    actions.return_result(task.pk, by=cast.here.actor(Role.RECEPTIONIST), now=MORNING, collected_by="A")
    tree = page(signed_in(Role.RECEPTIONIST).get("/returning/"))
    assert [link.text for link in tree.select(".plain a.code")] == [code]
