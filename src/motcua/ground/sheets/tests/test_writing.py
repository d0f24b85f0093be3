"""What is written is read again as it was, by our own reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from motcua.ground.sheets.reading import read_table
from motcua.ground.sheets.rules import Column
from motcua.ground.sheets.writing import csv_of, xlsx_of

COLUMNS = (Column("code", "Mã"), Column("name", 'Tên <&> "đầy đủ"'))
TITLES = [column.title for column in COLUMNS]


@pytest.mark.parametrize("write", [xlsx_of, csv_of])
@pytest.mark.parametrize("row", [["007", "Sở Tư pháp"], ["=1+1", "a < b & c, “d”"], ["1", "  hai\nba"]])
def test_what_is_written_is_read_again(
    write: Callable[[Sequence[Sequence[str]]], bytes], row: list[str]
) -> None:
    (read,) = read_table(write([TITLES, row]), COLUMNS)
    assert list(read.cells.values()) == [cell.strip() for cell in row]


def test_rows_of_unlike_length_are_written(tmp_path: object) -> None:
    (read,) = read_table(xlsx_of([TITLES, ["1"]]), COLUMNS)
    assert read.cells == {"code": "1", "name": ""}
