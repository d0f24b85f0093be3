"""Handing over paper files in the browser: what is to be given, the lists of the unit, one list with its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.casework.custody import actions
from motcua.casework.custody.models import HandoverLine, HandoverList
from motcua.casework.custody.queries import lists, waiting
from motcua.casework.custody.queries.waiting import Bundle
from motcua.casework.custody.rules import Answer
from motcua.casework.custody.states import OWNER, Side, State
from motcua.faces.desk import taken_away
from motcua.faces.desk.dossier.step_forms import id_in
from motcua.faces.desk.handovers.forms import DayForm, answers, ticked
from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.exports import Table
from motcua.ground.kernel.refusals import Kind, Refused
from motcua.ground.sheets.writing import Heading
from motcua.ground.sheets.writing import Kind as Cell
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.queries import day_of

DONE_SHOWN = 20
TONES = {State.GIVEN: "soon", State.DIFFERING: "late", State.TAKEN: "done", State.SETTLED: "done"}


@dataclass(frozen=True, slots=True)
class Destination:
    """All that goes to one unit, a bundle for each procedure."""

    unit_id: int
    unit: str
    bundles: tuple[Bundle, ...]
    count: int


@dataclass(frozen=True, slots=True)
class ListRow:
    """One hand-over list in a table."""

    handover: HandoverList
    number: str
    giver: str
    taker: str
    tone: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of a list, with what was typed for it when the answer was refused."""

    line: HandoverLine
    came: bool
    difference: str


def number_of(handover: HandoverList) -> str:
    """The number of a list: its sequence within the giver's year."""
    return f"{handover.sequence:02}/{handover.year}"


@may("custody.give", methods=("GET", "POST"))
def handovers(request: Request) -> HttpResponse:
    """What is to be handed over, by unit and procedure, and the lists on which somebody must say something."""
    if request.method == "POST":
        return _give(request)
    if exports.asked(request):
        return exports.answer(request, _lists(request))
    return _overview(request)


@may("custody.view", methods=("GET", "POST"))
def handover(request: Request, handover_id: int) -> HttpResponse:
    """One list; the taker answers it here."""
    found = lists.get(request.actor, handover_id)
    if request.method == "POST":
        return _take(request, found)
    if exports.asked(request):
        return exports.answer(request, taken_away.handover_lines(number_of(found), lists.lines(found)))
    return _one(request, found)


@may("custody.settle", methods=("POST",))
def settlement(request: Request, handover_id: int) -> HttpResponse:
    """The giver confirms what differs."""
    actions.settle(handover_id, by=request.actor, now=request.now)
    messages.success(request, _("Đã xác nhận chênh lệch. Hồ sơ chưa nhận được vẫn do đơn vị bạn giữ."))
    return redirect("handover", handover_id)


@may("custody.cancel", methods=("POST",))
def cancellation(request: Request, handover_id: int) -> HttpResponse:
    """The giver takes the list back."""
    actions.cancel(handover_id, by=request.actor, now=request.now)
    messages.success(request, _("Đã hủy danh sách. Các hồ sơ trở lại phần cần bàn giao."))
    return redirect("handovers")


def _give(request: Request) -> HttpResponse:
    taker = id_in(request.POST.get("taker")) or 0
    key = request.POST.get("key") or None
    try:
        given = actions.give(taker, ticked(request.POST), by=request.actor, now=request.now, key=key)
    except Refused as refused:
        if refused.kind not in (Kind.WRONG_INPUT, Kind.NOT_NOW):
            raise
        return _overview(request, refused)
    said = ngettext(
        "Đã lập danh sách bàn giao %(n)d hồ sơ.",
        "Đã lập danh sách bàn giao %(n)d hồ sơ.",
        given.lines.count(),
    )
    messages.success(request, said % {"n": given.lines.count()})
    return redirect("handover", given.pk)


def _take(request: Request, found: HandoverList) -> HttpResponse:
    said = answers(request.POST, [line.ordinal for line in found.lines.all()])
    key = request.POST.get("key") or None
    try:
        actions.take(found.pk, said, by=request.actor, now=request.now, key=key)
    except Refused as refused:
        if refused.kind is not Kind.WRONG_INPUT:
            raise
        return _one(request, found, said, refused)
    messages.success(request, _("Đã xác nhận danh sách bàn giao."))
    return redirect("handover", found.pk)


def _overview(request: Request, refused: Refused | None = None) -> HttpResponse:
    form = DayForm(request.GET or None)
    day = form.chosen() if form.is_bound else None
    bundles = waiting.bundles(request.actor, day)
    mine = list(lists.ours_to_answer(request.actor))
    theirs = list(lists.theirs_to_answer(request.actor))
    closed = list(lists.done(request.actor)[:DONE_SHOWN])
    units = {unit for one in (*mine, *theirs, *closed) for unit in (one.giver_id, one.taker_id)}
    names = _names(request, units | {bundle.taker_id for bundle in bundles})
    context = {
        "form": form,
        "day": day,
        "destinations": _destinations(bundles, names),
        "tables": [
            (_("Chờ đơn vị bạn xác nhận"), [_row(one, names) for one in mine]),
            (_("Chờ đơn vị khác xác nhận"), [_row(one, names) for one in theirs]),
            (_("Đã xong"), [_row(one, names) for one in closed]),
        ],
        "has_lists": bool(mine or theirs or closed),
        "limited": sum(len(bundle.files) for bundle in bundles) >= waiting.LIMIT,
        "key": str(uuid4()),
        "refused": refused.sentence() if refused else "",
    }
    return render(request, "desk/handovers/overview.html", context, status=refused.status if refused else 200)


def _lists(request: Request) -> Table:
    """All hand-over lists of the unit, in the order of the page."""
    found = [
        *lists.ours_to_answer(request.actor),
        *lists.theirs_to_answer(request.actor),
        *lists.done(request.actor),
    ]
    names = _names(request, {unit for one in found for unit in (one.giver_id, one.taker_id)})
    headings = (
        Heading(_("Số"), Cell.CODE, 12),
        Heading(_("Bên giao"), width=40),
        Heading(_("Người giao")),
        Heading(_("Bên nhận"), width=40),
        Heading(_("Người nhận")),
        Heading(_("Số hồ sơ"), Cell.WHOLE),
        Heading(_("Số chênh lệch"), Cell.WHOLE),
        Heading(_("Lập lúc"), Cell.MOMENT),
        Heading(_("Xác nhận lúc"), Cell.MOMENT),
        Heading(_("Trạng thái")),
    )
    rows = (
        (
            number_of(one),
            names[one.giver_id],
            one.given_by.name,
            names[one.taker_id],
            one.answered_by.name if one.answered_by else "",
            *(getattr(one, counted) for counted in ("files", "differing")),
            one.given_at,
            one.answered_at,
            one.get_state_display(),
        )
        for one in found
    )
    return Table(_("Bàn giao hồ sơ giấy"), headings, rows)


def _one(
    request: Request,
    found: HandoverList,
    said: dict[int, Answer] | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    names = _names(request, {found.giver_id, found.taker_id})
    state = State(found.state)
    ours = request.actor.unit_id
    side = Side.GIVER if ours == found.giver_id else Side.TAKER
    lines = [_line(line, said) for line in lists.lines(found)]
    context = {
        "handover": found,
        "row": _row(found, names),
        "lines": lines,
        "originals": sum(row.line.originals for row in lines),
        "copies": sum(row.line.copies for row in lines),
        "answers": side is Side.TAKER and OWNER[state] is Side.TAKER,
        "may_cancel": side is Side.GIVER and state is State.GIVEN,
        "may_settle": side is Side.GIVER and state is State.DIFFERING,
        "key": str(uuid4()),
        "refused": refused.sentence() if refused else "",
    }
    return render(request, "desk/handovers/list.html", context, status=refused.status if refused else 200)


def _line(line: HandoverLine, said: dict[int, Answer] | None) -> LineRow:
    """Nothing said yet: the file is taken to have come, so that only what differs is work."""
    if said is None:
        return LineRow(line, line.arrival != HandoverLine.Arrival.MISSING, line.difference)
    return LineRow(line, said[line.ordinal].came, said[line.ordinal].difference)


def _row(one: HandoverList, names: dict[int, str]) -> ListRow:
    tone = TONES.get(State(one.state), "")
    return ListRow(one, number_of(one), names[one.giver_id], names[one.taker_id], tone)


def _destinations(bundles: Sequence[Bundle], names: dict[int, str]) -> list[Destination]:
    found = []
    for unit_id, part in groupby(bundles, key=lambda bundle: bundle.taker_id):
        theirs = tuple(part)
        count = sum(len(bundle.files) for bundle in theirs)
        found.append(Destination(unit_id, names[unit_id], theirs, count))
    return found


def _names(request: Request, unit_ids: set[int]) -> dict[int, str]:
    views = organisation.names(unit_ids, day_of(request.now))
    return {pk: views[pk].name if pk in views else _("đơn vị đã giải thể") for pk in unit_ids}
