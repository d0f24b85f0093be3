"""What the rows of an import file say of units, and of officers in office."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold
from motcua.ground.sheets.rules import Column, Row
from motcua.people.organisation import rules
from motcua.people.organisation.models import Role, UnitKind
from motcua.people.organisation.rules import Refusal

UNIT_COLUMNS = (
    Column("code", "Mã đơn vị", ("mã",)),
    Column("name", "Tên đơn vị", ("tên",)),
    Column("short_name", "Tên ngắn", required=False),
    Column("kind", "Loại đơn vị", ("loại",)),
    Column("parent_code", "Mã đơn vị cấp trên", ("mã cấp trên", "cấp trên")),
    Column("valid_from", "Từ ngày", required=False),
)
OFFICER_COLUMNS = (
    Column("code", "Mã cán bộ", ("mã",)),
    Column("name", "Họ và tên", ("họ tên",)),
    Column("phone", "Điện thoại", required=False),
    Column("email", "Thư điện tử", ("email",), required=False),
    Column("unit_code", "Mã đơn vị", ("đơn vị",)),
    Column("role", "Vai trò"),
    Column("title", "Chức danh", ("chức vụ",), required=False),
    Column("valid_from", "Từ ngày", required=False),
    Column("valid_to", "Đến hết ngày", ("đến ngày",), required=False),
)

# Which column a refusal of a verb speaks of; the rest speak of the row as a whole.
COLUMN_OF = {
    Refusal.CODE_WRONG: "code",
    Refusal.CODE_TAKEN: "code",
    Refusal.OFFICER_CODE_TAKEN: "code",
    Refusal.NAME_EMPTY: "name",
    Refusal.NAME_TOO_LONG: "name",
    Refusal.KIND_UNKNOWN: "kind",
    Refusal.PARENT_MISSING: "parent_code",
    Refusal.PARENT_WRONG: "parent_code",
    Refusal.PARENT_CLOSED: "parent_code",
    Refusal.ONE_STOP_EXISTS: "parent_code",
    Refusal.PHONE_WRONG: "phone",
    Refusal.EMAIL_WRONG: "email",
    Refusal.ROLE_UNKNOWN: "role",
    Refusal.ROLE_NOT_OF_THIS_UNIT: "role",
    Refusal.UNIT_CLOSED: "unit_code",
    Refusal.ENDS_BEFORE_IT_BEGINS: "valid_to",
    Refusal.PARENT_UNKNOWN: "parent_code",
    Refusal.UNIT_UNKNOWN: "unit_code",
    Refusal.NAME_DIFFERS: "name",
}
_KINDS = {
    "tinh": UnitKind.PROVINCE,
    "so": UnitKind.DEPARTMENT,
    "ban": UnitKind.DEPARTMENT,
    "nganh": UnitKind.DEPARTMENT,
    "huyen": UnitKind.DISTRICT,
    "thi xa": UnitKind.DISTRICT,
    "thanh pho": UnitKind.DISTRICT,
    "xa": UnitKind.COMMUNE,
    "phuong": UnitKind.COMMUNE,
    "thi tran": UnitKind.COMMUNE,
    "phong": UnitKind.DIVISION,
    "mot cua": UnitKind.ONE_STOP,
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as a row says it."""

    line: int
    code: str
    name: str
    short_name: str
    kind: str
    parent_code: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer and an appointment as a row says them."""

    line: int
    code: str
    name: str
    phone: str
    email: str
    unit_code: str
    role: str
    title: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken over: its line, the title of its column, what is wrong and what to do."""

    line: int
    column: str
    sentence: str


def bad_row(line: int, refused: Refused, columns: tuple[Column, ...]) -> BadRow:
    """A refusal as it stands beside its row."""
    key = refused.data.get("column") or COLUMN_OF.get(refused.code)  # type: ignore[call-overload]
    title = next((column.title for column in columns if column.key == key), "")
    return BadRow(line, title, refused.sentence())


def unit_row(row: Row, today: date) -> UnitRow:
    """A row as a unit; without a day it is from today on; raises Refused KIND_UNKNOWN or DAY_WRONG."""
    cells = row.cells
    return UnitRow(
        line=row.line,
        code=cells["code"],
        name=cells["name"],
        short_name=cells["short_name"],
        kind=_kind(cells["kind"]),
        parent_code=cells["parent_code"].strip().upper(),
        valid_from=read_day(cells["valid_from"]) or today,
    )


def officer_row(row: Row, today: date) -> OfficerRow:
    """A row as an officer in office; the last day counts; raises Refused ROLE_UNKNOWN or DAY_WRONG."""
    cells = row.cells
    last = read_day(cells["valid_to"], "valid_to")
    return OfficerRow(
        line=row.line,
        code=cells["code"],
        name=cells["name"],
        phone=cells["phone"],
        email=cells["email"],
        unit_code=cells["unit_code"].strip().upper(),
        role=_role(cells["role"]),
        title=cells["title"],
        valid_from=read_day(cells["valid_from"]) or today,
        valid_to=None if last is None else date.fromordinal(last.toordinal() + 1),
    )


def read_day(text: str, column: str = "valid_from") -> date | None:
    """A day written 31/12/2017 or 2017-12-31, None when empty; raises Refused DAY_WRONG."""
    if not text:
        return None
    vietnamese = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", text)
    try:
        if vietnamese:
            day, month, year = map(int, vietnamese.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(Refusal.DAY_WRONG, text=text, column=column) from error


def _kind(text: str) -> str:
    return _named(
        text, {kind.value: kind.value for kind in UnitKind} | _KINDS, _titles(UnitKind), rules.checked_kind
    )


def _role(text: str) -> str:
    return _named(text, {role.value: role.value for role in Role}, _titles(Role), rules.checked_role)


def _titles(choices: type[UnitKind] | type[Role]) -> dict[str, str]:
    return {fold(str(title)): value for value, title in choices.choices}


def _named(text: str, codes: dict[str, str], titles: dict[str, str], check: Callable[[str], str]) -> str:
    """A code, or the title that stands for it."""
    word = fold(text)
    return str(codes.get(text.strip().lower()) or titles.get(word) or codes.get(word) or check(text))
