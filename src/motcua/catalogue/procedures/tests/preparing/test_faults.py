"""What is wrong with an item of a decision, told before it is signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from motcua.catalogue.procedures.rules.publication import SENTENCES, FaultKind, Prepared, faults
from motcua.catalogue.procedures.states import ItemKind
from motcua.catalogue.procedures.tests.cast import CONTENT, DAY, NEW_YEAR

NEWER = replace(CONTENT, sets=2)
NEW = Prepared(ItemKind.NEW, NEWER)
AMENDED = Prepared(ItemKind.AMENDED, NEWER, CONTENT, NEW_YEAR)
REPEALED = Prepared(ItemKind.REPEALED, None, CONTENT, NEW_YEAR)


def kinds(item: Prepared, on: date = DAY) -> list[str]:
    return [fault.kind for fault in faults(item, on)]


@pytest.mark.parametrize("item", [NEW, AMENDED, REPEALED, replace(AMENDED, kind=ItemKind.REPLACED)])
def test_a_good_item_has_no_fault(item: Prepared) -> None:
    assert kinds(item) == []


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (replace(NEW, draft=None), [FaultKind.NO_DRAFT]),
        (replace(NEW, draft=replace(NEWER, papers=())), [FaultKind.INCOMPLETE]),
        (replace(NEW, open_from=NEW_YEAR), [FaultKind.PUBLISHED_BEFORE]),
        (replace(NEW, last_end=NEW_YEAR), [FaultKind.PUBLISHED_BEFORE]),
        (replace(AMENDED, draft=CONTENT), [FaultKind.SAME_AS_BEFORE]),
        (replace(AMENDED, open_from=None, open_content=None), [FaultKind.NEVER_PUBLISHED]),
        (replace(AMENDED, open_from=None, open_content=None, last_end=NEW_YEAR), []),
        (replace(REPEALED, open_from=None), [FaultKind.NOT_IN_FORCE]),
        (replace(AMENDED, open_from=DAY), [FaultKind.TOO_EARLY]),
        (replace(REPEALED, open_from=DAY), [FaultKind.TOO_EARLY]),
        (replace(AMENDED, open_from=None, last_end=date(2017, 6, 2)), [FaultKind.TOO_EARLY]),
        (
            replace(NEW, draft=replace(NEWER, sequence=""), open_from=DAY),
            [FaultKind.PUBLISHED_BEFORE, FaultKind.INCOMPLETE, FaultKind.TOO_EARLY],
        ),
    ],
)  # fmt: skip
def test_each_fault_is_found(item: Prepared, found: list[str]) -> None:
    assert kinds(item) == found


def test_a_fault_names_what_is_missing_and_the_day() -> None:
    lacking = replace(AMENDED, draft=replace(NEWER, subjects="", sequence=""), open_from=DAY)
    said = [fault.sentence() for fault in faults(lacking, DAY)]
    assert said == [
        "nội dung còn thiếu: trình tự thực hiện, đối tượng thực hiện",
        "ngày có hiệu lực phải sau ngày 01/06/2017",
    ]


def test_every_fault_has_a_sentence() -> None:
    assert set(SENTENCES) == set(FaultKind)
