"""A unit that is split: planned, and each of its open dossiers given to a part, some at a time or all that answer."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.casework.dossiers.actions.changes.splitting import assign_part
from motcua.casework.dossiers.queries.changes import succession as queries
from motcua.casework.dossiers.queries.changes.listing import procedure_names
from motcua.casework.dossiers.queries.changes.succession import Sought
from motcua.casework.dossiers.queries.finding import called
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import date_words
from motcua.faces.look.parts import Crumb
from motcua.faces.setup import forms
from motcua.faces.setup.asking import Page, Said, asked, filled
from motcua.faces.setup.organisation.units import unit_row, unit_url
from motcua.ground.access import policy
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import actions
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Succession
from motcua.people.organisation.queries import day_of, successions

PAGE = 50
WHICH = ("text", "procedure", "area", "open")


@may("units.change", methods=("GET", "POST"))
def planning(request: Request, unit_id: int) -> HttpResponse:
    """From a day on this unit is split among several."""
    unit = unit_row(unit_id)
    policy.check(request.actor, "units.change", unit)
    view = organisation.unit_as_of(unit.pk, day_of(request.now))
    page = Page(
        _("Chia tách đơn vị"),
        (Crumb(_("Đơn vị"), reverse("units")), Crumb(view.name, unit_url(unit.pk)), Crumb(_("Chia tách"))),
        _("Lập kế hoạch"),
        unit_url(unit.pk),
        view.name,
        consequence=_(
            "Chưa có gì thay đổi khi lập kế hoạch. Bước tiếp theo là phân từng hồ sơ đang giải quyết cho một đơn vị "
            "nhận; khi còn hồ sơ chưa phân thì việc chia tách chưa được thực hiện."
        ),
    )

    def do(said: Said) -> int:
        return actions.plan_split(
            unit.pk,
            said["receivers"],
            on=said["on"],
            act=said["act"],
            is_checked=said["is_checked"],
            by=request.actor,
            now=request.now,
        ).pk

    return asked(
        request,
        filled(forms.SplitForm, request),
        page,
        do,
        done=lambda said: _("Đã lập kế hoạch chia tách từ ngày %(day)s.") % {"day": date_words(said["on"])},
        to=lambda pk: reverse("succession", args=[pk]),
    )


@may("units.view_successions")
def dossiers(request: Request, succession_id: int) -> HttpResponse:
    """The dossiers that go, filtered; of a split each with its part, to be given to one."""
    return _show(request, successions.get_succession(succession_id, request.actor))


@may("units.change", methods=("POST",))
def assigning(request: Request, succession_id: int) -> HttpResponse:
    """Dossiers are given to a part: those ticked, or all that answer the filter."""
    lead = successions.get_succession(succession_id, request.actor)
    policy.check(request.actor, "units.change", lead.predecessor)
    sought = _sought(request)
    if "all" in request.POST:
        chosen = list(queries.going(lead, sought).values_list("pk", flat=True))
    else:
        chosen = [int(one) for one in request.POST.getlist("dossier") if _is_id(one)]
    part = request.POST.get("part", "")
    try:
        count = assign_part(
            lead.pk, int(part) if _is_id(part) else 0, chosen, by=request.actor, now=request.now
        )
    except Refused as refused:
        return _show(request, lead, refused)
    said = ngettext("Đã phân %(number)s hồ sơ.", "Đã phân %(number)s hồ sơ.", count) % {"number": count}
    messages.success(request, said)
    return redirect(f"{reverse('succession_dossiers', args=[lead.pk])}{_query(request)}")


def _show(request: Request, lead: Succession, refused: Refused | None = None) -> HttpResponse:
    sought = _sought(request)
    found = queries.going(lead, sought)
    after = request.GET.get("after", "")
    beginning = found.filter(pk__gt=int(after)) if _is_id(after) else found
    rows = list(beginning.select_related("procedure_version")[:PAGE])
    every = queries.going(lead, Sought()).order_by()
    parts = successions.parts_of(lead)
    names = organisation.names([lead.predecessor_id, *parts], lead.on_date)
    before = organisation.names([lead.predecessor_id], day_of(request.now))
    is_split = lead.kind == Succession.Kind.SPLIT
    title = called(names | before, lead.predecessor_id)
    more = (
        f"{_query(request)}{'&' if _query(request) else '?'}after={rows[-1].pk}" if len(rows) == PAGE else ""
    )
    procedures = procedure_names(every.values_list("procedure_id", flat=True).distinct())
    context = {
        "lead": lead,
        "rows": [(row, called(names, row.part_id)) for row in rows],  # type: ignore[attr-defined]
        "count": found.count(),
        "unassigned": queries.going(lead, replace(Sought(), is_unassigned=True)).count() if is_split else 0,
        "parts": [(pk, called(names, pk)) for pk in parts],
        "may_assign": is_split
        and lead.state in (Succession.State.PLANNED, Succession.State.UNDER_WAY)
        and policy.allows(request.actor, "units.change", lead.predecessor),
        "is_split": is_split,
        "is_due": lead.state == Succession.State.PLANNED and lead.on_date <= day_of(request.now),
        "sought": sought,
        "which": [(name, value) for name in WHICH if (value := _given(request, name))],
        "procedures": sorted(procedures.items(), key=lambda pair: pair[1]),
        "areas": sorted(every.exclude(area="").values_list("area", flat=True).distinct()),
        "more": more,
        "refused": refused.sentence() if refused else "",
        "crumbs": (
            Crumb(_("Sắp xếp đơn vị"), reverse("successions")),
            Crumb(title, reverse("succession", args=[lead.pk])),
            Crumb(_("Hồ sơ")),
        ),
    }
    status = refused.status if refused else 200
    return render(request, "setup/successions/dossiers.html", context, status=status)


def _given(request: Request, name: str) -> str:
    return str((request.POST if request.method == "POST" else request.GET).get(name, "")).strip()


def _sought(request: Request) -> Sought:
    procedure = _given(request, "procedure")
    return Sought(
        text=_given(request, "text")[:60],
        procedure_id=int(procedure) if _is_id(procedure) else None,
        area=_given(request, "area") or None,
        is_unassigned=_given(request, "open") == "yes",
    )


def _query(request: Request) -> str:
    said = urlencode([(name, value) for name in WHICH if (value := _given(request, name))])
    return f"?{said}" if said else ""


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 18
