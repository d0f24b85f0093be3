"""`./motcua due START --days N`: a due date and why, by the shipped calendar, without a database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentTypeError
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import partial

from django.conf import settings

from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars.rules import Allowance, AllowanceUnit, Line, Refusal, WorkingTime, shipped
from motcua.site.launch.arguments import CommandParser
from motcua.site.launch.failures import BadUse

OPTIONS = {
    "--days": (AllowanceUnit.WORKING_DAY, "ngày làm việc / working days"),
    "--hours": (AllowanceUnit.WORKING_HOUR, "giờ làm việc / working hours"),
    "--calendar-days": (AllowanceUnit.CALENDAR_DAY, "ngày, kể cả ngày nghỉ / calendar days"),
    "--months": (AllowanceUnit.MONTH, "tháng / months"),
    "--years": (AllowanceUnit.YEAR, "năm / years"),
}

ENGLISH = {
    Refusal.NEGATIVE: "An allowance cannot be negative.",
    Refusal.NOT_WHOLE: (
        "Calendar days, months and years are whole numbers: half a month is 15 days, half a year 6 months."
    ),
    Refusal.TOO_FINE: "An allowance has at most four decimals.",
    Refusal.TOO_LONG: "The allowance is longer than can be counted.",
    Refusal.TOO_FAR: "The moment must lie between the years 1900 and 2999.",
}


def run(argv: list[str]) -> int:
    """Print the due date and its explanation; raises BadUse."""
    options = _parser().parse_args(argv)
    if not settings.configured:
        # The sentences of the rules are Vietnamese as they stand; no other setting is read here.
        settings.configure(USE_I18N=False, LANGUAGE_CODE="vi")
    calendar = shipped.working_time()
    try:
        start = _start(options.start, calendar)
        allowance = Allowance(*options.allowance)
        due, lines = calendar.add(start, allowance), calendar.explain(start, allowance)
    except Refused as refused:
        raise BadUse(refused.sentence(), ENGLISH[Refusal(refused.code)]) from None
    if options.json:
        sys.stdout.write(_as_json(start, due, lines) + "\n")
    else:
        sys.stdout.write("".join(f"{text}\n" for text in _as_text(due, lines)))
    return 0


def _parser() -> CommandParser:
    parser = CommandParser("due", "hạn trả kết quả và cách tính / a due date and how it is counted")
    parser.add_argument("start", help="2019-11-20T08:37")
    parser.add_argument("--json", action="store_true")
    units = parser.add_mutually_exclusive_group(required=True)
    for option, (unit, words) in OPTIONS.items():
        # One destination for all: which option was typed says the unit.
        units.add_argument(option, dest="allowance", type=partial(_amount, unit), metavar="N", help=words)
    return parser


def _amount(unit: AllowanceUnit, text: str) -> tuple[Decimal, AllowanceUnit]:
    """The number of an option as an amount of its unit."""
    try:
        amount = Decimal(text.replace(",", "."))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise ArgumentTypeError(f"“{text}”")
    return amount, unit


def _start(text: str, calendar: WorkingTime) -> datetime:
    """The start that was typed: in the calendar's zone unless it names another; a day alone from its opening."""
    try:
        start = datetime.fromisoformat(text)
        whole_day = len(text) <= len("2019-11-20")
    except ValueError:
        raise BadUse(
            f"Không hiểu thời điểm “{text}”; hãy viết như 2019-11-20T08:37.",
            f"The moment “{text}” cannot be read; write it like 2019-11-20T08:37.",
        ) from None
    start = start if start.tzinfo else start.replace(tzinfo=calendar.zone)
    return calendar.opening_after(start) if whole_day and calendar.is_working_day(start.date()) else start


def _as_text(due: datetime, lines: list[Line]) -> list[str]:
    return [f"{due:%d/%m/%Y %H:%M}", "", *(f"- {line.sentence()}" for line in lines), "", _whose()]


def _whose() -> str:
    source = shipped.calendar()
    return f"Lịch: {source.name}. {source.source}."


def _as_json(start: datetime, due: datetime, lines: list[Line]) -> str:
    found = {
        "due_date": due.date().isoformat(),
        "due_at": due.isoformat(),
        "start_at": start.isoformat(),
        "explanation": [line.sentence() for line in lines],
        "calendar": _whose(),
    }
    return json.dumps(found, ensure_ascii=False, indent=2)
