"""What an administrator does for the holder of an account: each after a confirmation that names the person."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from motcua.faces.look.decorators import Request, may
from motcua.faces.setup import forms
from motcua.faces.setup.accounts import account_url, crumbs_of_account, holder
from motcua.faces.setup.asking import Page, Said, asked, beside, filled, once, show
from motcua.faces.setup.organisation import readings
from motcua.faces.setup.organisation.officers import crumbs_of, officer_url
from motcua.ground.access import policy
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold
from motcua.people.accounts import actions, queries
from motcua.people.accounts.models import Account
from motcua.people.accounts.rules import Refusal
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Officer

GET_POST = ("GET", "POST")


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
        reason=Refused(Refusal.HAS_ACCOUNT).sentence() if taken else "",
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
        _("Cấp lại mật khẩu cho %(name)s") % {"name": holder(row).name},
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
        "person": holder(row),
        "password": made[0] if made else "",
        "crumbs": crumbs_of_account(holder(row), row, title),
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
    person = holder(row)
    return Page(
        title,
        crumbs_of_account(person, row, title),
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
    name = holder(row).name
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
    name = holder(row).name
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
    name = holder(row).name
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
    name = holder(row).name
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
