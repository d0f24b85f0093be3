"""Calendars and short ways to write moments and allowances, for the tests."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from motcua.people.calendars.rules import (
    Allowance,
    AllowanceUnit,
    Checked,
    DayKind,
    Hours,
    SpecialDay,
    WorkingTime,
    shipped,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE = shipped.working_time()


def at(text: str) -> datetime:
    """A moment in Tiền Giang, written 2019-11-20T08:37."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def hours(amount: str | int) -> Allowance:
    return Allowance(Decimal(amount), AllowanceUnit.WORKING_HOUR)


def days(amount: str | int) -> Allowance:
    return Allowance(Decimal(amount), AllowanceUnit.WORKING_DAY)


def calendar_days(amount: str | int) -> Allowance:
    return Allowance(Decimal(amount), AllowanceUnit.CALENDAR_DAY)


def months(amount: str | int) -> Allowance:
    return Allowance(Decimal(amount), AllowanceUnit.MONTH)


def years(amount: str | int) -> Allowance:
    return Allowance(Decimal(amount), AllowanceUnit.YEAR)


def due(start: str, allowance: Allowance, calendar: WorkingTime = OFFICE) -> str:
    """The due moment as it is written: 2019-12-25T08:37."""
    return calendar.add(at(start), allowance).replace(tzinfo=None).isoformat(timespec="minutes")


def stretch(weekday: int, opens: str, closes: str) -> Hours:
    return Hours(weekday, time.fromisoformat(opens), time.fromisoformat(closes))


def holiday(on: str, *, checked: Checked = Checked.STATUTE) -> SpecialDay:
    return SpecialDay(date.fromisoformat(on), DayKind.HOLIDAY, "Ngày lễ", "Holiday", "Điều 1", checked)


def worked(on: str, instead_of: str) -> SpecialDay:
    return SpecialDay(
        date.fromisoformat(on),
        DayKind.SWAPPED_WORKING_DAY,
        "Làm bù",
        "Worked instead",
        "Thông báo 1",
        Checked.NOTICE,
        date.fromisoformat(instead_of),
    )


# Uneven on purpose: a short Friday, a Saturday morning, three windows on Tuesday, nothing on Wednesday.
UNEVEN = WorkingTime(
    ZONE,
    (
        stretch(1, "08:00", "12:00"),
        stretch(1, "13:30", "17:30"),
        stretch(2, "06:00", "07:00"),
        stretch(2, "09:15", "10:00"),
        stretch(2, "18:00", "20:00"),
        stretch(4, "07:30", "16:30"),
        stretch(5, "07:30", "09:00"),
        stretch(6, "07:30", "11:30"),
    ),
    (holiday("2018-01-01"), worked("2018-01-07", "2018-01-05"), holiday("2018-01-15")),
)
