"""What a calendar is made of: the hours of each weekday from–to, and the days that differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from itertools import combinations

from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars.rules.refusals import Refusal


class DayKind(StrEnum):
    """Why a day differs from its weekday."""

    HOLIDAY = "holiday"
    SUBSTITUTE_DAY_OFF = "substitute_day_off"
    SWAPPED_DAY_OFF = "swapped_day_off"
    SWAPPED_WORKING_DAY = "swapped_working_day"


class Checked(StrEnum):
    """How far a row has been checked against its legal source."""

    NOTICE = "notice"
    STATUTE = "statute"
    LIST_ONLY = "list_only"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class Hours:
    """One stretch of office hours of a weekday (1 Monday … 7 Sunday), from–to.

    `valid_to` is the first day without; `source` is the act that sets these hours, empty for the calendar's own.
    Raises Refused UNKNOWN_WEEKDAY, CLOSES_BEFORE_OPENING or ENDS_BEFORE_START.
    """

    weekday: int
    opens: time
    closes: time
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.weekday <= 7:
            raise Refused(Refusal.UNKNOWN_WEEKDAY)
        if self.closes <= self.opens:
            raise Refused(Refusal.CLOSES_BEFORE_OPENING)
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise Refused(Refusal.ENDS_BEFORE_START)

    def valid_on(self, day: date) -> bool:
        """Whether these hours are in force on that day."""
        return (self.valid_from or day) <= day and (self.valid_to is None or day < self.valid_to)

    def is_within(self, other: Hours) -> bool:
        """Whether these are the other hours, for as long or ended earlier."""
        mine, others = ((row.weekday, row.opens, row.closes, row.valid_from) for row in (self, other))
        return mine == others and (other.valid_to is None or (self.valid_to or date.max) <= other.valid_to)

    def overlaps(self, other: Hours) -> bool:
        """Whether some moment belongs to both."""
        return (
            self.weekday == other.weekday
            and self.opens < other.closes
            and other.opens < self.closes
            and (self.valid_to is None or (other.valid_from or date.min) < self.valid_to)
            and (other.valid_to is None or (self.valid_from or date.min) < other.valid_to)
        )


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A holiday, a day off in its place, or a Saturday on which the offices work, each with its legal source.

    A swapped working day names the day that it makes up for and has the hours of that weekday.
    Raises Refused NO_NAME, NO_SOURCE or MAKES_UP_FOR_WHAT.
    """

    on: date
    kind: DayKind
    name_vi: str
    name_en: str
    source: str
    checked: Checked
    makes_up_for: date | None = None

    def __post_init__(self) -> None:
        if not self.name_vi.strip() or not self.name_en.strip():
            raise Refused(Refusal.NO_NAME)
        if not self.source.strip():
            raise Refused(Refusal.NO_SOURCE)
        if (self.kind is DayKind.SWAPPED_WORKING_DAY) != (self.makes_up_for is not None):
            raise Refused(Refusal.MAKES_UP_FOR_WHAT)

    @property
    def is_working(self) -> bool:
        """Whether the offices are open on it."""
        return self.kind is DayKind.SWAPPED_WORKING_DAY


def check_hours(hours: Iterable[Hours]) -> None:
    """Raises Refused HOURS_OVERLAP when two stretches of one weekday share a moment."""
    if any(one.overlaps(other) for one, other in combinations(hours, 2)):
        raise Refused(Refusal.HOURS_OVERLAP)


def check_new_hours(hours: Iterable[Hours], present: Iterable[Hours]) -> None:
    """Hours that a calendar did not have yet, or not for so long, name the act that sets them.

    Raises Refused NO_SOURCE.
    """
    known = [row for row in present if not row.source.strip()]
    for row in hours:
        if not row.source.strip() and not any(row.is_within(one) for one in known):
            raise Refused(Refusal.NO_SOURCE)


def check_days(days: Iterable[SpecialDay]) -> None:
    """Raises Refused DAY_TWICE when one date has two rows."""
    seen: set[date] = set()
    for day in days:
        if day.on in seen:
            raise Refused(Refusal.DAY_TWICE, day=f"{day.on:%d/%m/%Y}")
        seen.add(day.on)
