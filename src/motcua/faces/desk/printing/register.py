"""The one-stop's register: by day, month or year on the screen, and printed in parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.prints import PART, Part, register
from motcua.faces.desk import drafts
from motcua.faces.desk.dossier.step_forms import id_in
from motcua.faces.desk.printing.views import key_of, to_prints
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.exports.seeing import Form, seen
from motcua.faces.look.parts import Tab
from motcua.ground.access import policy
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import UnitKind
from motcua.people.organisation.queries import day_of

# As many as are chosen for printing at once.
LINES = 100


@may("dossiers.print_register")
def register_page(request: Request) -> HttpResponse:
    """A stretch of the book, today's to begin with; its lines can be chosen and their forms printed together."""
    asked, wrong = _asked(request, request.GET)
    page = max(id_in(request.GET.get("page", "")) or 1, 1)
    book = register(replace(asked, part=page), request.now, LINES)
    seen(request, Form.LISTED, [line.dossier.pk for line in book.lines])
    here = f"first={asked.first_on}&last={asked.last_on}&one_stop={asked.one_stop_id}"
    context = {
        "asked": asked,
        "wrong": wrong,
        "lines": book.lines,
        "count": book.count,
        "parts": range(1, -(-book.count // PART) + 1) if book.count else (1,),
        "earlier": f"?{here}&page={page - 1}" if page > 1 else "",
        "later": f"?{here}&page={page + 1}" if page < book.parts else "",
        "one_stops": _one_stops(request),
        "unit": organisation.unit_as_of(asked.one_stop_id, asked.last_on).name,
        "spans": _spans(day_of(request.now), asked),
        "prints_receipts": policy.has(request.actor, "dossiers.print"),
        "key": drafts.new_key(),
    }
    return render(request, "desk/printing/register.html", context)


@may("dossiers.print_register", methods=("POST",))
def print_register(request: Request) -> HttpResponse:
    """Print one part of a stretch of the book."""
    asked, wrong = _asked(request, request.POST)
    part = id_in(request.POST.get("part", "1"))
    if wrong or not part:
        raise Refused(KernelRefusal.NOT_FOUND)
    asked = replace(asked, part=part)
    return to_prints(actions.print_register(asked, by=request.actor, now=request.now, key=key_of(request)))


def _asked(request: Request, sent: QueryDict) -> tuple[Part, str]:
    """The stretch that is asked for, today's when none is; and what is wrong with what was typed."""
    one_stops = _one_stops(request)
    chosen = id_in(sent.get("one_stop", ""))
    if not one_stops or (chosen is not None and chosen not in one_stops):
        raise Refused(KernelRefusal.NOT_FOUND)
    today = day_of(request.now)
    one_stop = chosen or next(iter(one_stops))
    first, last = _day(sent.get("first", ""), today), _day(sent.get("last", ""), today)
    if first is None or last is None:
        return Part(one_stop, today, today), _("Hãy nhập ngày theo dạng ngày/tháng/năm.")
    if last < first:
        return Part(one_stop, today, today), _("Ngày cuối phải từ ngày đầu trở đi.")
    if first.year != last.year:
        return Part(one_stop, today, today), _("Sổ mở theo từng năm: hãy chọn hai ngày trong cùng một năm.")
    return Part(one_stop, first, last), ""


def _day(text: str, today: date) -> date | None:
    """A day as the browser sends it, or as people write it; today when nothing is said."""
    if not text.strip():
        return today
    parts = text.strip().replace(".", "/").split("/")
    try:
        return (
            date.fromisoformat(text.strip())
            if len(parts) == 1
            else date(*(int(part) for part in reversed(parts)))
        )
    except (TypeError, ValueError):
        return None


def _one_stops(request: Request) -> dict[int, str]:
    """The one-stops whose register the actor may print: his own, or those of the units that he leads."""
    office, today = request.actor.office, day_of(request.now)
    if office is None:
        return {}
    names = organisation.names(office.unit_ids, today)
    found = {pk: unit.name for pk, unit in names.items() if unit.kind == UnitKind.ONE_STOP}
    return {
        pk: name
        for pk, name in found.items()
        if policy.allows(request.actor, "dossiers.print_register", Part(pk, today, today))
    }


def _spans(today: date, asked: Part) -> list[Tab]:
    """The stretches that are asked for most: today, this month, this year; their addresses, and which is shown."""
    month = today.replace(day=1)
    month_end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    year, before = today.year, today.year - 1
    known = (
        (_("Hôm nay"), today, today),
        (_("Tháng này"), month, month_end),
        (_("Năm nay"), date(year, 1, 1), date(year, 12, 31)),
        (_("Năm trước"), date(before, 1, 1), date(before, 12, 31)),
    )
    shown, here = (asked.first_on, asked.last_on), asked.one_stop_id
    return [
        Tab(label, f"?first={first}&last={last}&one_stop={here}", current=(first, last) == shown)
        for label, first, last in known
    ]
