"""Procedures offered at many one-stops at once, and the end of many: first shown whole, then done whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.catalogue.procedures import actions
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import date_words
from motcua.faces.look.parts import Crumb
from motcua.faces.setup.asking import Said, filled, once
from motcua.faces.setup.catalogue.forms import ManyForm, OfferManyForm
from motcua.faces.setup.catalogue.planning import Plan, plan_of_ends, plan_of_offers
from motcua.faces.setup.rules import Refusal
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.queries import day_of

BOTH = ("GET", "POST")
SHOWN = 300
KEPT = ("codes", "where", "units", "decides", "division", "from_on")


@dataclass(frozen=True, slots=True)
class Many:
    """One of the two pages: its words, its plan and its verb."""

    title: str
    button: Callable[[int], str]
    consequence: str
    done: str
    plan: Callable[[Said], Plan]
    do: Callable[[Plan, Said], object]
    is_end: bool = False


@may("procedures.offer", methods=BOTH)
def offering(request: Request) -> HttpResponse:
    """Procedures are offered at many one-stops from a day on."""

    def do(plan: Plan, said: Said) -> object:
        wanted = [(line.procedure_id, line.place) for line in plan.done]
        return actions.offer_many(wanted, valid_from=said["from_on"], by=request.actor, now=request.now)

    many = Many(
        title=_("Thêm nhiều nơi tiếp nhận"),
        button=lambda n: ngettext("Thêm %(n)s nơi tiếp nhận", "Thêm %(n)s nơi tiếp nhận", n) % {"n": n},
        consequence=_("Từ ngày này, quầy của các Bộ phận Một cửa đó nhận được hồ sơ của thủ tục."),
        done=_("Đã thêm %(n)s nơi tiếp nhận từ ngày %(day)s."),
        plan=lambda said: plan_of_offers(said, day_of(request.now)),
        do=do,
    )
    return _shown(request, filled(OfferManyForm, request, _preset(request)), many)


@may("procedures.offer", methods=BOTH)
def ending(request: Request) -> HttpResponse:
    """Many one-stops cease to receive procedures from a day on."""

    def do(plan: Plan, said: Said) -> object:
        wanted = [(line.procedure_id, line.place.one_stop_id) for line in plan.done]
        return actions.end_many(wanted, valid_to=said["from_on"], by=request.actor, now=request.now)

    many = Many(
        title=_("Thôi tiếp nhận ở nhiều nơi"),
        button=lambda n: ngettext("Thôi tiếp nhận ở %(n)s nơi", "Thôi tiếp nhận ở %(n)s nơi", n) % {"n": n},
        consequence=_("Hồ sơ đã nhận được giải quyết cho xong; quầy không nhận hồ sơ mới từ ngày này."),
        done=_("Đã thôi tiếp nhận ở %(n)s nơi từ ngày %(day)s."),
        plan=lambda said: plan_of_ends(said, day_of(request.now), said["from_on"]),
        do=do,
        is_end=True,
    )
    return _shown(request, filled(ManyForm, request, _preset(request)), many)


def _preset(request: Request) -> Said:
    """The procedure from whose page one comes, and today."""
    return {"codes": request.GET.get("procedure", "")[:40], "from_on": day_of(request.now)}


def _shown(request: Request, form: ManyForm, many: Many) -> HttpResponse:
    """The form, then what it would do, then the deed."""
    status, plan, refused = 200, None, None
    if form.is_bound:
        if not form.is_valid():
            status = 422
        else:
            plan = many.plan(form.cleaned_data)
            status = 200 if plan.may_be_done else 422
            if "confirm" in request.POST:
                try:
                    count = once(request, lambda: _done(request, plan, form.cleaned_data, many))
                except Refused as error:
                    refused, status = error, error.status
                else:
                    told = {"n": count, "day": date_words(form.cleaned_data["from_on"])}
                    messages.success(request, many.done % told)
                    return redirect("catalogue")
    context = {
        "many": many,
        "form": form,
        "plan": plan,
        "rows": (*plan.wrong, *plan.done)[:SHOWN] if plan else (),
        "left_out": max(0, len(plan.wrong) + len(plan.done) - SHOWN) if plan else 0,
        "button": many.button(len(plan.done)) if plan else "",
        "refused": refused.sentence() if refused else "",
        "kept": [(name, request.POST[name]) for name in KEPT if name in request.POST],
        "key": str(uuid4()),
        "crumbs": (Crumb(_("Thủ tục"), reverse("catalogue")), Crumb(many.title)),
    }
    return render(request, "setup/catalogue/many.html", context, status=status)


def _done(request: Request, plan: Plan, said: Said, many: Many) -> int:
    """Do what was shown, and nothing else; raises Refused OFFERS_CHANGED, or what the verb refuses."""
    if not plan.may_be_done or request.POST.get("seen") != plan.seen:
        raise Refused(Refusal.OFFERS_CHANGED)
    many.do(plan, said)
    return len(plan.done)
