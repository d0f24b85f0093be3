"""Finding a procedure: with or without diacritics, words in any order, by field, level and agency."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.actions import Place
from motcua.catalogue.procedures.rules import prefix_query, searched_words
from motcua.catalogue.procedures.tests.cast import (
    CONTENT,
    DAY,
    KEEPER,
    NEW_YEAR,
    NOW,
    decision,
    draft,
    published,
    unit,
)
from motcua.people.organisation.models import UnitKind


@pytest.fixture
def three(db: None) -> None:
    names = {
        "1.000894": ("Đăng ký kết hôn", "commune"),
        "2.000806": ("Đăng ký kết hôn có yếu tố nước ngoài", "district"),
        "1.012784": ("Tách thửa hoặc hợp thửa đất", "district"),
    }
    for code, (name, level) in names.items():
        published(replace(CONTENT, name=name, result_name=f"Kết quả {code}"), code=code, level=level)


def found(text: str, **filters: object) -> list[str]:
    return [v.procedure.code for v in queries.search(text, on=DAY, **filters)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Đăng ký kết hôn",
        "dang ky ket hon",
        "hon ket ky dang",
        "KẾT HÔN",
        "dang ket ho",
        "đăng  ký — kết hôn!",
        "hôn hôn",
    ],
)
def test_words_are_found_with_or_without_diacritics_in_any_order(three: None, text: str) -> None:
    assert set(found(text)) == {"1.000894", "2.000806"}


def test_all_words_must_be_there(three: None) -> None:
    assert found("kết hôn nước ngoài") == ["2.000806"]
    assert found("kết hôn thửa") == []


def test_only_the_last_word_may_be_unfinished(three: None) -> None:
    assert found("thua da") == ["1.012784"]
    assert found("thu dat") == []


def test_it_is_found_by_code_field_and_result(three: None) -> None:
    assert found("1.012784") == ["1.012784"]
    assert set(found("ho tich")) == {"1.000894", "2.000806", "1.012784"}
    assert found("ket qua 2.000806") == ["2.000806"]


def test_without_words_all_come_in_vietnamese_order(three: None) -> None:
    assert found("") == ["1.000894", "2.000806", "1.012784"]


@pytest.mark.parametrize("text", ["!!!", "& | !", "':*"])
def test_signs_alone_find_nothing_and_break_nothing(three: None, text: str) -> None:
    assert found(text) == []


def test_a_name_comes_before_a_mention(three: None) -> None:
    published(replace(CONTENT, name="Giám hộ", result_name="Trích lục tách thửa"), code="1.004837")
    assert found("tách thửa") == ["1.012784", "1.004837"]


def test_it_is_narrowed_by_level_and_field(three: None) -> None:
    field_id = queries.fields()[0].pk
    assert found("kết hôn", level="district") == ["2.000806"]
    assert len(found("", field_id=field_id)) == 3
    assert found("", field_id=field_id + 1) == []


def test_it_is_narrowed_by_deciding_agency(three: None) -> None:
    one_stop, agency = unit(UnitKind.ONE_STOP), unit(UnitKind.DISTRICT)
    procedure = queries.procedure_by_code("1.012784")
    place = Place(one_stop, agency, agency)
    actions.offer_at(procedure.pk, [place], valid_from=NEW_YEAR, by=KEEPER, now=NOW)
    assert found("", agency_ids=[agency]) == ["1.012784"]
    assert found("", agency_ids=[one_stop]) == []


def test_no_more_than_asked_for(three: None) -> None:
    assert len(found("", limit=2)) == 2


@pytest.mark.django_db
def test_drafts_are_not_found() -> None:
    draft()
    assert found("khai sinh") == []


@pytest.mark.django_db
def test_only_what_is_in_force_on_the_day_is_found() -> None:
    version = published()
    actions.repeal(version.procedure_id, decision_id=decision("02/QĐ", DAY).pk, by=KEEPER, now=NOW)
    assert found("khai sinh") == []
    assert queries.search("khai sinh", on=DAY - timedelta(days=1)) == [version]


@pytest.mark.django_db
def test_an_edited_draft_is_found_by_its_new_name() -> None:
    version = draft()
    actions.edit_draft(version.pk, replace(CONTENT, name="Đăng ký khai tử"), by=KEEPER, now=NOW)
    actions.publish(version.pk, decision_id=decision().pk, by=KEEPER, now=NOW)
    assert found("khai tu") == ["1.001193"]
    assert found("khai sinh moi") == []


@pytest.mark.parametrize(
    ("text", "query"),
    [("", ""), ("!", ""), ("Đất", "dat:*"), ("cấp đổi đất", "cap & doi & dat:*"), ("a'); --", "a:*")],
)
def test_a_question_becomes_a_query_of_bare_words(text: str, query: str) -> None:
    assert prefix_query(text) == query


def test_a_long_question_is_cut() -> None:
    assert len(searched_words(" ".join(f"w{n}" for n in range(40)))) == 12
    assert prefix_query("x " * 40).count("&") == 11
