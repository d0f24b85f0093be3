"""Words of the forms: moments, lengths and numbers, in the State's language whatever the officer reads."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from motcua.casework.dossiers import rules
from motcua.casework.dossiers.models import Segment
from motcua.ground.kernel.clock import LOCAL
from motcua.people.calendars.rules import AllowanceUnit

AMOUNTS = {
    AllowanceUnit.WORKING_HOUR: "giờ làm việc",
    AllowanceUnit.WORKING_DAY: "ngày làm việc",
    AllowanceUnit.CALENDAR_DAY: "ngày, kể cả ngày nghỉ",
    AllowanceUnit.MONTH: "tháng",
    AllowanceUnit.YEAR: "năm",
}
MINUTES_OF_AN_HOUR = 60


def day_words(day: date) -> str:
    """A day as letters write it: ngày 01 tháng 03 năm 2017."""
    return f"ngày {day:%d} tháng {day:%m} năm {day:%Y}"


def moment_words(moment: datetime) -> str:
    """A moment as the forms write it: 08 giờ 30 phút, ngày 01 tháng 03 năm 2017."""
    local = moment.astimezone(LOCAL)
    return f"{local:%H} giờ {local:%M} phút, {day_words(local.date())}"


def minute_words(moment: datetime) -> str:
    """The same where there is little room: 08:30 01/03/2017."""
    return f"{moment.astimezone(LOCAL):%H:%M %d/%m/%Y}"


def date_words(day: date | None) -> str:
    """A day in figures; nothing for none."""
    return f"{day:%d/%m/%Y}" if day else ""


def number_words(number: Decimal) -> str:
    """A number with a comma, without noughts that say nothing."""
    return f"{number.normalize():f}".replace(".", ",")


def limit_words(segment: Segment) -> str:
    """The time that a stretch of the clock grants."""
    if segment.basis == rules.SAME_DAY and not segment.amount:
        return "trong ngày"
    return f"{number_words(Decimal(segment.amount))} {AMOUNTS[AllowanceUnit(segment.unit)]}"


def hours_words(length: timedelta) -> str:
    """A length of working time in hours and minutes: 4 giờ 30 phút."""
    hours, minutes = divmod(round(length.total_seconds() / 60), MINUTES_OF_AN_HOUR)
    if not minutes:
        return f"{hours} giờ"
    return f"{hours} giờ {minutes:02} phút" if hours else f"{minutes} phút"


def copies_words(originals: int, copies: int) -> str:
    """How many of a paper: 1 bản chính, 2 bản sao."""
    told = [f"{originals} bản chính" if originals else "", f"{copies} bản sao" if copies else ""]
    return ", ".join(part for part in told if part)


def money_words(amount: int) -> str:
    """An amount in đồng: 50.000 đ."""
    return f"{amount:,}".replace(",", ".") + "\u00a0đ"


def lines_of(text: str) -> list[str]:
    """A text of several lines, without the empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]
