"""Printing a form, and what was printed: a print is written by a POST, and its paper is only read afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.prints import Form, sheets_as_pdf
from motcua.casework.dossiers.queries import printing
from motcua.casework.dossiers.queries.printing import Printed
from motcua.casework.dossiers.rules import Refusal
from motcua.faces.desk import drafts
from motcua.faces.desk.dossier.events_told import FORMS
from motcua.faces.desk.dossier.step_forms import id_in
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.exports import seeing
from motcua.ground.access import policy
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.ground.printing import qr

BETWEEN = "-"
# The browser's reader of PDF stands in our own page, and runs nothing of the file.
PAPER_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src 'self'"
)


@may("dossiers.print_sheet", methods=("POST",))
def print_forms(request: Request) -> HttpResponse:
    """Print a form of the dossiers that were chosen, all or none."""
    codes = request.POST.getlist("code")[: actions.AT_ONCE + 1]
    if not codes:
        raise Refused(Refusal.NOTHING_TO_PRINT)
    form, ids = _form(request.POST.get("form", "")), printing.ids_of(codes, by=request.actor)
    places = actions.print_forms(form, ids, by=request.actor, now=request.now, key=key_of(request))
    return to_prints(places)


@may("dossiers.print", methods=("POST",))
def print_notice(request: Request, notice_id: int) -> HttpResponse:
    """Print form 02 or 03 as it was given at the counter."""
    return to_prints(actions.print_notice(notice_id, by=request.actor, now=request.now, key=key_of(request)))


@may("dossiers.print_sheet")
def printed(request: Request, places: str) -> HttpResponse:
    """The paper, ready for the printer, and what one may do next."""
    prints = printing.printed(_places(places), by=request.actor)
    first = prints[0]
    context = {
        "prints": prints,
        "first": first,
        "title": _title(first),
        "paper": reverse("printed_paper", args=[places]),
        "again": _again(prints),
        "key": drafts.new_key(),
        "single": first.code if len(prints) == 1 else "",
        "counts": policy.has(request.actor, "dossiers.receive"),
    }
    response = render(request, "desk/printing/page.html", context)
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    return response


@may("dossiers.print_sheet")
def printed_paper(request: Request, places: str) -> HttpResponse:
    """The file itself, in the browser's own reader."""
    prints = printing.printed(_places(places), by=request.actor)
    _seen(request, prints)
    pdf = sheets_as_pdf([one.sheet(_known_here(request, one)) for one in prints])
    name = f"mau-{prints[0].form.value}-{prints[0].code or places}.pdf"
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Security-Policy"] = PAPER_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def to_prints(places: Sequence[int]) -> HttpResponse:
    """Lead to what was just printed."""
    return redirect("printed", BETWEEN.join(str(place) for place in places))


def print_key(request: HttpRequest) -> str:
    """The print that goes with another act has a key of its own: sent twice, both are done once."""
    return f"{key_of(request)[:56]}-print"


def key_of(request: HttpRequest) -> str:
    """The key of the form that was sent; one without a key gets its own."""
    return request.POST.get("key") or drafts.new_key()


def _seen(request: Request, prints: Sequence[Printed]) -> None:
    """Whose data stand on the papers goes into the reading trail."""
    dossiers = [one.dossier_id for one in prints if one.dossier_id]
    people = [printing.notice(one.notice_id, by=request.actor) for one in prints if one.notice_id]
    lines = sum(len(one.content["rows"]) for one in prints if one.part)
    parties = [given.party_version.party_id for given in people]
    seeing.seen(request, seeing.Form.PRINT, dossiers, party_ids=parties, row_count=lines or None)


def _known_here(request: Request, one: Printed) -> dict[str, Any]:
    """What only the answering site knows: the address at which one asks, and its codes."""
    if one.form is not Form.RECEIPT:
        return {}
    tracking = request.build_absolute_uri(reverse("track_dossier", args=[one.code]))
    # What follows the # is read by the page and never sent to a server, nor written in its logs.
    codes = [qr.drawing(f"{tracking}#{one.content['secret']}"), qr.drawing(tracking)]
    return {"codes": codes, "site": tracking.partition("//")[2].partition("/")[0]}


def _form(text: str) -> Form:
    """A form that is printed of a dossier; raises NOT_FOUND for anything else."""
    found = next((form for form in printing.PERMISSIONS if form.value == text), None)
    if found is None:
        raise Refused(KernelRefusal.NOT_FOUND)
    return found


def _places(text: str) -> list[int]:
    found = [id_in(part) for part in text.split(BETWEEN)]
    known = [place for place in found if place is not None]
    if len(known) < len(found) or len(known) > actions.AT_ONCE:
        raise Refused(KernelRefusal.NOT_FOUND)
    return known


def _title(first: Printed) -> str:
    words = str(FORMS[first.form])
    return words[:1].upper() + words[1:]


def _again(prints: Sequence[Printed]) -> tuple[str, list[tuple[str, str]]]:
    """Where to print the same once more, and what to send there."""
    first = prints[0]
    if first.notice_id:
        return reverse("print_notice", args=[first.notice_id]), []
    if first.part:
        part = first.part
        sent = [
            ("first", part.first_on.isoformat()),
            ("last", part.last_on.isoformat()),
            ("part", str(part.part)),
        ]
        return reverse("print_register"), [("one_stop", str(part.one_stop_id)), *sent]
    return reverse("print_forms"), [("form", first.form.value), *(("code", one.code) for one in prints)]
