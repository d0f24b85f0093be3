"""A process of our own for a procedure whose internal process is not published: steps, and the limit shared
out.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from motcua.catalogue.processes.rules.definition import Definition, Place, Step, StepKind
from motcua.people.calendars.rules import AllowanceUnit

HOURS_OF_A_DAY = Decimal(8)
QUARTER = Decimal("0.25")
# Working days in a week, a month and a year of the calendar shipped; only for sharing out, never for a due
# date.
DAYS_OF = {
    AllowanceUnit.WORKING_DAY: Decimal(1),
    AllowanceUnit.CALENDAR_DAY: Decimal(5) / Decimal(7),
    AllowanceUnit.MONTH: Decimal(22),
    AllowanceUnit.YEAR: Decimal(260),
}

# Kind, name, role, place, and the hundredths of the limit; what rounding leaves over goes to handling.
Row = tuple[StepKind, str, str, Place, int]
RECEIVE: Row = (StepKind.RECEIVE, "Tiếp nhận hồ sơ", "receptionist", Place.ONE_STOP, 5)
ASSIGN: Row = (StepKind.ASSIGN, "Phân công thụ lý", "head_of_division", Place.DIVISION, 5)
HANDLE: Row = (StepKind.HANDLE, "Thụ lý hồ sơ", "handler", Place.DIVISION, 55)
VERIFY: Row = (StepKind.VERIFY, "Kiểm tra kết quả thụ lý", "head_of_division", Place.DIVISION, 10)
SIGN: Row = (StepKind.SIGN, "Ký duyệt", "leader", Place.AGENCY, 15)
STAMP: Row = (StepKind.STAMP, "Vào sổ, đóng dấu", "clerk", Place.AGENCY, 5)
RETURN: Row = (StepKind.RETURN, "Trả kết quả", "receptionist", Place.ONE_STOP, 5)

FULL: tuple[Row, ...] = (RECEIVE, ASSIGN, HANDLE, VERIFY, SIGN, STAMP, RETURN)
COMMUNE: tuple[Row, ...] = (RECEIVE, HANDLE, SIGN, STAMP, RETURN)
SAME_DAY: tuple[Row, ...] = (RECEIVE, HANDLE, SIGN, RETURN)


def limit_in_hours(amount: Decimal, unit: AllowanceUnit) -> Decimal:
    """A time limit as working hours to the quarter, for sharing it out among steps; no due date comes from
    this.
    """
    hours = amount if unit is AllowanceUnit.WORKING_HOUR else amount * DAYS_OF[unit] * HOURS_OF_A_DAY
    return _quarters(hours)


def derived_steps(limit_hours: Decimal | None, *, in_commune: bool) -> tuple[Step, ...]:
    """The steps of a procedure without a published process, its limit shared out among them to the quarter
    hour.

    `limit_hours` None is a limit within the day: no step has hours of its own. Less than a day is done in
    four steps.
    """
    if limit_hours is None or limit_hours < HOURS_OF_A_DAY:
        rows = SAME_DAY
    else:
        rows = COMMUNE if in_commune else FULL
    hours = [None] * len(rows) if limit_hours is None else _shared(limit_hours, rows)
    return tuple(
        Step(kind.value, name, kind, role, place, share)
        for (kind, name, role, place, _weight), share in zip(rows, hours, strict=True)
    )


def mismatch_note(definition: Definition, limit_hours: Decimal) -> str:
    """One Vietnamese sentence when the steps do not add up to the limit, else an empty text."""
    total = sum((step.hours or Decimal(0) for step in definition.steps), Decimal(0))
    if total == limit_hours:
        return ""
    said = "vượt" if total > limit_hours else "chưa phân bổ hết"
    limit = f"thời hạn {_days(limit_hours)} ngày làm việc"
    return f"Tổng thời gian các bước {_days(total)} ngày làm việc, {said} {limit}."


def _days(hours: Decimal) -> str:
    return f"{(hours / HOURS_OF_A_DAY).normalize():f}".replace(".", ",")


def _quarters(hours: Decimal) -> Decimal:
    return (hours / QUARTER).to_integral_value(rounding=ROUND_DOWN) * QUARTER


def _shared(limit: Decimal, rows: Sequence[Row]) -> list[Decimal]:
    whole = sum(row[4] for row in rows)
    shares = [_quarters(limit * row[4] / whole) for row in rows]
    handling = next(number for number, row in enumerate(rows) if row[0] is StepKind.HANDLE)
    shares[handling] += limit - sum(shares, Decimal(0))
    return shares
