"""Numbers, money, dates and stretches of time, written as people in Viet Nam write them, and in English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from django.utils import dateformat, timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from motcua.ground.kernel.vietnamese import format_vnd

Tone = Literal["late", "soon", "done", "stopped", "brand", "calm"]

WORKING_DAY = timedelta(hours=8)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

WEEKDAYS = (
    gettext_lazy("Thứ Hai"),
    gettext_lazy("Thứ Ba"),
    gettext_lazy("Thứ Tư"),
    gettext_lazy("Thứ Năm"),
    gettext_lazy("Thứ Sáu"),
    gettext_lazy("Thứ Bảy"),
    gettext_lazy("Chủ Nhật"),
)


@dataclass(frozen=True, slots=True)
class Due:
    """How far a promise is, in words, with the colour that says the same and the exact moment."""

    text: str
    tone: Tone
    exact: str = ""


def english() -> bool:
    """Whether this page is written in English."""
    return (get_language() or "vi").startswith("en")


def number(value: int | float | Decimal, digits: int = 0) -> str:
    """Write a number with `digits` decimals: 38.412 or 97,2 (English: 38,412; 97.2)."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    plain = f"{rounded:,f}"
    return plain if english() else plain.translate(str.maketrans(",.", ".,"))


def percent(share: float | Decimal | None, digits: int = 1) -> str:
    """Write a share (0–1) as 97,2 % (English: 97.2%); a dash where there is nothing to divide."""
    if share is None:
        return "–"
    written = number(Decimal(str(share)) * 100, digits)
    return f"{written}%" if english() else f"{written}\u00a0%"


def money(amount: int) -> str:
    """Write an amount of đồng: 150.000 đ (English: VND 150,000)."""
    return f"VND\u00a0{amount:,}" if english() else format_vnd(amount).replace(" ", "\u00a0")


def local(value: date | datetime) -> date | datetime:
    """A moment in the province's time zone; a date stays as it is."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def date_words(value: date | datetime) -> str:
    """Write a day: 28/12/2017 (English: 28 Dec 2017)."""
    return dateformat.format(local(value), "j M Y" if english() else "d/m/Y")


def short_date(value: date | datetime) -> str:
    """Write a day of this year: 28/12 (English: 28 Dec)."""
    return dateformat.format(local(value), "j M" if english() else "d/m")


def time_words(value: datetime | time) -> str:
    """Write an hour: 09:20."""
    moment = local(value) if isinstance(value, datetime) else value
    assert isinstance(moment, datetime | time)
    return f"{moment:%H:%M}"


def moment_words(value: datetime) -> str:
    """Write a moment: 28/12/2017, 09:20."""
    return f"{date_words(value)}, {time_words(value)}"


def weekday_words(value: date | datetime) -> str:
    """Write a day with its weekday: Thứ Ba, 02/01/2018."""
    return f"{WEEKDAYS[local(value).weekday()]}, {date_words(value)}"


def length_words(length: timedelta, *, day: timedelta = WORKING_DAY) -> str:
    """Write a stretch of time in its two largest units, rounded down to minutes; a day is `day` long."""
    minutes = length // MINUTE
    days, rest = divmod(minutes, day // MINUTE)
    hours, minutes = divmod(rest, HOUR // MINUTE)
    parts = []
    if days:
        parts.append(ngettext("%(n)d ngày", "%(n)d ngày", days) % {"n": days})
    if hours:
        parts.append(ngettext("%(n)d giờ", "%(n)d giờ", hours) % {"n": hours})
    if minutes and not days:
        parts.append(ngettext("%(n)d phút", "%(n)d phút", minutes) % {"n": minutes})
    return " ".join(parts)


def due_words(left: timedelta, due_at: datetime | None = None, *, day: timedelta = WORKING_DAY) -> Due:
    """Say how much time is left until a promise, or how far past it one is.

    `left` is working time (negative when late), measured by the caller with the unit's calendar; `day` is how
    much of it makes a day.
    """
    exact = moment_words(due_at) if due_at else ""
    length = length_words(abs(left), day=day)
    if not length:
        return Due(_("đến hạn ngay bây giờ"), "soon", exact)
    if left < timedelta(0):
        return Due(_("quá %(length)s") % {"length": length}, "late", exact)
    return Due(_("còn %(length)s") % {"length": length}, "soon" if left < day else "done", exact)
