"""How far a procedure goes online, in the words of the law of a day.

Until 14/08/2022 levels 1 to 4 (decree 43/2011/NĐ-CP art. 3, circular 32/2017/TT-BTTTT); from 15/08/2022 “toàn trình” or
“một phần” (decree 42/2022/NĐ-CP, whose text is not at hand: that level 4 is read as the first and level 3 as the second
is our reading, and the screen says so).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FULL_OR_PARTIAL_FROM = date(2022, 8, 15)


class Regime(StrEnum):
    """By which law a service is classed."""

    LEVELS = "levels"
    FULL_OR_PARTIAL = "full_or_partial"


@dataclass(frozen=True, slots=True)
class Classed:
    """What a service is called by the law of a day, and the levels of which that is said."""

    label: str | Promise
    levels: tuple[str, ...]


_LEVELS = (
    Classed(_("Mức độ 4"), ("4",)),
    Classed(_("Mức độ 3"), ("3",)),
    Classed(_("Mức độ 2"), ("2",)),
    Classed(_("Mức độ 1"), ("1",)),
    Classed(_("Chưa xác định mức độ"), ("",)),
)
_PARTS = (
    Classed(_("Toàn trình"), ("4",)),
    Classed(_("Một phần"), ("3",)),
    Classed(_("Chỉ cung cấp thông tin"), ("2", "1", "")),
)
SOURCES: dict[Regime, str | Promise] = {
    Regime.LEVELS: _("Mức độ 1–4 theo Nghị định 43/2011/NĐ-CP và Thông tư 32/2017/TT-BTTTT."),
    Regime.FULL_OR_PARTIAL: _(
        "Toàn trình, một phần theo Nghị định 42/2022/NĐ-CP; mức độ 4 được hiểu là toàn trình, mức độ 3 là một phần."
    ),
}


def regime(on: date) -> Regime:
    """The law by which services are classed on that day."""
    return Regime.FULL_OR_PARTIAL if on >= FULL_OR_PARTIAL_FROM else Regime.LEVELS


def classes(on: date) -> tuple[Classed, ...]:
    """What a service may be called on that day, the furthest first."""
    return _PARTS if regime(on) == Regime.FULL_OR_PARTIAL else _LEVELS


def online_words(service_level: str, on: date) -> str | Promise:
    """What a service of this level, “1” to “4” or not stated, is called on that day."""
    return next((one.label for one in classes(on) if service_level in one.levels), classes(on)[-1].label)
