"""Tables out, as CSV: typed columns, one row in memory at a time, no cell that a spreadsheet would run.

`docs/decisions/tables-that-go-out.md` says why a day stands in CSV as it does, and an apostrophe before some texts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum, auto
from typing import IO

from django.utils.functional import Promise

from motcua.ground.kernel.clock import LOCAL

Value = str | Promise | int | float | Decimal | date | datetime | None
Values = Sequence[Value]

CSV = "text/csv; charset=utf-8"


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
    return local(value).strftime("%Y-%m-%d %H:%M")


def local(value: Value) -> datetime:
    """A moment as the clocks of Viet Nam show it, without a zone."""
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
