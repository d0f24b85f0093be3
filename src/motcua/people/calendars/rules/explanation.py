"""Why a due date is that date: lines that a person can read, each with the rule that it follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from motcua.people.calendars.rules.allowance import Allowance, AllowanceUnit, last_calendar_day
from motcua.people.calendars.rules.days import DayKind, SpecialDay

if TYPE_CHECKING:
    from motcua.people.calendars.rules.working_time import WorkingTime


def _(text: str) -> str:
    """Mark a sentence for translation; Django's own marker would read the settings at import."""
    return text


Translate = Callable[[str], str]
DAY = timedelta(days=1)


class Rule(StrEnum):
    """Where a line of an explanation comes from; the value is its citation."""

    HOURS_START = _("khoản 1 Điều 147 Bộ luật Dân sự 2015")
    FIRST_DAY = _("khoản 2 Điều 147 Bộ luật Dân sự 2015")
    LAST_DAY = _("khoản 1 Điều 148 Bộ luật Dân sự 2015")
    MONTHS = _("khoản 3 Điều 148 Bộ luật Dân sự 2015")
    YEARS = _("khoản 4 Điều 148 Bộ luật Dân sự 2015")
    LEAP_DAY = _("khoản 4 Điều 148 Bộ luật Dân sự 2015, áp dụng tương tự khoản 3")
    DAY_OFF_AT_END = _("khoản 5 Điều 148 Bộ luật Dân sự 2015")
    HOURS_START_2005 = _("khoản 1 Điều 152 Bộ luật Dân sự 2005")
    FIRST_DAY_2005 = _("khoản 2 Điều 152 Bộ luật Dân sự 2005")
    LAST_DAY_2005 = _("khoản 1 Điều 153 Bộ luật Dân sự 2005")
    MONTHS_2005 = _("khoản 3 Điều 153 Bộ luật Dân sự 2005")
    YEARS_2005 = _("khoản 4 Điều 153 Bộ luật Dân sự 2005")
    LEAP_DAY_2005 = _("khoản 4 Điều 153 Bộ luật Dân sự 2005, áp dụng tương tự khoản 3")
    DAY_OFF_AT_END_2005 = _("khoản 5 Điều 153 Bộ luật Dân sự 2005")
    OFFICE_HOURS = _("lịch làm việc của cơ quan")
    OURS = _("quy ước của hệ thống, pháp luật không quy định")


# The Civil Code of 2015 is in force from this day; what it says of periods, that of 2005 says in the same words.
CIVIL_CODE_2015_FROM = date(2017, 1, 1)


class LineCode(StrEnum):
    """What a line says; the value is its sentence."""

    ALREADY_OPEN = _("Nhận lúc %(start)s, trong giờ làm việc.")
    NOT_OPEN_YET = _(
        "Nộp lúc %(start)s, ngoài giờ làm việc: coi như nhận lúc %(received)s, đầu giờ làm việc tiếp theo."
    )
    ALLOWANCE = _("Thời hạn: %(allowance)s.")
    NOTHING_GIVEN = _("Thời hạn bằng không: đến hạn ngay khi nhận.")
    HOURS_AT_ONCE = _("Tính ngay từ lúc nhận, chỉ tính thời gian trong giờ làm việc.")
    FIRST_DAY = _("Không tính ngày nhận, %(received_on)s; bắt đầu tính từ %(first)s.")
    PART_OF_DAY = _("Phần lẻ %(part)s ngày được tính theo giờ: %(work)s làm việc.")
    EVERY_DAY = _("Tính cả ngày nghỉ; ngày cuối cùng là %(last)s.")
    SAME_DATE = _("Thời hạn kết thúc vào ngày tương ứng: %(last)s.")
    NO_SUCH_DATE = _(
        "Tháng cuối của thời hạn không có ngày %(date)s: thời hạn kết thúc vào ngày cuối tháng, %(last)s."
    )
    MOVED_ON = _("Ngày cuối cùng, %(last)s, là ngày nghỉ: chuyển sang ngày làm việc tiếp theo, %(due_on)s.")
    DAYS_OFF = _("Không tính ngày nghỉ hằng tuần: %(weekdays)s.")
    HOLIDAY = _("Không tính %(days)s: %(name)s.")
    SUBSTITUTE_DAY_OFF = _("Không tính %(days)s, nghỉ bù: %(name)s.")
    SWAPPED_DAY_OFF = _("Không tính %(days)s, nghỉ hoán đổi: %(name)s.")
    CLOSED = _("Cơ quan nghỉ %(days)s: %(name)s.")
    WORKED_INSTEAD = _("Có tính %(days)s vì cơ quan làm việc bù cho %(makes_up_for)s.")
    HOUR_KEPT = _("Giờ hẹn trả lấy theo giờ nhận: %(due_hour)s.")
    HOUR_ADJUSTED = _("Giờ nhận không nằm trong giờ làm việc của ngày hẹn: hẹn vào %(due_hour)s.")
    HOLIDAYS_UNKNOWN = _("Chưa có lịch nghỉ lễ, tết năm %(year)s: ngày hẹn có thể thay đổi.")
    HOLIDAYS_LONG_UNKNOWN = _(
        "Chưa có lịch nghỉ lễ, tết từ năm %(year)s đến năm %(last)s: ngày hẹn có thể thay đổi."
    )
    HOLIDAYS_PROVISIONAL = _(
        "Lịch nghỉ lễ, tết năm %(year)s là dự kiến, chưa có thông báo chính thức: ngày hẹn có thể thay đổi."
    )
    DUE = _("Hẹn trả lúc %(due)s.")


WEEKDAYS = (_("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ nhật"))
MOMENT = _("%(hour)s %(weekday)s %(date)s")
WEEKDAY_AND_DATE = _("%(weekday)s %(date)s")
SPAN = _("%(number)s ngày từ %(first)s đến %(last)s")
COUNTED_WEEKDAY = _("%(number)s ngày %(weekday)s")
HOURS_AND_MINUTES = {
    (True, True): _("%(hours)s giờ %(minutes)s phút"),
    (True, False): _("%(hours)s giờ"),
    (False, True): _("%(minutes)s phút"),
    (False, False): _("chưa đến 1 phút"),
}
AMOUNTS = {
    AllowanceUnit.WORKING_HOUR: _("%(amount)s giờ làm việc"),
    AllowanceUnit.WORKING_DAY: _("%(amount)s ngày làm việc"),
    AllowanceUnit.CALENDAR_DAY: _("%(amount)s ngày, kể cả ngày nghỉ"),
    AllowanceUnit.MONTH: _("%(amount)s tháng"),
    AllowanceUnit.YEAR: _("%(amount)s năm"),
}
# Sentences of their own, because English has a singular.
ONE = {
    AllowanceUnit.WORKING_HOUR: _("1 giờ làm việc"),
    AllowanceUnit.WORKING_DAY: _("1 ngày làm việc"),
    AllowanceUnit.CALENDAR_DAY: _("1 ngày, kể cả ngày nghỉ"),
    AllowanceUnit.MONTH: _("1 tháng"),
    AllowanceUnit.YEAR: _("1 năm"),
}
WITH_RULE = _("%(sentence)s (%(rule)s)")
COMMA_AND_POINT = str.maketrans(",.", ".,")
MAKES_DAYS_OFF = {
    DayKind.HOLIDAY: LineCode.HOLIDAY,
    DayKind.SUBSTITUTE_DAY_OFF: LineCode.SUBSTITUTE_DAY_OFF,
    DayKind.SWAPPED_DAY_OFF: LineCode.SWAPPED_DAY_OFF,
}

Value = (
    datetime
    | date
    | timedelta
    | Decimal
    | int
    | str
    | Allowance
    | tuple[date, ...]
    | Counter[int]
    | SpecialDay
)


@dataclass(frozen=True)
class Line:
    """One line of an explanation: what it says, of which values, by which rule or legal source."""

    code: LineCode
    values: Mapping[str, Value] = field(default_factory=dict)
    rule: str = ""

    def sentence(self) -> str:
        """The line as a sentence in the language now active, its rule in brackets at the end."""
        english = (get_language() or "vi").startswith("en")
        words = {name: in_words(value, gettext, english=english) for name, value in self.values.items()}
        said = gettext(self.code.value) % words
        if not self.rule:
            return said
        return gettext(WITH_RULE) % {"sentence": said[:-1], "rule": gettext(self.rule)} + "."


def in_words(value: Value, translate: Translate, *, english: bool) -> str:
    """A value as people write it in this country: 08:37 thứ Tư 20/11/2019; 8,5 ngày làm việc."""
    match value:
        case datetime():
            hour = f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
            return translate(MOMENT) % {"hour": hour, **_weekday_and_date(value, translate)}
        case date():
            return translate(WEEKDAY_AND_DATE) % _weekday_and_date(value, translate)
        case timedelta():
            hours, minutes = divmod(round(value.total_seconds() / 60), 60)
            template = HOURS_AND_MINUTES[bool(hours), bool(minutes)]
            return translate(template) % {"hours": hours, "minutes": minutes}
        case Decimal():
            text = f"{value.normalize():,f}"
            return text if english else text.translate(COMMA_AND_POINT)
        case Allowance() if value.amount == 1:
            return translate(ONE[value.unit])
        case Allowance():
            amount = in_words(value.amount, translate, english=english)
            return translate(AMOUNTS[value.unit]) % {"amount": amount}
        case Counter():
            return ", ".join(
                translate(COUNTED_WEEKDAY)
                % {
                    "number": in_words(Decimal(number), translate, english=english),
                    "weekday": translate(WEEKDAYS[weekday - 1]),
                }
                for weekday, number in sorted(value.items())
            )
        case tuple():
            first, last = (in_words(day, translate, english=english) for day in (value[0], value[-1]))
            return (
                translate(SPAN) % {"number": len(value), "first": first, "last": last} if value[1:] else first
            )
        case SpecialDay():
            return value.name_en if english else value.name_vi
        case _:
            return str(value)


def _weekday_and_date(day: date, translate: Translate) -> dict[str, str]:
    return {"weekday": translate(WEEKDAYS[day.isoweekday() - 1]), "date": f"{day:%d/%m/%Y}"}


def lines(calendar: WorkingTime, start: datetime, allowance: Allowance) -> list[Line]:
    """The explanation of `calendar.add(start, allowance)`, in the order in which one would count by hand."""
    arrived = calendar.local(start)
    received = calendar.received(arrived)
    due = calendar.due(received, allowance)
    last = None if allowance.unit.counts_working_time else last_calendar_day(received.date(), allowance)
    told = [_arrival(arrived, received), Line(LineCode.ALLOWANCE, {"allowance": allowance})]
    if not allowance.amount:
        told.append(Line(LineCode.NOTHING_GIVEN))
    elif last is None:
        told += _working(calendar, received, due, allowance)
    else:
        told += _by_calendar(received, last, due, allowance)
    passed_over = _days(arrived.date(), received.date())
    passed_over += _days(last or received.date() + DAY, due.date())
    told += _days_off(calendar, passed_over, counted=last is not None)
    if last is None:
        told += _worked_instead(calendar, received.date(), due.date())
    if allowance.whole and not allowance.part and allowance.unit is not AllowanceUnit.WORKING_HOUR:
        told.append(_hour(received, due))
    told += _unsure_years(calendar, arrived.year, due.year)
    told.append(Line(LineCode.DUE, {"due": due}))
    return told if received.date() >= CIVIL_CODE_2015_FROM else [_by_older_code(line) for line in told]


def _by_older_code(line: Line) -> Line:
    older = f"{line.rule.name}_2005" if isinstance(line.rule, Rule) else ""
    return replace(line, rule=Rule[older]) if older in Rule.__members__ else line


def _arrival(arrived: datetime, received: datetime) -> Line:
    if arrived == received:
        return Line(LineCode.ALREADY_OPEN, {"start": arrived}, Rule.OFFICE_HOURS)
    return Line(LineCode.NOT_OPEN_YET, {"start": arrived, "received": received}, Rule.OURS)


def _hour(received: datetime, due: datetime) -> Line:
    """At which hour of the due day: the Code ends the period at midnight (art. 148.6), when no office is open."""
    hour = {"due_hour": f"{due:%H:%M}"}
    if due.time() == received.time():
        return Line(LineCode.HOUR_KEPT, hour, Rule.OURS)
    return Line(LineCode.HOUR_ADJUSTED, hour, Rule.OFFICE_HOURS)


def _working(calendar: WorkingTime, received: datetime, due: datetime, allowance: Allowance) -> list[Line]:
    """How hours and working days are counted."""
    if allowance.unit is AllowanceUnit.WORKING_HOUR:
        return [Line(LineCode.HOURS_AT_ONCE, {}, Rule.HOURS_START)]
    told = []
    if allowance.whole:
        first = calendar.working_day_from(received.date() + DAY)
        told.append(
            Line(LineCode.FIRST_DAY, {"received_on": received.date(), "first": first}, Rule.FIRST_DAY)
        )
    if allowance.part:
        whole = calendar.due(received, Allowance(Decimal(allowance.whole), allowance.unit))
        work = calendar.work_between(whole, due)
        part = allowance.amount - allowance.whole
        told.append(Line(LineCode.PART_OF_DAY, {"part": part, "work": work}, Rule.OURS))
    return told


def _by_calendar(received: datetime, last: date, due: datetime, allowance: Allowance) -> list[Line]:
    """How calendar days, months and years are counted."""
    first = {"received_on": received.date(), "first": received.date() + DAY}
    told = [Line(LineCode.FIRST_DAY, first, Rule.FIRST_DAY)]
    if allowance.unit is AllowanceUnit.CALENDAR_DAY:
        told.append(Line(LineCode.EVERY_DAY, {"last": last}, Rule.LAST_DAY))
    elif last.day == received.day:
        rule = Rule.MONTHS if allowance.unit is AllowanceUnit.MONTH else Rule.YEARS
        told.append(Line(LineCode.SAME_DATE, {"last": last}, rule))
    else:
        # Of periods in years the Code says nothing about 29 February; what it says of months is applied.
        rule = Rule.MONTHS if allowance.unit is AllowanceUnit.MONTH else Rule.LEAP_DAY
        told.append(Line(LineCode.NO_SUCH_DATE, {"date": received.day, "last": last}, rule))
    if due.date() != last:
        told.append(Line(LineCode.MOVED_ON, {"last": last, "due_on": due.date()}, Rule.DAY_OFF_AT_END))
    return told


def _days(first: date, end: date) -> list[date]:
    """The days from the first up to, not including, the end."""
    return [first + n * DAY for n in range((end - first).days)]


def _days_off(calendar: WorkingTime, days: Iterable[date], *, counted: bool) -> list[Line]:
    """The days passed over: weekly ones as numbers, the others by name, runs of one holiday together.

    Where days off are counted, only those by name are told: on which the offices were closed at either end.
    """
    off = [day for day in days if not calendar.is_working_day(day)]
    special = [found for day in off if (found := calendar.special(day)) is not None]
    plain = Counter(day.isoweekday() for day in off if calendar.special(day) is None)
    told = [Line(LineCode.DAYS_OFF, {"weekdays": plain}, Rule.OFFICE_HOURS)] if plain and not counted else []
    numbered = enumerate(special)

    def run(item: tuple[int, SpecialDay]) -> tuple[object, ...]:
        number, day = item
        return day.on - number * DAY, day.kind, day.name_vi, day.source

    for _key, group in groupby(numbered, run):
        same = [day for _number, day in group]
        code, on = MAKES_DAYS_OFF.get(same[0].kind), tuple(day.on for day in same)
        if code is not None:
            told.append(
                Line(LineCode.CLOSED if counted else code, {"days": on, "name": same[0]}, same[0].source)
            )
    return told


def _worked_instead(calendar: WorkingTime, received_on: date, due_on: date) -> list[Line]:
    """The swapped days on which the offices worked and which were therefore counted."""
    return [
        Line(LineCode.WORKED_INSTEAD, {"days": day.on, "makes_up_for": day.makes_up_for}, day.source)
        for day in sorted(calendar.days, key=lambda day: day.on)
        if day.makes_up_for is not None and received_on < day.on <= due_on and calendar.is_working_day(day.on)
    ]


def _unsure_years(calendar: WorkingTime, first: int, last: int) -> list[Line]:
    """The years touched whose holidays are not known, or not officially yet."""
    told = []
    for known, run in groupby(range(first, last + 1), calendar.holidays_known):
        years = list(run)
        if known:
            provisional = filter(calendar.holidays_provisional, years)
            told += [Line(LineCode.HOLIDAYS_PROVISIONAL, {"year": year}) for year in provisional]
        elif years[1:]:
            told.append(Line(LineCode.HOLIDAYS_LONG_UNKNOWN, {"year": years[0], "last": years[-1]}))
        else:
            told.append(Line(LineCode.HOLIDAYS_UNKNOWN, {"year": years[0]}))
    return told
