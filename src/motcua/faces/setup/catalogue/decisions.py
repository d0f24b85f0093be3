"""Publication decisions: the list, what each made new, amended or repealed, and entering one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.models import ProcedureVersion, PublicationDecision
from motcua.catalogue.procedures.queries import preparing
from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.parts import Action, Crumb
from motcua.faces.setup.asking import Page, Said, asked, filled
from motcua.faces.setup.catalogue.forms import DecisionForm
from motcua.faces.setup.catalogue.procedures import why_not
from motcua.ground.sheets.writing import Heading, Kind
from motcua.people.organisation.queries import day_of


@dataclass(frozen=True, slots=True)
class Group:
    """What a decision did of one kind."""

    title: str
    versions: list[ProcedureVersion]


@may("procedures.view_drafts")
def decisions(request: Request) -> HttpResponse:
    """All decisions, the newest first, with how much each did."""
    counts = {
        "new": Count("versions", filter=Q(versions__number=1), distinct=True),
        "amended": Count("versions", filter=Q(versions__number__gt=1), distinct=True),
        "repealed": Count("repeals", distinct=True),
    }
    rows = PublicationDecision.objects.annotate(**counts).order_by("-signed_on", "-pk")
    if exports.asked(request):
        return exports.answer(request, _table(rows))
    reason = why_not(request, "procedures.publish")
    context = {
        "rows": list(rows),
        "today": day_of(request.now),
        "drafts": list(preparing.drafts_in_preparation()),
        "totals": {name: sum(getattr(row, name) for row in rows) for name in counts},
        "actions": (
            Action(_("Nhập quyết định đã ký"), reverse("record_decision"), reason=reason),
            Action(_("Nhập thủ tục từ tệp"), reverse("import_workbook"), reason=reason),
            Action(_("Soạn quyết định"), reverse("draft_decision"), kind="primary", reason=reason),
        ),
    }
    return render(request, "setup/decisions/decisions.html", context)


def _table(found: Iterable[PublicationDecision]) -> exports.Table:
    headings = (
        Heading(_("Số"), Kind.CODE),
        Heading(_("Trích yếu"), width=60),
        Heading(_("Cơ quan ban hành")),
        Heading(_("Ngày ký"), Kind.DATE),
        Heading(_("Hiệu lực"), Kind.DATE),
        Heading(_("Mới"), Kind.WHOLE),
        Heading(_("Sửa đổi"), Kind.WHOLE),
        Heading(_("Bãi bỏ"), Kind.WHOLE),
    )
    rows = (
        (
            one.number,
            one.title,
            one.issuer,
            one.signed_on,
            one.in_force_on,
            *(getattr(one, counted) for counted in ("new", "amended", "repealed")),
        )
        for one in found
    )
    return exports.Table(_("Quyết định công bố"), headings, rows)


@may("procedures.view_drafts")
def decision(request: Request, decision_id: int) -> HttpResponse:
    """One decision, and every content that it made new, amended or repealed."""
    found = queries.decision(decision_id)
    items = queries.items_of(found.pk)
    titles = {"new": _("Ban hành mới"), "amended": _("Sửa đổi, thay thế"), "repealed": _("Bãi bỏ")}
    context = {
        "decision": found,
        "is_coming": found.in_force_on > day_of(request.now),
        "groups": [Group(title, items[name]) for name, title in titles.items() if items[name]],
        "actions": (Action(_("Danh mục kèm theo để in"), reverse("decision_annex", args=[found.pk])),),
        "crumbs": (Crumb(_("Quyết định công bố"), reverse("decisions")), Crumb(found.number)),
    }
    return render(request, "setup/decisions/decision.html", context)


@may("procedures.publish", methods=("GET", "POST"))
def recording(request: Request) -> HttpResponse:
    """A decision is entered, before anything is published by it."""
    form = filled(DecisionForm, request)

    def do(said: Said) -> int:
        return actions.record_decision(
            said["number"],
            title=said["title"],
            issuer=said["issuer"],
            signed_on=said["signed_on"],
            in_force_on=said["in_force_on"],
            by=request.actor,
            now=request.now,
        ).pk

    title = _("Nhập quyết định công bố")
    page = Page(
        title=title,
        crumbs=(Crumb(_("Quyết định công bố"), reverse("decisions")), Crumb(title)),
        button=_("Nhập quyết định"),
        back=reverse("decisions"),
        consequence=_("Quyết định có thể dùng để công bố hoặc bãi bỏ nhiều thủ tục."),
    )
    return asked(
        request,
        form,
        page,
        do,
        done=lambda said: _("Đã nhập quyết định %(number)s.") % {"number": said["number"]},
        to=lambda pk: reverse("decision", args=[pk]),
    )
