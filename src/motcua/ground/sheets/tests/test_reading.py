"""Tables as people bring them: XLSX and CSV, well made and not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.ground.kernel.refusals import RefusalCode, Refused
from motcua.ground.sheets import reading, rules
from motcua.ground.sheets.reading import cell_text, read_table
from motcua.ground.sheets.rules import Column, Refusal

COLUMNS = (
    Column("code", "Mã đơn vị", ("mã",)),
    Column("name", "Tên đơn vị"),
    Column("note", "Ghi chú", required=False),
)
CSV = "Mã đơn vị;Tên đơn vị;Ghi chú\nD1;Huyện Cái Bè;\nD2;Huyện Châu Thành;mới\n"

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx(rows: Sequence[Sequence[str | int | float]], padding: int = 0, more: str = "") -> bytes:
    """The smallest workbook with one sheet of these rows."""
    lines = []
    for row in rows:
        cells = [
            f'<c t="inlineStr"><is><t>{cell}</t></is></c>'
            if isinstance(cell, str)
            else f"<c><v>{cell}</v></c>"
            for cell in row
        ]
        lines.append(f"<row>{''.join(cells)}</row>")
    relation = '<Relationships xmlns="{}"><Relationship Id="r1" Type="{}/{}" Target="{}"/></Relationships>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relation.format(_PACKAGE, _OFFICE, "officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relation.format(_PACKAGE, _OFFICE, "worksheet", "worksheets/s.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/s.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}{more}</sheetData></worksheet>',
        "padding.txt": " " * padding,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return file.getvalue()


def refusal(data: bytes) -> RefusalCode:
    with pytest.raises(Refused) as caught:
        read_table(data, COLUMNS)
    assert caught.value.sentence()
    return caught.value.code


def test_a_csv_is_read_with_the_lines_of_the_file() -> None:
    rows = read_table(CSV.encode(), COLUMNS)
    assert [(row.line, row.cells["code"], row.cells["note"]) for row in rows] == [
        (2, "D1", ""),
        (3, "D2", "mới"),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_common_csv_is_understood(delimiter: str, ending: str, mark: str) -> None:
    text = mark + CSV.replace(";", delimiter).replace("\n", ending)
    assert read_table(text.encode(), COLUMNS) == read_table(CSV.encode(), COLUMNS)


def test_a_quoted_cell_may_hold_the_delimiter() -> None:
    (row,) = read_table('mã,tên đơn vị\nD1,"Phòng Văn hóa, Thông tin"\n'.encode(), COLUMNS)
    assert row.cells["name"] == "Phòng Văn hóa, Thông tin"


def test_an_xlsx_is_read_like_a_csv() -> None:
    data = xlsx(
        [
            ["Mã đơn vị", "Tên đơn vị", "Ghi chú"],
            ["D1", "Huyện Cái Bè", ""],
            ["D2", "Huyện Châu Thành", "mới"],
        ]
    )
    assert read_table(data, COLUMNS) == read_table(CSV.encode(), COLUMNS)


def test_a_number_in_a_cell_keeps_no_fraction() -> None:
    (row,) = read_table(xlsx([["Mã", "Tên đơn vị"], [82.0, "Tiền Giang"]]), COLUMNS)
    assert row.cells["code"] == "82"


@pytest.mark.parametrize("title", ["ma don vi", " MÃ ĐƠN VỊ ", "code", "Mã"])
def test_titles_are_known_without_diacritics_and_case(title: str) -> None:
    (row,) = read_table(f"{title};Tên đơn vị\nD1;A\n".encode(), COLUMNS)
    assert row.cells["code"] == "D1"


def test_other_columns_empty_lines_and_lines_above_are_left_alone() -> None:
    (row,) = read_table("\n;;\nSố;Mã;Tên đơn vị\n\n1;D1;A\n;;\n".encode(), COLUMNS)
    assert (row.line, row.cells) == (5, {"code": "D1", "name": "A", "note": ""})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Refusal.EMPTY),
        ("Mã;Tên đơn vị\n;\n".encode(), Refusal.EMPTY),
        ("Mã;Ghi chú\nD1;x\n".encode(), Refusal.COLUMNS_MISSING),
        ("Mã;Mã đơn vị;Tên đơn vị\n1;2;3\n".encode(), Refusal.COLUMN_TWICE),
        ("Mã;Tên đơn vị\nD1;Huyện".encode("utf-16"), Refusal.NOT_UTF8),
        (b"M\x00;T\x00\n", Refusal.NOT_A_TABLE),
        (b'a;"b\n', Refusal.NOT_A_TABLE),
        (b"PK\x03\x04 and nothing else", Refusal.NOT_A_TABLE),
        (xlsx([])[:-40], Refusal.NOT_A_TABLE),
        (b"x" * (rules.MAX_BYTES + 1), Refusal.TOO_LARGE),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(data: bytes, code: Refusal) -> None:
    assert refusal(data) == code


@pytest.mark.parametrize("bits", [0x01, 0x0F, 0xFF])
def test_a_workbook_changed_on_its_way_is_refused_or_read_but_nothing_else(bits: int) -> None:
    whole = xlsx([["Mã", "Tên đơn vị"], ["D1", "Huyện"]])
    for place in range(2, len(whole)):
        broken = whole[:place] + bytes([whole[place] ^ bits]) + whole[place + 1 :]
        with suppress(Refused):
            read_table(broken, COLUMNS)


def test_a_package_that_is_no_workbook_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("a.txt", "hello")
    assert refusal(file.getvalue()) == Refusal.NOT_A_TABLE


def test_a_small_file_that_unpacks_to_a_large_one_is_refused() -> None:
    data = xlsx([["Mã", "Tên đơn vị"], ["D1", "A"]], padding=rules.MAX_UNPACKED)
    assert len(data) < rules.MAX_BYTES
    assert refusal(data) == Refusal.TOO_LARGE


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_ROWS", 1)
    assert refusal(CSV.encode()) == Refusal.TOO_MANY_ROWS


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c><v>1</v></c></row><row r="2"><c r="XFD2"><v>1</v></c></row>',
        '<x:row xmlns:x="urn:x" r="&#49;048576"><x:c r="&#88;FD1048576"/></x:row>',
        "<row>" + "<c/>" * 2_000 + "</row>" + "<row/>" * 2_000,
    ],
)
def test_a_cell_far_out_is_refused_before_the_sheet_is_laid_out(far: str) -> None:
    data = xlsx([["Mã", "Tên đơn vị"], ["D1", "A"]], more=far)
    assert len(data) < 20_000
    assert refusal(data) == Refusal.TOO_LARGE


def test_a_few_cells_far_to_the_right_are_no_harm() -> None:
    data = xlsx([["Mã", "Tên đơn vị"], ["D1", "A"]], more='<row r="3"><c r="XFD3"><v>1</v></c></row>')
    assert len(read_table(data, COLUMNS)) == 1


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for prefix in (b"", b"PK\x03\x04", "Mã;Tên đơn vị\n".encode()):
        try:
            rows = read_table(prefix + data, COLUMNS)
        except Refused:
            continue
        assert rows


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (True, "1"),
        (False, "0"),
        (3, "3"),
        (1.5, "1.5"),
        (date(2017, 12, 31), "2017-12-31"),
        (datetime.fromisoformat("2017-12-31"), "2017-12-31"),
        (datetime.fromisoformat("2017-12-31T07:30"), "2017-12-31T07:30"),
        (time(7, 30), "07:30:00"),
        ("x", "x"),
    ],
)
def test_cells_are_read_as_a_person_reads_them(cell: reading.Cell, text: str) -> None:
    assert cell_text(cell) == text
