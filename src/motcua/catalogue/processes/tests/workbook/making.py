"""Workbooks for the tests: a good one, made worse cell by cell; made as spreadsheets make them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape
from zipfile import ZipFile

from xlsxwriter.utility import xl_col_to_name

from motcua.catalogue.processes.rules.workbook import Finding, read
from motcua.catalogue.processes.rules.workbook.sheets import SHEETS
from motcua.ground.sheets.books import read_book
from motcua.ground.sheets.workbooks import Table, write_book
from motcua.ground.sheets.writing import Heading, Kind

Values = Mapping[str, object]
GOOD: Mapping[str, tuple[Values, ...]] = {
    "procedures": (
        {
            "code": "3.000010",
            "name": "Đăng ký giám hộ",
            "field": "Hộ tịch",
            "level": "Cấp xã",
            "sequence": "Bước 1. Nộp hồ sơ.",
            "ways_of_filing": "Nộp trực tiếp.",
            "subjects": "Công dân Việt Nam",
            "deciding_agency": "Ủy ban nhân dân cấp xã",
            "channels": "Trực tiếp; Trực tuyến",
        },
    ),
    "limits": (
        {"code": "3.000010", "case": "Giám hộ cử", "amount": "3", "unit": "ngày làm việc"},
        {"code": "3.000010", "case": "", "amount": "2", "unit": "ngày làm việc"},
    ),
    "fees": ({"code": "3.000010", "amount": "8000"},),
    "papers": ({"code": "3.000010", "name": "Tờ khai", "originals": "1"},),
    "steps": (
        {"code": "3.000010", "name": "Tiếp nhận", "amount": "4", "unit": "giờ làm việc"},
        {"code": "3.000010", "name": "Ký", "amount": "1,5", "unit": "ngày làm việc"},
    ),
}


def put(key: str, line: int, **values: object) -> dict[str, list[Values]]:
    """The good workbook with other values in one line, counted as a spreadsheet counts: the first is 2."""
    made = {name: list(rows) for name, rows in GOOD.items()}
    rows = made[key]
    if line - 2 == len(rows):
        rows.append(values)
    else:
        rows[line - 2] = {**rows[line - 2], **values}
    return made


def book(rows: Mapping[str, Sequence[Values]] = GOOD) -> bytes:
    """A workbook of these rows; numbers and days as such, everything else as text."""
    tables = []
    for sheet in SHEETS:
        given = rows.get(sheet.key, ())
        headings = [Heading(one.title, _kind(given, one.key)) for one in sheet.columns]
        lines = [[row.get(one.key, "") or None for one in sheet.columns] for row in given]
        tables.append(Table(sheet.name, headings, lines))  # type: ignore[arg-type]
    made = io.BytesIO()
    write_book(tables, made)
    return made.getvalue()


def _kind(rows: Sequence[Values], key: str) -> Kind:
    values = [row[key] for row in rows if row.get(key)]
    if values and all(isinstance(value, int | float) for value in values):
        return Kind.DECIMAL
    return Kind.DATE if any(isinstance(value, date) for value in values) else Kind.TEXT


def changed(data: bytes, sheet: int, old: str, new: str) -> bytes:
    """The workbook with something in the XML of a sheet, counted from 1, as a spreadsheet would have it."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as before, ZipFile(made, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            if name == f"xl/worksheets/sheet{sheet}.xml" or (not sheet and name == "xl/workbook.xml"):
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            after.writestr(name, text)
    return made.getvalue()


def cell(place: str, text: str, style: int = 2) -> str:
    """A cell of text as the writer writes it."""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def traps(data: bytes) -> list[tuple[str, str]]:
    """The cells and the traps found in a workbook by itself."""
    return told(read(read_book(data, SHEETS)).findings)


def told(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """Cells with their traps; each can be told in words."""
    assert all(one.wrong and one.advice for one in findings)
    return [(one.cell, one.trap.value) for one in findings]


def place(key: str, column: str, line: int) -> str:
    """The name of a cell: its sheet's key, its column's key, its line."""
    sheet = next(one for one in SHEETS if one.key == key)
    at = [one.key for one in sheet.columns].index(column)
    return f"{sheet.name}!{xl_col_to_name(at)}{line}"
