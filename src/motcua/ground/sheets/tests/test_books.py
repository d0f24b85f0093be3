"""Workbooks of several sheets as people bring them: what a plain table would hide is told."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest

from motcua.ground.kernel.refusals import Refused
from motcua.ground.sheets import reading
from motcua.ground.sheets.books import BookCell, Sheet, read_book
from motcua.ground.sheets.rules import Column, Refusal
from motcua.ground.sheets.workbooks import Table, write_book
from motcua.ground.sheets.writing import Heading, Kind

ONE = Sheet("one", "Một", (Column("code", "Mã"), Column("day", "Ngày", required=False)))
TWO = Sheet("two", "Hai", (Column("sum", "Tổng"),), required=False)


def made(*tables: Table) -> bytes:
    file = io.BytesIO()
    write_book(tables, file)
    return file.getvalue()


def first(*rows: tuple[object, ...], name: str = "Một") -> Table:
    return Table(name, [Heading("Mã", Kind.CODE), Heading("Ngày", Kind.DATE)], rows)  # type: ignore[arg-type]


def second(value: int) -> Table:
    return Table("Hai", [Heading("Tổng", Kind.WHOLE)], [[value]])


def part(data: bytes, path: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(path).decode()


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_book(data, (ONE, TWO))
    assert refused.value.sentence()
    return refused.value.code


def test_each_cell_says_where_it_stands_and_what_it_is() -> None:
    pages = read_book(made(second(7), first(("1.000100", date(2017, 5, 1)))), (ONE, TWO))
    (row,) = pages["one"].rows
    assert row["code"] == BookCell("Một", "A2", "1.000100")
    assert row["day"] == BookCell("Một", "B2", "2017-05-01", is_date=True)
    assert pages["two"].rows[0]["sum"] == BookCell("Hai", "A2", "7", is_number=True)


def test_a_sheet_that_need_not_be_there_has_no_rows() -> None:
    assert read_book(made(first(("a", None))), (ONE, TWO))["two"].rows == ()


def test_a_sheet_is_found_whatever_its_case() -> None:
    assert read_book(made(first(("a", None), name="MỘT ")), (ONE,))["one"].rows[0]["code"].text == "a"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Refusal.NOT_A_WORKBOOK),
        ("Mã;Ngày\n".encode(), Refusal.NOT_A_WORKBOOK),
        (b"PK\x03\x04", Refusal.NOT_A_TABLE),
        (b"PK" + bytes(5_000_000), Refusal.TOO_LARGE),
        (made(second(1)), Refusal.SHEET_MISSING),
        (made(first()), Refusal.EMPTY),
        (made(Table("Một", [Heading("Khác")], [["a"]])), Refusal.COLUMNS_MISSING),
        (made(Table("Một", [Heading("Mã"), Heading("mã")], [["a", "b"]])), Refusal.COLUMN_TWICE),
        (made(first(*((str(n), None) for n in range(5001)))), Refusal.TOO_MANY_ROWS),
    ],
)
def test_what_cannot_be_read_is_refused_as_a_whole(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("a.txt", "a")
    assert refusal(file.getvalue()) == Refusal.NOT_A_WORKBOOK


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "MAX_UNPACKED", 1000)
    assert refusal(made(first(("a", None)))) == Refusal.TOO_LARGE


def test_a_book_that_people_fill_in_keeps_typed_codes_as_text() -> None:
    sheet = part(made(first()), "xl/worksheets/sheet1.xml")
    styles = part(made(first()), "xl/styles.xml")
    code, day = (int(style) for style in re.findall(r'<col [^>]*style="(\d+)"', sheet))
    formats = styles.split("<cellXfs")[1].split("<xf ")
    (text,) = re.findall(r'numFmtId="(\d+)" formatCode="@"', styles)
    assert f'numFmtId="{text}"' in formats[code + 1]
    assert f'numFmtId="{text}"' not in formats[day + 1]
