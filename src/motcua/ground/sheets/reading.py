"""Reads XLSX and CSV files as lines of text; which of the two it is, the content says, never the name."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from motcua.ground.kernel.refusals import Refused
from motcua.ground.sheets.rules import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_UNPACKED,
    Column,
    Refusal,
    Row,
    rows_of,
)

DELIMITERS = (";", ",", "\t")

Cell = int | float | str | bool | time | date | datetime | timedelta


def read_table(data: bytes, columns: Sequence[Column]) -> tuple[Row, ...]:
    """The rows of the first sheet under these columns; raises Refused of `sheets.rules`."""
    if len(data) > MAX_BYTES:
        raise Refused(Refusal.TOO_LARGE)
    lines = _xlsx_lines(data) if data.startswith(b"PK") else _csv_lines(data)
    return rows_of(lines, columns)


def _xlsx_lines(data: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            # A small file can unpack to gigabytes.
            if sum(entry.file_size for entry in package.infolist()) > MAX_UNPACKED:
                raise Refused(Refusal.TOO_LARGE)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = workbook.get_sheet_by_index(0)
        if sheet.total_height > MAX_ROWS * 4 or sheet.total_width > MAX_COLUMNS:
            raise Refused(Refusal.TOO_MANY_ROWS, limit=MAX_ROWS)
        rows = sheet.to_python(skip_empty_area=False)
    except (zipfile.BadZipFile, CalamineError, IndexError, OSError) as error:
        raise Refused(Refusal.NOT_A_TABLE) from error
    return [[cell_text(cell) for cell in row] for row in rows]


def _csv_lines(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(Refusal.NOT_UTF8) from error
    if "\x00" in text:
        raise Refused(Refusal.NOT_A_TABLE)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Refused(Refusal.NOT_A_TABLE) from error


def cell_text(cell: Cell) -> str:
    """A cell as a person reads it: a day in ISO 8601, a whole number without a fraction."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
