"""What people do with their own account: password, application for one-time codes, recovery codes."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from motcua.faces.look.decorators import Request, may
from motcua.faces.portal.sign_in import field_of, page
from motcua.faces.portal.sign_in_forms import (
    ChangePasswordForm,
    EnrolmentForm,
    KnownEnrolmentForm,
    KnownPerson,
)
from motcua.ground.kernel.refusals import Refused
from motcua.people.accounts import actions, factors
from motcua.people.accounts.adapters import SIGNED_IN_WITHOUT_CODE, EnrolmentStage, actor_now, waiting_at
from motcua.people.accounts.models import Account

SECRET = "second_factor_secret"


@may("accounts.own", methods=("GET", "POST"))
@sensitive_post_parameters("current", "new", "again")
def change_password(request: Request) -> HttpResponse:
    """Another password; every other session of the account ends."""
    account = _own(request)
    form = ChangePasswordForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.set_own_password(
                account.pk, **form.cleaned_data, by=request.actor, now=request.now
            )
        except Refused as refused:
            form.add_error(field_of(refused), refused.sentence())
        else:
            update_session_auth_hash(request, changed)
            messages.success(request, _("Đã đổi mật khẩu. Các phiên làm việc khác của bạn đã kết thúc."))
            return redirect(settings.LOGIN_REDIRECT_URL)
    return page(request, "account/change_password.html", form)


@may("accounts.own", methods=("GET", "POST"))
@sensitive_post_parameters("current")
def recovery_codes(request: Request) -> HttpResponse:
    """How many recovery codes are left, and new ones; they are in this answer only."""
    account = _own(request)
    if not factors.has_factor(account):
        return redirect("second_factor_setup")
    form = KnownPerson(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = actions.renew_recovery_codes(
            account.pk, password=form.cleaned_data["current"], by=request.actor, now=request.now
        )
        return render(request, "account/recovery_codes_shown.html", {"codes": codes})
    left = factors.recovery_codes_left(account)
    return page(request, "account/recovery_codes.html", form, left=left)


@may("accounts.sign_in", methods=("GET", "POST"))
@sensitive_post_parameters("current", "code")
def second_factor_setup(request: Request) -> HttpResponse:
    """Set up the application for one-time codes, while signing in when the role needs it, or later on."""
    stage = None
    if request.actor.kind == "anonymous":
        stage = waiting_at(request, EnrolmentStage)
        if stage is None:
            return redirect("sign_in")
    account: Account = stage.login.user if stage else _own(request)
    if factors.has_factor(account):
        if stage and request.method == "POST":
            answer: HttpResponse = stage.exit()
            return answer
        return render(request, "account/recovery_codes_shown.html", {"codes": [], "signing_in": bool(stage)})
    form = _enrolment_form(request, account, signing_in=bool(stage))
    if request.method == "POST" and form.is_valid():
        try:
            codes = actions.enrol_second_factor(
                account.pk,
                sealed=request.session.get(SECRET, ""),
                code=form.cleaned_data["code"],
                by=actor_now(account),
                now=request.now,
            )
        except Refused as refused:
            form.add_error(field_of(refused), refused.sentence())
        else:
            request.session.pop(SECRET, None)
            request.session[SIGNED_IN_WITHOUT_CODE] = False
            context = {"codes": codes, "signing_in": bool(stage)}
            return render(request, "account/recovery_codes_shown.html", context)
    sealed = request.session.setdefault(SECRET, factors.new_secret())
    # Drawn by segno from our own text: markup of ours, nothing typed by anybody.
    drawing = mark_safe(factors.drawing(factors.address(account, sealed)))
    typed = " ".join(_groups(factors.open_secret(sealed)))
    return page(request, "account/second_factor_setup.html", form, drawing=drawing, typed=typed)


def _enrolment_form(request: Request, account: Account, *, signing_in: bool) -> Form:
    if signing_in:
        return EnrolmentForm(request.POST or None)
    return KnownEnrolmentForm(account, request.POST or None)


def _own(request: Request) -> Account:
    return Account.objects.get(pk=int(request.user.pk or 0))


def _groups(secret: str) -> list[str]:
    return [secret[i : i + 4] for i in range(0, len(secret), 4)]
