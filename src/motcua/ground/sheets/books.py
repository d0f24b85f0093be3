"""Reads workbooks of several sheets that people fill in, with what a table as text would hide.

A row that is hidden, a cell merged with others, a formula whose value was never saved and a code that has become a
number look like good data once they are text; here each still says so, under the name of its cell.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from posixpath import normpath
from xml.parsers.expat import ParserCreate

from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold
from motcua.ground.sheets.reading import BROKEN, Cell, cell_text, check_extent
from motcua.ground.sheets.rules import MAX_BYTES, MAX_ROWS, Column, Refusal, places_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is asked for: its key, its name, its columns, and whether it must be there."""

    key: str
    name: str
    columns: tuple[Column, ...]
    required: bool = True


@dataclass(frozen=True, slots=True)
class BookCell:
    """What stands in a cell, and where; `is_unread` when it holds a formula without a saved value, or an error."""

    sheet: str
    place: str
    text: str = ""
    is_number: bool = False
    is_date: bool = False
    is_unread: bool = False


@dataclass(frozen=True, slots=True)
class BookRow:
    """A row under the titles: its line in the sheet, and its cells by column key."""

    sheet: str
    line: int
    cells: Mapping[str, BookCell]
    is_hidden: bool = False

    def __getitem__(self, key: str) -> BookCell:
        return self.cells[key]


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet that was found: its rows, the ranges of merged cells, and whether the sheet itself is hidden."""

    name: str
    rows: tuple[BookRow, ...]
    merged: tuple[str, ...] = ()
    is_hidden: bool = False


@dataclass(slots=True)
class _Marks:
    """What a sheet's own XML says that its values do not."""

    hidden: set[int] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)


def read_book(data: bytes, sheets: Sequence[Sheet]) -> dict[str, Page]:
    """The sheets that are asked for, by key; one that is not there and need not be has no rows.

    Raises Refused TOO_LARGE, NOT_A_WORKBOOK, NOT_A_TABLE, SHEET_MISSING, EMPTY, TOO_MANY_ROWS, COLUMNS_MISSING,
    COLUMN_TWICE.
    """
    if len(data) > MAX_BYTES:
        raise Refused(Refusal.TOO_LARGE)
    if not data.startswith(b"PK"):
        raise Refused(Refusal.NOT_A_WORKBOOK)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            check_extent(package)
            parts = _parts(package)
            marks = {name: _marks(package.read(path)) for name, (path, _hidden) in parts.items()}
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = {}
        for sheet in sheets:
            name = next((name for name in parts if fold(name) == fold(sheet.name)), None)
            lines = [] if name is None else workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            hidden = name is not None and parts[name][1]
            found[sheet.key] = _page(sheet, lines, marks.get(name or "", _Marks()), name is None, hidden)
    except KeyError as error:
        raise Refused(Refusal.NOT_A_WORKBOOK) from error
    except BROKEN as error:
        raise Refused(Refusal.NOT_A_TABLE) from error
    return found


def _page(sheet: Sheet, lines: Sequence[Sequence[Cell]], marks: _Marks, absent: bool, hidden: bool) -> Page:
    top = next((at for at, line in enumerate(lines) if any(cell_text(cell).strip() for cell in line)), None)
    if absent or top is None:
        if sheet.required:
            raise Refused(Refusal.SHEET_MISSING, sheet=sheet.name)
        return Page(sheet.name, ())
    places = places_of([cell_text(cell) for cell in lines[top]], sheet.columns)
    rows = []
    for number, line in enumerate(lines[top + 1 :], start=top + 2):
        cells = {
            column.key: _cell(sheet.name, line, places.get(column.key), number, marks)
            for column in sheet.columns
        }
        if any(cell.text or cell.is_unread for cell in cells.values()):
            rows.append(BookRow(sheet.name, number, cells, number in marks.hidden))
    if len(rows) > MAX_ROWS:
        raise Refused(Refusal.TOO_MANY_ROWS, limit=MAX_ROWS)
    if not rows and sheet.required:
        raise Refused(Refusal.EMPTY)
    return Page(sheet.name, tuple(rows), tuple(marks.merged), hidden)


def _cell(sheet: str, line: Sequence[Cell], at: int | None, number: int, marks: _Marks) -> BookCell:
    if at is None:
        return BookCell(sheet, f"A{number}")
    place = f"{xl_col_to_name(at)}{number}"
    value: Cell = line[at] if at < len(line) else ""
    unread = place in marks.unread
    return BookCell(
        sheet,
        place,
        "" if unread else cell_text(value).strip(),
        is_number=isinstance(value, int | float) and not isinstance(value, bool),
        is_date=isinstance(value, datetime | date | time | timedelta),
        is_unread=unread,
    )


def _parts(package: zipfile.ZipFile) -> dict[str, tuple[str, bool]]:
    """The part of each sheet by the sheet's name, and whether the sheet is hidden; raises KeyError for no workbook."""
    targets: dict[str, str] = {}
    named: dict[str, tuple[str, bool]] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            target = attributes["Target"]
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            targets[attributes["Id"]] = normpath(path)

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            identity = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            named[attributes["name"]] = (identity, attributes.get("state", "visible") != "visible")

    for path, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        parser = ParserCreate()
        parser.StartElementHandler = handler
        parser.Parse(package.read(path), True)
    return {name: (targets[identity], hidden) for name, (identity, hidden) in named.items()}


def _marks(xml: bytes) -> _Marks:
    """Hidden rows, formulas without a value, errors and merged cells of one sheet."""
    found = _Marks()
    place, row, column = "", 0, 0
    formula, text, is_value = False, "", False

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal place, row, column, formula, text, is_value
        kind = _local(name)
        if kind == "row":
            row, column = int(attributes.get("r", row + 1)), 0
            if attributes.get("hidden") in ("1", "true"):
                found.hidden.add(row)
        elif kind == "c":
            column += 1
            place = attributes.get("r", f"{xl_col_to_name(column - 1)}{row}")
            column = _number_of(place, column)
            formula, text = False, ""
            if attributes.get("t") == "e":
                found.unread.add(place)
        elif kind == "f":
            formula = True
        elif kind == "v":
            is_value = True
        elif kind == "mergeCell":
            found.merged.append(attributes["ref"])

    def end(name: str) -> None:
        nonlocal is_value
        kind = _local(name)
        if kind == "v":
            is_value = False
        elif kind == "c" and formula and not text:
            found.unread.add(place)

    def said(data: str) -> None:
        nonlocal text
        if is_value:
            text += data

    parser = ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, said
    parser.Parse(xml, True)
    return found


_LETTERS = re.compile("[A-Z]{1,3}")


def _number_of(place: str, otherwise: int) -> int:
    named = _LETTERS.match(place)
    if named is None:
        return otherwise
    number = 0
    for letter in named[0]:
        number = number * 26 + ord(letter) - 64
    return number


def _local(name: str) -> str:
    return name.rpartition(":")[2]
