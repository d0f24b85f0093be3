"""Many at once: what is alike, how documents are numbered, how work is dealt out."""

from __future__ import annotations

import pytest

from motcua.casework.dossiers.rules.together import AT_ONCE, check_alike, dealt_out, running_numbers
from motcua.ground.kernel.refusals import Refused


@pytest.mark.parametrize(
    ("first", "numbers"),
    [
        ("120/GXN-UBND", ["120/GXN-UBND", "121/GXN-UBND", "122/GXN-UBND"]),
        ("08/QĐ", ["08/QĐ", "09/QĐ", "10/QĐ"]),
        ("099", ["099", "100", "101"]),
        ("GP 7/2017", ["GP 7/2017", "GP 8/2017", "GP 9/2017"]),
    ],
)
def test_numbers_run_on_as_in_the_book(first: str, numbers: list[str]) -> None:
    assert running_numbers(first, 3) == numbers


def test_without_a_number_nothing_runs_on() -> None:
    with pytest.raises(Refused, match="no_running_number"):
        running_numbers("GXN-UBND", 2)


def test_only_what_is_alike_goes_together() -> None:
    check_alike([(1, 2, "sign"), (1, 2, "sign")], 2)
    for other in ((9, 2, "sign"), (1, 9, "sign"), (1, 2, "stamp")):
        with pytest.raises(Refused, match="not_alike"):
            check_alike([(1, 2, "sign"), other], 2)


def test_there_is_a_most() -> None:
    check_alike([(1, 2, "sign")], AT_ONCE)
    with pytest.raises(Refused, match="too_many_together"):
        check_alike([(1, 2, "sign")], AT_ONCE + 1)


def test_work_is_dealt_out_in_turn() -> None:
    assert dealt_out([11, 12, 13, 14, 15], [1, 2]) == {11: 1, 12: 2, 13: 1, 14: 2, 15: 1}
