"""The counter: one screen from a person at the window to the receipt in his hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from motcua.casework.dossiers import actions, prints
from motcua.casework.dossiers.actions.receiving import Notice
from motcua.casework.dossiers.models import CounterNotice
from motcua.casework.dossiers.queries import counter as counters
from motcua.faces.desk import drafts
from motcua.faces.desk.counter.form import CounterForm, fields_of_card, fields_of_party, is_whole_card
from motcua.faces.desk.counter.page import (
    CounterPage,
    NoticeStep,
    body_of,
    new_page,
    notice_step,
    open_of_same,
    options_for,
    page_of,
    shown_for,
    slip_of,
)
from motcua.faces.desk.counter.typed import FORM, KeptFile, Typed, intake_of, stored_files
from motcua.faces.desk.dossier.step_forms import id_in
from motcua.faces.desk.printing.views import print_key, to_prints
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.exports.seeing import Form, seen
from motcua.ground.files.rules import Refusal as FileRefusal
from motcua.ground.kernel.models import DoneRequest
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.queries import day_of
from motcua.people.parties.rules import parse_citizen_card

KINDS = {"completion": CounterNotice.Kind.COMPLETION, "rejection": CounterNotice.Kind.REJECTION}


@drafts.keeps(FORM, back="counter")
@may("dossiers.receive", methods=("GET", "POST"))
def counter(request: HttpRequest) -> HttpResponse:
    """Open the counter, go on with what is typed, or receive."""
    known = cast(Request, request)
    if request.method != "POST":
        return _show(request, _opened(known))
    typed, refusals = _sent(known)
    if request.POST.get("do") == "receive":
        return _receive(known, typed, refusals)
    return _show(request, _going_on(known, typed, refusals))


@drafts.keeps(FORM, back="counter")
@may("dossiers.receive", methods=("POST",))
def counter_slip(request: HttpRequest) -> HttpResponse:
    """The slip for what is typed so far, and the parts of the form that follow from it; what is typed is kept."""
    known = cast(Request, request)
    typed, refusals = _sent(known)
    filled = is_whole_card(typed.value("card"))
    error = ""
    if filled:
        typed, error = _read_card(typed)
    page = page_of(
        typed, by=known.actor, now=known.now, key=_key(request), refusals=refusals, card_error=error,
        focus="phone",
    )  # fmt: skip
    seen(known, Form.PERSON, party_ids=[person.party_id for person in page.known])
    context = {
        "page": page,
        # Whoever writes a notice writes it beside the slip: that part is left as it is.
        "writes_notice": typed.value("notice") in KINDS,
        "with_applicant": filled,
        "with_details": request.POST.get("shown_for", "") != shown_for(typed),
    }
    return render(request, "desk/counter/answer.html", context)


@may("dossiers.receive")
def counter_procedures(request: HttpRequest) -> HttpResponse:
    """What this one-stop receives that answers to the words typed."""
    known = cast(Request, request)
    text = request.GET.get("wanted", "")
    options = options_for(text, by=known.actor, now=known.now)
    return render(
        request, "look/parts/options.html", {"options": options, "name": "procedure", "searched": text}
    )


@drafts.keeps(FORM, back="counter")
@may("dossiers.give_notice", methods=("POST",))
def counter_notice(request: HttpRequest) -> HttpResponse:
    """Give form 02 or 03 instead of a receipt."""
    known = cast(Request, request)
    typed, refusals = _sent(known)
    kind = KINDS.get(request.POST.get("do", ""), CounterNotice.Kind.COMPLETION)
    form = CounterForm(typed.initial(), today=day_of(known.now))
    page = page_of(typed, by=known.actor, now=known.now, key=_key(request), form=form, refusals=refusals)
    step = notice_step(kind, typed, page.slip)
    body, status = body_of(step), 422
    if form.is_valid() and body and not refusals:
        told = Notice(kind, form.cleaned_data["procedure"], form.applicant(), body)
        try:
            given = actions.give_notice(told, by=known.actor, now=known.now, key=_key(request))
        except Refused as refusal:
            refusals, status = (refusal.sentence(),), refusal.status
        else:
            _forget(known)
            messages.success(request, _("Đã lập phiếu."))
            printed = actions.print_notice(given.pk, by=known.actor, now=known.now, key=print_key(request))
            return to_prints(printed)
    error = "" if body else _("Hãy ghi nội dung của phiếu.")
    page = page_of(
        typed, by=known.actor, now=known.now, key=_key(request), form=form, refusals=refusals,
        notice=NoticeStep(kind, step.items, step.reason, error),
    )  # fmt: skip
    return _show(request, page, status)


@may("dossiers.receive", methods=("POST",))
def counter_draft_discarded(request: HttpRequest) -> HttpResponse:
    """Throw away what was begun and not sent."""
    _forget(cast(Request, request))
    return redirect("counter")


def _opened(request: Request) -> CounterPage:
    """A new page, or the one that was begun: asked for by its key, and only one's own."""
    account_id = request.actor.account_id or 0
    draft = drafts.get(account_id, FORM, request.GET.get("draft", "")) if request.GET.get("draft") else None
    if draft is None:
        return new_page(Typed({}, account_id), by=request.actor, now=request.now)
    typed = Typed(draft.fields, account_id)
    page = page_of(typed, by=request.actor, now=request.now, key=draft.key, focus="")
    kind = KINDS.get(typed.value("notice"))
    return replace(page, notice=notice_step(kind, typed, page.slip) if kind else None)


def _sent(request: Request) -> tuple[Typed, tuple[str, ...]]:
    """What was sent, with its files stored and carried on, and kept as a draft; and what was refused of the files."""
    account_id = request.actor.account_id or 0
    typed, gone = Typed(drafts.typed(request.POST), account_id).claimed()
    sent = {name: cast("list[UploadedFile[Any]]", request.FILES.getlist(name)) for name in request.FILES}
    stored = list(stored_files(sent))
    typed = typed.with_files([file for file in stored if isinstance(file, KeptFile)])
    drafts.keep(account_id, FORM, _key(request), typed.fields)
    refused = [Refused(FileRefusal.GONE, name=file.name) for file in gone]
    refused += [refusal for refusal in stored if isinstance(refusal, Refused)]
    return typed, tuple(refusal.sentence() for refusal in refused)


def _going_on(request: Request, typed: Typed, refusals: tuple[str, ...]) -> CounterPage:
    """The page again without receiving: the card read, somebody known filled in, procedures found, a date counted."""
    asked, error, focus = request.POST, "", ""
    if typed.value("card"):
        typed, error = _read_card(typed)
        focus = "card" if error else "phone"
    elif known := id_in(asked.get("known", "")):
        typed = typed.with_values(**fields_of_party(counters.known_party(known, by=request.actor)))
        focus = "wanted"
    elif asked.get("search"):
        focus = "wanted"
    page = page_of(
        typed,
        by=request.actor,
        now=request.now,
        key=_key(request),
        searching=bool(asked.get("search")),
        refusals=refusals,
        card_error=error,
        focus=focus or ("case" if typed.procedure_id else "wanted"),
    )
    begun = KINDS.get(asked.get("do", ""))
    kind = None if asked.get("do") == "back" else begun or KINDS.get(typed.value("notice"))
    step = notice_step(kind, typed, page.slip) if kind else None
    return replace(page, notice=step, focus="items" if begun else page.focus)


def _receive(request: Request, typed: Typed, refusals: tuple[str, ...]) -> HttpResponse:
    """Receive, and open the receipt; what is refused is said on the page, with all that was typed."""
    form, key, status = CounterForm(typed.initial(), today=day_of(request.now)), _key(request), 422
    if not typed.value("again") and not _is_sent_again(request) and open_of_same(typed, by=request.actor):
        refusals = (
            *refusals,
            _("Người nộp đang có hồ sơ cùng thủ tục. Hãy xác nhận trước khi tiếp nhận thêm."),
        )
        status = 409
    if form.is_valid() and not refusals:
        slip, _refusal = slip_of(typed, by=request.actor, now=request.now)
        intake = intake_of(form, typed, typed.lines(slip))
        try:
            received = actions.receive(intake, by=request.actor, now=request.now, key=key)
        except Refused as refusal:
            refusals, status = (refusal.sentence(),), refusal.status
            if refusal.code is KernelRefusal.KEY_REUSED:
                # This form has been received already; sending it once more is a new dossier, knowingly.
                key = drafts.new_key()
        else:
            _forget(request)
            messages.success(request, _("Đã tiếp nhận hồ sơ %(code)s.") % {"code": received.code})
            # An act of its own: what was received stays received whatever becomes of the printing.
            printed = actions.print_forms(
                prints.Form.RECEIPT,
                [received.dossier_id],
                by=request.actor,
                now=request.now,
                key=print_key(request),
            )
            return to_prints(printed)
    page = page_of(typed, by=request.actor, now=request.now, key=key, form=form, refusals=refusals, focus="")
    return _show(request, page, status)


def _is_sent_again(request: Request) -> bool:
    """Whether this very form has been received already: then its own dossier is the open one."""
    account_id = request.actor.account_id or 0
    return DoneRequest.objects.filter(account_id=account_id, key=_key(request)).exists()


def _show(request: HttpRequest, page: CounterPage, status: int = 200) -> HttpResponse:
    seen(cast(Request, request), Form.PERSON, party_ids=[person.party_id for person in page.known])
    return render(request, "desk/counter/page.html", {"page": page}, status=status)


def _read_card(typed: Typed) -> tuple[Typed, str]:
    try:
        return typed.with_values(**fields_of_card(parse_citizen_card(typed.value("card")))), ""
    except Refused as refusal:
        return typed, refusal.sentence()


def _key(request: HttpRequest) -> str:
    """The key of the form that was sent; one without a key gets its own."""
    return request.POST.get("key") or drafts.new_key()


def _forget(request: Request) -> None:
    drafts.forget(request.actor.account_id or 0, FORM, request.POST.get("key", ""))
