"""The counter receives, or refuses with everything typed still there; twice is once, strangers do not."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from motcua.casework.dossiers.models import Dossier, DossierPaper
from motcua.casework.dossiers.tests.cast import Cast
from motcua.catalogue.procedures.models import Fee, Offer, TimeLimit
from motcua.faces.desk.models import FormDraft
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.faces.desk.tests.counter.conftest import field, paper_of, refused
from motcua.ground.kernel.models import JournalRow
from motcua.people.organisation.models import Role


def test_it_receives_and_opens_the_receipt(counter: Client, typed: dict[str, Any]) -> None:
    answer = counter.post("/counter/", typed)
    dossier = Dossier.objects.get()
    assert answer.status_code == 302
    printed = JournalRow.objects.get(verb="dossiers.print", object_id=dossier.pk)
    assert answer["Location"] == f"/prints/{printed.pk}/"
    assert (dossier.party_version.name, dossier.party_version.phone) == (
        "Nguyễn Thị Thanh Thảo",
        "0900000123",
    )
    assert dossier.summary == "Tách thửa 214"


def test_the_receipt_says_that_it_was_received(counter: Client, typed: dict[str, Any]) -> None:
    answer = counter.post("/counter/", typed, follow=True)
    assert f"Đã tiếp nhận hồ sơ {Dossier.objects.get().code}" in text_of(answer)


def test_it_writes_the_papers_as_they_were_counted(
    cast: Cast, counter: Client, typed: dict[str, Any]
) -> None:
    first, second = paper_of(cast, 1).pk, paper_of(cast, 2).pk
    more = {"paper": [first, second], f"originals_{first}": "2", f"copies_{first}": "1", "other": "Bản đồ cũ"}
    counter.post("/counter/", typed | more)
    rows = DossierPaper.objects.order_by("ordinal").values_list("name", "originals", "copies")
    assert list(rows) == [("Đơn đề nghị", 2, 1), ("Bản sao giấy tờ", 0, 1), ("Bản đồ cũ", 1, 0)]


@pytest.mark.parametrize(("fee", "open_obligations"), [("paid", 0), ("owed", 1)])
def test_it_notes_whether_the_fee_was_paid(
    cast: Cast, counter: Client, typed: dict[str, Any], fee: str, open_obligations: int
) -> None:
    Fee.objects.create(version=paper_of(cast).version, ordinal=1, amount=50_000)
    counter.post("/counter/", typed | {"fee": fee})
    assert Dossier.objects.get().open_obligations == open_obligations


def test_sending_twice_gives_the_same_dossier(counter: Client, typed: dict[str, Any]) -> None:
    first, second = counter.post("/counter/", typed), counter.post("/counter/", typed)
    assert first["Location"] == second["Location"]
    assert Dossier.objects.count() == 1


def test_the_same_form_with_another_content_is_refused_once_and_then_a_new_one(
    counter: Client, typed: dict[str, Any]
) -> None:
    counter.post("/counter/", typed)
    changed = typed | {"summary": "Tách thửa 215"}
    answer = counter.post("/counter/", changed)
    assert answer.status_code == 409
    assert "đã được gửi với nội dung khác" in text_of(answer)
    assert field(answer, "summary").strip() == "Tách thửa 215"
    assert field(answer, "key") != typed["key"]
    counter.post("/counter/", changed | {"key": field(answer, "key"), "again": "yes"})
    assert Dossier.objects.count() == 2


def test_it_refuses_without_a_name(counter: Client, typed: dict[str, Any]) -> None:
    answer = refused(counter, typed | {"name": " "}, 422, "Hãy nhập họ tên người nộp")
    assert field(answer, "address") == "Ấp Tân Lược, xã Tân Hương"
    assert field(answer, "summary").strip() == "Tách thửa 214"


def test_what_hides_or_turns_letters_is_taken_out_of_every_word(
    counter: Client, typed: dict[str, Any]
) -> None:
    spoilt = {
        name: f"\u202e{name}  a\u0323\u0301\u200b\x07" for name in ("address", "representative", "summary")
    }
    counter.post("/counter/", typed | spoilt)
    dossier = Dossier.objects.select_related("party_version").get()
    kept = (dossier.party_version.address, dossier.party_version.representative, dossier.summary)
    assert kept == tuple(unicodedata.normalize("NFC", f"{name} a\u0323\u0301") for name in spoilt)


def test_an_address_of_unseen_signs_is_none(counter: Client, typed: dict[str, Any]) -> None:
    refused(counter, typed | {"address": "\u200b\u202e"}, 422, "Hãy nhập địa chỉ người nộp")


def test_it_refuses_without_a_procedure(counter: Client, typed: dict[str, Any]) -> None:
    answer = refused(counter, typed | {"procedure": "", "wanted": "tach"}, 422, "Hãy chọn thủ tục")
    assert field(answer, "wanted") == "tach"


def test_it_refuses_when_a_paper_is_missing(cast: Cast, counter: Client, typed: dict[str, Any]) -> None:
    optional = str(paper_of(cast, 2).pk)
    answer = refused(counter, typed | {"paper": [optional]}, 422, "còn thiếu 1 giấy tờ bắt buộc")
    assert [box["value"] for box in page(answer).select("[name=paper][checked]")] == [optional]


def test_it_refuses_what_this_one_stop_does_not_receive(
    cast: Cast, counter: Client, typed: dict[str, Any]
) -> None:
    Offer.objects.filter(one_stop=cast.here.one_stop).delete()
    answer = refused(counter, typed, 409, "không tiếp nhận thủ tục")
    assert field(answer, "name") == typed["name"]


def test_it_refuses_a_case_without_a_time_limit(cast: Cast, counter: Client, typed: dict[str, Any]) -> None:
    TimeLimit.objects.update(case="Đất ở")
    answer = refused(counter, typed | {"case": ""}, 422, "không công bố thời hạn cho trường hợp")
    assert field(answer, "name") == typed["name"]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("phone", "12345", "Số điện thoại phải bắt đầu bằng 0"),
        ("identity_number", "1234", "Số giấy tờ tùy thân phải có 9 chữ số"),
        ("email", "khong-phai", "Địa chỉ thư điện tử không đúng"),
        ("born_on", "31/02/1990", "Hãy ghi ngày sinh theo ngày/tháng/năm"),
        ("born_on", "01/01/2090", "Ngày sinh phải trước hôm nay"),
        ("address", "", "Hãy nhập địa chỉ"),
    ],
)
def test_it_refuses_a_wrong_field_and_keeps_it(
    counter: Client, typed: dict[str, Any], name: str, value: str, sentence: str
) -> None:
    answer = refused(counter, typed | {name: value}, 422, sentence)
    assert field(answer, name) == value
    assert field(answer, "name") == typed["name"]


OTHERS = (Role.HANDLER, Role.HEAD_OF_DIVISION, Role.LEADER, Role.CLERK, Role.INSPECTOR, Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", OTHERS)
def test_others_do_not_stand_at_the_counter(signed_in: SignIn, typed: dict[str, Any], role: Role) -> None:
    client = signed_in(role)
    assert client.get("/counter/").status_code == 403
    assert client.get("/counter/procedures/?wanted=a").status_code == 403
    for path in ("/counter/", "/counter/slip/", "/counter/notices/", "/counter/draft/"):
        assert client.post(path, typed).status_code == 403
    assert (Dossier.objects.count(), FormDraft.objects.count()) == (0, 0)


def test_the_one_stop_head_receives_too(signed_in: SignIn, typed: dict[str, Any]) -> None:
    assert signed_in(Role.ONE_STOP_HEAD).post("/counter/", typed).status_code == 302


def test_a_dossier_belongs_to_the_counter_that_received_it(
    cast: Cast, signed_in: SignIn, typed: dict[str, Any]
) -> None:
    signed_in(Role.RECEPTIONIST, cast.sister).post("/counter/", typed)
    assert Dossier.objects.get().one_stop == cast.sister.one_stop


@pytest.mark.parametrize(
    ("ask", "statements"),
    [
        (lambda c, t: c.get("/counter/"), 12),
        (lambda c, t: c.get("/counter/procedures/?wanted=tach"), 9),
        (lambda c, t: c.post("/counter/slip/", t), 10),
        (lambda c, t: c.post("/counter/", t), 32),
    ],
)
def test_how_many_statements_a_request_sends(
    counter: Client,
    typed: dict[str, Any],
    ask: Callable[[Client, dict[str, Any]], Any],
    statements: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ask(counter, typed | {"key": "22222222"})
    FormDraft.objects.all().delete()
    with django_assert_num_queries(statements):
        ask(counter, typed | {"again": "yes"})
