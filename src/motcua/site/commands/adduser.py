"""`./motcua adduser USERNAME --officer CODE`: an account for an officer; `--renew`: for who cannot sign in any more."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date, datetime

from django.db import transaction

from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.accounts.actions import create_account, re_enrol_second_factor, reset_password
from motcua.people.accounts.factors import has_factor
from motcua.people.accounts.models import Account
from motcua.people.organisation import actions
from motcua.people.organisation.models import Appointment, Officer, Role, Unit, UnitKind, UnitName
from motcua.site.launch.arguments import CommandParser
from motcua.site.launch.failures import BadUse


def run(argv: list[str]) -> int:
    """Create the account and print its password, once; it is replaced at the first sign-in."""
    parser = CommandParser("adduser", "create an account for an officer")
    parser.add_argument("username")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--officer", metavar="CODE", help="the officer's code")
    what.add_argument(
        "--renew", action="store_true", help="the account is there: a new password, no second factor"
    )
    parser.add_argument("--name", help="the officer's name, where the officer is new")
    parser.add_argument("--unit", metavar="CODE", help="the unit to be appointed to")
    parser.add_argument("--role", choices=[role.value for role in Role], default=Role.ADMINISTRATOR.value)
    parser.add_argument("--found", metavar="NAME", help="make --unit a province, in a database without units")
    options = parser.parse_args(argv)
    now = clock.now()
    if options.renew:
        _say(options.username, renew(options.username, now))
        return 0
    with transaction.atomic():
        officer_id = _officer(options, now)
        if options.unit:
            _appoint(officer_id, options, now)
        account, password = create_account(
            officer_id=officer_id, username=options.username, by=SYSTEM, now=now
        )
    _say(account.username, password)
    return 0


def _say(username: str, password: str) -> None:
    sys.stdout.write(
        f"Tài khoản / account: {username}\nMật khẩu dùng một lần / password for one use: {password}\n"
    )


@transaction.atomic
def renew(username: str, now: datetime) -> str:
    """A new password for one use, and the second factor is set up anew: where no administrator can sign in any more."""
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise BadUse(f"Không có tài khoản {username}.", f"There is no account {username}.")
    if has_factor(account):
        re_enrol_second_factor(account.pk, by=SYSTEM, now=now)
    return reset_password(account.pk, by=SYSTEM, now=now)


def _officer(options: Namespace, now: datetime) -> int:
    known = Officer.objects.filter(code=options.officer).values_list("pk", flat=True).first()
    if known is not None:
        return known
    if not options.name:
        raise BadUse(
            f"Chưa có cán bộ mang mã {options.officer}; thêm --name để tạo mới.",
            f"There is no officer with the code {options.officer}; add --name to enter a new one.",
        )
    return actions.add_officer(code=options.officer, name=options.name, by=SYSTEM, now=now).pk


def _appoint(officer_id: int, options: Namespace, now: datetime) -> None:
    today = clock.today()
    unit_id = _unit(options, today, now)
    held = Appointment.objects.filter(officer_id=officer_id, unit_id=unit_id, role=options.role)
    if not any(row.valid_from <= today and (row.valid_to is None or row.valid_to > today) for row in held):
        actions.appoint(
            officer_id=officer_id, unit_id=unit_id, role=options.role, valid_from=today, by=SYSTEM, now=now
        )


def _unit(options: Namespace, today: date, now: datetime) -> int:
    named = UnitName.objects.filter(code=options.unit, valid_from__lte=today).order_by("-valid_from").first()
    if named is not None and (named.valid_to is None or named.valid_to > today):
        return named.unit_id
    if options.found and not Unit.objects.exists():
        return actions.create_unit(
            kind=UnitKind.PROVINCE.value,
            code=options.unit,
            name=options.found,
            parent_id=None,
            valid_from=today,
            by=SYSTEM,
            now=now,
        ).pk
    raise BadUse(
        f"Không có đơn vị nào đang hoạt động mang mã {options.unit}.",
        f"No unit with the code {options.unit} is in being today.",
    )
