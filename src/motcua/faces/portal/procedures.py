"""Finding a procedure, and reading all that the decree asks to be published of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from motcua.catalogue.procedures import queries
from motcua.catalogue.procedures.models import Channel, Level, ProcedureVersion
from motcua.catalogue.procedures.rules import ANY, FeeRow, LimitRow
from motcua.catalogue.procedures.rules.content import LABELS, Part
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import money
from motcua.faces.look.parts import Crumb
from motcua.ground.kernel.refusals import Refusal, Refused
from motcua.people.calendars.rules.explanation import in_words
from motcua.people.organisation import queries as organisation

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A time limit or a fee in words, and for what it holds."""

    text: str
    conditions: str = ""
    unit_is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """Where a procedure is received, in one department or district."""

    above: str
    names: list[str]


@may("portal.procedures")
def search(request: Request) -> HttpResponse:
    """Procedures by words, field, level and agency; without words all of them, in order."""
    text = request.GET.get("q", "").strip()[:200]
    field = _number(request.GET.get("field", ""))
    agency = _number(request.GET.get("agency", ""))
    level = request.GET.get("level", "")
    level = level if level in Level.values else ""
    today = request.now.date()
    filters = queries.Filters(
        field, level or None, None if agency is None else organisation.subtree_ids(agency, today)
    )
    answer = queries.find(text, on=today, filters=filters, limit=SHOWN + 1)
    context = {
        "text": text,
        "found": answer.exact[:SHOWN],
        "near": [near.version for near in answer.near],
        "changes": answer.changes,
        "more": len(answer.exact) > SHOWN,
        "shown": SHOWN,
        "fields": queries.fields(),
        "field": field,
        "levels": Level.choices,
        "level": level,
        "agencies": [
            line.unit for line in organisation.tree(today) if line.unit.kind in ("department", "district")
        ],
        "agency": agency,
        "filtered": bool(field or level or agency),
    }
    return render(request, "portal/search.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None


@may("portal.procedures")
def procedure(request: Request, code: str) -> HttpResponse:
    """A procedure as it is in force today; one that is repealed says so and shows its last content."""
    found = queries.procedure_by_code(code)
    today = request.now.date()
    # Never a draft; of those published the one in force today, else the last that was.
    versions = queries.versions(found.pk, with_drafts=False)
    if not versions:
        raise Refused(Refusal.NOT_FOUND)
    version = next((v for v in versions if is_in_force(v, today)), versions[0])
    context = _context(request, version.pk) | {
        "procedure": found,
        "in_force": is_in_force(version, today),
        "crumbs": (Crumb(_("Thủ tục hành chính"), reverse("procedures")), Crumb(version.name)),
    }
    return render(request, "portal/procedure.html", context)


def is_in_force(version: ProcedureVersion, on: date) -> bool:
    """Whether a published content counts on that day."""
    began = version.valid_from is not None and version.valid_from <= on
    return began and (version.valid_to is None or version.valid_to > on)


def _conditions(row: LimitRow | FeeRow) -> str:
    """For which case, area and channel a row holds; nothing when for all."""
    channel = str(Channel(row.channel).label) if row.channel != ANY else ANY
    return " · ".join(part for part in (row.case, row.area, channel) if part != ANY)


def _limit_line(row: LimitRow) -> Line:
    said = in_words(row.allowance, gettext, english=get_language() == "en")
    if row.same_day_before is not None:
        hour = f"{row.same_day_before:%H:%M}"
        said = _("trong ngày; nếu nộp sau %(hour)s thì %(limit)s") % {"hour": hour, "limit": said}
    return Line(said, _conditions(row), row.unit_is_ours)


def _fee_line(row: FeeRow) -> Line:
    return Line(money(row.amount) if row.amount else _("Không thu"), _conditions(row))


def _places(one_stop_ids: set[int], on: date) -> list[Places]:
    """The one-stops under the department or district that they belong to, in the order of the tree."""
    found: list[Places] = []
    above = ""
    for line in organisation.tree(on) if one_stop_ids else ():
        if line.depth == 1:
            above = line.unit.name
        if line.unit.id in one_stop_ids:
            if not found or found[-1].above != above:
                found.append(Places(above, []))
            found[-1].names.append(line.unit.name)
    return found


def _context(request: Request, version_id: int) -> dict[str, object]:
    version = queries.version(version_id)
    today = request.now.date()
    places = _places({offer.one_stop_id for offer in queries.offers_of(version.procedure_id, today)}, today)
    papers = queries.papers(version_id)
    return {
        "version": version,
        "papers": [paper for paper in papers if not paper.is_note],
        "notes": [paper for paper in papers if paper.is_note],
        "limits": sorted(
            map(_limit_line, queries.limit_rows(version_id)), key=lambda line: line.conditions != ""
        ),
        "fees": [_fee_line(row) for row in queries.fee_rows(version_id)],
        "places": places,
        "place_count": sum(len(place.names) for place in places),
        "labels": {part.value: str(LABELS[part]) for part in Part},
    }
