"""What is asked for: the procedure found, what its slip promises and what is missing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.tests.cast import Cast, offer, procedure, same_day
from motcua.catalogue.procedures.models import Paper, TimeLimit
from motcua.faces.desk.tests.conftest import page, text_of
from motcua.faces.desk.tests.counter.conftest import field, paper_of, refused


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


def cases(answer: Any) -> list[str]:
    return [option.text for option in page(answer).select("#id_case option")]


def test_where_all_papers_are_of_named_cases_one_must_be_chosen(
    cast: Cast, counter: Client, typed: dict[str, Any]
) -> None:
    Paper.objects.filter(pk=paper_of(cast, 1).pk).update(case="Cấp mới")
    Paper.objects.filter(pk=paper_of(cast, 2).pk).update(case="Cấp lại")
    answer = counter.post("/counter/slip/", typed)
    assert cases(answer) == ["Chọn trường hợp", "Cấp mới", "Cấp lại"]
    assert "Hãy chọn trường hợp" in text_of(answer)
    assert "22/03/2017, 08:30" not in text_of(answer)
    refused(counter, typed, 422, "Hãy chọn trường hợp và địa bàn trong danh sách")
    assert "22/03/2017, 08:30" in text_of(counter.post("/counter/slip/", typed | {"case": "Cấp mới"}))


def test_where_papers_are_asked_for_in_any_case_the_general_one_is_offered(
    cast: Cast, counter: Client, typed: dict[str, Any]
) -> None:
    Paper.objects.filter(pk=paper_of(cast, 2).pk).update(case="Thừa kế")
    assert cases(counter.post("/counter/slip/", typed)) == ["Trường hợp chung", "Thừa kế"]


@pytest.mark.parametrize("name", ["case", "area"])
def test_the_choice_that_another_procedure_had_is_not_kept(
    counter: Client, typed: dict[str, Any], name: str
) -> None:
    text = text_of(counter.post("/counter/slip/", typed | {name: "Cấp mới"}))
    assert "22/03/2017, 08:30" in text
    assert "Hãy chọn trường hợp" not in text


def test_without_script_a_date_is_counted_on_a_button(counter: Client, typed: dict[str, Any]) -> None:
    answer = counter.post("/counter/", typed | {"do": "slip"})
    assert "22/03/2017, 08:30" in text_of(answer)
    assert field(answer, "summary").strip() == "Tách thửa 214"


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
