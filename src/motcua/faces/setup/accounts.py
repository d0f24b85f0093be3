"""Accounts of officers: the list by what they need, and one account with what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.parts import Action, Crumb, Tab
from motcua.faces.setup.organisation import readings, taken_away
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold
from motcua.people.accounts import factors, queries
from motcua.people.accounts.models import Account
from motcua.people.accounts.rules import Refusal, needs_code
from motcua.people.organisation.models import Officer
from motcua.people.organisation.queries import day_of

PAGE = 50


class Shown(StrEnum):
    """Which accounts the list shows."""

    ALL = "all"
    NONE = "none"
    FIRST = "first"
    FACTOR = "factor"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: an officer, with an account or without."""

    officer: Officer
    account: Account | None
    offices: tuple[readings.Office, ...]
    lacks_factor: bool


@may("accounts.view", methods=("GET", "POST"))
def accounts(request: Request) -> HttpResponse:
    """The accounts that the administrator looks after, by what they need.

    A search is a POST, and so is what goes on from it: a name never stands in an address.
    """
    asked_for = request.POST if request.method == "POST" else request.GET
    shown = next((one for one in Shown if one.value == asked_for.get("show")), Shown.ALL)
    text = request.POST.get("q", "").strip()
    lists = _lists(request, text)
    if exports.asked(request):
        return exports.answer(request, _table(request, shown, lists[shown]))
    page = _number(asked_for.get("page", "")) or 1
    rows = list(lists[shown][(page - 1) * PAGE : page * PAGE + 1])
    on = day_of(request.now)
    officers = [row if isinstance(row, Officer) else row.officer for row in rows[:PAGE]]
    offices = readings.offices_of([one.pk for one in officers if one], on)
    lacking = set(
        queries.lacking_factor(Account.objects.filter(officer__in=officers), on).values_list("pk", flat=True)
    )
    lines = []
    for row in rows[:PAGE]:
        account = None if isinstance(row, Officer) else row
        officer = row if isinstance(row, Officer) else row.officer
        assert officer is not None
        held = tuple(offices.get(officer.pk, ()))
        lines.append(Line(officer, account, held, account is not None and account.pk in lacking))
    context = {
        "lines": lines,
        "text": text,
        "shown": shown.value,
        "tabs": [_tab(one, shown, lists[one].count()) for one in Shown],
        "next": page + 1 if len(rows) > PAGE else 0,
        "next_url": _list_url(shown, page + 1),
    }
    return render(request, "setup/accounts.html", context)


def _table(request: Request, shown: Shown, found: QuerySet[Any]) -> exports.Table:
    on = day_of(request.now)
    rows = [(row, None) if isinstance(row, Officer) else (holder(row), row) for row in found]
    ids = [account.pk for _officer, account in rows if account]
    among = Account.objects.filter(pk__in=ids)
    lacking = set(queries.lacking_factor(among, on).values_list("pk", flat=True))
    return taken_away.accounts(_titles()[shown], rows, lacking, on)


def _lists(request: Request, text: str) -> dict[Shown, QuerySet[Any]]:
    on = day_of(request.now)
    found = queries.visible_to(request.actor)
    without = queries.officers_without(request.actor, on)
    for word in fold(text).split():
        found = found.filter(Q(officer__search_text__contains=word) | Q(username__contains=word))
        without = without.filter(search_text__contains=word)
    return {
        Shown.ALL: found,
        Shown.NONE: without,
        Shown.FIRST: found.filter(must_change_password=True, is_closed=False),
        Shown.FACTOR: queries.lacking_factor(found, on).filter(is_closed=False),
        Shown.CLOSED: found.filter(is_closed=True),
    }


def _titles() -> dict[Shown, str]:
    return {
        Shown.ALL: _("Tất cả tài khoản"),
        Shown.NONE: _("Cán bộ chưa có tài khoản"),
        Shown.FIRST: _("Chưa đổi mật khẩu lần đầu"),
        Shown.FACTOR: _("Cần mã xác thực, chưa đăng ký"),
        Shown.CLOSED: _("Đã khóa"),
    }


def _tab(one: Shown, shown: Shown, count: int) -> tuple[str, Tab]:
    return one.value, Tab(_titles()[one], _list_url(one, 1), str(count), current=one is shown)


def _list_url(shown: Shown, page: int) -> str:
    query = {} if shown is Shown.ALL else {"show": shown.value}
    query |= {"page": str(page)} if page > 1 else {}
    return f"{reverse('accounts')}?{urlencode(query)}" if query else reverse("accounts")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


@may("accounts.view")
def account(request: Request, account_id: int) -> HttpResponse:
    """One account: how it stands, and what may be done with it."""
    row = queries.get_account(account_id, request.actor)
    person = holder(row)
    on = day_of(request.now)
    offices = readings.offices_of([person.pk], on).get(person.pk, [])
    has_factor = factors.has_factor(row)
    context = {
        "row": row,
        "person": person,
        "offices": offices,
        "has_factor": has_factor,
        "needs_factor": needs_code(one.appointment.role for one in offices),
        "actions": _actions(request, row, has_factor),
        "crumbs": crumbs_of_account(person),
    }
    return render(request, "setup/account.html", context)


def holder(row: Account) -> Officer:
    """The officer whose account it is."""
    assert row.officer is not None  # only officers' accounts are visible here
    return row.officer


def crumbs_of_account(person: Officer, row: Account | None = None, last: str = "") -> tuple[Crumb, ...]:
    """The way to an account, or to a form of it."""
    first = Crumb(_("Tài khoản"), reverse("accounts"))
    if row is None:
        return (first, Crumb(person.name))
    return (first, Crumb(person.name, account_url(row.pk)), Crumb(last))


def account_url(account_id: int) -> str:
    """The page of an account."""
    return reverse("account", args=[account_id])


def _actions(request: Request, row: Account, has_factor: bool) -> tuple[Action, ...]:
    own = Refused(Refusal.OWN_ACCOUNT).sentence() if row.pk == request.actor.account_id else ""
    closed = Refused(Refusal.CLOSED).sentence() if row.is_closed else ""
    lacking = "" if has_factor else Refused(Refusal.NO_FACTOR).sentence()

    def to(route: str) -> str:
        return reverse(route, args=[row.pk])

    turning = (
        Action(_("Mở lại tài khoản"), to("reopen_account"), "primary")
        if row.is_closed
        else Action(_("Khóa tài khoản"), to("close_account"), "warning", reason=own)
    )
    return (
        Action(_("Cấp lại mật khẩu"), to("reset_password"), reason=own or closed),
        Action(_("Kết thúc các phiên đăng nhập"), to("end_sessions")),
        Action(_("Cho đăng ký lại mã xác thực"), to("re_enrol"), reason=own or lacking),
        turning,
    )
