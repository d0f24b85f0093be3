"""What a table that people bring must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from motcua.ground.kernel.refusals import Kind, RefusalCode, Refused, sentences
from motcua.ground.kernel.vietnamese import fold

MAX_BYTES = 5_000_000
MAX_UNPACKED = 60_000_000
MAX_ROWS = 5_000


class Refusal(RefusalCode):
    """Why a table is not read."""

    TOO_LARGE = "sheets.too_large"
    TOO_MANY_ROWS = "sheets.too_many_rows"
    NOT_A_TABLE = "sheets.not_a_table"
    NOT_UTF8 = "sheets.not_utf8"
    EMPTY = "sheets.empty"
    COLUMNS_MISSING = "sheets.columns_missing"
    COLUMN_TWICE = "sheets.column_twice"
    NOT_A_WORKBOOK = "sheets.not_a_workbook"
    SHEET_MISSING = "sheets.sheet_missing"


sentences(
    {
        Refusal.TOO_LARGE: (Kind.WRONG_INPUT, _("Tệp quá lớn. Hãy chia thành nhiều tệp nhỏ hơn 5 MB.")),
        Refusal.TOO_MANY_ROWS: (
            Kind.WRONG_INPUT,
            _("Tệp có quá %(limit)s dòng. Hãy chia thành nhiều tệp nhỏ hơn."),
        ),
        Refusal.NOT_A_TABLE: (
            Kind.WRONG_INPUT,
            _("Không đọc được tệp này. Hãy lưu bảng dưới dạng XLSX hoặc CSV rồi tải lên lại."),
        ),
        Refusal.NOT_UTF8: (
            Kind.WRONG_INPUT,
            _("Tệp CSV phải dùng bảng mã Unicode (UTF-8). Hãy lưu lại với lựa chọn “CSV UTF-8”."),
        ),
        Refusal.EMPTY: (Kind.WRONG_INPUT, _("Tệp không có dòng dữ liệu nào dưới dòng tiêu đề.")),
        Refusal.COLUMNS_MISSING: (Kind.WRONG_INPUT, _("Dòng tiêu đề thiếu cột: %(columns)s.")),
        Refusal.COLUMN_TWICE: (Kind.WRONG_INPUT, _("Dòng tiêu đề có hai cột “%(column)s”.")),
        Refusal.NOT_A_WORKBOOK: (
            Kind.WRONG_INPUT,
            _("Tệp này không phải là sổ XLSX. Hãy tải tệp mẫu, điền rồi lưu dưới dạng XLSX."),
        ),
        Refusal.SHEET_MISSING: (
            Kind.WRONG_INPUT,
            _("Tệp thiếu trang tính “%(sheet)s”. Hãy giữ nguyên tên các trang tính của tệp mẫu."),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is asked for: its title on screen, other names that it may go by, and whether it must
    be there.
    """

    key: str
    title: str
    names: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: its line in the file, counted from 1, and its cells by column key."""

    line: int
    cells: Mapping[str, str]


def rows_of(lines: Sequence[Sequence[str]], columns: Sequence[Column]) -> tuple[Row, ...]:
    """The rows under the line of titles; empty lines are left out, unknown columns too.

    Titles are compared without diacritics and case. Raises Refused EMPTY, COLUMNS_MISSING, COLUMN_TWICE or
    TOO_MANY_ROWS.
    """
    top = next((i for i, line in enumerate(lines) if any(cell.strip() for cell in line)), None)
    if top is None:
        raise Refused(Refusal.EMPTY)
    places = places_of(lines[top], columns)
    found = []
    for number, line in enumerate(lines[top + 1 :], start=top + 2):
        cells = {key: line[at].strip() if at < len(line) else "" for key, at in places.items()}
        if any(cells.values()):
            found.append(Row(number, {column.key: cells.get(column.key, "") for column in columns}))
    if not found:
        raise Refused(Refusal.EMPTY)
    if len(found) > MAX_ROWS:
        raise Refused(Refusal.TOO_MANY_ROWS, limit=MAX_ROWS)
    return tuple(found)


def places_of(titles: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Where each column stands in the line of titles, from 0; raises Refused COLUMNS_MISSING, COLUMN_TWICE."""
    known = {fold(name): column for column in columns for name in (column.key, column.title, *column.names)}
    places: dict[str, int] = {}
    for at, title in enumerate(titles):
        column = known.get(fold(title))
        if column is None:
            continue
        if column.key in places:
            raise Refused(Refusal.COLUMN_TWICE, column=column.title)
        places[column.key] = at
    missing = [column.title for column in columns if column.required and column.key not in places]
    if missing:
        raise Refused(Refusal.COLUMNS_MISSING, columns=", ".join(missing))
    return places
