"""What the catalogue says is clean official Vietnamese: no crawled debris, no doubled signs, no foreign alphabet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from motcua.catalogue.procedures.rules.shipped import Shipped, shipped
from motcua.catalogue.procedures.tests.cast import for_each

ALL = for_each(shipped())
LEGAL = re.compile(
    r"^\d{1,3}(\.\d)?/\d{4}/(NĐ-CP|NQ-CP|QH1[1-5]|TTLT-BTP-BCA-BYT|TT-(BTP|BTC|BCA|BXD|BGTVT|BTNMT|BNNMT|BLĐTBXH))$"
)
# Letters of Vietnamese, and of the abbreviations that its offices use.
LETTERS = set("abcdeghiklmnopqrstuvxyàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")
BORROWED = {"photocopy", "website", "bim", "ma-két", "www", "tinh-bien", "file"}


def texts(item: Shipped) -> Iterator[str]:
    """Every text that a citizen reads on the page of a procedure."""
    c = item.content
    yield from (c.name, c.sequence, c.ways_of_filing, c.subjects, c.deciding_agency, c.form, c.result_name)
    yield from (c.conditions, c.note)
    yield from (paper.name for paper in c.papers)
    yield from (limit.basis for limit in c.time_limits)
    yield from (row for limit in c.time_limits for row in (limit.case, limit.area))


@ALL
def test_no_sign_is_doubled_or_misplaced(item: Shipped) -> None:
    for text in texts(item):
        assert not re.search(r" [,.;:)]|\( |,,|;;|\.\.|  ", text), text


@ALL
def test_quotes_and_brackets_are_closed(item: Shipped) -> None:
    for text in texts(item):
        assert text.count("(") == text.count(")"), text
        assert text.count("“") == text.count("”"), text


@ALL
def test_letters_are_composed(item: Shipped) -> None:
    for text in texts(item):
        assert unicodedata.is_normalized("NFC", text), text


@ALL
def test_words_are_written_with_vietnamese_letters(item: Shipped) -> None:
    for text in texts(item):
        for word in re.findall(r"[^\W\d_]+", text.lower()):
            assert set(word) <= LETTERS or word in BORROWED, (word, text)


@ALL
def test_no_file_name_or_form_debris_of_the_source_is_left(item: Shipped) -> None:
    for text in texts(item):
        assert not re.search(r"\.docx?|\bCT01ban|^\(?[ivx]+\)|^-|^\(\d\)|n/a", text), text


@ALL
def test_a_legal_basis_is_a_number_that_can_be_looked_up(item: Shipped) -> None:
    for basis in item.content.legal_basis:
        assert LEGAL.match(basis) or basis == "222/QĐ-BHXH", basis
    assert len(set(item.content.legal_basis)) == len(item.content.legal_basis)


@ALL
def test_a_paper_is_named_once(item: Shipped) -> None:
    names = [paper.name for paper in item.content.papers]
    assert len(set(names)) == len(names)


@ALL
def test_what_is_asked_only_in_a_case_is_not_required(item: Shipped) -> None:
    for paper in item.content.papers:
        conditional = re.search(r", khi |\(nếu có\)|^Trường hợp", paper.name)
        assert not (conditional and paper.is_required), paper.name


@ALL
def test_the_sequence_has_four_steps(item: Shipped) -> None:
    lines = item.content.sequence.splitlines()
    assert [line.split(".")[0] for line in lines] == [f"Bước {n}" for n in range(1, 5)]


@ALL
def test_the_ways_of_filing_are_those_of_the_channels(item: Shipped) -> None:
    ways = item.content.ways_of_filing.lower()
    for channel, word in (("counter", "trực tiếp"), ("online", "trực tuyến"), ("postal", "bưu chính")):
        assert (word in ways) is (channel in item.content.channels)


@ALL
def test_post_serves_what_may_be_posted(item: Shipped) -> None:
    assert item.content.post_in is item.content.post_out is ("postal" in item.content.channels)


@ALL
def test_a_code_of_a_result_is_of_the_national_list(item: Shipped) -> None:
    assert item.is_illustrative or re.match(r"^KQ\.G\d\d\.\d{6}$", item.content.result_code)


def test_a_field_has_one_name() -> None:
    names: dict[str, set[str]] = {}
    for item in shipped():
        names.setdefault(item.field_code, set()).add(item.field_name)
    assert all(len(found) == 1 for found in names.values())


def test_no_two_procedures_have_one_name() -> None:
    names = [item.content.name for item in shipped()]
    assert len(set(names)) == len(names)


def test_texts_fit_their_columns() -> None:
    for item in shipped():
        c = item.content
        assert len(c.name) <= 400
        assert max(len(c.subjects), len(c.deciding_agency), len(c.result_name)) <= 300
        assert all(len(row.basis) <= 300 and len(row.case) <= 120 for row in c.time_limits)
