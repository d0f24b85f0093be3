"""The six forms as they come out of the printer: what they say, and that nothing typed breaks them."""

from __future__ import annotations

import io
from typing import Any

import pytest
import typst
import zxingcpp
from django.conf import settings
from django.test import Client
from PIL import Image
from pypdf import PdfReader

from motcua.casework.dossiers import actions, rules
from motcua.casework.dossiers.actions import Applicant, HandedIn, Received
from motcua.casework.dossiers.actions.receiving import Notice
from motcua.casework.dossiers.models import CounterNotice
from motcua.casework.dossiers.prints import forms
from motcua.casework.dossiers.tests.cast import MORNING, Cast, at, offer, procedure
from motcua.faces.desk.tests.conftest import SignIn
from motcua.faces.desk.tests.printing.conftest import pages_of, paper_of, print_form
from motcua.ground.printing import typesetting
from motcua.people.organisation.models import Role, UnitName

pytestmark = pytest.mark.usefixtures("fonts")


@pytest.fixture
def received(cast: Cast) -> Received:
    return cast.receive(summary="Tách thửa 214")


@pytest.fixture
def counter(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(Role.RECEPTIONIST)


def receipt(client: Client, *dossiers: Received) -> list[str]:
    return paper_of(client, print_form(client, "01", [one.code for one in dossiers]))


# --- form 01 -------------------------------------------------------------------------------------------------------

RECEIPT_WORDS = (
    "HUYỆN CHÂU THÀNH",
    "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    "Châu Thành, ngày 01 tháng 03 năm 2017",
    "Số: 1/2017",
    "Tiếp nhận hồ sơ của: Nguyễn Văn Phước",
    "Số điện thoại: 0900000123",
    "Nội dung yêu cầu giải quyết: Tách thửa đất; Tách thửa 214",
    "Thành phần hồ sơ nộp gồm: 1. Đơn đề nghị (1 bản chính)",
    "Số lượng hồ sơ: 1 (bộ)",
    "Thời gian giải quyết hồ sơ theo quy định là: 15 ngày làm việc",
    "Thời gian nhận hồ sơ: 08 giờ 30 phút, ngày 01 tháng 03 năm 2017",
    "Thời gian trả kết quả: 08 giờ 30 phút, ngày 22 tháng 03 năm 2017",
    "Phí, lệ phí: không thu",
    "Đăng ký nhận kết quả tại: Bộ phận Tiếp nhận và Trả kết quả",
    "Vào Sổ theo dõi hồ sơ, Quyển số: 2017 Số thứ tự: 1",
    "NGƯỜI NỘP HỒ SƠ",
    "NGƯỜI TIẾP NHẬN HỒ SƠ",
    "(Ký và ghi rõ họ tên)",
    "Mẫu số 01, Thông tư 01/2018/TT-VPCP (mẫu gần nhất có sẵn",
    "In lúc 08:30 01/03/2017, người in: Người tiếp nhận Huyện Châu Thành",
    "hồ sơ hư cấu, không có giá trị pháp lý",
    "Trang 1/1",
)


def test_both_copies_say_what_the_form_asks(counter: Client, received: Received) -> None:
    pages = receipt(counter, received)
    assert len(pages) == 2
    assert [words for words in RECEIPT_WORDS for page in pages if words not in page] == []
    assert ["Liên 1: giao người nộp hồ sơ" in pages[0], "Liên 2: lưu tại Bộ phận Một cửa" in pages[1]] == [
        True,
        True,
    ]


def test_only_the_applicants_copy_has_the_secret(counter: Client, received: Received) -> None:
    secret = rules.receipt_secret(received.code, settings.RECEIPT_KEY)
    assert [secret in page for page in receipt(counter, received)] == [True, False]


def test_a_telephone_reads_the_code(
    counter: Client, received: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[bytes] = []

    def draw(template: Any, data: Any, *, at: Any) -> bytes:
        pages: Any = typst.compile(
            template,
            root=typesetting.ROOT,
            format="png",
            ppi=200,
            ignore_system_fonts=True,
            font_paths=[settings.SETUP_DIR / "fonts"],
            sys_inputs={"data": typesetting.as_json(data)},
        )
        drawn.extend(pages)
        return b""

    monkeypatch.setattr(forms, "typeset", draw)
    counter.get(print_form(counter, "01", [received.code])["Location"] + "paper.pdf")
    read = [zxingcpp.read_barcodes(Image.open(io.BytesIO(page)))[0].text for page in drawn]
    secret = rules.receipt_secret(received.code, settings.RECEIPT_KEY)
    tracked = f"http://testserver/tra-cuu/{received.code}/"
    assert read == [f"{tracked}#{secret}", tracked]


def test_a_copy_is_marked_and_the_original_is_not(counter: Client, received: Received) -> None:
    marks = [receipt(counter, received)[0].count("BẢN IN LẠI LẦN 1") for _ in range(2)]
    assert marks == [0, 1]
    assert "BẢN IN LẠI LẦN 2" in receipt(counter, received)[0]


def test_the_same_print_is_the_same_file(counter: Client, received: Received) -> None:
    place = print_form(counter, "01", [received.code])["Location"]
    assert counter.get(place + "paper.pdf").content == counter.get(place + "paper.pdf").content


def test_the_forms_are_vietnamese_whatever_the_officer_reads(
    counter: Client, signed_in: SignIn, received: Received
) -> None:
    place = print_form(counter, "01", [received.code])["Location"]
    english = signed_in(Role.RECEPTIONIST)
    english.cookies["language"] = "en"
    assert english.get(place + "paper.pdf").content == counter.get(place + "paper.pdf").content
    assert "Next dossier" in english.get(place).content.decode()


STRANGE = r"#panic() $x$ \u{1F4A9} *b* <l> @r Nguye#[ễ]n 王"


def test_a_strange_name_is_printed_as_it_was_written(cast: Cast, counter: Client) -> None:
    first, _second = receipt(counter, cast.receive(applicant=Applicant(STRANGE, phone="0900000123")))
    assert f"Tiếp nhận hồ sơ của: {STRANGE.replace('王', '□')}" in first


def test_a_long_list_of_papers_goes_on_another_page(cast: Cast, counter: Client) -> None:
    (own,) = cast.intake().papers
    more = tuple(
        HandedIn(None, f"Giấy tờ kèm theo số {n} có tên dài để sang dòng thứ hai", 1, 2) for n in range(30)
    )
    pages = receipt(counter, cast.receive(papers=(own, *more)))
    assert [f"Trang {n}/3" in page for n, page in zip((1, 2, 3, 1, 2, 3), pages, strict=True)] == [True] * 6
    assert [page.count("NGƯỜI NỘP HỒ SƠ") for page in pages] == [0, 0, 1, 0, 0, 1]
    assert "31. Giấy tờ kèm theo số 29" in " ".join(pages[:3])


def test_what_was_not_said_is_a_line_of_dots(cast: Cast, counter: Client) -> None:
    first, _second = receipt(counter, cast.receive(applicant=Applicant("Lê Thị Út")))
    assert "Địa chỉ: ......" in first.replace("…", "...")


def test_a_postal_return_is_said(cast: Cast, counter: Client) -> None:
    assert "nhà, qua dịch vụ bưu chính công ích" in receipt(counter, cast.receive(return_method="postal"))[0]


@pytest.mark.parametrize(
    ("paid", "words"), [(True, "(đã nộp tại quầy)"), (False, "(chưa nộp khi tiếp nhận)")]
)
def test_the_fee_is_said(cast: Cast, counter: Client, paid: bool, words: str) -> None:
    dear = procedure("Cấp phép", fee=50_000)
    offer(dear, cast.here)
    paper = dear.versions.get().papers.get(ordinal=1)
    handed_in = (HandedIn(paper.pk, paper.name, 1),)
    received = cast.receive(procedure_id=dear.pk, papers=handed_in, fee_paid=paid)
    assert f"Phí, lệ phí: 50.000 đ {words}" in receipt(counter, received)[0].replace("\u00a0", " ")


def test_the_register_counts_through_the_year(cast: Cast, counter: Client) -> None:
    cast.receive(now=at("2016-12-30 09:00"))
    cast.receive(now=at("2017-01-03 09:00"))
    second = cast.receive(now=at("2017-03-01 08:30"))
    assert "Số thứ tự: 2" in receipt(counter, second)[0]


def test_a_receipt_keeps_the_names_of_its_day(cast: Cast, counter: Client, received: Received) -> None:
    UnitName.objects.filter(unit=cast.here.agency).update(valid_to=at("2017-06-01 00:00").date())
    UnitName.objects.create(
        unit=cast.here.agency, code="000.00.99.H58", name="Huyện Tân Thành", short_name="Huyện Tân Thành",
        search_text="", sort_key="", valid_from=at("2017-06-01 00:00").date(),
    )  # fmt: skip
    assert "HUYỆN CHÂU THÀNH" in receipt(counter, received)[0]


def test_many_receipts_are_one_file(cast: Cast, counter: Client) -> None:
    dossiers = [cast.receive() for _ in range(3)]
    pages = receipt(counter, *dossiers)
    assert [one.code in page for one in dossiers for page in pages].count(True) == 6
    assert all("Trang 1/1" in page for page in pages)


# --- forms 02 and 03 ---------------------------------------------------------------------------------------------


def notice(cast: Cast, client: Client, kind: str, body: str) -> str:
    told = Notice(kind, cast.procedure.pk, Applicant("Trần Thị Bảy", address="Ấp Bắc"), body)
    given = actions.give_notice(told, by=cast.here.actor(Role.RECEPTIONIST), now=MORNING)
    (only,) = paper_of(client, client.post(f"/counter/notices/{given.pk}/prints/"))
    return only


COMPLETION_WORDS = (
    "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
    "Số: 1/HDHS",
    "Hồ sơ của: Trần Thị Bảy",
    "Địa chỉ: Ấp Bắc",
    "Nội dung yêu cầu giải quyết: Tách thửa đất",
    "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau: 1. Đơn đề nghị 2. Bản đồ",
    "Lý do: Chưa nộp",
    "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ với Người tiếp nhận",
    "NGƯỜI HƯỚNG DẪN (Ký và ghi rõ họ tên)",
    "Mẫu số 02, Thông tư 01/2018/TT-VPCP",
)
REJECTION_WORDS = (
    "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
    "Số: 1/2017",
    "thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau: Sai nơi nộp",
    "Xin thông báo cho Ông/Bà được biết và thực hiện./.",
    "NGƯỜI NỘP HỒ SƠ",
    "Mẫu số 03, Thông tư 01/2018/TT-VPCP",
)


def test_form_02_says_what_it_asks(cast: Cast, counter: Client) -> None:
    text = notice(cast, counter, CounterNotice.Kind.COMPLETION, "Đơn đề nghị\nBản đồ\n\nChưa nộp")
    assert [words for words in COMPLETION_WORDS if words not in text] == []


def test_form_03_says_what_it_asks(cast: Cast, counter: Client) -> None:
    text = notice(cast, counter, CounterNotice.Kind.REJECTION, "Sai nơi nộp")
    assert [words for words in REJECTION_WORDS if words not in text] == []


def test_what_a_handler_asked_for_is_printed_at_the_counter(
    cast: Cast, counter: Client, received: Received
) -> None:
    assert print_form(counter, "02", [received.code]).status_code == 404
    task = cast.bring_to(received.dossier_id, "handle")
    by = cast.here.actor(Role.HANDLER)
    actions.request_completion(task.pk, by=by, now=MORNING, missing="Bản đồ địa chính\nHợp đồng")
    (text,) = paper_of(counter, print_form(counter, "02", [received.code]))
    assert f"Mã hồ sơ: {received.code}" in text
    assert "1. Bản đồ địa chính 2. Hợp đồng" in text
    assert "liên hệ với Người thụ lý Huyện Châu Thành" in text


# --- forms 04, 05 and 06 -----------------------------------------------------------------------------------------


def test_form_04_says_sorry_and_names_the_new_day(cast: Cast, counter: Client, received: Received) -> None:
    assert print_form(counter, "04", [received.code]).status_code == 404
    cast.bring_to(received.dossier_id, "handle")
    said = actions.Said("overloaded", "Phải chờ đo đạc lại", at("2017-03-29 00:00").date())
    late = at("2017-03-21 09:00")
    actions.issue_apology(received.dossier_id, by=cast.here.actor(Role.LEADER, late), now=late, said=said)
    (text,) = paper_of(counter, print_form(counter, "04", [received.code]))
    for words in (
        "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        "Kính gửi: Nguyễn Văn Phước",
        "Thời gian hẹn trả kết quả: 08 giờ 30 phút, ngày 22 tháng 03 năm 2017",
        "Phải chờ đo đạc lại",
        "ngày 29 tháng 03 năm 2017",
        "xin lỗi Ông/Bà",
        "THỦ TRƯỞNG ĐƠN VỊ (Ký tên, đóng dấu)",
    ):
        assert words in text


def test_form_05_lists_every_hand(cast: Cast, counter: Client, received: Received) -> None:
    cast.bring_to(received.dossier_id, "sign")
    text = " ".join(paper_of(counter, print_form(counter, "05", [received.code])))
    for words in (
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        "Kèm theo hồ sơ của: Nguyễn Văn Phước",
        "Định mức: 40 giờ",
    ):
        assert words in text
    assert text.count("Người giao:") == text.count("Người nhận:") == 4


def test_form_06_is_a_book_on_its_side(cast: Cast, counter: Client, received: Received) -> None:
    asked = {"first": "2017-01-01", "last": "2017-12-31", "part": "1"}
    answer = counter.post("/register/prints/", asked)
    content = counter.get(answer["Location"] + "paper.pdf").content
    (text,) = pages_of(content)
    assert [float(side) for side in PdfReader(io.BytesIO(content)).pages[0].mediabox[2:]] == pytest.approx(
        [841.9, 595.3], abs=0.1
    )
    assert "SỔ THEO DÕI HỒ SƠ" in text
    for words in (
        "Quyển số: 2017",
        received.code.partition("-")[0],
        "Nguyễn Văn Phước",
        "Cộng trong kỳ: 1 hồ sơ",
        "Ký nhận",
    ):
        assert words in text
