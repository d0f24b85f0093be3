"""Tables out, as CSV or XLSX: typed columns, one row in memory at a time, and no cell that a spreadsheet would run.

`docs/decisions/tables-that-go-out.md` says why a day stands in CSV as it does, and an apostrophe before some texts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum, auto
from itertools import islice
from tempfile import TemporaryDirectory
from typing import IO

import xlsxwriter
from django.utils.functional import Promise
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from motcua.ground.kernel.clock import LOCAL

Value = str | Promise | int | float | Decimal | date | datetime | None
Values = Sequence[Value]

CSV = "text/csv; charset=utf-8"
MAX_LINES = 1_048_576
"""How many lines a sheet of a workbook can have, that of the titles included."""
WIDEST = 60


class Kind(StrEnum):
    """What stands in a column. A share is a part of one (0.972), shown as a percentage; a code keeps its zeros."""

    TEXT = auto()
    CODE = auto()
    WHOLE = auto()
    DECIMAL = auto()
    SHARE = auto()
    MONEY = auto()
    DATE = auto()
    MOMENT = auto()


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that goes out: its title, what stands in it, and its width in characters where the usual is wrong."""

    title: str | Promise
    kind: Kind = Kind.TEXT
    width: int = 0


# --- CSV ---------------------------------------------------------------------------------------------------------

# What makes a spreadsheet read a text as a formula, in the forms of full width too, or begin a new cell.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(headings: Sequence[Heading], rows: Iterable[Values], into: IO[bytes]) -> None:
    """Write the table as RFC 4180 in UTF-8, with the mark without which Excel takes it for the machine's code page.

    Numbers have a point and no groups, days are 2017-12-28, moments 2017-12-28 09:20 of Viet Nam.
    """
    into.write("\ufeff".encode())
    text = io.TextIOWrapper(into, encoding="utf-8", newline="", write_through=False)
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([_safe(str(heading.title)) for heading in headings])
        as_text = [_CSV[heading.kind] for heading in headings]
        writer.writerows(
            ["" if value is None else told(value) for told, value in zip(as_text, row, strict=True)]
            for row in rows
        )
    finally:
        # The file is the caller's: it stays open when the wrapper goes.
        text.detach()


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_RUNS) else text


def _day(value: Value) -> str:
    assert isinstance(value, date)
    return value.isoformat()


def _moment(value: Value) -> str:
    return _local(value).strftime("%Y-%m-%d %H:%M")


def _local(value: Value) -> datetime:
    assert isinstance(value, datetime)
    return value.astimezone(LOCAL).replace(tzinfo=None)


def _text(value: Value) -> str:
    return _safe(str(value))


_CSV: dict[Kind, Callable[[Value], str]] = {
    Kind.TEXT: _text,
    Kind.CODE: _text,
    Kind.WHOLE: str,
    Kind.DECIMAL: str,
    Kind.SHARE: str,
    Kind.MONEY: str,
    Kind.DATE: _day,
    Kind.MOMENT: _moment,
}


# --- XLSX --------------------------------------------------------------------------------------------------------

_FORMATS: dict[Kind, dict[str, str | int]] = {
    Kind.TEXT: {"valign": "top"},
    Kind.CODE: {"valign": "top", "num_format": "@"},
    Kind.WHOLE: {"valign": "top", "num_format": "#,##0"},
    Kind.DECIMAL: {"valign": "top", "num_format": "#,##0.0#"},
    Kind.SHARE: {"valign": "top", "num_format": "0.0%"},
    Kind.MONEY: {"valign": "top", "num_format": '#,##0 "đ"'},
    Kind.DATE: {"valign": "top", "num_format": "dd/mm/yyyy"},
    Kind.MOMENT: {"valign": "top", "num_format": "dd/mm/yyyy hh:mm"},
}
_WIDTHS = {
    Kind.TEXT: 30,
    Kind.CODE: 26,
    Kind.WHOLE: 11,
    Kind.DECIMAL: 11,
    Kind.SHARE: 11,
    Kind.MONEY: 15,
    Kind.DATE: 12,
    Kind.MOMENT: 17,
}
_TITLE: dict[str, str | int | bool] = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "use_zip64": True,
}
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def write_xlsx(
    headings: Sequence[Heading], rows: Iterable[Values], into: IO[bytes], sheet: str, lines: int = MAX_LINES
) -> None:
    """Write the table as a workbook: numbers and dates as such, titles that stay in sight and can be filtered by.

    What one sheet cannot hold goes on another with the same titles; `lines` is how many a sheet takes.
    """
    with TemporaryDirectory(prefix="motcua-") as folder:
        book = xlsxwriter.Workbook(into, _OPTIONS | {"tmpdir": folder})
        try:
            _fill(book, headings, iter(rows), sheet.translate(_FORBIDDEN).strip(), lines)
        finally:
            # After a failure too: what was written so far lies in open files of the folder.
            book.close()


def _fill(
    book: xlsxwriter.Workbook, headings: Sequence[Heading], rows: Iterator[Values], title: str, lines: int
) -> None:
    formats = [book.add_format(_FORMATS[heading.kind]) for heading in headings]
    bold = book.add_format(_TITLE)
    number = 1
    while True:
        more = f" ({number})" if number > 1 else ""
        page = book.add_worksheet(title[: 31 - len(more)] + more)
        for column, heading in enumerate(headings):
            page.set_column(column, column, min(heading.width or _WIDTHS[heading.kind], WIDEST))
            page.write_string(0, column, str(heading.title), bold)
        page.freeze_panes(1, 0)
        _paper(page)
        last = _lines(page, headings, formats, islice(rows, lines - 1))
        page.autofilter(0, 0, last, max(len(headings) - 1, 0))
        if last < lines - 1:
            return
        number += 1


def _paper(page: Worksheet) -> None:
    """For the printer: A4 across, as wide as the page, the titles on each."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _lines(
    page: Worksheet, headings: Sequence[Heading], formats: Sequence[Format], rows: Iterable[Values]
) -> int:
    """Write the rows under the titles; the number of the last line, counted from nought."""
    cells = [
        (column, _WRITERS[heading.kind](page), formats[column]) for column, heading in enumerate(headings)
    ]
    line = 0
    for line, row in enumerate(rows, start=1):
        for (column, write, dress), value in zip(cells, row, strict=True):
            if value is not None:
                write(line, column, value, dress)
    return line


Write = Callable[[int, int, Value, Format], object]


def _strings(page: Worksheet) -> Write:
    write = page.write_string

    def string(line: int, column: int, value: Value, dress: Format) -> None:
        text = str(value)
        if text:
            write(line, column, text, dress)

    return string


def _numbers(page: Worksheet) -> Write:
    write: Write = page.write_number
    return write


def _days(page: Worksheet) -> Write:
    write: Write = page.write_datetime
    return write


def _moments(page: Worksheet) -> Write:
    write = page.write_datetime

    def moment(line: int, column: int, value: Value, dress: Format) -> None:
        write(line, column, _local(value).replace(second=0, microsecond=0), dress)

    return moment


_WRITERS: dict[Kind, Callable[[Worksheet], Write]] = {
    Kind.TEXT: _strings,
    Kind.CODE: _strings,
    Kind.WHOLE: _numbers,
    Kind.DECIMAL: _numbers,
    Kind.SHARE: _numbers,
    Kind.MONEY: _numbers,
    Kind.DATE: _days,
    Kind.MOMENT: _moments,
}
