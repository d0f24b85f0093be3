"""Tables out as XLSX, by XlsxWriter: one row in memory at a time, and no cell that a spreadsheet would run.

`docs/decisions/tables-that-go-out.md` says what it costs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from tempfile import TemporaryDirectory
from typing import IO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from motcua.ground.sheets.writing import Heading, Kind, Value, Values, local

MAX_LINES = 1_048_576
"""How many lines a sheet can have, that of the titles included."""
MAX_UNITS = 32_767
"""How many UTF-16 units a cell can hold; what is longer is cut."""
WIDEST, NAME = 60, 31
A4 = 9

# How each kind is shown; dd/mm/yyyy whatever the language of the program.
_SHOWN: dict[Kind, str] = {
    Kind.TEXT: "General",
    Kind.CODE: "@",
    Kind.WHOLE: "#,##0",
    Kind.DECIMAL: "#,##0.0#",
    Kind.SHARE: "0.0%",
    Kind.MONEY: '#,##0 "đ"',
    Kind.DATE: "dd/mm/yyyy",
    Kind.MOMENT: "dd/mm/yyyy hh:mm",
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
# What XML cannot hold at all; XlsxWriter would write the codes of these characters.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Write = Callable[[int, int, Value, Format], object]


def write_xlsx(
    headings: Sequence[Heading], rows: Iterable[Values], into: IO[bytes], sheet: str, lines: int = MAX_LINES
) -> None:
    """Write the table as a workbook: numbers and dates as such, titles that stay in sight and can be filtered by.

    What one sheet cannot hold goes on another with the same titles; `lines` is how many a sheet takes.
    """
    name = _NO_XML.sub("", sheet.translate(_FORBIDDEN)).strip() or "1"
    with TemporaryDirectory(prefix="motcua-") as folder:
        book = xlsxwriter.Workbook(into, _OPTIONS | {"tmpdir": folder})
        try:
            _fill(book, headings, iter(rows), name, lines)
        finally:
            # After a failure too: what was written so far lies in open files of the folder.
            book.close()


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of a workbook that people fill in: its name, its columns, and the rows that stand in it at first."""

    name: str
    headings: Sequence[Heading]
    rows: Sequence[Values] = ()


def write_book(tables: Sequence[Table], into: IO[bytes]) -> None:
    """Write a workbook of several tables; what is typed below into a column of codes stays text, with its zeros."""
    with TemporaryDirectory(prefix="motcua-") as folder:
        book = xlsxwriter.Workbook(into, _OPTIONS | {"tmpdir": folder})
        try:
            for table in tables:
                _sheet(book, table.name, table.headings, table.rows, typed_in=True)
        finally:
            book.close()


def _fill(
    book: xlsxwriter.Workbook, headings: Sequence[Heading], rows: Iterator[Values], title: str, lines: int
) -> None:
    number, last = 1, lines - 1
    while number == 1 or last == lines - 1:
        more = f" ({number})" if number > 1 else ""
        last = _sheet(book, title[: NAME - len(more)] + more, headings, islice(rows, lines - 1))
        number += 1


def _sheet(
    book: xlsxwriter.Workbook,
    name: str,
    headings: Sequence[Heading],
    rows: Iterable[Values],
    *,
    typed_in: bool = False,
) -> int:
    """Write one sheet; the number of its last line, counted from nought. `typed_in`: columns have formats too."""
    formats = [book.add_format({"valign": "top", "num_format": _SHOWN[heading.kind]}) for heading in headings]
    bold = book.add_format(_TITLE)
    page = book.add_worksheet(name)
    for column, heading in enumerate(headings):
        width = min(heading.width or _WIDTHS[heading.kind], WIDEST)
        page.set_column(column, column, width, formats[column] if typed_in else None)
        page.write_string(0, column, _told(heading.title), bold)
    page.freeze_panes(1, 0)
    _paper(page)
    last = _lines(page, headings, formats, rows)
    page.autofilter(0, 0, last, max(len(headings) - 1, 0))
    return last


def _paper(page: Worksheet) -> None:
    """For the printer: A4 across, as wide as the page, the titles on each."""
    page.set_landscape()
    page.set_paper(A4)
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


def _told(value: Value) -> str:
    """A text as a cell can hold it; never half a letter at the end."""
    text = _NO_XML.sub("", str(value))
    if len(text) > MAX_UNITS // 2:
        text = text.encode("utf-16-le")[: 2 * MAX_UNITS].decode("utf-16-le", "ignore")
    return text


def _strings(page: Worksheet) -> Write:
    write = page.write_string

    def string(line: int, column: int, value: Value, dress: Format) -> None:
        text = _told(value)
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
        write(line, column, local(value).replace(second=0, microsecond=0), dress)

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
