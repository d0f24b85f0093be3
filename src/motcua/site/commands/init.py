"""`./motcua init`: an empty database becomes a province: its name and code, a calendar, its first administrator."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.kernel.models import JournalRow
from motcua.people.accounts.actions import create_account
from motcua.people.calendars.actions import create_calendar
from motcua.people.calendars.rules import shipped
from motcua.people.organisation import actions
from motcua.people.organisation.models import Role, UnitKind
from motcua.site.database import migrate_database, pending
from motcua.site.launch.arguments import CommandParser
from motcua.site.launch.failures import BadUse

# A unit's code has the province's at its end (QCVN 102:2016/BTTTT); its own people's committee has zeros before it.
PREFIX = re.compile(r"H\d{2}")
OF_THE_PROVINCE = "000.00.00."

QUESTIONS = {
    "province": "Tên tỉnh, thành phố / name of the province",
    "code": "Mã định danh của tỉnh (Hnn) / code of the province",
    "administrator": "Họ tên quản trị viên đầu tiên / name of the first administrator",
    "username": "Tên đăng nhập / user name",
}


@dataclass(frozen=True, slots=True)
class Founded:
    """What was made: the account and its password for one use, and the last year that the calendar knows."""

    username: str
    password: str
    last_day: date


def run(argv: list[str]) -> int:
    """Make the schema where there is none, then the province; refuse a database that holds anything."""
    options = _options(argv)
    if pending():
        migrate_database()
    if JournalRow.objects.exists():
        raise BadUse(
            "Cơ sở dữ liệu này đã có dữ liệu; init chỉ dùng cho cơ sở dữ liệu trống. Chọn nơi khác bằng --data.",
            "This database holds data; init is for an empty one only. Choose another place with --data.",
        )
    founded = found(_answered(options), now=clock.now())
    sys.stdout.write(
        f"Đã lập {options.province}. Lịch làm việc có ngày nghỉ lễ đến hết năm {founded.last_day.year}.\n"
        f"{options.province} is there. The calendar knows the holidays up to the end of {founded.last_day.year}.\n"
        f"Tài khoản / account: {founded.username}\n"
        f"Mật khẩu dùng một lần / password for one use: {founded.password}\n"
        "Tiếp theo: ./motcua serve và ./motcua worker, đăng nhập, mở “Những bước đầu”.\n"
        "Next: ./motcua serve and ./motcua worker, sign in, open “First steps”.\n"
    )
    return 0


def _options(argv: list[str]) -> Namespace:
    parser = CommandParser("init", "make a province in an empty database; asks for what is not given")
    parser.add_argument("--province", metavar="NAME")
    parser.add_argument("--code", metavar="Hnn", help="the province's code in the codes of its units")
    parser.add_argument("--administrator", metavar="NAME", help="the first administrator's name")
    parser.add_argument("--username", metavar="NAME")
    return parser.parse_args(argv)


def _answered(options: Namespace) -> Namespace:
    """Ask for what was not given, on a terminal; elsewhere say what is missing."""
    for name, question in QUESTIONS.items():
        given = (getattr(options, name) or "").strip()
        if not given and sys.stdin.isatty():
            given = input(f"{question}: ").strip()
        if not given:
            raise BadUse(f"Thiếu --{name}: {question}.", f"--{name} is missing: {question}.")
        setattr(options, name, given)
    options.code = options.code.upper()
    if not PREFIX.fullmatch(options.code):
        raise BadUse(
            f"Mã tỉnh “{options.code}” không đúng dạng: chữ H và hai chữ số, ví dụ H58.",
            f"“{options.code}” is no code of a province: the letter H and two digits, H58 for example.",
        )
    return options


@transaction.atomic
def found(told: Namespace, *, now: datetime) -> Founded:
    """The province, its calendar and its administrator, all of them or nothing; raises Refused as the verbs do."""
    today = now.date()
    province = actions.create_unit(
        kind=UnitKind.PROVINCE.value,
        code=f"{OF_THE_PROVINCE}{told.code}",
        name=told.province,
        parent_id=None,
        valid_from=today,
        by=SYSTEM,
        now=now,
    )
    ours = shipped.calendar()
    calendar = create_calendar(
        name=f"Giờ hành chính {told.province}",
        zone=ours.zone,
        source=ours.source,
        is_ours=True,
        hours=ours.hours,
        days=ours.days,
        by=SYSTEM,
        now=now,
    )
    actions.set_calendar(province.pk, calendar_id=calendar.pk, from_on=today, by=SYSTEM, now=now)
    officer = actions.add_officer(code=told.username, name=told.administrator, by=SYSTEM, now=now)
    actions.appoint(
        officer_id=officer.pk,
        unit_id=province.pk,
        role=Role.ADMINISTRATOR.value,
        valid_from=today,
        by=SYSTEM,
        now=now,
    )
    account, password = create_account(officer_id=officer.pk, username=told.username, by=SYSTEM, now=now)
    return Founded(account.username, password, max(day.on for day in ours.days))
