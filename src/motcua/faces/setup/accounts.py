"""Accounts of officers: the list, one account, and what an administrator does for its holder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.faces.look.decorators import Request, may
from motcua.faces.look.parts import Action, Crumb, Tab
from motcua.faces.setup import forms
from motcua.faces.setup.asking import Page, Said, asked, beside, filled, once, show
from motcua.faces.setup.organisation import readings
from motcua.faces.setup.organisation.officers import crumbs_of, officer_url
from motcua.ground.access import policy
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold
from motcua.people.accounts import actions, factors, queries
from motcua.people.accounts.models import Account
from motcua.people.accounts.rules import Refusal, needs_code
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Officer
from motcua.people.organisation.queries import day_of

GET_POST = ("GET", "POST")
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


@may("accounts.view")
def accounts(request: Request) -> HttpResponse:
    """The accounts that the administrator looks after, by what they need."""
    shown = _shown(request)
    text = request.GET.get("q", "").strip()
    lists = _lists(request, text)
    page = _number(request.GET.get("page", "")) or 1
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
        "tabs": [_tab(one, shown, text, lists[one].count()) for one in Shown],
        "more": _list_url(shown, text, page + 1) if len(rows) > PAGE else "",
    }
    return render(request, "setup/accounts.html", context)


def _shown(request: Request) -> Shown:
    asked_for = request.GET.get("show", "")
    return next((one for one in Shown if one.value == asked_for), Shown.ALL)


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


def _tab(one: Shown, shown: Shown, text: str, count: int) -> Tab:
    titles = {
        Shown.ALL: _("Tất cả tài khoản"),
        Shown.NONE: _("Cán bộ chưa có tài khoản"),
        Shown.FIRST: _("Chưa đổi mật khẩu lần đầu"),
        Shown.FACTOR: _("Cần mã xác thực, chưa đăng ký"),
        Shown.CLOSED: _("Đã khóa"),
    }
    return Tab(titles[one], _list_url(one, text, 1), str(count), current=one is shown)


def _list_url(shown: Shown, text: str, page: int) -> str:
    query = {} if shown is Shown.ALL else {"show": shown.value}
    query |= {"q": text} if text else {}
    query |= {"page": str(page)} if page > 1 else {}
    return f"{reverse('accounts')}?{urlencode(query)}" if query else reverse("accounts")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


@may("accounts.view")
def account(request: Request, account_id: int) -> HttpResponse:
    """One account: how it stands, and what may be done with it."""
    row = queries.get_account(account_id, request.actor)
    person = _holder(row)
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
        "crumbs": _crumbs(person),
    }
    return render(request, "setup/account.html", context)


def _holder(row: Account) -> Officer:
    assert row.officer is not None  # only officers' accounts are visible here
    return row.officer


def _crumbs(person: Officer, row: Account | None = None, last: str = "") -> tuple[Crumb, ...]:
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


# --- passwords, shown once ---------------------------------------------------------------------------------------


@may("accounts.create", methods=GET_POST)
def creating(request: Request, officer_id: int) -> HttpResponse:
    """An officer gets an account; its password is shown on the answer, and never again."""
    person = organisation.get_officer(officer_id, request.actor)
    policy.check(request.actor, "accounts.create", Account(officer_id=officer_id))
    taken = readings.accounts_of([officer_id]).get(officer_id)
    title = _("Cấp tài khoản")
    page = Page(
        title,
        crumbs_of(person, title),
        _("Cấp tài khoản cho %(name)s") % {"name": person.name},
        officer_url(officer_id),
        person.name,
        facts=((_("Cán bộ"), person.name), (_("Mã cán bộ"), person.code)),
        consequence=_(
            "Mật khẩu dùng một lần hiện ngay sau khi cấp và không xem lại được. Hãy đọc hoặc đưa tận tay cho "
            "cán bộ; lần đăng nhập đầu tiên cán bộ phải đặt mật khẩu riêng."
        ),
        reason=Refused(Refusal.HAS_ACCOUNT).sentence() if taken and request.method == "GET" else "",
    )
    form = filled(forms.AccountForm, request, {"username": suggested(person)})

    def create() -> tuple[int, str]:
        made, password = actions.create_account(
            officer_id=officer_id, username=form.cleaned_data["username"], by=request.actor, now=request.now
        )
        return made.pk, password

    return _with_password(request, form, page, create, _("Đã cấp tài khoản"))


@may("accounts.reset_password", methods=GET_POST)
def resetting(request: Request, account_id: int) -> HttpResponse:
    """Somebody who lost a password gets one to be used once."""
    row = queries.get_account(account_id, request.actor)
    page = _confirmation(
        row,
        _("Cấp lại mật khẩu"),
        _("Cấp lại mật khẩu cho %(name)s") % {"name": _holder(row).name},
        _(
            "Mật khẩu cũ hết hiệu lực, mọi phiên đang đăng nhập kết thúc. Mật khẩu mới dùng một lần, hiện ngay "
            "sau khi cấp và không xem lại được. Hãy chắc chắn người xin cấp lại đúng là chủ tài khoản."
        ),
    )

    def reset() -> tuple[int, str]:
        return account_id, actions.reset_password(account_id, by=request.actor, now=request.now)

    return _with_password(request, filled(forms.ConfirmForm, request), page, reset, _("Đã cấp lại mật khẩu"))


def _with_password(
    request: Request,
    form: forms.SetupForm,
    page: Page,
    do: Callable[[], tuple[int, str]],
    title: str,
) -> HttpResponse:
    """Show the form, or do it and show the password; it is kept nowhere, so a second press cannot show it again."""
    if not form.is_bound:
        return show(request, form, page)
    if not form.is_valid():
        return show(request, form, page, 422)
    made: list[str] = []

    def keep() -> int:
        account_id, password = do()
        made.append(password)
        return account_id

    try:
        account_id = once(request, keep)
        row = queries.get_account(account_id, request.actor)
    except Refused as refused:
        return show(request, beside(form, refused), page, refused.status)
    context = {
        "title": title,
        "row": row,
        "person": _holder(row),
        "password": made[0] if made else "",
        "crumbs": _crumbs(_holder(row), row, title),
    }
    return render(request, "setup/password.html", context)


def suggested(person: Officer) -> str:
    """A user name as offices make them: the given name and the initials of the others, “ha.ttt”."""
    *others, given = fold(person.name).split()
    name = "".join(letter for letter in given if letter.isalnum())
    initials = "".join(word[0] for word in others if word[0].isalnum())
    return f"{name}.{initials}" if initials else name


# --- the rest, each behind a confirmation that names the person ---------------------------------------------------


def _confirmation(row: Account, title: str, button: str, consequence: str, warning: bool = False) -> Page:
    person = _holder(row)
    return Page(
        title,
        _crumbs(person, row, title),
        button,
        account_url(row.pk),
        f"{person.name} · {row.username}",
        facts=((_("Cán bộ"), person.name), (_("Mã cán bộ"), person.code), (_("Tên đăng nhập"), row.username)),
        consequence=consequence,
        kind="warning" if warning else "primary",
    )


def _confirmed(
    request: Request, page: Page, account_id: int, verb: Callable[..., Account], done: str
) -> HttpResponse:
    def do(_said: Said) -> int:
        return verb(account_id, by=request.actor, now=request.now).pk

    form = filled(forms.ConfirmForm, request)
    return asked(request, form, page, do, done=lambda _said: done, to=account_url)


@may("accounts.close", methods=GET_POST)
def closing(request: Request, account_id: int) -> HttpResponse:
    """Nobody signs in with the account any more."""
    row = queries.get_account(account_id, request.actor)
    name = _holder(row).name
    page = _confirmation(
        row,
        _("Khóa tài khoản"),
        _("Khóa tài khoản của %(name)s") % {"name": name},
        _("Mọi phiên đang đăng nhập kết thúc; không đăng nhập được cho đến khi mở lại. Phân công không đổi."),
        warning=True,
    )
    done = _("Đã khóa tài khoản của %(name)s.") % {"name": name}
    return _confirmed(request, page, account_id, actions.close_account, done)


@may("accounts.close", methods=GET_POST)
def reopening(request: Request, account_id: int) -> HttpResponse:
    """A closed account may be signed in with again."""
    row = queries.get_account(account_id, request.actor)
    name = _holder(row).name
    page = _confirmation(
        row,
        _("Mở lại tài khoản"),
        _("Mở lại tài khoản của %(name)s") % {"name": name},
        _("Đăng nhập lại được bằng mật khẩu cũ. Nếu chủ tài khoản đã quên, hãy cấp lại mật khẩu sau khi mở."),
    )
    done = _("Đã mở lại tài khoản của %(name)s.") % {"name": name}
    return _confirmed(request, page, account_id, actions.reopen_account, done)


@may("accounts.end_sessions", methods=GET_POST)
def ending_sessions(request: Request, account_id: int) -> HttpResponse:
    """Every session of the account ends at its next request."""
    row = queries.get_account(account_id, request.actor)
    name = _holder(row).name
    page = _confirmation(
        row,
        _("Kết thúc các phiên đăng nhập"),
        _("Kết thúc các phiên của %(name)s") % {"name": name},
        _("Mọi máy đang đăng nhập bằng tài khoản này phải đăng nhập lại. Mật khẩu không đổi."),
        warning=True,
    )
    done = _("Đã kết thúc các phiên đăng nhập của %(name)s.") % {"name": name}
    return _confirmed(request, page, account_id, actions.end_sessions, done)


@may("accounts.re_enrol", methods=GET_POST)
def re_enrolling(request: Request, account_id: int) -> HttpResponse:
    """Somebody who lost the telephone sets up another one."""
    row = queries.get_account(account_id, request.actor)
    name = _holder(row).name
    page = _confirmation(
        row,
        _("Cho đăng ký lại mã xác thực"),
        _("Cho %(name)s đăng ký lại") % {"name": name},
        _(
            "Ứng dụng xác thực và mã khôi phục cũ hết hiệu lực, mọi phiên kết thúc. Lần đăng nhập tới chủ tài "
            "khoản đăng ký máy mới. Hãy chắc chắn người yêu cầu đúng là chủ tài khoản."
        ),
        warning=True,
    )
    done = _("%(name)s sẽ đăng ký lại mã xác thực ở lần đăng nhập tới.") % {"name": name}
    return _confirmed(request, page, account_id, actions.re_enrol_second_factor, done)
