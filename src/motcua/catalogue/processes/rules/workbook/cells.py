"""Single cells of the workbook: numbers, hours, choices and codes, each trap noted where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from typing import TypeVar

from motcua.catalogue.procedures.rules import ANY
from motcua.catalogue.processes.rules.workbook.findings import Findings, Trap
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold, tidied
from motcua.ground.sheets.books import BookCell
from motcua.people.calendars.rules import Allowance, AllowanceUnit

LARGEST = 1_000_000_000_000
MOST = 9_999
UNITS: Mapping[str, AllowanceUnit] = {
    "ngay lam viec": AllowanceUnit.WORKING_DAY,
    "gio lam viec": AllowanceUnit.WORKING_HOUR,
    "ngay lich": AllowanceUnit.CALENDAR_DAY,
    "thang": AllowanceUnit.MONTH,
    "nam": AllowanceUnit.YEAR,
}
UNCLEAR = ("ngay", "gio")
CHANNELS: Mapping[str, str] = {
    "truc tiep": "counter",
    "truc tuyen": "online",
    "buu chinh": "postal",
    "buu chinh cong ich": "postal",
    "dich vu buu chinh": "postal",
}
YES_NO: Mapping[str, bool] = {"co": True, "khong": False, "x": True, "1": True, "0": False}
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,39}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_HOUR = re.compile(r"(\d{1,2})(?::|h|g)(\d{2})?")
_SEVERAL = re.compile(r"[;\n]")
T = TypeVar("T")


def text(cell: BookCell, found: Findings, limit: int = 0) -> str:
    """A text as it is kept, lines and all."""
    kept = "\n".join(line for line in map(tidied, cell.text.splitlines()) if line)
    if limit and len(kept) > limit:
        found.at(cell, Trap.TOO_LONG, limit=limit)
    return kept


def code(cell: BookCell, found: Findings) -> str:
    """The code of a procedure; empty where it cannot be known."""
    if cell.is_unread:
        return ""
    if not cell.text:
        found.at(cell, Trap.EMPTY, column="Mã thủ tục")
    elif cell.is_number or cell.is_date:
        found.at(cell, Trap.CODE_IS_NUMBER)
    elif not _CODE.fullmatch(cell.text):
        found.at(cell, Trap.CODE_WRONG)
    else:
        return cell.text
    return ""


def choice(cell: BookCell, found: Findings, choices: Mapping[str, T], otherwise: T) -> T:
    """One of the words that may stand here; what is empty is `otherwise`."""
    if not cell.text:
        return otherwise
    chosen = choices.get(fold(cell.text))
    if chosen is None:
        found.at(cell, Trap.NOT_A_CHOICE, choices=", ".join(_shown(choices)))
        return otherwise
    return chosen


def _shown(choices: Mapping[str, object]) -> list[str]:
    return [WORDS.get(word, word) for word in choices]


# Folded words as a person reads them.
WORDS = {
    "co": "có",
    "khong": "không",
    "truc tiep": "trực tiếp",
    "truc tuyen": "trực tuyến",
    "buu chinh": "bưu chính",
    "buu chinh cong ich": "bưu chính công ích",
    "dich vu buu chinh": "dịch vụ bưu chính",
    "cap tinh": "cấp tỉnh",
    "cap huyen": "cấp huyện",
    "cap xa": "cấp xã",
    "tinh": "tỉnh",
    "huyen": "huyện",
    "xa": "xã",
    "ban hanh moi": "ban hành mới",
    "moi": "mới",
    "sua doi bo sung": "sửa đổi, bổ sung",
    "sua doi": "sửa đổi",
    "thay the": "thay thế",
    "bai bo": "bãi bỏ",
}


def count(cell: BookCell, found: Findings, otherwise: int, most: int = MOST) -> int:
    """A whole number that is not negative; what is empty is `otherwise`."""
    if cell.is_unread or not cell.text:
        return otherwise
    if cell.is_date:
        found.at(cell, Trap.DATE_FOR_NUMBER)
        return otherwise
    plain = cell.text.replace(".", "") if _GROUPED.fullmatch(cell.text) and not cell.is_number else cell.text
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > 13 or int(plain) > most:
        found.at(cell, Trap.NOT_A_NUMBER)
        return otherwise
    return int(plain)


def amount(cell: BookCell, found: Findings) -> Decimal | None:
    """The number of a time limit: a number and nothing else (units and further cases stand elsewhere)."""
    if cell.is_unread:
        return None
    if not cell.text:
        found.at(cell, Trap.EMPTY, column="Thời hạn")
    elif cell.is_date:
        found.at(cell, Trap.DATE_FOR_NUMBER)
    elif _NUMBER.fullmatch(cell.text):
        return Decimal(cell.text.replace(",", "."))
    else:
        _words_in_limit(cell, found)
    return None


def _words_in_limit(cell: BookCell, found: Findings) -> None:
    numbers = _NUMBER.findall(cell.text)
    if len(numbers) > 1:
        found.at(cell, Trap.SEVERAL_LIMITS)
    elif numbers and not cell.text.startswith("-"):
        found.at(cell, Trap.TEXT_IN_LIMIT, number=numbers[0])
    else:
        found.at(cell, Trap.LIMIT_WRONG)


def unit(cell: BookCell, amount_cell: BookCell, found: Findings) -> AllowanceUnit | None:
    """The unit of a time limit; none is ever guessed, and a bare “ngày” is not taken for working days."""
    if cell.is_unread:
        return None
    folded = fold(cell.text)
    if not folded:
        shown = amount_cell.text if len(amount_cell.text) <= 80 else f"{amount_cell.text[:79]}…"
        found.at(cell, Trap.NO_UNIT, text=shown)
    elif folded in UNCLEAR:
        found.at(cell, Trap.UNIT_UNCLEAR)
    elif folded not in UNITS:
        found.at(cell, Trap.UNIT_UNKNOWN)
    return UNITS.get(folded)


def allowance(
    amount_cell: BookCell, unit_cell: BookCell, found: Findings
) -> tuple[Decimal, AllowanceUnit] | None:
    """A number with its unit, that can be counted; none with the trap noted."""
    number, of = amount(amount_cell, found), unit(unit_cell, amount_cell, found)
    if number is None or of is None:
        return None
    try:
        Allowance(number, of)
    except Refused:
        found.at(amount_cell, Trap.LIMIT_WRONG)
        return None
    exponent = number.as_tuple().exponent
    if number == 0 or number > MOST or (isinstance(exponent, int) and exponent < -2):
        found.at(amount_cell, Trap.LIMIT_WRONG)
        return None
    return number, of


def hour(cell: BookCell, found: Findings) -> time | None:
    """An hour of the day, 15:00 or 15h; none when empty."""
    if not cell.text or cell.is_unread:
        return None
    named = _HOUR.match(cell.text.strip())
    whole = named is not None and (named.end() == len(cell.text) or cell.text[named.end() :] == ":00")
    if named is not None and whole and int(named[1]) < 24 and int(named[2] or 0) < 60:
        return time(int(named[1]), int(named[2] or 0))
    found.at(cell, Trap.NOT_AN_HOUR)
    return None


def case(cell: BookCell, found: Findings) -> str:
    """The case or the area of a row; empty is any."""
    if _SEVERAL.search(cell.text):
        found.at(cell, Trap.SEVERAL_CASES)
        return fold(cell.text)
    return text(cell, found, 120) or ANY


def channel(cell: BookCell, found: Findings) -> str:
    """How it is filed; empty is any."""
    folded = fold(cell.text)
    if (
        folded
        and folded not in CHANNELS
        and sum(word in folded for word in ("truc tiep", "truc tuyen", "buu chinh")) > 1
    ):
        found.at(cell, Trap.SEVERAL_CHANNELS)
        return folded
    return choice(cell, found, CHANNELS, ANY)
