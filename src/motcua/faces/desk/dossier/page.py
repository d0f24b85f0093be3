"""The dossier's page: its clock, the work to be done, its papers, where it is, and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.casework.dossiers.models import Lateness, Segment
from motcua.casework.dossiers.queries import finding, story, work
from motcua.casework.dossiers.queries.offers import Verb
from motcua.casework.dossiers.queries.story import Story
from motcua.casework.dossiers.states import State, Turn
from motcua.faces.desk import words
from motcua.faces.desk.dossier.events_told import entry
from motcua.faces.desk.dossier.panel import Panel, may_work, panel_of
from motcua.faces.desk.printing.menu import menu_of
from motcua.faces.desk.rail import TITLES
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.exports.seeing import Form, seen
from motcua.faces.look.formats import Tone, length_words
from motcua.faces.look.parts import Crumb
from motcua.ground.access import policy

STATE_TONES: dict[State, Tone] = {
    State.RECEIVED: "brand",
    State.IN_PROGRESS: "brand",
    State.AWAITING_COMPLETION: "stopped",
    State.VOIDED: "calm",
    State.WITHDRAWN: "calm",
    State.STOPPED: "late",
    State.FINISHED: "done",
    State.RETURNED: "calm",
}
SHOWN_OF_NUMBER = 4


@may("dossiers.view")
def dossier(request: Request, code: str) -> HttpResponse:
    """Everything about one dossier, and the one thing to do next."""
    told = story.tell(request.actor, code, request.now)
    panel = panel_of(told, request.actor, request.now)
    return render(request, "desk/dossier/page.html", page_of(told, panel, request))


@may("dossiers.view")
def identity(request: Request, code: str) -> HttpResponse:
    """The applicant's identity number in full, for whoever asks to see it."""
    found = finding.by_code(request.actor, code)
    seen(request, Form.IDENTITY, [found.pk])
    context = {"number": found.party.identity_number, "code": code}
    template = (
        "desk/dossier/identity.html"
        if request.headers.get("HX-Request")
        else "desk/dossier/identity_page.html"
    )
    return render(request, template, context)


def page_of(told: Story, panel: Panel, request: Request) -> dict[str, Any]:
    """What the page's template is given; whoever is shown it has seen the applicant's data."""
    dossier = told.dossier
    seen(request, Form.PAGE, [dossier.pk])
    return {
        "told": told,
        "dossier": dossier,
        "title": f"{dossier.party_version.name}: {dossier.summary}"
        if dossier.summary
        else dossier.party_version.name,
        "crumbs": _crumbs(request, dossier.code),
        "panel": panel,
        "strip": words.page_strip(told.clock),
        "due": words.clock_due(told),
        "printed": _printed(told),
        "why": words.why_lines(told.why),
        "state": told.state.label,
        "state_tone": STATE_TONES[told.state],
        "turn": _turn(told),
        "holding_unit": told.unit(told.task.unit_id) if told.task else "",
        "one_stop": told.unit(dossier.one_stop_id),
        "agency": told.unit(dossier.agency_id),
        "after": _after(told),
        "waits": [(words.waits_for(owed), words.lacking(owed)) for owed in told.waits],
        "step_due": words.open_step_due(told),
        "hidden_number": _hidden(dossier.party.identity_number),
        "entries": [entry(happening) for happening in reversed(told.happenings)],
        "hands": [(hand, length_words(hand.spent)) for hand in told.hands],
        **menu_of(told, request.actor),
        "works": may_work(request.actor),
        "may_ask_who_read": policy.allows(request.actor, "sightings.of_dossier", dossier),
        "may_scan": (attaching := told.offer(Verb.ATTACH)) is not None and attaching.refusal is None,
        "late": _late(told),
        "apology": getattr(dossier, "apology", None),
    }


@dataclass(frozen=True, slots=True)
class LateWords:
    """What made it late, in words: the step and who had it, how long of how much, and the cause that was named."""

    is_late: bool
    step: str
    unit: str
    officer: str
    used: str
    allowed: str
    cause: str
    words: str


def _late(told: Story) -> LateWords | None:
    row: Lateness | None = getattr(told.dossier, "lateness", None)
    if row is None:
        return None
    hands = [hand for hand in told.hands if hand.step.key == row.element]
    return LateWords(
        is_late=row.since is not None,
        step=hands[0].step.name if hands else "",
        unit=told.unit(row.unit_id),
        officer=row.officer.name if row.officer else "",
        used=length_words(timedelta(minutes=row.used_minutes)),
        allowed=length_words(timedelta(minutes=row.allowed_minutes)) or _("dưới một phút"),
        cause=str(row.get_cause_display()) if row.cause else "",
        words=next((h.remark for h in told.happenings if h.number == row.cause_number), ""),
    )


def _crumbs(request: Request, code: str) -> tuple[Crumb, ...]:
    if not may_work(request.actor):
        return (Crumb(code),)
    first = work.views_of(request.actor.role)[0]
    return (Crumb(str(TITLES[first]), reverse("worklist")), Crumb(code))


def _printed(told: Story) -> Any:
    """The promise on the receipt, when the present one is another."""
    receipts = (Segment.Cause.RECEPTION, Segment.Cause.CORRECTION)
    printed = [segment for segment in told.dossier.segments.all() if segment.cause in receipts][-1]
    return printed.due_at if printed.due_at != told.dossier.due_at else None


def _turn(told: Story) -> str:
    """Whose turn it is: the applicant's, or the office's at which the task lies."""
    if told.turn is Turn.APPLICANT:
        return str(Turn.APPLICANT.label)
    if told.task is None:
        return str(Turn.NOBODY.label)
    return told.task.officer.name if told.task.officer else words.role_title(told.task.role)


def _after(told: Story) -> str:
    if told.following is None:
        return ""
    return f"{told.following.name} · {words.role_title(told.following.role)}"


def _hidden(number: str) -> str:
    """An identity number with all but its last digits hidden."""
    return "•" * max(len(number) - SHOWN_OF_NUMBER, 0) + number[-SHOWN_OF_NUMBER:]
