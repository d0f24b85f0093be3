"""Who read: the trail of a dossier, of all of a person's dossiers, and of the officers of a unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.casework.sightings import queries
from motcua.casework.sightings.queries import Asked, Told
from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.exports import Table
from motcua.faces.look.exports.seeing import Form, seen
from motcua.faces.look.formats import date_words
from motcua.faces.look.parts import Crumb
from motcua.faces.oversight.asked import after_of, after_words
from motcua.ground.kernel.clock import LOCAL
from motcua.ground.sheets.writing import Heading, Kind, Values
from motcua.people.organisation.models import Role

WEEK = timedelta(days=6)


@may("sightings.of_dossier")
def dossier_readers(request: Request, code: str) -> HttpResponse:
    """Who was shown the applicant's data of this dossier, or of all the dossiers of the same person."""
    dossier = queries.dossier_of(request.actor, code)
    whole = request.GET.get("whole") == "1"
    since, until = _days(request.GET)
    asked = Asked(dossier, whole, _officer(request.GET), since, until)
    title = _("Ai đã xem dữ liệu của người nộp") if whole else _("Ai đã xem hồ sơ này")
    here = reverse("dossier_readers", args=[code])
    if not exports.asked(request):
        seen(request, Form.PAGE, [dossier.pk])
    more = {
        "crumbs": (Crumb(code, reverse("dossier", args=[code])), Crumb(title)),
        "code": code,
        "applicant": dossier.party_version.name,
        "whole": whole,
        "this_url": here,
        "whole_url": f"{here}?whole=1",
    }
    return _answer(request, asked, f"{title} - {code}", title, more)


@may("sightings.view")
def readings(request: Request) -> HttpResponse:
    """What the officers below were shown, in the last seven days unless other days are asked for."""
    since, until = _days(request.GET)
    if since is None and until is None:
        since = _morning(request.now.astimezone(LOCAL).date() - WEEK)
    asked = Asked(officer_id=_officer(request.GET), since=since, until=until)
    title = _("Nhật ký xem dữ liệu cá nhân")
    if not exports.asked(request):
        seen(request, Form.LISTED, row_count=1)
    return _answer(request, asked, title, title, {"crumbs": ()})


def _answer(request: Request, asked: Asked, name: str, title: str, more: dict[str, Any]) -> HttpResponse:
    if exports.asked(request):
        return exports.answer(request, _table(request, asked, name))
    rows, after = queries.page(request.actor, asked, after_of(request.GET), request.now)
    readers = queries.readers(request.actor, asked)
    query = request.GET.copy()
    if after is not None:
        query["after"] = after_words(after)
    context = more | {
        "title": title,
        "rows": [(row, _role(row)) for row in rows],
        "readers": readers,
        "times": sum(reader.times for reader in readers),
        "officer_id": asked.officer_id,
        "since": asked.since,
        "last": asked.until - timedelta(days=1) if asked.until else None,
        "days": _days_words(asked),
        "more": f"?{query.urlencode()}" if after else "",
    }
    return render(request, "oversight/trail.html", context)


def _table(request: Request, asked: Asked, name: str) -> Table:
    headings = (
        Heading(_("Lúc"), Kind.MOMENT),
        Heading(_("Cán bộ")),
        Heading(_("Đơn vị"), width=40),
        Heading(_("Vai trò")),
        Heading(_("Việc"), width=28),
        Heading(_("Số dòng"), Kind.WHOLE),
        Heading(_("Mã hồ sơ"), width=60),
    )
    shown: list[int] = [asked.dossier.pk] if asked.dossier else []

    def rows() -> Iterator[Values]:
        for row in queries.every(request.actor, asked, request.now):
            codes = ", ".join(row.codes)
            yield row.at, row.officer, row.unit, _role(row), row.form.label, row.row_count, codes

    return Table(name, headings, rows(), dossier_ids=shown)


def _role(row: Told) -> str:
    return str(Role(row.role).label) if row.role in Role.values else row.role


def _days(query: QueryDict) -> tuple[datetime | None, datetime | None]:
    """The days of the address as moments; what is no day is left out."""
    first, last = _day(query.get("from", "")), _day(query.get("to", ""))
    return _morning(first) if first else None, _morning(last + timedelta(days=1)) if last else None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if date(2000, 1, 1) <= found <= date(2100, 12, 31) else None


def _morning(on: date) -> datetime:
    return datetime.combine(on, time(), LOCAL)


def _days_words(asked: Asked) -> str:
    first = date_words(asked.since) if asked.since else ""
    last = date_words(asked.until - timedelta(days=1)) if asked.until else ""
    if first and last:
        return f"{first}–{last}"
    if first:
        return _("từ %(day)s") % {"day": first}
    return _("đến hết %(day)s") % {"day": last} if last else ""


def _officer(query: QueryDict) -> int | None:
    text = query.get("officer", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
