"""The counter over HTTP: receiving, each refusal with everything typed still there, sending twice, strangers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from motcua.casework.dossiers.models import Attachment, CounterNotice, Dossier, DossierPaper
from motcua.casework.dossiers.tests.cast import Cast, offer, procedure, same_day
from motcua.catalogue.procedures.models import Fee, Offer, Paper, TimeLimit
from motcua.faces.desk.models import FormDraft
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.ground.files.tests import samples
from motcua.people.organisation.models import Role
from motcua.people.parties.models import PartyVersion

CARD = (
    "082190000123|310012345|Nguyễn Thị Thanh Thảo|14031990|Nữ|Ấp Tân Lược, xã Tân Hương, Châu Thành|20052021"
)


def paper_of(cast: Cast, ordinal: int = 1) -> Paper:
    return Paper.objects.get(version__procedure=cast.procedure, ordinal=ordinal)


@pytest.fixture
def typed(cast: Cast) -> dict[str, Any]:
    """A form that is right."""
    return {
        "key": "11111111-1111-4111-8111-111111111111",
        "kind": "0",
        "name": "Nguyễn Thị Thanh Thảo",
        "identity_number": "082190000123",
        "phone": "090 000 0123",
        "address": "Ấp Tân Lược, xã Tân Hương",
        "procedure": str(cast.procedure.pk),
        "channel": "counter",
        "return_method": "counter",
        "fee": "owed",
        "sets": "1",
        "summary": "Tách thửa 214",
        "paper": [str(paper_of(cast).pk)],
        "do": "receive",
    }


@pytest.fixture
def counter(signed_in: SignIn) -> Client:
    """The receptionist's browser."""
    return signed_in(Role.RECEPTIONIST)


def field(answer: Any, name: str) -> str:
    """What stands in a field of the page."""
    found = page(answer).select_one(f"[name={name}]")
    assert found is not None
    return str(found.text if found.name == "textarea" else found.get("value", ""))


# --- receiving ---------------------------------------------------------------------------------------------------


def test_it_receives_and_opens_the_receipt(counter: Client, typed: dict[str, Any]) -> None:
    answer = counter.post("/counter/", typed)
    dossier = Dossier.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/dossiers/{dossier.code}/receipt/"
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
    counter.post("/counter/", changed | {"key": field(answer, "key")})
    assert Dossier.objects.count() == 2


# --- refusals: seen, with everything typed still there -----------------------------------------------------------


def refused(counter: Client, sent: dict[str, Any], status: int, sentence: str) -> Any:
    answer = counter.post("/counter/", sent)
    assert answer.status_code == status
    assert sentence in text_of(answer)
    assert Dossier.objects.count() == 0
    return answer


def test_it_refuses_without_a_name(counter: Client, typed: dict[str, Any]) -> None:
    answer = refused(counter, typed | {"name": " "}, 422, "Hãy nhập họ tên người nộp")
    assert field(answer, "address") == "Ấp Tân Lược, xã Tân Hương"
    assert field(answer, "summary").strip() == "Tách thửa 214"


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


# --- who ---------------------------------------------------------------------------------------------------------

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


# --- the citizen card --------------------------------------------------------------------------------------------


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


# --- somebody who was here before --------------------------------------------------------------------------------


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


# --- the slip ----------------------------------------------------------------------------------------------------


def test_the_slip_says_the_promise_and_why(counter: Client, typed: dict[str, Any]) -> None:
    text = text_of(counter.post("/counter/slip/", typed))
    assert "22/03/2017, 08:30" in text
    assert "15 ngày làm việc" in text
    assert "Vì sao hẹn ngày này?" in text
    assert "không thu" in text


def test_the_slip_promises_what_the_receipt_then_says(counter: Client, typed: dict[str, Any]) -> None:
    slip = page(counter.post("/counter/slip/", typed)).select_one(".kv__big")
    counter.post("/counter/", typed)
    assert slip is not None
    assert slip.text == f"{Dossier.objects.get().promised_at.astimezone():%d/%m/%Y, %H:%M}"


def test_the_slip_says_that_no_limit_is_published_for_the_case(
    counter: Client, typed: dict[str, Any]
) -> None:
    TimeLimit.objects.update(case="Đất ở")
    assert "không công bố thời hạn cho trường hợp" in text_of(counter.post("/counter/slip/", typed))
    chosen = text_of(counter.post("/counter/slip/", typed | {"case": "Đất ở"}))
    assert "22/03/2017, 08:30" in chosen


def test_the_slip_names_what_is_missing(counter: Client, typed: dict[str, Any]) -> None:
    text = text_of(counter.post("/counter/slip/", typed | {"paper": []}))
    assert "Còn thiếu 1" in text
    assert "Đơn đề nghị" in text


def test_the_slip_says_the_hour_of_a_same_day_procedure(
    cast: Cast, counter: Client, typed: dict[str, Any]
) -> None:
    same_day(cast.procedure)
    text = text_of(counter.post("/counter/slip/", typed))
    assert "01/03/2017, 17:00" in text
    assert "trong ngày; nhận chậm nhất lúc 15:00" in text


def test_the_checklist_comes_with_another_procedure_only(counter: Client, typed: dict[str, Any]) -> None:
    first = counter.post("/counter/slip/", typed | {"shown_for": "/"})
    assert page(first).select_one("#details[hx-swap-oob]") is not None
    again = counter.post("/counter/slip/", typed | {"shown_for": field(first, "shown_for")})
    assert page(again).select_one("#details") is None


def test_a_case_asks_for_its_own_papers(cast: Cast, counter: Client, typed: dict[str, Any]) -> None:
    Paper.objects.filter(pk=paper_of(cast, 2).pk).update(case="Thừa kế", is_required=True)
    assert "Bản sao giấy tờ" not in text_of(counter.post("/counter/slip/", typed))
    assert "Bản sao giấy tờ" in text_of(counter.post("/counter/slip/", typed | {"case": "Thừa kế"}))


def test_without_script_a_date_is_counted_on_a_button(counter: Client, typed: dict[str, Any]) -> None:
    answer = counter.post("/counter/", typed | {"do": "slip"})
    assert "22/03/2017, 08:30" in text_of(answer)
    assert field(answer, "summary").strip() == "Tách thửa 214"


# --- procedures --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["tach thua", "TÁCH THỬA", "thua tach", "đất đai", "dat"])
def test_it_finds_a_procedure_with_or_without_diacritics(counter: Client, words: str) -> None:
    assert "Tách thửa đất" in text_of(counter.get("/counter/procedures/", {"wanted": words}))


def test_the_general_limit_is_named_before_that_of_a_case(cast: Cast, counter: Client) -> None:
    general = TimeLimit.objects.get(version__procedure=cast.procedure)
    TimeLimit.objects.create(
        version=general.version, ordinal=0, amount=22, unit="working_day", area="Địa bàn khó khăn"
    )
    found = text_of(counter.get("/counter/procedures/", {"wanted": "tach"}))
    assert "15 ngày làm việc tùy trường hợp" in found


def test_it_finds_only_what_is_received_here(cast: Cast, counter: Client) -> None:
    offer(procedure("Tách hộ"), cast.sister)
    found = text_of(counter.get("/counter/procedures/", {"wanted": "tách"}))
    assert "Tách thửa đất" in found
    assert "Tách hộ" not in found


def test_without_script_a_search_and_a_choice_are_buttons(
    cast: Cast, counter: Client, typed: dict[str, Any]
) -> None:
    found = counter.post(
        "/counter/", {"key": typed["key"], "wanted": "tach", "search": "wanted", "name": "Ngô An"}
    )
    option = page(found).select_one("button.option")
    assert option is not None
    assert option["name"] == "procedure"
    chosen = counter.post(
        "/counter/",
        {"key": typed["key"], "wanted": "tach", "procedure": ["", option["value"]], "name": "Ngô An"},
    )
    assert "Đơn đề nghị" in text_of(chosen)
    assert field(chosen, "name") == "Ngô An"


def test_the_closest_name_comes_first(cast: Cast, counter: Client) -> None:
    for name in (
        "Cấp bản sao trích lục khai sinh",
        "Đăng ký khai sinh cho người đã có giấy tờ",
        "Đăng ký khai sinh",
    ):
        offer(procedure(name), cast.here)
    found = page(counter.get("/counter/procedures/", {"wanted": "khai sinh"})).select(".option__label")
    assert [label.text for label in found] == [
        "Đăng ký khai sinh",
        "Đăng ký khai sinh cho người đã có giấy tờ",
        "Cấp bản sao trích lục khai sinh",
    ]


@pytest.mark.parametrize("procedure_id", ["x", "0", "-1", "99999999999999999999", "1e3"])
def test_a_procedure_that_is_no_number_is_not_chosen(
    counter: Client, typed: dict[str, Any], procedure_id: str
) -> None:
    assert counter.post("/counter/", typed | {"procedure": procedure_id}).status_code == 422
    assert counter.post("/counter/slip/", typed | {"procedure": procedure_id}).status_code == 200


def test_a_character_that_no_keyboard_writes_is_left_out(counter: Client, typed: dict[str, Any]) -> None:
    counter.post("/counter/", typed | {"summary": "Tách\x00 thửa"})
    assert Dossier.objects.get().summary == "Tách thửa"


# --- files -------------------------------------------------------------------------------------------------------


def upload(content: bytes, name: str = "đơn.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_file_lies_with_its_paper(cast: Cast, counter: Client, typed: dict[str, Any]) -> None:
    paper = paper_of(cast)
    counter.post("/counter/", typed | {f"file_{paper.pk}": upload(samples.PDF)})
    file = Attachment.objects.get()
    assert (file.name, file.media_type) == ("đơn.pdf", "application/pdf")
    assert file.paper is not None
    assert file.paper.paper_id == paper.pk


@pytest.mark.parametrize("content", [samples.EXE, samples.HTML, samples.SVG, b"a text"])
def test_it_refuses_a_file_of_a_wrong_kind(counter: Client, typed: dict[str, Any], content: bytes) -> None:
    refused(counter, typed | {"file_0": upload(content)}, 422, "Không nhận tệp “đơn.pdf”")


def test_a_good_file_is_not_chosen_again_after_a_refusal(
    cast: Cast, counter: Client, typed: dict[str, Any]
) -> None:
    sent = typed | {"name": "", f"file_{paper_of(cast).pk}": upload(samples.PDF)}
    answer = refused(counter, sent, 422, "Hãy nhập họ tên")
    counter.post("/counter/", typed | {"kept": field(answer, "kept")})
    assert Attachment.objects.get().name == "đơn.pdf"


def test_a_file_that_is_not_wanted_any_more_is_left_out(
    cast: Cast, counter: Client, typed: dict[str, Any]
) -> None:
    refused(counter, typed | {"name": "", "file_0": upload(samples.PDF)}, 422, "Hãy nhập họ tên")
    counter.post("/counter/", typed)
    assert Attachment.objects.count() == 0


def test_a_file_cannot_be_carried_into_another_officers_form(
    cast: Cast, counter: Client, signed_in: SignIn, typed: dict[str, Any]
) -> None:
    answer = refused(counter, typed | {"name": "", "file_0": upload(samples.PDF)}, 422, "Hãy nhập họ tên")
    stranger = signed_in(Role.RECEPTIONIST, cast.sister)
    stranger.post("/counter/", typed | {"kept": field(answer, "kept")})
    assert Dossier.objects.count() == 1
    assert Attachment.objects.count() == 0


# --- forms 02 and 03 ---------------------------------------------------------------------------------------------


def test_the_list_to_complete_begins_with_what_is_missing(counter: Client, typed: dict[str, Any]) -> None:
    answer = counter.post("/counter/", typed | {"do": "completion", "paper": []})
    assert field(answer, "items").strip() == "Đơn đề nghị"
    assert field(answer, "name") == typed["name"]
    assert CounterNotice.objects.count() == 0


def test_it_gives_a_list_to_complete(counter: Client, typed: dict[str, Any]) -> None:
    sent = typed | {"do": "completion", "items": "Đơn đề nghị\n\n Bản đồ \n", "reason": "Chưa nộp"}
    answer = counter.post("/counter/notices/", sent)
    given = CounterNotice.objects.get()
    assert answer["Location"] == f"/counter/notices/{given.pk}/"
    assert (given.kind, given.body) == ("completion", "Đơn đề nghị\nBản đồ\n\nChưa nộp")
    assert Dossier.objects.count() == 0


def test_it_rejects_with_a_reason(counter: Client, typed: dict[str, Any]) -> None:
    counter.post("/counter/notices/", typed | {"do": "rejection", "reason": "Thuộc thẩm quyền cấp xã"})
    assert CounterNotice.objects.values_list("kind", "body").get() == ("rejection", "Thuộc thẩm quyền cấp xã")


@pytest.mark.parametrize(("do", "name"), [("completion", "items"), ("rejection", "reason")])
def test_it_refuses_a_notice_that_says_nothing(
    counter: Client, typed: dict[str, Any], do: str, name: str
) -> None:
    answer = counter.post("/counter/notices/", typed | {"do": do, name: "  "})
    assert answer.status_code == 422
    assert "Hãy ghi nội dung của phiếu" in text_of(answer)
    assert field(answer, "summary").strip() == "Tách thửa 214"
    assert CounterNotice.objects.count() == 0


def test_a_notice_sent_twice_is_one(counter: Client, typed: dict[str, Any]) -> None:
    sent = typed | {"do": "rejection", "reason": "Sai nơi nộp"}
    first, second = counter.post("/counter/notices/", sent), counter.post("/counter/notices/", sent)
    assert first["Location"] == second["Location"]
    assert CounterNotice.objects.count() == 1


# --- statements --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "statements"),
    [
        (lambda c, t: c.get("/counter/"), 10),
        (lambda c, t: c.get("/counter/procedures/?wanted=tach"), 9),
        (lambda c, t: c.post("/counter/slip/", t), 9),
        (lambda c, t: c.post("/counter/", t), 13),
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
        ask(counter, typed)
