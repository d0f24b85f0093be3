"""A print told again: the same paper as then, a sentence where that cannot be, and nothing for strangers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.prints import Form, Part, registers
from motcua.casework.dossiers.prints.registers import register
from motcua.casework.dossiers.queries import printing
from motcua.casework.dossiers.rules import Refusal
from motcua.casework.dossiers.tests.cast import MORNING, Cast, at
from motcua.casework.dossiers.tests.verbs.test_completing import asked, complete
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Role
from motcua.people.parties.models import PartyVersion

YEAR = (date(2017, 1, 1), date(2017, 12, 31))
LATER = at("2017-03-03 10:00")


def of(cast: Cast, form: Form, dossier_id: int, now: Any = MORNING) -> int:
    (place,) = actions.print_forms(form, [dossier_id], by=cast.here.actor(Role.RECEPTIONIST), now=now)
    return place


def said(cast: Cast, place: int) -> Any:
    (found,) = printing.printed([place], by=cast.here.actor(Role.RECEPTIONIST))
    return found


def refusal(cast: Cast, place: int, role: Role = Role.RECEPTIONIST, where: Any = None) -> Any:
    with pytest.raises(Refused) as raised:
        printing.printed([place], by=(where or cast.here).actor(role))
    return raised.value.code


def test_a_receipt_says_what_was_received(cast: Cast) -> None:
    found = said(cast, of(cast, Form.RECEIPT, cast.receive().dossier_id))
    assert (found.copy, found.officer, found.code) == (
        1,
        "Người tiếp nhận Huyện Châu Thành",
        found.content["code"],
    )
    assert found.content["applicant"]["name"] == "Nguyễn Văn Phước"
    assert found.content["papers"] == [["Đơn đề nghị", "1 bản chính"]]
    assert found.content["promised"] == "08 giờ 30 phút, ngày 22 tháng 03 năm 2017"
    assert (found.content["number"], found.content["limit"]) == ("1/2017", "15 ngày làm việc")


def test_what_comes_later_changes_no_paper(cast: Cast) -> None:
    dossier = cast.receive().dossier_id
    places = [of(cast, form, dossier) for form in (Form.RECEIPT, Form.CONTROL)]
    before = [said(cast, place) for place in places]
    cast.bring_to(dossier, "verify", LATER)
    assert [said(cast, place) for place in places] == before
    assert len(said(cast, of(cast, Form.CONTROL, dossier, LATER)).content["hands"]) == 3


def test_a_paper_whose_words_were_changed_is_not_said_again(cast: Cast) -> None:
    place = of(cast, Form.RECEIPT, cast.receive().dossier_id)
    PartyVersion.objects.update(name="Nguyễn Văn Khác")
    assert refusal(cast, place) is Refusal.PRINT_OUTDATED


@pytest.mark.parametrize("form", [Form.RECEIPT, Form.CONTROL])
def test_strangers_find_no_print(cast: Cast, form: Form) -> None:
    place = of(cast, form, cast.receive().dossier_id)
    assert refusal(cast, place, where=cast.sister) is KernelRefusal.NOT_FOUND
    assert refusal(cast, place + 10**6) is KernelRefusal.NOT_FOUND


def test_a_handler_reads_the_control_sheet_and_not_the_receipt(cast: Cast) -> None:
    dossier = cast.receive().dossier_id
    receipt, sheet = of(cast, Form.RECEIPT, dossier), of(cast, Form.CONTROL, dossier)
    assert refusal(cast, receipt, Role.HANDLER) is KernelRefusal.NOT_FOUND
    assert printing.printed([sheet], by=cast.here.actor(Role.HANDLER))


def test_no_other_event_is_a_print(cast: Cast) -> None:
    dossier = cast.receive().dossier_id
    place = of(cast, Form.RECEIPT, dossier)
    assert refusal(cast, place - 1) is KernelRefusal.NOT_FOUND


def test_forty_receipts_cost_the_statements_of_one(cast: Cast, django_assert_max_num_queries: Any) -> None:
    ids = [cast.receive().dossier_id for _ in range(12)]
    by = cast.here.actor(Role.RECEPTIONIST)
    places = actions.print_forms(Form.RECEIPT, ids[::-2], by=by, now=MORNING)
    with django_assert_max_num_queries(12):
        found = printing.printed(places, by=by)
    assert [one.content["place_in_book"] for one in found] == [str(n) for n in range(12, 0, -2)]


# --- the control sheet ---------------------------------------------------------------------------------------------


def hands(cast: Cast, dossier: int, now: Any) -> list[dict[str, Any]]:
    return list(said(cast, of(cast, Form.CONTROL, dossier, now)).content["hands"])


def test_every_hand_stands_on_the_control_sheet(cast: Cast) -> None:
    dossier = cast.receive().dossier_id
    cast.bring_to(dossier, "return", LATER)
    found = hands(cast, dossier, LATER)
    assert [hand["step"] for hand in found] == [
        "Phân công",
        "Thẩm tra",
        "Kiểm tra",
        "Ký",
        "Đóng dấu",
        "Trả kết quả",
    ]
    assert found[0]["from"] == ["Bộ phận Một cửa Huyện Châu Thành", "Người tiếp nhận Huyện Châu Thành"]
    assert [hand["to"] for hand in found[:-1]] == [hand["from"] for hand in found[1:]]


def test_hours_agreed_stand_beside_hours_used(cast: Cast) -> None:
    dossier = cast.receive().dossier_id
    cast.bring_to(dossier, "handle", at("2017-03-01 10:30"))
    first, second = hands(cast, dossier, at("2017-03-01 14:30"))
    assert (first["agreed"], first["used"], first["result"]) == ("4 giờ", "2 giờ", "Đúng hạn")
    assert (second["agreed"], second["used"], second["result"]) == (
        "40 giờ",
        "2 giờ 30 phút",
        "Đang giải quyết",
    )


def test_a_step_is_late_and_says_so(cast: Cast) -> None:
    dossier = cast.receive().dossier_id
    cast.bring_to(dossier, "handle", at("2017-03-02 08:30"))
    assert hands(cast, dossier, at("2017-03-02 08:30"))[0]["result"] == "Quá hạn"
    cast.bring_to(dossier, "verify", at("2017-03-03 08:30"))
    assert [hand["result"] for hand in hands(cast, dossier, at("2017-04-03 08:30"))][1:] == [
        "Trước hạn",
        "Quá hạn",
    ]


def test_time_that_stood_still_is_not_counted(cast: Cast) -> None:
    dossier = asked(cast)
    before = hands(cast, dossier, at("2017-03-13 13:30"))[-1]
    assert before["notes"] == ["Chờ bổ sung từ 10:00 06/03/2017"]
    complete(cast, dossier)
    after = hands(cast, dossier, at("2017-03-13 14:00"))[-1]
    assert after["used"] == before["used"]
    assert after["notes"] == ["Chờ bổ sung từ 10:00 06/03/2017 đến 14:00 13/03/2017"]


def test_a_sheet_of_what_was_voided_names_no_result(cast: Cast) -> None:
    dossier = cast.receive().dossier_id
    actions.void(dossier, by=cast.here.actor(Role.RECEPTIONIST), now=LATER, reason="Nhập nhầm người")
    content = said(cast, of(cast, Form.CONTROL, dossier, LATER)).content
    assert content["ended"] == {"closed": "Hủy tiếp nhận", "finished": "", "returned": "", "result": ""}
    assert content["hands"][-1]["notes"] == ["Hủy tiếp nhận"]


# --- the register --------------------------------------------------------------------------------------------------


def lines(cast: Cast, now: Any, first: date = YEAR[0], last: date = YEAR[1]) -> list[list[str]]:
    asked_for = Part(cast.here.one_stop.pk, first, last)
    return [list(row) for row in registers.register_part(asked_for, now)["rows"]]


def test_the_register_has_a_line_for_each_in_the_years_order(cast: Cast) -> None:
    cast.receive(now=at("2016-12-30 09:00"))
    codes = [cast.receive(now=at(f"2017-0{month}-03 09:00")).code for month in (1, 2, 3)]
    actions.receive(cast.intake(), by=cast.sister.actor(Role.RECEPTIONIST), now=MORNING)
    found = lines(cast, LATER)
    assert [(row[0], row[1]) for row in found] == [(str(n), code) for n, code in enumerate(codes, 1)]
    assert [row[0] for row in lines(cast, LATER, date(2017, 2, 1), date(2017, 2, 28))] == ["2"]


def test_a_line_of_the_register_is_filled_as_it_was_then(cast: Cast) -> None:
    dossier = cast.receive().dossier_id
    cast.bring_to(dossier, "return", LATER)
    task, by = cast.task(dossier), cast.here.actor(Role.RECEPTIONIST, LATER)
    actions.return_result(task.pk, by=by, now=LATER, collected_by="Trần Thị Bảy", identity_number="082")
    (early,), (late,) = lines(cast, MORNING), lines(cast, LATER)
    assert early[7:15] == [
        "08:30 01/03/2017",
        "08:30 22/03/2017",
        "08:30 01/03/2017",
        "",
        "",
        "trực tiếp",
        "",
        "",
    ]
    assert late[10:14] == ["10:00 03/03/2017", "10:00 03/03/2017", "trực tiếp", "Trần Thị Bảy"]


def test_what_was_voided_keeps_its_number_and_says_so(cast: Cast) -> None:
    by = cast.here.actor(Role.RECEPTIONIST)
    first, second = cast.receive(), cast.receive()
    actions.void(first.dossier_id, by=by, now=LATER, reason="Nhập nhầm người")
    found = lines(cast, LATER)
    assert [(row[0], row[1], row[10], row[14]) for row in found] == [
        ("1", first.code, "", "Hủy tiếp nhận"), ("2", second.code, "", ""),
    ]  # fmt: skip
    assert [row[14] for row in lines(cast, MORNING)] == ["", ""]


def test_a_long_register_comes_in_parts_that_count_on(cast: Cast) -> None:
    for _ in range(5):
        cast.receive()
    whole = Part(cast.here.one_stop.pk, *YEAR)
    found = [register(replace(whole, part=part), LATER, size=2) for part in (1, 2, 3)]
    assert [[line.number for line in book.lines] for book in found] == [[1, 2], [3, 4], [5]]
    assert [(book.count, book.parts) for book in found] == [(5, 3)] * 3


@pytest.mark.parametrize(
    ("now", "days", "words"),
    [
        (
            at("2018-01-02 08:00"),
            YEAR,
            "Khóa sổ ngày 31 tháng 12 năm 2017: tổng số 1 hồ sơ, ghi liên tục từ số 01",
        ),
        (LATER, YEAR, "Cộng trong kỳ: 1 hồ sơ. Sổ năm 2017 chưa khóa khi in."),
        (at("2018-01-02 08:00"), (date(2017, 3, 1), date(2017, 3, 31)), "Cộng trong kỳ: 1 hồ sơ."),
    ],
)
def test_a_book_is_closed_when_its_year_is_over(
    cast: Cast, now: Any, days: tuple[date, date], words: str
) -> None:
    cast.receive()
    assert words in registers.register_part(Part(cast.here.one_stop.pk, *days), now)["closing"]


def test_a_notice_and_a_register_are_said_again(cast: Cast) -> None:
    by = cast.here.actor(Role.RECEPTIONIST)
    place = actions.print_register(Part(cast.here.one_stop.pk, *YEAR), by=by, now=MORNING)[0]
    cast.receive(now=LATER)
    assert said(cast, place).content["rows"] == []
    assert refusal(cast, place, where=cast.sister) is KernelRefusal.NOT_FOUND
