"""The dossier's page: where it is, whose turn it is, what it waits for, its clock, its papers, and what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from motcua.casework.dossiers import rules
from motcua.casework.dossiers.events import DossierCorrected, ReturnUndone
from motcua.casework.dossiers.models import (
    Attachment,
    Decision,
    Dossier,
    DossierPaper,
    Handover,
    Obligation,
    Pause,
    Remark,
    Segment,
    Task,
    UndoneHandover,
)
from motcua.casework.dossiers.queries.clock import Clock, read_clock
from motcua.casework.dossiers.queries.corrections import Change, changes_of
from motcua.casework.dossiers.queries.finding import called, visible_to
from motcua.casework.dossiers.queries.offers import Offer, Verb, offers
from motcua.casework.dossiers.queries.terms import AskedPaper, terms_of
from motcua.casework.dossiers.queries.work import reading_of
from motcua.casework.dossiers.rules import RuleSet
from motcua.casework.dossiers.states import OWNER, State, Turn
from motcua.catalogue.processes import queries as processes
from motcua.catalogue.processes.rules import Definition, Place, Step
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars import queries as calendars
from motcua.people.calendars.rules import Allowance, AllowanceUnit, Line, WorkingTime
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Officer
from motcua.people.organisation.queries import UnitView


@dataclass(frozen=True, slots=True)
class Happening:
    """One event with its names resolved, and the words that stand beside it."""

    number: int
    verb: str
    at: datetime
    officer: str
    unit: str
    data: Mapping[str, Any]
    to_officer: str = ""
    to_step: str = ""
    to_role: str = ""
    to_unit: str = ""
    from_step: str = ""
    late_step: str = ""
    remark: str = ""
    decision: Decision | None = None
    handover: Handover | UndoneHandover | None = None
    changes: tuple[Change, ...] = ()
    position: int = 0
    awaited: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """In whose hands the dossier was for one step: from when, to when, how long in working time, and how it ended."""

    task: Task
    step: Step
    unit: str
    spent: timedelta
    is_late: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A paper of the procedure's list that has not been handed in."""

    name: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Why:
    """Why the due date is that date: how the present stretch is counted, and by which rule set."""

    segment: Segment
    lines: tuple[Line, ...]
    pauses: tuple[tuple[Pause, timedelta], ...]
    same_day_before: str
    limit_basis: str
    rule_set: RuleSet


@dataclass(frozen=True, slots=True)
class HandedPaper:
    """A paper that was handed in, with the files that were scanned of it."""

    paper: DossierPaper
    files: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that a dossier's page says."""

    dossier: Dossier
    task: Task | None
    step: Step | None
    following: Step | None
    earlier: tuple[Step, ...]
    turn: Turn
    clock: Clock
    step_left: timedelta | None
    why: Why
    hands: tuple[Hand, ...]
    waits: tuple[Obligation, ...]
    papers: tuple[HandedPaper, ...]
    missing: tuple[Missing, ...]
    loose_files: tuple[Attachment, ...]
    happenings: tuple[Happening, ...]
    units: Mapping[int, UnitView]
    offers: tuple[Offer, ...]

    def unit(self, unit_id: int | None) -> str:
        """What a unit is called today."""
        return called(self.units, unit_id)

    def place_of(self, step: Step) -> int:
        """The unit that does a step of this dossier."""
        units = {
            Place.ONE_STOP: self.dossier.one_stop_id,
            Place.DIVISION: self.dossier.division_id,
            Place.AGENCY: self.dossier.agency_id,
        }
        return units[step.place]

    def offer(self, verb: Verb) -> Offer | None:
        """The offer of a verb, when the actor's role has it at all."""
        return next((offer for offer in self.offers if offer.verb is verb), None)

    @property
    def state(self) -> State:
        """The dossier's state."""
        return State(self.dossier.state)


def tell(actor: Actor, code: str, now: datetime) -> Story:
    """The whole story of a dossier, with names as of today; raises Refused NOT_FOUND."""
    dossier = _load(actor, code)
    definition = processes.definition(dossier.process_version_id)
    tasks = list(dossier.tasks.all())
    task = next((t for t in tasks if t.ended_at is None), None)
    working = calendars.working_time_of(dossier.calendar_id, dossier.calendar.revision)
    pauses = list(dossier.pauses.all())
    rows = list(JournalRow.objects.filter(object_kind="dossier", object_id=dossier.pk).order_by("number"))
    units = organisation.names(_unit_ids(dossier, tasks, rows), organisation.day_of(now))
    steps = [(t.started_at, definition.step(t.element).name) for t in tasks]
    files = list(dossier.attachments.all())
    return Story(
        dossier=dossier,
        task=task,
        step=definition.step(task.element) if task else None,
        following=definition.next_step(task.element) if task else None,
        earlier=tuple(rules.earlier_steps(definition, task.element)) if task else (),
        turn=OWNER[State(dossier.state)],
        clock=read_clock(reading_of(dossier, pauses, task), now, working, steps),
        step_left=working.between(now, task.due_at) if task else None,
        why=_why(dossier, pauses, working, now),
        hands=tuple(_hand(t, definition, units, working, now) for t in tasks),
        waits=tuple(o for o in dossier.obligations.all() if o.met_at is None),
        papers=_papers(dossier, files),
        missing=_missing(dossier),
        loose_files=tuple(f for f in files if f.paper_id is None),
        happenings=_happenings(dossier, rows, tasks, definition, units),
        units=units,
        offers=tuple(offers(actor, dossier, task, definition, now)),
    )


def _papers(dossier: Dossier, files: list[Attachment]) -> tuple[HandedPaper, ...]:
    return tuple(
        HandedPaper(paper, tuple(file for file in files if file.paper_id == paper.pk))
        for paper in dossier.papers.all()
        if paper.struck_number is None
    )


def _load(actor: Actor, code: str) -> Dossier:
    found = (
        visible_to(actor)
        .filter(code=code)
        .select_related(
            "procedure", "procedure_version__decision", "party", "party_version", "calendar", "received_by",
            "decision", "handover", "lateness__unit", "lateness__officer", "apology__issued_by",
        )
        .prefetch_related(
            Prefetch("tasks", Task.objects.order_by("pk").select_related("officer", "ended_by")),
            Prefetch("segments", Segment.objects.order_by("number")),
            Prefetch("pauses", Pause.objects.order_by("started_at")),
            Prefetch("obligations", Obligation.objects.order_by("pk")),
            Prefetch("papers", DossierPaper.objects.order_by("ordinal")),
            Prefetch("attachments", Attachment.objects.order_by("pk")),
            Prefetch("remarks", Remark.objects.order_by("number")),
        )
        .first()
    )  # fmt: skip
    if found is None:
        raise Refused(KernelRefusal.NOT_FOUND)
    return found


def _unit_ids(dossier: Dossier, tasks: Iterable[Task], rows: Iterable[JournalRow]) -> set[int]:
    wanted = {dossier.one_stop_id, dossier.agency_id, dossier.division_id}
    wanted |= {task.unit_id for task in tasks}
    wanted |= {row.data["papers_at"] for row in rows if "papers_at" in row.data}
    wanted |= {unit_id for row in rows if (unit_id := _moved_to(row)) is not None}
    return wanted | {row.unit_id for row in rows if row.unit_id is not None}


def _moved_to(row: JournalRow) -> int | None:
    """To which unit a dossier went over when its own was merged: who decides it, or else the counter."""
    units: dict[str, int] = row.data.get("units") or {}
    return units.get("agency") or units.get("one_stop")


def _hand(
    task: Task, definition: Definition, units: Mapping[int, UnitView], working: WorkingTime, now: datetime
) -> Hand:
    end = task.ended_at or now
    return Hand(
        task=task,
        step=definition.step(task.element),
        unit=called(units, task.unit_id),
        spent=max(working.between(task.started_at, end), timedelta()),
        is_late=end > task.due_at,
    )


def _missing(dossier: Dossier) -> tuple[Missing, ...]:
    """The papers of the list that fit the case and were not handed in."""
    given = {paper.paper_id for paper in dossier.papers.all() if paper.struck_number is None}
    asked: Iterable[AskedPaper] = terms_of(dossier.procedure_version_id).papers
    return tuple(
        Missing(paper.name, paper.is_required)
        for paper in asked
        if not paper.is_note and paper.fits(dossier.case) and paper.id not in given
    )


def _why(dossier: Dossier, pauses: list[Pause], working: WorkingTime, now: datetime) -> Why:
    segment = list(dossier.segments.all())[-1]
    lines: tuple[Line, ...] = ()
    hour = limit_basis = ""
    if segment.basis in (rules.SAME_DAY, rules.PUBLISHED):
        limit = terms_of(dossier.procedure_version_id).limit(dossier.case, dossier.area, dossier.channel)
        hour = f"{limit.same_day_before:%H:%M}" if limit.same_day_before else ""
        limit_basis = limit.basis
    if segment.basis == rules.PUBLISHED:
        allowance = Allowance(Decimal(segment.amount).normalize(), AllowanceUnit(segment.unit))
        lines = tuple(working.explain(segment.started_at, allowance))
    return Why(
        segment=segment,
        lines=lines,
        pauses=tuple((p, working.between(p.started_at, p.ended_at or now)) for p in pauses),
        same_day_before=hour,
        limit_basis=limit_basis,
        rule_set=rules.rule_set(dossier.received_at.astimezone(working.zone).date()),
    )


def _happenings(
    dossier: Dossier,
    rows: list[JournalRow],
    tasks: list[Task],
    definition: Definition,
    units: Mapping[int, UnitView],
) -> tuple[Happening, ...]:
    names = _officer_names(rows)
    said = {remark.number: remark.body for remark in dossier.remarks.all()}
    elements = {task.pk: task.element for task in tasks}
    awaited = {
        one.opened_number: ", ".join(part for part in (one.what, one.whom) if part)
        for one in dossier.obligations.all()
        if one.what
    }
    # Few dossiers were corrected: the others cost no statement for it.
    changed = changes_of(dossier) if any(row.verb == DossierCorrected.verb for row in rows) else {}
    decision: Decision | None = getattr(dossier, "decision", None)
    handovers: dict[int, Handover | UndoneHandover] = {}
    if any(row.verb == ReturnUndone.verb for row in rows):
        handovers = {undone.number: undone for undone in dossier.undone_handovers.all()}
    if (handover := getattr(dossier, "handover", None)) is not None:
        handovers[handover.number] = handover
    found = []
    for row in rows:
        opened: dict[str, Any] = row.data.get("opened") or {}
        element = elements.get(row.data.get("ended") or row.data.get("task") or 0)
        found.append(
            Happening(
                number=row.number,
                verb=row.verb,
                at=row.at,
                officer=names.get(row.officer_id or 0, ""),
                unit=called(units, row.unit_id),
                data=row.data,
                to_officer=names.get(opened.get("officer") or row.data.get("officer") or 0, ""),
                to_step=definition.step(opened["element"]).name if opened else "",
                to_role=opened.get("role", ""),
                to_unit=called(units, opened.get("unit") or _moved_to(row) or row.data.get("papers_at")),
                from_step=definition.step(element).name if element else "",
                late_step=_late_step(row, definition),
                remark=said.get(row.number, ""),
                decision=decision if decision and decision.number == row.number else None,
                handover=handovers.get(row.number),
                changes=changed.get(row.number, ()),
                position=row.pk,
                awaited=awaited.get(row.data.get("owed") or row.number, ""),
            )
        )
    return tuple(found)


def _late_step(row: JournalRow, definition: Definition) -> str:
    """The step that made it late, as an event that says so names it."""
    element = (row.data.get("late") or {}).get("element") or ""
    return definition.step(element).name if element else ""


def _officer_names(rows: Iterable[JournalRow]) -> dict[int, str]:
    wanted: set[int] = set()
    for row in rows:
        opened = row.data.get("opened") or {}
        wanted |= {pk for pk in (row.officer_id, row.data.get("officer"), opened.get("officer")) if pk}
    return dict(Officer.objects.filter(pk__in=wanted).values_list("pk", "name"))
