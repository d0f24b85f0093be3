"""Signing in and out: password, one-time code, own password at the first sign-in, and the office to act in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.logout import logout
from allauth.core import ratelimit
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from motcua.faces.look.decorators import Request, may
from motcua.faces.portal.sign_in_forms import CodeForm, NewPasswordForm, SignInForm
from motcua.ground.kernel.refusals import Refused
from motcua.people.accounts import actions
from motcua.people.accounts.adapters import CodeStage, OwnPasswordStage, actor_now, go_on, waiting_at
from motcua.people.accounts.rules import Refusal
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Role

TOO_MANY = {"too_many_login_attempts", "rate_limited"}
"""Errors of allauth that ask to wait: tries are counted by address and by account."""


@may("accounts.sign_in", methods=("GET", "POST"))
@sensitive_post_parameters("password")
def sign_in(request: Request) -> HttpResponse:
    """User name and password."""
    after = where_to(request)
    if request.actor.kind != "anonymous":
        return redirect(after or settings.LOGIN_REDIRECT_URL)
    form = SignInForm(request.POST or None, request=request)
    if request.method == "POST":
        if not ratelimit.consume(request, action="login"):
            form.add_error(None, get_adapter().validation_error("too_many_login_attempts"))
        elif form.is_valid():
            answer: HttpResponse = form.login(request, redirect_url=after or None)
            return answer
    return page(request, "account/sign_in.html", form, next=after)


@may("accounts.sign_in", methods=("GET", "POST"))
@sensitive_post_parameters("code")
def second_factor(request: Request) -> HttpResponse:
    """The one-time code of somebody whose password was right."""
    stage = waiting_at(request, CodeStage)
    if stage is None:
        return redirect("sign_in")
    form = CodeForm(user=stage.login.user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        answer: HttpResponse = stage.exit()
        return answer
    return page(request, "account/second_factor.html", form)


@may("accounts.sign_in", methods=("GET", "POST"))
@sensitive_post_parameters("new", "again")
def own_password(request: Request) -> HttpResponse:
    """The first sign-in, and the first after a reset, set a password that nobody else knows."""
    stage = waiting_at(request, OwnPasswordStage)
    if stage is None:
        return redirect("sign_in")
    account = stage.login.user
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            new, again = form.cleaned_data["new"], form.cleaned_data["again"]
            by = actor_now(account)
            actions.set_own_password(account.pk, current=None, new=new, again=again, by=by, now=request.now)
        except Refused as refused:
            if refused.code is Refusal.PASSWORD_WRONG:
                # The password for one use has been replaced meanwhile, by a second press or by somebody else.
                return redirect("sign_in")
            form.add_error(field_of(refused), refused.sentence())
        else:
            account.refresh_from_db()
            answer: HttpResponse = go_on(stage)
            return answer
    return page(request, "account/own_password.html", form)


@may("accounts.sign_in", methods=("POST",))
def sign_out(request: Request) -> HttpResponse:
    """Leave."""
    logout(request)
    return redirect("sign_in")


@may("accounts.sign_in")
def session_ended(request: Request) -> HttpResponse:
    """Where somebody lands whose last office has ended."""
    return render(request, "account/session_ended.html")


@may("accounts.own", methods=("GET", "POST"))
def choose_office(request: Request) -> HttpResponse:
    """Whoever holds several offices says in which to act; it shows on every page and stands in every event."""
    after = where_to(request)
    if request.method == "POST":
        wanted = request.POST.get("office", "")
        held = {str(office.appointment_id): office.appointment_id for office in request.actor.offices}
        if wanted not in held:
            raise Refused(Refusal.NOT_YOUR_OFFICE)
        request.session["office"] = held[wanted]
        return redirect(after or settings.LOGIN_REDIRECT_URL)
    today = organisation.day_of(request.now)
    units = organisation.names((office.unit_id for office in request.actor.offices), today)
    offices = [
        {
            "id": office.appointment_id,
            "unit": units[office.unit_id].name,
            "role": Role(office.role).label,
            "to_on": office.to_on,
            "delegated": office.delegation_id is not None,
            "chosen": office == request.actor.office,
        }
        for office in request.actor.offices
    ]
    return render(request, "account/choose_office.html", {"offices": offices, "next": after})


def where_to(request: HttpRequest) -> str:
    """The page of this site that was asked for before signing in; empty when there is none, or it is elsewhere."""
    wanted = str(request.POST.get("next") or request.GET.get("next") or "")
    return wanted if wanted and get_adapter().is_safe_url(wanted) else ""


def field_of(refused: Refused) -> str | None:
    """The field beside which a refusal stands."""
    places = {
        Refusal.PASSWORD_WRONG: "current",
        Refusal.PASSWORD_WEAK: "new",
        Refusal.PASSWORD_LIKE_USERNAME: "new",
        Refusal.PASSWORD_SAME: "new",
        Refusal.PASSWORDS_DIFFER: "again",
        Refusal.CODE_WRONG: "code",
    }
    return next((field for code, field in places.items() if code == refused.code), None)


def page(request: HttpRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    """A page with its form; 422 when what was typed is refused, 429 after too many tries, whatever was counted."""
    errors = form.errors.as_data() if form.is_bound else {}
    codes = {error.code for found in errors.values() for error in found}
    status = 200 if not codes else 422 if codes.isdisjoint(TOO_MANY) else 429
    return render(request, template, {"form": form, **context}, status=status)
