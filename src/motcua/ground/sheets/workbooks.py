"""Tables out as XLSX: the parts of the package written one after another, the rows as they come.

Written by hand because that is several times faster than XlsxWriter (docs/decisions/tables-that-go-out.md); tables of
plain typed columns need little of the format: ECMA-376, parts 1 (SpreadsheetML) and 2 (the package).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache, partial
from itertools import islice
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from motcua.ground.sheets.writing import Heading, Kind, Value, Values, local

MAX_LINES = 1_048_576
"""How many lines a sheet can have, that of the titles included."""
MAX_UNITS = 32_767
"""How many UTF-16 units a cell can hold; what is longer is cut."""
WIDEST, NAME = 60, 31
BATCH = 200
# The day before which a spreadsheet counts none: its day 1 is 1 January 1900, and it believes in 29 February 1900.
DAY_NOUGHT = date(1899, 12, 30).toordinal()

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

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
_KINDS = list(_SHOWN)
_TITLE_STYLE, _FIRST_STYLE, _FIRST_FORMAT = 1, 2, 164
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
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def write_xlsx(
    headings: Sequence[Heading], rows: Iterable[Values], into: IO[bytes], sheet: str, lines: int = MAX_LINES
) -> None:
    """Write the table as a workbook: numbers and dates as such, titles that stay in sight and can be filtered by.

    What one sheet cannot hold goes on another with the same titles; `lines` is how many a sheet takes.
    """
    left = iter(rows)
    name = _NO_XML.sub("", sheet.translate(_FORBIDDEN)).strip() or "1"
    names: list[str] = []
    lasts: list[int] = []
    with ZipFile(into, "w", ZIP_DEFLATED, compresslevel=4) as package:
        while not lasts or lasts[-1] == lines:
            number = len(names) + 1
            more = f" ({number})" if number > 1 else ""
            names.append(name[: NAME - len(more)] + more)
            with package.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
                lasts.append(_sheet(part, headings, islice(left, lines - 1)))
        for path, text in _parts(names, lasts, len(headings)).items():
            package.writestr(path, _XML + text)


def _sheet(into: IO[bytes], headings: Sequence[Heading], rows: Iterable[Values]) -> int:
    """Write one sheet; the number of its last line, counted from one."""
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{min(one.width or _WIDTHS[one.kind], WIDEST)}" customWidth="1"/>'
        for at, one in enumerate(headings, 1)
    )
    into.write(
        (
            f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
            '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
            f'state="frozen"/></sheetView></sheetViews><cols>{widths}</cols><sheetData>'
        ).encode()
    )
    titles = "".join(_string(letters(at), _TITLE_STYLE, 1, one.title) for at, one in enumerate(headings, 1))
    into.write(f'<row r="1">{titles}</row>'.encode())
    last = 1
    for end, text in _lines(headings, rows):
        into.write(text.encode())
        last = end
    into.write(
        (
            f'</sheetData><autoFilter ref="A1:{letters(max(len(headings), 1))}{last}"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
        ).encode()
    )
    return last


def _lines(headings: Sequence[Heading], rows: Iterable[Values]) -> Iterator[tuple[int, str]]:
    """The rows as XML, some at a time, with the number of the last line among them."""
    cells = [
        partial(_CELLS[one.kind], letters(at), _FIRST_STYLE + _KINDS.index(one.kind))
        for at, one in enumerate(headings, 1)
    ]
    line, waiting = 1, []
    for row in rows:
        line += 1
        told = "".join(
            "" if value is None else cell(line, value) for cell, value in zip(cells, row, strict=True)
        )
        waiting.append(f'<row r="{line}">{told}</row>')
        if len(waiting) == BATCH:
            yield line, "".join(waiting)
            waiting.clear()
    if waiting:
        yield line, "".join(waiting)


# --- cells -------------------------------------------------------------------------------------------------------


def letters(number: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


# What XML cannot hold at all; and what a spreadsheet would read as the code of a character.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@lru_cache(maxsize=8192)
def _text(text: str) -> str:
    """A text as a cell holds it: names of procedures and units come again and again."""
    if len(text) > MAX_UNITS // 2:
        text = text.encode("utf-16-le")[: 2 * MAX_UNITS].decode("utf-16-le", "ignore")
    return escape(_CODED.sub("_x005F_", _NO_XML.sub("", text)), {"\r": "&#13;"})


def _string(column: str, style: int, line: int, value: Value) -> str:
    text = _text(str(value))
    if not text:
        return ""
    return f'<c r="{column}{line}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _number(column: str, style: int, line: int, value: Value) -> str:
    told = value if isinstance(value, int) else repr(float(value))  # type: ignore[arg-type]
    return f'<c r="{column}{line}" s="{style}"><v>{told}</v></c>'


def _day(column: str, style: int, line: int, value: Value) -> str:
    assert isinstance(value, date)
    return f'<c r="{column}{line}" s="{style}"><v>{value.toordinal() - DAY_NOUGHT}</v></c>'


def _moment(column: str, style: int, line: int, value: Value) -> str:
    at = local(value)
    days = at.toordinal() - DAY_NOUGHT + (at.hour * 60 + at.minute) / 1440
    return f'<c r="{column}{line}" s="{style}"><v>{days!r}</v></c>'


_CELLS: dict[Kind, Callable[[str, int, int, Value], str]] = {
    Kind.TEXT: _string,
    Kind.CODE: _string,
    Kind.WHOLE: _number,
    Kind.DECIMAL: _number,
    Kind.SHARE: _number,
    Kind.MONEY: _number,
    Kind.DATE: _day,
    Kind.MOMENT: _moment,
}


# --- the other parts of the package --------------------------------------------------------------------------------


def _parts(names: Sequence[str], lasts: Sequence[int], columns: int) -> dict[str, str]:
    numbers = range(1, len(names) + 1)
    sheets = "".join(
        f'<sheet name="{escape(name, _QUOTES)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    styles = len(names) + 1
    return {
        "[Content_Types].xml": _content_types(numbers),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
            f"<definedNames>{_defined(names, lasts, columns)}</definedNames></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">{related}'
            f'<Relationship Id="rId{styles}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": _styles(),
    }


_QUOTES = {'"': "&quot;"}


def _content_types(numbers: Iterable[int]) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{sheets}</Types>'
    )


def _defined(names: Sequence[str], lasts: Sequence[int], columns: int) -> str:
    """What the filter covers, and the titles printed on each page; first all filters, as their names sort."""
    last_column = letters(max(columns, 1))
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{at}" hidden="1">'
        f"'{escape(name)}'!$A$1:${last_column}${last}</definedName>"
        for at, (name, last) in enumerate(zip(names, lasts, strict=True))
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">\'{escape(name)}\'!$1:$1</definedName>'
        for at, name in enumerate(names)
    )
    return filters + titles


def _styles() -> str:
    formats = "".join(
        f'<numFmt numFmtId="{_FIRST_FORMAT + at}" formatCode="{escape(_SHOWN[kind], _QUOTES)}"/>'
        for at, kind in enumerate(_KINDS)
    )
    top = '<alignment vertical="top"/>'
    kinds = "".join(
        f'<xf numFmtId="{_FIRST_FORMAT + at}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" '
        f'applyAlignment="1">{top}</xf>'
        for at in range(len(_KINDS))
    )
    font = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="{len(_KINDS)}">{formats}</numFmts>'
        f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        '<border><left/><right/><top/><bottom style="thin"/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_KINDS) + _FIRST_STYLE}">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" '
        f'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>{kinds}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
