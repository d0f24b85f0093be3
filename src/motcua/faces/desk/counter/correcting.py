"""Correcting a reception before hand-over: the counter's own form, filled with what was written down."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from motcua.casework.dossiers import actions, prints
from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.queries import counter as counters
from motcua.casework.dossiers.queries import story
from motcua.casework.dossiers.queries.offers import Verb
from motcua.faces.desk import drafts
from motcua.faces.desk.counter.form import (
    CounterForm,
    fields_of_card,
    fields_of_party,
    is_whole_card,
)
from motcua.faces.desk.counter.page import CounterPage, page_of, shown_for, slip_of
from motcua.faces.desk.counter.typed import KeptFile, Typed, intake_of, stored_files
from motcua.faces.desk.dossier.step_forms import id_in
from motcua.faces.desk.printing.views import print_key, to_prints
from motcua.faces.look.decorators import Request, may
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.queries import day_of
from motcua.people.parties.rules import parse_citizen_card


@may("dossiers.correct", methods=("GET", "POST"))
def correcting(request: HttpRequest, code: str) -> HttpResponse:
    """Open the form with what was written down, go on with what is typed, or put the reception right."""
    known = cast(Request, request)
    dossier = counters.correctable(code, by=known.actor)
    if request.method != "POST":
        _check_may_be_corrected(known, code)
        return _show(request, _page(known, dossier, typed_of(dossier, known)))
    typed, refusals = _sent(known, dossier)
    if request.POST.get("do") == "correct":
        return _correct(known, dossier, typed, refusals)
    error, focus = "", ""
    if typed.value("card"):
        typed, error = _read_card(typed)
        focus = "card" if error else "phone"
    elif chosen := id_in(request.POST.get("known", "")):
        typed = typed.with_values(**fields_of_party(counters.known_party(chosen, by=known.actor)))
    return _show(request, _page(known, dossier, typed, refusals=refusals, card_error=error, focus=focus))


@may("dossiers.correct", methods=("POST",))
def correcting_slip(request: HttpRequest, code: str) -> HttpResponse:
    """The slip for what is typed so far, and the parts of the form that follow from it."""
    known = cast(Request, request)
    dossier = counters.correctable(code, by=known.actor)
    typed, refusals = _sent(known, dossier)
    filled, error = is_whole_card(typed.value("card")), ""
    if filled:
        typed, error = _read_card(typed)
    page = _page(known, dossier, typed, refusals=refusals, card_error=error, focus="phone")
    context = {
        "page": page,
        # The buttons of a correction do not depend on what is typed.
        "writes_notice": True,
        "with_applicant": filled,
        "with_details": request.POST.get("shown_for", "") != shown_for(typed),
    }
    return render(request, "desk/counter/answer.html", context)


def typed_of(dossier: Dossier, request: Request) -> Typed:
    """What was written down, as it stands in the counter's form; papers of the list are ticked with their numbers."""
    fields = {name: [value] for name, value in fields_of_party(dossier.party_version).items()}
    fields |= {
        "procedure": [str(dossier.procedure_id)],
        "case": [dossier.case],
        "area": [dossier.area],
        "channel": [dossier.channel],
        "return_method": [dossier.return_method],
        "sets": [str(dossier.sets)],
        "summary": [dossier.summary],
        "code": [dossier.code],
    }
    papers = [paper for paper in dossier.papers.all() if paper.struck_number is None]
    fields["paper"] = [str(paper.paper_id) for paper in papers if paper.paper_id is not None]
    for paper in papers:
        line = paper.paper_id or 0
        fields[f"originals_{line}"] = [str(paper.originals)]
        fields[f"copies_{line}"] = [str(paper.copies)]
        if paper.paper_id is None:
            fields["other"] = [paper.name]
    return Typed(fields, request.actor.account_id or 0)


def _check_may_be_corrected(request: Request, code: str) -> None:
    offer = story.tell(request.actor, code, request.now).offer(Verb.CORRECT)
    if offer is not None and offer.refusal is not None:
        raise offer.refusal


def _sent(request: Request, dossier: Dossier) -> tuple[Typed, tuple[str, ...]]:
    """What was sent, with its files stored and carried on, and what was refused of them; the procedure stays."""
    fields = drafts.typed(request.POST) | {"procedure": [str(dossier.procedure_id)], "code": [dossier.code]}
    typed, _gone = Typed(fields, request.actor.account_id or 0).claimed()
    sent = {name: cast("list[UploadedFile[Any]]", request.FILES.getlist(name)) for name in request.FILES}
    stored = list(stored_files(sent))
    typed = typed.with_files([file for file in stored if isinstance(file, KeptFile)])
    return typed, tuple(refused.sentence() for refused in stored if isinstance(refused, Refused))


def _page(request: Request, dossier: Dossier, typed: Typed, **more: Any) -> CounterPage:
    key = request.POST.get("key") or drafts.new_key()
    more = {"focus": "", **more}
    return page_of(typed, by=request.actor, now=request.now, key=key, dossier=dossier, **more)


def _correct(request: Request, dossier: Dossier, typed: Typed, refusals: tuple[str, ...]) -> HttpResponse:
    """Put it right and open the new receipt; what is refused is said on the page, with all that was typed."""
    # What was paid is not asked again: the sum that is right is set against it.
    form = CounterForm(typed.with_values(fee="owed").initial(), today=day_of(request.now))
    status = 422
    if form.is_valid() and not refusals:
        slip, _refusal = slip_of(typed, by=request.actor, now=request.now, dossier=dossier)
        intake = intake_of(form, typed, typed.lines(slip))
        try:
            key = request.POST.get("key") or None
            actions.correct(dossier.pk, intake, by=request.actor, now=request.now, key=key)
        except Refused as refusal:
            refusals, status = (refusal.sentence(),), refusal.status
        else:
            messages.success(request, _("Đã chỉnh sửa nội dung tiếp nhận; hãy giao phiếu mới cho người nộp."))
            printed = actions.print_forms(
                prints.Form.RECEIPT, [dossier.pk], by=request.actor, now=request.now, key=print_key(request)
            )
            return to_prints(printed)
    return _show(request, _page(request, dossier, typed, form=form, refusals=refusals), status)


def _read_card(typed: Typed) -> tuple[Typed, str]:
    try:
        return typed.with_values(**fields_of_card(parse_citizen_card(typed.value("card")))), ""
    except Refused as refusal:
        return typed, refusal.sentence()


def _show(request: HttpRequest, page: CounterPage, status: int = 200) -> HttpResponse:
    return render(request, "desk/counter/correcting.html", {"page": page}, status=status)
