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


@dataclass(frozen=True, slots=True)
class Many:
    """One of the two pages: its words before and after, its plan and its verb."""

    title: str
    button: Callable[[int], str]
    consequence: str
    told: Callable[[int, str], str]
    plan: Callable[[Said], Plan]
    write: Callable[[Plan, Said], object]
    is_end: bool = False


@may("procedures.offer", methods=BOTH)
def offering(request: Request) -> HttpResponse:
    """Procedures are offered at many one-stops from a day on."""

    def write(plan: Plan, said: Said) -> object:
        wanted = [(line.procedure_id, line.place) for line in plan.to_write]
        return actions.offer_many(wanted, valid_from=said["from_on"], by=request.actor, now=request.now)

    many = Many(
        title=_("Thêm nhiều nơi tiếp nhận"),
        button=lambda n: ngettext("Thêm %(n)s nơi tiếp nhận", "Thêm %(n)s nơi tiếp nhận", n) % {"n": n},
        consequence=_("Từ ngày này, quầy của các Bộ phận Một cửa đó nhận được hồ sơ của thủ tục."),
        told=lambda n, day: (
            ngettext(
                "Đã thêm %(n)s nơi tiếp nhận từ ngày %(day)s.",
                "Đã thêm %(n)s nơi tiếp nhận từ ngày %(day)s.",
                n,
            )
            % {"n": n, "day": day}
        ),
        plan=plan_of_offers,
        write=write,
    )
    return _answer(request, filled(OfferManyForm, request, _preset(request)), many)


@may("procedures.offer", methods=BOTH)
def ending(request: Request) -> HttpResponse:
    """Many one-stops cease to receive procedures from a day on."""

    def write(plan: Plan, said: Said) -> object:
        wanted = [(line.procedure_id, line.place.one_stop_id) for line in plan.to_write]
        return actions.end_many(wanted, valid_to=said["from_on"], by=request.actor, now=request.now)

    many = Many(
        title=_("Thôi tiếp nhận ở nhiều nơi"),
        button=lambda n: ngettext("Thôi tiếp nhận ở %(n)s nơi", "Thôi tiếp nhận ở %(n)s nơi", n) % {"n": n},
        consequence=_("Hồ sơ đã nhận được giải quyết cho xong; quầy không nhận hồ sơ mới từ ngày này."),
        told=lambda n, day: (
            ngettext(
                "Đã thôi tiếp nhận ở %(n)s nơi từ ngày %(day)s.",
                "Đã thôi tiếp nhận ở %(n)s nơi từ ngày %(day)s.",
                n,
            )
            % {"n": n, "day": day}
        ),
        plan=lambda said: plan_of_ends(said, day_of(request.now)),
        write=write,
        is_end=True,
    )
    return _answer(request, filled(ManyForm, request, _preset(request)), many)


def _preset(request: Request) -> Said:
    """The procedure from whose page one comes, and today."""
    return {"codes": request.GET.get("procedure", "")[:40], "from_on": day_of(request.now)}


def _answer(request: Request, form: ManyForm, many: Many) -> HttpResponse:
    """The form, then what it would do, then the deed."""
    plan, refused = None, None
    if form.is_valid():
        said = form.cleaned_data
        if "confirm" in request.POST:
            try:
                count = once(request, lambda: _write_what_was_seen(request, said, many))
            except Refused as error:
                refused = error
            else:
                messages.success(request, many.told(count, date_words(said["from_on"])))
                return redirect("catalogue")
        plan = many.plan(said)
    return _shown(request, form, many, plan, refused)


def _write_what_was_seen(request: Request, said: Said, many: Many) -> int:
    """Do what was shown, and nothing else; raises Refused OFFERS_CHANGED, or what the verb refuses."""
    plan = many.plan(said)
    if not plan.may_be_done or request.POST.get("seen") != plan.seen:
        raise Refused(Refusal.OFFERS_CHANGED)
    many.write(plan, said)
    return len(plan.to_write)


def _shown(
    request: Request, form: ManyForm, many: Many, plan: Plan | None, refused: Refused | None
) -> HttpResponse:
    """The page with its form, and what it would do or what stands against it."""
    lines = (*plan.wrong, *plan.to_write) if plan else ()
    is_good = plan.may_be_done if plan else not form.is_bound
    context = {
        "many": many,
        "form": form,
        "plan": plan,
        "rows": lines[:SHOWN],
        "left_out": max(0, len(lines) - SHOWN),
        "button": many.button(len(plan.to_write)) if plan else "",
        "refused": refused.sentence() if refused else "",
        "kept": [
            (bound.html_name, request.POST[bound.html_name])
            for bound in form.visible_fields()
            if bound.html_name in request.POST
        ],
        "key": str(uuid4()),
        "crumbs": (Crumb(_("Thủ tục"), reverse("catalogue")), Crumb(many.title)),
    }
    status = refused.status if refused else 200 if is_good else 422
    return render(request, "setup/catalogue/many.html", context, status=status)
