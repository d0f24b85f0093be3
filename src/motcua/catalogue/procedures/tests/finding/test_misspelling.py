"""Words typed wrong: one fault in a word, a space, an input method's keys; what is right is never touched."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.models import SearchedWord
from motcua.catalogue.procedures.rules.misspelling import Question, answered, as_meant, fault, keys_of
from motcua.catalogue.procedures.tests.cast import CONTENT, DAY, KEEPER, NOW, published

WORDS = tuple("dang ky ket hon khai sinh giay phep xay dung tach thua dat ho tich so do nghiep".split())  # noqa: SIM905
KNOWN = frozenset(WORDS)


@pytest.fixture
def three(db: None) -> None:
    names = ("Đăng ký kết hôn", "Đăng ký kết hôn có yếu tố nước ngoài", "Tách thửa hoặc hợp thửa đất")
    for code, name in zip(("1.000894", "2.000806", "1.012784"), names, strict=True):
        published(replace(CONTENT, name=name), code=code)


def near(text: str) -> list[str]:
    return [one.version.procedure.code for one in queries.find(text, on=DAY).near]


def edits(word: str, draw: Random) -> str:
    at, letter = draw.randrange(len(word) - 1), draw.choice("bcmqt")
    kind = draw.randrange(4)
    if kind == 0:
        return word[:at] + letter + word[at:]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + letter + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def test_any_one_fault_is_known_and_shares_a_key_with_what_was_meant() -> None:
    draw = Random(1)
    for _ in range(500):
        word = draw.choice([word for word in WORDS if len(word) > 2])
        wrong = edits(word, draw)
        assert fault(wrong, word) is not None, (wrong, word)
        assert set(keys_of(wrong)) & set(keys_of(word)), (wrong, word)


@pytest.mark.parametrize(
    ("typed", "meant"), [("kehton", "kethn"), ("abc", "cba"), ("hon", "khoan"), ("a", "b"), ("2017", "2018")]
)
def test_more_than_one_fault_is_another_word(typed: str, meant: str) -> None:
    assert fault(typed, meant) is None


def test_a_likelier_fault_costs_less() -> None:
    costs = [
        fault(*pair)
        for pair in (("ly", "li"), ("hno", "hon"), ("hom", "hon"), ("hok", "hon"), ("xon", "hon"))
    ]
    assert costs == sorted(costs, key=lambda cost: cost or 0)
    assert None not in costs


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("thuwowngf", "thuong"), ("truwowngf", "truong"), ("ddawng", "dang"), ("kys", "ky"), ("keets", "ket"),
        ("ho65", "ho"), ("khau63", "khau"), ("2017", "2017"), ("hon", "hon"), ("thuwong", "thuong"),
    ],
)  # fmt: skip
def test_keys_left_by_an_input_method_are_read_as_letters(typed: str, meant: str) -> None:
    assert as_meant(typed) == meant


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("dang ky kat hon", "dang ky ket hon"),
        ("dangky ket hon", "dang ky ket hon"),
        ("dang ky k et hon", "dang ky ket hon"),
        ("dan gky ket hon", "dang ky ket hon"),
        ("ddawng kys keets hoon", "dang ky ket hon"),
        ("dqng ky kez hon", "dang ky ket hon"),
    ],
)
def test_the_likeliest_reading_is_what_was_meant(asked: str, read: str) -> None:
    best = answered(Question.of(asked.split()).readings(KNOWN), [read, "tach thua dat"])
    assert " ".join(best[0].words) == read


def test_words_that_are_known_are_left_when_another_is_strange() -> None:
    for reading in Question.of(["giay", "phpe", "xay", "dung"]).readings(KNOWN):
        assert [reading.words[at] for at in (0, 2, 3)] == ["giay", "xay", "dung"]


def test_what_stands_beside_its_neighbour_comes_first() -> None:
    readings = Question.of(["ket", "hob"]).readings(KNOWN)
    assert answered(readings, ["ho va ket qua", "dang ky ket hon"])[0].words == ("ket", "hon")


def test_a_number_is_what_it_is() -> None:
    assert Question.of(["2017"]).readings(frozenset({"2018"})) == []


@pytest.mark.parametrize(
    "text",
    ["dang ky kat hon", "dangky ket hon", "đăng ký kết hônn", "ket hon nuoc ngoia", "ddawng kys keets hoon"],
)
def test_a_question_with_a_fault_finds_what_was_meant(three: None, text: str) -> None:
    assert "2.000806" in near(text)
    assert "1.012784" not in near(text)


@pytest.mark.parametrize("text", ["kết hôn", "ket ho", "", "1.000894", "thửa đất", "hon ket"])
def test_a_right_question_is_never_altered(three: None, text: str) -> None:
    answer = queries.find(text, on=DAY)
    assert answer.exact == queries.search(text, on=DAY) != []
    assert (answer.near, answer.changes) == ([], [])


def test_what_was_read_otherwise_is_said(three: None) -> None:
    assert queries.find("tach thuaz dat", on=DAY).changes == [("thuaz", "thua")]


@pytest.mark.parametrize("text", ["!!!", "zzzzzz qqqqqq", "1.999999", "x" * 300])
def test_what_nothing_answers_to_finds_nothing(three: None, text: str) -> None:
    assert queries.find(text, on=DAY) == queries.Found([], [])


def test_filters_hold_for_what_may_be_meant_too(three: None) -> None:
    wrong = queries.find("kat hon", on=DAY, filters=queries.Filters(level="province"))
    assert wrong.near == []


def test_words_as_typed_in_this_order_come_before_the_same_words_apart(db: None) -> None:
    published(replace(CONTENT, name="Hôn nhân và kết quả hôn nhân"), code="1.000001")
    published(replace(CONTENT, name="Cấp bản sao trích lục kết hôn"), code="1.000002")
    assert [v.procedure.code for v in queries.search("kết hôn", on=DAY)] == ["1.000002", "1.000001"]


def test_the_words_of_a_content_are_entered_once(three: None) -> None:
    words = list(SearchedWord.objects.values_list("word", flat=True))
    assert len(words) == len(set(words))
    assert {"thua", "ket", "hon"} <= set(words)


def test_words_of_an_edited_draft_may_be_meant(three: None) -> None:
    procedure = queries.procedure_by_code("1.000894")
    draft = actions.draft_version(procedure.pk, by=KEEPER, now=NOW)
    actions.edit_draft(draft.pk, replace(CONTENT, name="Đăng ký giám hộ"), by=KEEPER, now=NOW)
    found = queries.find("giasm ho", on=DAY, among=queries.drafts())
    assert [one.version.pk for one in found.near] == [draft.pk]
