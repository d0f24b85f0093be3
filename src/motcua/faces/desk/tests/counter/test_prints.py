"""Forms 01, 02 and 03 as pages, and a dossier's files: what they say, who gets them, and how a file is served."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from motcua.casework.dossiers import actions, rules
from motcua.casework.dossiers.actions import Applicant, Received
from motcua.casework.dossiers.actions.receiving import Notice, StoredFile
from motcua.casework.dossiers.models import Attachment, CounterNotice, Dossier
from motcua.casework.dossiers.tests.cast import MORNING, Cast, at, offer, procedure
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.ground.files import store
from motcua.ground.files.tests import samples
from motcua.people.organisation.models import Role, UnitName


@pytest.fixture
def received(cast: Cast) -> Received:
    return cast.receive(summary="Tách thửa 214")


def receipt(client: Client, received: Received) -> Any:
    return client.get(f"/dossiers/{received.code}/receipt/")


def copies(answer: HttpResponse) -> list[str]:
    return [" ".join(copy.get_text(" ").split()) for copy in page(answer).select(".sheet__copy")]


# --- form 01 -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Châu Thành, ngày 01 tháng 03 năm 2017",
        "Số: 1/2017",
        "Tiếp nhận hồ sơ của: Nguyễn Văn Phước",
        "Số điện thoại: 0900000123",
        "Nội dung yêu cầu giải quyết: Tách thửa đất ; Tách thửa 214",
        "Đơn đề nghị (1 bản chính)",
        "Số lượng hồ sơ: 1 (bộ)",
        "Thời gian giải quyết hồ sơ theo quy định là: 15 ngày làm việc",
        "Thời gian nhận hồ sơ: 08 giờ 30 phút, ngày 01 tháng 03 năm 2017",
        "Thời gian trả kết quả: 08 giờ 30 phút, ngày 22 tháng 03 năm 2017",
        "Phí, lệ phí: không thu",
        "Đăng ký nhận kết quả tại: Bộ phận Tiếp nhận và Trả kết quả",
        "Vào Sổ theo dõi hồ sơ, Quyển số: 2017 Số thứ tự: 1",
        "NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên)",
        "NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên)",
        "Mẫu số 01, Thông tư 01/2018/TT-VPCP (mẫu gần nhất có sẵn",
        "Bản trình diễn: người và hồ sơ là hư cấu",
    ],
)
def test_both_copies_say_what_the_form_asks(signed_in: SignIn, received: Received, words: str) -> None:
    both = copies(receipt(signed_in(Role.RECEPTIONIST), received))
    assert [words in copy for copy in both] == [True, True]


def test_only_the_applicants_copy_has_the_secret(signed_in: SignIn, received: Received) -> None:
    secret = rules.receipt_secret(received.code, settings.RECEIPT_KEY)
    applicants, offices = copies(receipt(signed_in(Role.RECEPTIONIST), received))
    assert secret in applicants
    assert secret not in offices


def test_the_codes_of_the_copies_differ_by_the_secret(signed_in: SignIn, received: Received) -> None:
    drawings = [
        str(svg) for svg in page(receipt(signed_in(Role.RECEPTIONIST), received)).select(".sheet__copy svg")
    ]
    assert len(drawings) == 2
    assert drawings[0] != drawings[1]


def test_the_forms_are_vietnamese_whatever_the_officer_reads(signed_in: SignIn, received: Received) -> None:
    vietnamese = copies(receipt(signed_in(Role.RECEPTIONIST), received))
    client = signed_in(Role.RECEPTIONIST)
    client.cookies["language"] = "en"
    answer = receipt(client, received)
    assert copies(answer) == vietnamese
    assert "Next dossier" in text_of(answer)


def test_a_postal_return_is_said(cast: Cast, signed_in: SignIn) -> None:
    received = cast.receive(return_method="postal")
    assert "nhà, qua dịch vụ bưu chính công ích" in text_of(receipt(signed_in(Role.RECEPTIONIST), received))


@pytest.mark.parametrize(
    ("paid", "words"), [(True, "50.000\u00a0đ (đã nộp tại quầy)"), (False, "(chưa nộp khi tiếp nhận)")]
)
def test_the_fee_is_said(cast: Cast, signed_in: SignIn, paid: bool, words: str) -> None:
    dear = procedure("Cấp phép", fee=50_000)
    offer(dear, cast.here)
    paper = dear.versions.get().papers.get(ordinal=1)
    handed_in = (actions.HandedIn(paper.pk, paper.name, 1),)
    received = cast.receive(procedure_id=dear.pk, papers=handed_in, fee_paid=paid)
    answer = receipt(signed_in(Role.RECEPTIONIST), received)
    assert words.replace("\u00a0", " ") in text_of(answer)


def test_the_register_counts_through_the_year(cast: Cast, signed_in: SignIn) -> None:
    cast.receive(now=at("2016-12-30 09:00"))
    cast.receive(now=at("2017-01-03 09:00"))
    second = cast.receive(now=at("2017-03-01 08:30"))
    actions.receive(cast.intake(), by=cast.sister.actor(Role.RECEPTIONIST), now=MORNING)
    assert "Số thứ tự: 2" in text_of(receipt(signed_in(Role.RECEPTIONIST), second))


def test_a_receipt_keeps_the_names_of_its_day(cast: Cast, signed_in: SignIn, received: Received) -> None:
    UnitName.objects.filter(unit=cast.here.agency).update(valid_to=at("2017-06-01 00:00").date())
    UnitName.objects.create(
        unit=cast.here.agency, code="000.00.99.H58", name="Huyện Tân Thành", short_name="Huyện Tân Thành",
        search_text="", sort_key="", valid_from=at("2017-06-01 00:00").date(),
    )  # fmt: skip
    assert "HUYỆN CHÂU THÀNH" in text_of(receipt(signed_in(Role.RECEPTIONIST), received))


@pytest.mark.parametrize("role", [Role.HANDLER, Role.LEADER, Role.INSPECTOR, Role.ADMINISTRATOR])
def test_others_do_not_print(signed_in: SignIn, received: Received, role: Role) -> None:
    answer = receipt(signed_in(role), received)
    assert answer.status_code == 403
    assert "Phước" not in text_of(answer)


def test_the_sister_counter_does_not_print_it(cast: Cast, signed_in: SignIn, received: Received) -> None:
    answer = receipt(signed_in(Role.RECEPTIONIST, cast.sister), received)
    assert answer.status_code == 404
    assert "Phước" not in text_of(answer)


# --- forms 02 and 03 ---------------------------------------------------------------------------------------------


def give(cast: Cast, kind: str, body: str) -> CounterNotice:
    told = Notice(kind, cast.procedure.pk, Applicant("Trần Thị Bảy", address="Ấp Bắc"), body)
    return actions.give_notice(told, by=cast.here.actor(Role.RECEPTIONIST), now=MORNING)


@pytest.mark.parametrize(
    "words",
    [
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Số: 1/HDHS",
        "Hồ sơ của: Trần Thị Bảy",
        "Địa chỉ: Ấp Bắc",
        "Nội dung yêu cầu giải quyết: Tách thửa đất",
        "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau: Đơn đề nghị Bản đồ",
        "Lý do: Chưa nộp",
        "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc",
        "NGƯỜI HƯỚNG DẪN (Ký và ghi rõ họ tên)",
        "Mẫu số 02, Thông tư 01/2018/TT-VPCP",
    ],
)
def test_form_02_says_what_it_asks(cast: Cast, signed_in: SignIn, words: str) -> None:
    given = give(cast, "completion", "Đơn đề nghị\nBản đồ\n\nChưa nộp")
    assert words in text_of(signed_in(Role.RECEPTIONIST).get(f"/counter/notices/{given.pk}/"))


@pytest.mark.parametrize(
    "words",
    [
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        "Số: 1/2017",
        "thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau: Sai nơi nộp",
        "Xin thông báo cho Ông/Bà được biết và thực hiện./.",
        "NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên) Trần Thị Bảy",
        "Mẫu số 03, Thông tư 01/2018/TT-VPCP",
    ],
)
def test_form_03_says_what_it_asks(cast: Cast, signed_in: SignIn, words: str) -> None:
    given = give(cast, "rejection", "Sai nơi nộp")
    assert words in text_of(signed_in(Role.RECEPTIONIST).get(f"/counter/notices/{given.pk}/"))


def test_a_notice_belongs_to_its_counter(cast: Cast, signed_in: SignIn) -> None:
    given = give(cast, "rejection", "Sai nơi nộp")
    for client, status in ((signed_in(Role.RECEPTIONIST, cast.sister), 404), (signed_in(Role.HANDLER), 403)):
        answer = client.get(f"/counter/notices/{given.pk}/")
        assert answer.status_code == status
        assert "Trần Thị Bảy" not in text_of(answer)


def test_what_a_handler_asked_for_is_printed_at_the_counter(
    cast: Cast, signed_in: SignIn, received: Received
) -> None:
    client = signed_in(Role.RECEPTIONIST)
    assert client.get(f"/dossiers/{received.code}/completion-form/").status_code == 404
    task = cast.bring_to(received.dossier_id, "handle")
    by = cast.here.actor(Role.HANDLER)
    actions.request_completion(task.pk, by=by, now=MORNING, missing="Bản đồ địa chính\nHợp đồng")
    text = text_of(client.get(f"/dossiers/{received.code}/completion-form/"))
    assert f"Mã hồ sơ: {received.code}" in text
    assert "Bản đồ địa chính Hợp đồng" in text
    assert "liên hệ với Người thụ lý Huyện Châu Thành" in text


# --- files -------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(cast: Cast, received: Received) -> Attachment:
    kept = store.put(io.BytesIO(samples.PDF), "Đơn.pdf")
    stored = StoredFile(kept.digest, kept.name, kept.media_type, kept.size)
    actions.attach(received.dossier_id, by=cast.here.actor(Role.RECEPTIONIST), now=MORNING, files=[stored])
    return Attachment.objects.get()


def download(client: Client, received: Received, file: Attachment) -> Any:
    return client.get(f"/dossiers/{received.code}/files/{file.pk}/")


def test_a_file_is_saved_and_never_runs(signed_in: SignIn, received: Received, file: Attachment) -> None:
    answer = download(signed_in(Role.RECEPTIONIST), received, file)
    assert b"".join(answer.streaming_content) == samples.PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C4%90%C6%A1n.pdf"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_type_that_is_not_on_the_list_is_not_named(
    signed_in: SignIn, received: Received, file: Attachment
) -> None:
    Attachment.objects.update(media_type="text/html")
    answer = download(signed_in(Role.RECEPTIONIST), received, file)
    assert answer["Content-Type"] == "application/octet-stream"
    answer.close()


@pytest.mark.parametrize(
    ("role", "status"), [(Role.HANDLER, 200), (Role.LEADER, 200), (Role.ADMINISTRATOR, 403)]
)
def test_those_who_see_the_dossier_get_its_files(
    signed_in: SignIn, received: Received, file: Attachment, role: Role, status: int
) -> None:
    answer = download(signed_in(role), received, file)
    assert answer.status_code == status
    answer.close()


def test_a_stranger_gets_no_file(cast: Cast, signed_in: SignIn, received: Received, file: Attachment) -> None:
    assert download(signed_in(Role.RECEPTIONIST, cast.sister), received, file).status_code == 404
    assert Client().get(f"/dossiers/{received.code}/files/{file.pk}/").status_code == 302


def test_a_file_is_asked_for_by_its_own_dossier(
    cast: Cast, signed_in: SignIn, received: Received, file: Attachment
) -> None:
    other = cast.receive()
    assert Dossier.objects.count() == 2
    assert download(signed_in(Role.RECEPTIONIST), other, file).status_code == 404
