"""Reads XLSX and CSV files as lines of text; which of the two it is, the content says, never the name."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from lzma import LZMAError
from xml.parsers.expat import ExpatError, ParserCreate

from python_calamine import CalamineError, CalamineWorkbook

from motcua.ground.kernel.refusals import Refused
from motcua.ground.sheets.rules import (
    MAX_BYTES,
    MAX_UNPACKED,
    Column,
    Refusal,
    Row,
    rows_of,
)

MAX_CELLS = 2_000_000
# What a workbook that was cut short, changed on its way or locked by a password raises.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    CalamineError,
    ExpatError,
    NotImplementedError,
    RuntimeError,
    IndexError,
    OSError,
    EOFError,
    ValueError,
)
_PLACE = re.compile(r"([A-Z]{1,9})([0-9]{1,12})")
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
            check_extent(package)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except BROKEN as error:
        raise Refused(Refusal.NOT_A_TABLE) from error
    return [[cell_text(cell) for cell in row] for row in rows]


def check_extent(package: zipfile.ZipFile) -> None:
    """Raises Refused TOO_LARGE before anything of the workbook is laid out."""
    # A small file can unpack to gigabytes.
    if sum(entry.file_size for entry in package.infolist()) > MAX_UNPACKED:
        raise Refused(Refusal.TOO_LARGE)
    for entry in package.infolist():
        if entry.filename.lower().endswith(".xml"):
            _Extent().measure(package.read(entry))


class _Extent:
    """How far a sheet reaches, found before it is opened.

    The reader lays a sheet out cell by cell, empty ones too: one cell at XFD1048576 would ask for 400 GB, and an
    allocation that fails there ends the whole process.
    """

    def __init__(self) -> None:
        self.row = self.rows = self.column = self.columns = 0

    def measure(self, xml: bytes) -> None:
        """Raises Refused TOO_LARGE, or ExpatError for what is no XML."""
        parser = ParserCreate()
        parser.StartElementHandler = self._element
        parser.Parse(xml, True)

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        kind, place = name.rpartition(":")[2], attributes.get("r", "")
        if kind == "row":
            self.row, self.column = int(place[:12]) if place[:12].isdecimal() else self.row + 1, 0
        elif kind == "c":
            named = _PLACE.fullmatch(place.upper())
            if named:
                self.column, self.row = _column(named[1]), int(named[2])
            else:
                self.column += 1
        else:
            return
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
        if self.rows * max(self.columns, 1) > MAX_CELLS:
            raise Refused(Refusal.TOO_LARGE)


def _column(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


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
