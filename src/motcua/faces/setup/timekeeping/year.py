"""A calendar's year as twelve small months, and its week in words."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.faces.look.formats import WEEKDAYS, date_words
from motcua.people.calendars.models import DAY_KINDS
from motcua.people.calendars.rules import DayKind, Hours, WorkingTime

# A letter in the day's box, so that no day is told apart by its colour alone.
LETTERS = {
    DayKind.HOLIDAY: gettext_lazy("L"),
    DayKind.SUBSTITUTE_DAY_OFF: gettext_lazy("B"),
    DayKind.SWAPPED_DAY_OFF: gettext_lazy("H"),
    DayKind.SWAPPED_WORKING_DAY: gettext_lazy("LB"),
}
HEADS = (
    gettext_lazy("T2"),
    gettext_lazy("T3"),
    gettext_lazy("T4"),
    gettext_lazy("T5"),
    gettext_lazy("T6"),
    gettext_lazy("T7"),
    gettext_lazy("CN"),
)


@dataclass(frozen=True, slots=True)
class Box:
    """A day of a small month: how it is drawn, and what it says."""

    on: date
    shape: str
    letter: str = ""
    kind: str = ""
    name: str = ""
    is_today: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether nothing is to be said of the day but its number."""
        return not self.letter and not self.is_today


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its weeks from Monday; None stands for a day before its first, and its last week ends with it."""

    name: str
    weeks: tuple[tuple[Box | None, ...], ...]
    working: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the legend: the sign, what it means, and on how many days of the year it stands."""

    shape: str
    letter: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class WeekLine:
    """The hours of one weekday, or of several that follow each other and share them."""

    days: str
    hours: str


@dataclass(frozen=True, slots=True)
class HoursPeriod:
    """The hours of a week as they are from a day on."""

    since: date | None
    lines: tuple[WeekLine, ...]
    is_now: bool
    source: str


def months_of(working: WorkingTime, year: int, today: date) -> tuple[Month, ...]:
    """The twelve months of a year."""
    weeks = calendar.Calendar(calendar.MONDAY)
    found = []
    for number in range(1, 13):
        last = calendar.monthrange(year, number)[1]
        rows = tuple(
            tuple(
                _box(working, day, today) if day.month == number else None
                for day in week
                if day <= date(year, number, last)
            )
            for week in weeks.monthdatescalendar(year, number)
        )
        count = sum(working.is_working_day(box.on) for row in rows for box in row if box)
        found.append(Month(dateformat.format(date(year, number, 1), "F"), rows, count))
    return tuple(found)


def _box(working: WorkingTime, day: date, today: date) -> Box:
    special = working.special(day)
    if special is None:
        shape = "open" if working.is_working_day(day) else "shut"
        return Box(day, shape, is_today=day == today)
    return Box(
        on=day,
        shape=special.kind.value.replace("_", "-"),
        letter=str(LETTERS[special.kind]),
        kind=str(DAY_KINDS[special.kind]),
        name=special.name_vi,
        is_today=day == today,
    )


def legend_of(working: WorkingTime, year: int) -> tuple[Mark, ...]:
    """What the signs of the year mean, and how often each stands there."""
    kinds = [day.kind for day in working.days if day.on.year == year]
    return tuple(
        Mark(kind.value.replace("_", "-"), str(LETTERS[kind]), str(DAY_KINDS[kind]), kinds.count(kind))
        for kind in DayKind
    )


# --- the week ----------------------------------------------------------------------------------------------------


def periods_of(hours: Sequence[Hours], today: date) -> tuple[HoursPeriod, ...]:
    """The hours in force today, and those that are still to come, in their order."""
    starts = {row.valid_from for row in hours} | {row.valid_to for row in hours if row.valid_to}
    coming = sorted(day for day in starts if day and day > today)
    begun = max((day for day in starts if day and day <= today), default=None)
    now = HoursPeriod(begun, week_lines(hours, today), is_now=True, source=source_on(hours, today))
    return (
        now,
        *(
            HoursPeriod(day, week_lines(hours, day), is_now=False, source=source_on(hours, day))
            for day in coming
        ),
    )


def source_on(hours: Iterable[Hours], on: date) -> str:
    """The acts that set the hours in force on a day; nothing where the calendar's own source holds."""
    return "; ".join(dict.fromkeys(row.source for row in hours if row.source and row.valid_on(on)))


def week_lines(hours: Iterable[Hours], on: date) -> tuple[WeekLine, ...]:
    """The hours in force on a day; weekdays that share them stand in one line."""
    by_weekday = stretches_on(hours, on)
    lines = []
    for shared, days in groupby(range(1, 8), key=lambda weekday: by_weekday.get(weekday, ())):
        numbers = list(days)
        if not shared:
            continue
        first, last = str(WEEKDAYS[numbers[0] - 1]), str(WEEKDAYS[numbers[-1] - 1])
        said = ", ".join(f"{row.opens:%H:%M}–{row.closes:%H:%M}" for row in shared)
        lines.append(WeekLine(first if len(numbers) == 1 else f"{first} – {last}", said))
    return tuple(lines)


@dataclass(frozen=True, slots=True, order=True)
class _Stretch:
    opens: object
    closes: object


def stretches_on(hours: Iterable[Hours], on: date) -> Mapping[int, tuple[_Stretch, ...]]:
    """The stretches of each weekday in force on a day, in order."""
    found: dict[int, list[_Stretch]] = {}
    for row in sorted((row for row in hours if row.valid_on(on)), key=lambda row: row.opens):
        found.setdefault(row.weekday, []).append(_Stretch(row.opens, row.closes))
    return {weekday: tuple(rows) for weekday, rows in found.items()}


def since_words(period: HoursPeriod) -> str:
    """From when the hours of a period are."""
    if period.since is None:
        return _("Đang áp dụng")
    if period.is_now:
        return _("Đang áp dụng, từ %(day)s") % {"day": date_words(period.since)}
    return _("Sẽ áp dụng từ %(day)s") % {"day": date_words(period.since)}
