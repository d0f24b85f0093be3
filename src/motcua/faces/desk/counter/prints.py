"""What leaves the counter on paper, by circular 01/2018/TT-VPCP: forms 01, 02 and 03, A5; and a dossier's files.

The receipt's secret stands on the applicant's copy only: the copy that travels with the papers passes many hands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.conf import settings
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from motcua.casework.dossiers import rules
from motcua.casework.dossiers.models import (
    Attachment,
    CounterNotice,
    Dossier,
    DossierPaper,
    Obligation,
    Remark,
    Segment,
)
from motcua.casework.dossiers.queries import corrections, finding
from motcua.casework.dossiers.queries import counter as counters
from motcua.faces.desk.counter.page import amount_words, parts_of
from motcua.faces.desk.counter.typed import copies_words
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.exports.seeing import Form, seen
from motcua.ground.files import store
from motcua.ground.files.rules import EXTENSIONS
from motcua.ground.kernel import clock
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.ground.printing import qr
from motcua.people.calendars.rules import AllowanceUnit
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import UnitKind
from motcua.people.organisation.queries import UnitView, day_of
from motcua.people.parties.models import PartyVersion

# The circular's forms hold from this day; before it, the nearest known form stands in, and the paper says so.
FORMS_SINCE = date(2019, 1, 6)
ONE_WORD_KINDS = ("tỉnh", "huyện", "xã")
TWO_WORD_KINDS = ("thành phố ", "thị xã ", "thị trấn ")
FILE_POLICY = "sandbox; default-src 'none'"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above every form: who gives it, where, on which day."""

    one_stop: UnitView
    agency: UnitView
    place: str
    on: date
    is_demonstration: bool
    is_older_than_form: bool


@dataclass(frozen=True, slots=True)
class PaperPrinted:
    """A paper on the receipt."""

    name: str
    numbers: str


@dataclass(frozen=True, slots=True)
class ReceiptCopy:
    """One of the two copies; only the applicant's carries the secret."""

    number: int
    whose: str
    code: SafeString
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Form 01."""

    head: Head
    dossier: Dossier
    number: int
    year: int
    papers: tuple[PaperPrinted, ...]
    limit: str
    promised_at: datetime
    fee_owed: bool
    tracking: str
    copies: tuple[ReceiptCopy, ...]

    @property
    def register_number(self) -> str:
        """The receipt's own number: its place in the year's register."""
        return f"{self.number}/{self.year}"

    @property
    def site(self) -> str:
        """Where one may ask, as a person types it."""
        return self.tracking.partition("//")[2].partition("/")[0]


@dataclass(frozen=True, slots=True)
class NoticePrinted:
    """Form 02 or 03."""

    head: Head
    number: str
    party: PartyVersion
    request: str
    items: tuple[str, ...]
    reason: str
    officer: str
    phone: str
    is_rejection: bool
    code: str = ""


@may("dossiers.print")
def print_receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Form 01, both copies."""
    known = cast(Request, request)
    dossier = counters.printable(code, by=known.actor)
    seen(known, Form.PRINT, [dossier.pk])
    tracking = request.build_absolute_uri(reverse("track_dossier", args=[code]))
    # The forms are the State's and in its language, whatever the officer reads.
    with translation.override("vi"):
        receipt = _receipt(dossier, tracking)
    return render(request, "desk/prints/receipt.html", {"receipt": receipt, "size": "a5"})


@may("dossiers.print")
def print_completion(request: HttpRequest, code: str) -> HttpResponse:
    """Form 02 for a dossier whose handler has asked for completion: the last time that it was asked."""
    dossier = counters.printable(code, by=cast(Request, request).actor)
    asked = Remark.objects.filter(dossier=dossier, kind=Remark.Kind.COMPLETION).order_by("-number").first()
    if asked is None:
        raise Refused(KernelRefusal.NOT_FOUND)
    seen(cast(Request, request), Form.PRINT, [dossier.pk])
    at, officer = counters.done_by(dossier, asked.number)
    notice = NoticePrinted(
        head=_head(dossier.one_stop_id, at),
        number=f"{dossier.code.rpartition('-')[2]}/HDHS",
        party=dossier.party_version,
        request=dossier.summary or dossier.procedure_version.name,
        items=tuple(line for line in asked.body.splitlines() if line.strip()),
        reason="",
        officer=officer.name,
        phone=officer.phone,
        is_rejection=False,
        code=dossier.code,
    )
    return render(request, "desk/prints/notice.html", {"notice": notice, "size": "a5"})


@may("dossiers.print")
def print_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Form 02 or 03 as it was given at the counter."""
    given = counters.notice(notice_id, by=cast(Request, request).actor)
    seen(cast(Request, request), Form.PRINT, party_ids=[given.party_version.party_id])
    is_rejection = given.kind == CounterNotice.Kind.REJECTION
    items, reason = parts_of(given.kind, given.body)
    notice = NoticePrinted(
        head=_head(given.one_stop_id, given.at),
        number=f"{given.sequence}/{given.year}" if is_rejection else f"{given.sequence}/HDHS",
        party=given.party_version,
        request=given.procedure_version.name,
        items=tuple(items),
        reason=reason,
        officer=given.by.name,
        phone=given.by.phone,
        is_rejection=is_rejection,
    )
    return render(request, "desk/prints/notice.html", {"notice": notice, "size": "a5"})


@may("dossiers.view")
def dossier_file(request: HttpRequest, code: str, attachment_id: int) -> HttpResponse:
    """A file of a dossier, to be saved: it never runs as a page of ours."""
    dossier = finding.by_code(cast(Request, request).actor, code)
    file = Attachment.objects.filter(dossier=dossier, pk=attachment_id).first()
    if file is None:
        raise Refused(KernelRefusal.NOT_FOUND)
    seen(cast(Request, request), Form.FILE, [dossier.pk])
    media_type = file.media_type if file.media_type in EXTENSIONS else "application/octet-stream"
    response = FileResponse(
        store.open_content(file.digest), as_attachment=True, filename=file.name, content_type=media_type
    )
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return cast(HttpResponse, response)


def _receipt(dossier: Dossier, tracking: str) -> Receipt:
    year, number = counters.number_in_the_register(dossier)
    # A corrected reception has another receipt: its clock was counted anew from the same moment.
    counted = Q(cause=Segment.Cause.RECEPTION) | Q(cause=Segment.Cause.CORRECTION)
    first = Segment.objects.filter(counted, dossier=dossier).order_by("-number")[0]
    secret = rules.receipt_secret(dossier.code, settings.RECEIPT_KEY)
    at_reception = (1, *(row.number for row in dossier.corrections.all()))
    owed = Obligation.objects.filter(
        dossier=dossier, kind=Obligation.Kind.FEE, voided=False, opened_number__in=at_reception
    ).exists()
    label = _("Mã QR tra cứu hồ sơ")
    return Receipt(
        head=_head(dossier.one_stop_id, dossier.received_at),
        dossier=dossier,
        number=number,
        year=year,
        papers=tuple(_paper(paper) for paper in corrections.receipt_papers(dossier)),
        limit=_limit(first),
        promised_at=first.due_at,
        fee_owed=owed,
        tracking=tracking,
        copies=(
            # What follows the # is read by the page and never sent to a server, nor written in its logs.
            ReceiptCopy(1, _("giao người nộp hồ sơ"), qr.svg(f"{tracking}#{secret}", label=label), secret),
            ReceiptCopy(2, _("lưu tại Bộ phận Một cửa"), qr.svg(tracking, label=label)),
        ),
    )


def _limit(first: Segment) -> str:
    if first.basis == rules.SAME_DAY and not first.amount:
        return _("trong ngày")
    return amount_words(first.amount, AllowanceUnit(first.unit))


def _paper(paper: DossierPaper) -> PaperPrinted:
    return PaperPrinted(paper.name, copies_words(paper.originals, paper.copies))


def _head(one_stop_id: int, at: datetime) -> Head:
    """Names as they were on the day of the act: a receipt printed again is the same receipt."""
    on = day_of(at)
    agency = organisation.agency_of(one_stop_id, on)
    return Head(
        one_stop=organisation.unit_as_of(one_stop_id, on),
        agency=agency,
        place=_place(agency, on),
        on=on,
        is_demonstration=clock.state().is_demonstration,
        is_older_than_form=on < FORMS_SINCE,
    )


def _place(agency: UnitView, on: date) -> str:
    """The place that stands before the date: the territory's own name; a department sits in its province."""
    if agency.kind == UnitKind.DEPARTMENT:
        above = organisation.ancestors(agency.id, on)
        agency = next((unit for unit in above if unit.kind == UnitKind.PROVINCE), agency)
    bare = agency.short_name.removeprefix("UBND ")
    kind, _space, name = bare.partition(" ")
    if bare.lower().startswith(TWO_WORD_KINDS):
        return bare.split(" ", 2)[-1]
    return name if kind.lower() in ONE_WORD_KINDS and name else bare
