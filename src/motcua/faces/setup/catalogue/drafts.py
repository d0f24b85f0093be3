"""Drafts of contents: begun, written part by part, thrown away; and procedures that the catalogue did not have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.models import Field, ProcedureVersion
from motcua.catalogue.procedures.rules import ANY, Content, FeeRow, LimitRow, PaperRow
from motcua.catalogue.procedures.rules.content import LABELS, Part
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.parts import Crumb
from motcua.faces.setup.asking import Page, Said, acts, asked, beside, filled, once
from motcua.faces.setup.catalogue.forms import FEES, LIMITS, PAPERS, ContentForm, ProcedureForm
from motcua.faces.setup.catalogue.procedures import crumbs, draft_of, main_version, procedure_and_versions
from motcua.faces.setup.catalogue.rows import Rows
from motcua.faces.setup.catalogue.words import version_name
from motcua.faces.setup.forms import ConfirmForm
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars.rules import AllowanceUnit
from motcua.people.organisation.queries import day_of

PLAIN = tuple(part.value for part in Part if part not in (Part.PAPERS, Part.TIME_LIMITS, Part.FEES))
BOTH = ("GET", "POST")


# --- the form as a whole -----------------------------------------------------------------------------------------


@dataclass
class Entry:
    """Everything that a person writes of a content: the plain parts, and three lists of rows."""

    form: ContentForm
    papers: Rows
    limits: Rows
    fees: Rows

    def is_valid(self) -> bool:
        """Whether all of it can be read; every part is asked, so that all errors are shown at once."""
        answers = [part.is_valid() for part in (self.form, self.papers, self.limits, self.fees)]
        return all(answers)

    def forms(self) -> list[Any]:
        """All forms, for the summary of errors."""
        return [self.form, *self.papers.forms, *self.limits.forms, *self.fees.forms]

    def content(self) -> Content:
        """The content as written."""
        said = {name: self.form.cleaned_data[name] for name in PLAIN}
        lines = [line.strip() for line in said["legal_basis"].splitlines()]
        said |= {
            "legal_basis": tuple(line for line in lines if line),
            "channels": tuple(said["channels"]),
            "papers": tuple(_paper(row) for row in self.papers.said()),
            "time_limits": tuple(_limit(row) for row in self.limits.said()),
            "fees": tuple(_fee(row) for row in self.fees.said()),
        }
        return Content(**{name: _same_lines(value) for name, value in said.items()})


def _same_lines(value: Any) -> Any:
    """Browsers end lines in two signs; a text that nobody touched must stay the same."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _paper(row: Mapping[str, Any]) -> PaperRow:
    return PaperRow(
        name=_same_lines(row["name"]),
        originals=row["originals"] or 0,
        copies=row["copies"] or 0,
        is_note=row["is_note"],
        is_required=not row["optional"],
        case=row["case"] or ANY,
    )


def _limit(row: Mapping[str, Any]) -> LimitRow:
    return LimitRow(
        amount=row["amount"],
        unit=AllowanceUnit(row["unit"]),
        case=row["case"] or ANY,
        area=row["area"] or ANY,
        channel=row["channel"] or ANY,
        same_day_before=row["same_day_before"],
        basis=row["basis"],
        unit_is_ours=row["unit_is_ours"],
    )


def _fee(row: Mapping[str, Any]) -> FeeRow:
    where = {name: row[name] or ANY for name in ("case", "area", "channel")}
    return FeeRow(amount=row["amount"], basis=row["basis"], **where)


def _shown(case: str) -> str:
    return "" if case == ANY else case


def _opened(content: Content) -> Entry:
    initial = {name: getattr(content, name) for name in PLAIN}
    initial["legal_basis"] = "\n".join(content.legal_basis)
    initial["channels"] = list(content.channels)
    papers = [
        {
            "name": row.name,
            "originals": row.originals or None,
            "copies": row.copies or None,
            "optional": not row.is_required,
            "is_note": row.is_note,
            "case": _shown(row.case),
        }
        for row in content.papers
    ]
    limits = [
        {
            "case": _shown(row.case),
            "area": _shown(row.area),
            "channel": row.channel,
            "amount": row.amount,
            "unit": row.unit.value,
            "same_day_before": row.same_day_before,
            "basis": row.basis,
            "unit_is_ours": row.unit_is_ours,
        }
        for row in content.time_limits
    ]
    fees = [
        {
            "case": _shown(row.case),
            "area": _shown(row.area),
            "channel": row.channel,
            "amount": row.amount,
            "basis": row.basis,
        }
        for row in content.fees
    ]
    return Entry(
        ContentForm(initial=initial), PAPERS.opened(papers), LIMITS.opened(limits), FEES.opened(fees)
    )


def entry_of(request: Request, content: Content) -> Entry:
    """What is written: as the draft has it, as it was sent to be kept, or as typed so far."""
    if request.method != "POST":
        return _opened(content)
    sent = request.POST
    if acts(request):
        return Entry(ContentForm(sent), PAPERS.sent(sent), LIMITS.sent(sent), FEES.sent(sent))
    typed = {
        name: sent.getlist(name) if name == "channels" else sent.get(name, "") for name in ("key", *PLAIN)
    }
    return Entry(ContentForm(initial=typed), PAPERS.typed(sent), LIMITS.typed(sent), FEES.typed(sent))


# --- pages -------------------------------------------------------------------------------------------------------


@may("procedures.edit", methods=("POST",))
def drafting(request: Request, code: str) -> HttpResponse:
    """A new content is begun as a copy of the last one; one that is begun already is opened."""
    found, versions = procedure_and_versions(code)
    if not any(version.valid_from is None for version in versions):
        actions.draft_version(found.pk, by=request.actor, now=request.now)
        messages.success(request, _("Đã lập dự thảo từ nội dung gần nhất. Hãy sửa rồi lưu."))
    return redirect("edit_draft", code=code)


@may("procedures.edit", methods=BOTH)
def editing(request: Request, code: str) -> HttpResponse:
    """The draft, written part by part; rows are added and left out without losing what is typed."""
    found, versions = procedure_and_versions(code)
    draft = draft_of(versions)
    entry, status = entry_of(request, queries.content(draft.pk)), 200
    if acts(request):
        status = 422
        if entry.is_valid():
            try:
                once(request, lambda: _keep(request, draft, entry))
            except Refused as refused:
                entry.form, status = beside(entry.form, refused), refused.status
            else:
                messages.success(request, _("Đã lưu dự thảo."))
                return redirect("catalogue_version", code=code, number=draft.number)
    title = _("Sửa dự thảo")
    context = {
        "procedure": found,
        "draft": draft,
        "title": title,
        "under": version_name(draft),
        "entry": entry,
        "labels": {part.value: str(LABELS[part]) for part in Part},
        "back": reverse("catalogue_version", args=[code, draft.number]),
        "crumbs": crumbs(found, main_version(versions, day_of(request.now)), Crumb(title)),
    }
    return render(request, "setup/catalogue/draft.html", context, status=status)


def _keep(request: Request, draft: ProcedureVersion, entry: Entry) -> int:
    return actions.edit_draft(draft.pk, entry.content(), by=request.actor, now=request.now).pk


@may("procedures.edit", methods=BOTH)
def discarding(request: Request, code: str) -> HttpResponse:
    """The draft is thrown away."""
    found, versions = procedure_and_versions(code)
    draft = draft_of(versions)
    form = filled(ConfirmForm, request)
    title = _("Bỏ dự thảo")

    def do(_said: Said) -> int:
        actions.discard_draft(draft.pk, by=request.actor, now=request.now)
        return found.pk

    page = Page(
        title=title,
        crumbs=crumbs(found, main_version(versions, day_of(request.now)), Crumb(title)),
        button=_("Bỏ dự thảo này"),
        back=reverse("catalogue_version", args=[code, draft.number]),
        under=draft.name,
        facts=((_("Thủ tục"), found.code), (_("Bản"), version_name(draft))),
        consequence=_("Nội dung của dự thảo mất hẳn. Các nội dung đã công bố giữ nguyên."),
        kind="warning",
    )
    return asked(
        request,
        form,
        page,
        do,
        done=lambda _said: _("Đã bỏ dự thảo."),
        to=lambda _pk: reverse("catalogue_procedure", args=[code]),
    )


@may("procedures.edit", methods=BOTH)
def creating(request: Request) -> HttpResponse:
    """A procedure that the catalogue did not have is entered, with an empty draft to be written."""
    form = filled(ProcedureForm, request, {"level": "district"})
    form.choose("field", [(field.code, field.name) for field in Field.objects.order_by("sort_key")])

    def do(said: Said) -> int:
        return actions.create_procedure(
            said["code"],
            field_code=said["field"],
            level=said["level"],
            content=Content(name=said["name"]),
            is_illustrative=said["is_illustrative"],
            by=request.actor,
            now=request.now,
        ).pk

    title = _("Thêm thủ tục")
    page = Page(
        title=title,
        crumbs=(Crumb(_("Thủ tục"), reverse("catalogue")), Crumb(title)),
        button=_("Thêm và soạn dự thảo"),
        back=reverse("catalogue"),
        consequence=_("Thủ tục có một dự thảo để soạn nội dung; người dân chỉ thấy khi đã công bố."),
    )
    return asked(
        request,
        form,
        page,
        do,
        done=lambda said: _("Đã thêm thủ tục %(code)s.") % {"code": said["code"]},
        to=lambda _pk: reverse("edit_draft", args=[form.cleaned_data["code"]]),
    )
