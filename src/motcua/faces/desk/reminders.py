"""Reminders: what comes due and what is late, by urgency; and the apologies that wait for a signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from motcua.casework.dossiers.queries.late import apologies
from motcua.casework.notices import actions, queries
from motcua.casework.notices.models import Notice
from motcua.casework.notices.queries import Key
from motcua.casework.notices.rules import Kind
from motcua.faces.desk import taken_away
from motcua.faces.desk.dossier.step_forms import id_in
from motcua.faces.desk.rail import waiting_apologies
from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import Tone

TONES: Mapping[Kind, Tone] = {
    Kind.DOSSIER_LATE: "late",
    Kind.STEP_LATE: "late",
    Kind.DOSSIER_SOON: "soon",
    Kind.STEP_SOON: "soon",
}
SHOWN, AT_ONCE = 20, 200


@dataclass(frozen=True, slots=True)
class Line:
    """A reminder: which dossier and step, its date, when one was reminded, and whether it was read."""

    id: int
    url: str
    code: str
    applicant: str
    subject: str
    step: str
    due_at: datetime
    at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The reminders of one kind, with their number, and where the rest of them stands."""

    title: str
    tone: str
    count: int
    lines: tuple[Line, ...]
    more: str


@may("notices.view")
def reminders(request: Request) -> HttpResponse:
    """All kinds with their first lines, the most urgent kind first; or one kind, page by page."""
    wanted = request.GET.get("kind", "")
    kinds = [Kind(wanted)] if wanted in Kind.values else list(Kind)
    if exports.asked(request):
        return exports.answer(request, taken_away.reminders(request, kinds))
    counted = queries.counts(request.actor, request.now)
    after = key_of(request.GET.get("after", "")) if len(kinds) == 1 else None
    limit = queries.PAGE if len(kinds) == 1 else SHOWN
    groups = [_group(request, kind, counted[kind][0], after, limit) for kind in kinds if kind in counted]
    new = sum(pair[1] for pair in counted.values())
    facts = ngettext("%(n)d mục chưa đọc", "%(n)d mục chưa đọc", new) % {"n": new} if new else ""
    context = {"groups": groups, "facts": facts, "has_new": new > 0}
    return render(request, "desk/reminders.html", context)


@may("notices.read", methods=("POST",))
def reminders_read(request: Request) -> HttpResponse:
    """Mark those shown as read."""
    ids = [pk for text in request.POST.getlist("notice")[:AT_ONCE] if (pk := id_in(text)) is not None]
    done = actions.read(ids, by=request.actor, now=request.now)
    if done:
        said = ngettext("Đã đánh dấu %(n)d mục là đã đọc.", "Đã đánh dấu %(n)d mục là đã đọc.", done)
        messages.success(request, said % {"n": done})
    return redirect("reminders")


@may("dossiers.issue_apology")
def apologies_to_sign(request: Request) -> HttpResponse:
    """The apologies that were drafted and wait for the leader, the oldest promise first."""
    drafts = list(apologies.to_sign(request.actor)[: queries.PAGE])
    return render(request, "desk/apologies.html", {"drafts": drafts, "count": waiting_apologies(request)})


def key_of(text: str) -> Key | None:
    """Where the page before ended: the date and the id in its address; anything else begins at the top."""
    moment, _underscore, number = text.partition("_")
    try:
        at, pk = datetime.fromisoformat(moment), id_in(number)
    except ValueError:
        return None
    return None if pk is None or at.tzinfo is None else (at, pk)


def _group(request: Request, kind: Kind, count: int, after: Key | None, limit: int) -> Group:
    found = queries.of_kind(request.actor, kind, after, limit, now=request.now)
    more = ""
    if found.after is not None:
        place = f"{found.after[0].isoformat()}_{found.after[1]}"
        more = f"{reverse('reminders')}?{urlencode({'kind': kind.value, 'after': place})}"
    return Group(
        str(kind.label), TONES[kind], count, tuple(_line(notice, kind) for notice in found.notices), more
    )


def _line(notice: Notice, kind: Kind) -> Line:
    dossier = notice.dossier
    return Line(
        id=notice.pk,
        url=reverse("dossier", args=[dossier.code]),
        code=dossier.code,
        applicant=dossier.party_version.name,
        subject=dossier.procedure_version.name,
        step=taken_away.step_of(notice, kind),
        due_at=notice.due_at,
        at=notice.at,
        is_new=notice.read_at is None,
    )
