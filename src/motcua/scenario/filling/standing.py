"""One dossier whose life is written down: its row, its tasks, its clock, and the rows that each act adds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from motcua.casework.dossiers import events, rules
from motcua.casework.dossiers.actions import HandedIn
from motcua.casework.dossiers.actions.hands import unit_of
from motcua.casework.dossiers.actions.stepping import content_of as words_of
from motcua.casework.dossiers.models import (
    Decision,
    DossierPaper,
    Handover,
    Lateness,
    Obligation,
    Remark,
    Segment,
    Task,
)
from motcua.casework.dossiers.queries.late.lateness import FROM_THE_BEGINNING, used_in
from motcua.casework.dossiers.rules import Round, Stretch
from motcua.catalogue.processes.rules import ActivateTask, Definition, Marking, Step, Token
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.journal import Event, content_hash, signature_of
from motcua.ground.kernel.models import JournalRow
from motcua.scenario.filling.grounds import Ground
from motcua.scenario.filling.rows import Row, Rows, encode

ROUND = ("element", "unit_id", "officer_id", "started_at", "ended_at")


@dataclass(slots=True)
class Standing:
    """The dossier whose life is being written down: its row, its tasks, where its token stands."""

    rows: Rows
    row: Row
    ground: Ground
    definition: Definition
    limit_asked: tuple[str, str, str]
    tasks: list[Row] = field(default_factory=list)
    segments: list[Row] = field(default_factory=list)
    pauses: list[Row] = field(default_factory=list)
    owed: dict[str, Row] = field(default_factory=dict)
    papers: int = 0
    late: Row | None = None

    @property
    def task(self) -> Row:
        """The task at hand."""
        return self.tasks[-1]

    @property
    def step(self) -> Step:
        """The step of the task at hand."""
        return self.definition.step(self.task["element"])

    def marking(self) -> Marking:
        """Where the token stands."""
        task = self.task
        return Marking((Token(task["token"], task["element"], task["iteration"], task["scope"]),))

    # --- tasks ---------------------------------------------------------------------------------------------------

    def first_tasks(self, by: Actor, now: datetime) -> Row:
        """The step of receiving, which is done with the reception, and the next; what the event says of that."""
        marking, _effects = self.definition.start()
        first = marking.tokens[0]
        role = self.definition.step(first.element).role
        place = events.Opened(
            first.element, first.id, first.scope, 1, by.unit_id or 0, role, by.officer_id, now
        )
        self.open(place, now)
        self.end(by, now, Task.Outcome.DONE)
        _marking, effects = self.definition.complete(marking, first.id)
        activation = next(effect for effect in effects if isinstance(effect, ActivateTask))
        whole_due = self.row["due_at"]
        return self.open(self.opened_by(activation, None, now, whole_due), now)

    def opened_by(
        self,
        activation: ActivateTask,
        officer_id: int | None,
        now: datetime,
        whole_due: datetime,
    ) -> events.Opened:
        """The task that an effect of the stepper asks for, as `hands.open_task` makes it."""
        step = self.definition.step(activation.element)
        return events.Opened(
            step.key,
            activation.token_id,
            activation.parent_scope,
            activation.iteration,
            self.unit(step),
            step.role,
            officer_id,
            rules.step_due(step.hours, now, whole_due, self.ground.working),
        )

    def open(self, opened: events.Opened, now: datetime) -> Row:
        """Write down a task that begins; returns what the event says of it."""
        task = self.rows.add(
            Task,
            id=self.rows.new_id(Task),
            dossier_id=self.row["id"],
            element=opened.element,
            token=opened.token,
            scope=opened.scope,
            iteration=opened.iteration,
            unit_id=opened.unit,
            role=opened.role,
            officer_id=opened.officer,
            started_at=now,
            due_at=opened.due_at,
        )
        self.tasks.append(task)
        return opened.data() | {"id": task["id"]}

    def end(self, by: Actor, now: datetime, outcome: Task.Outcome) -> None:
        """The task at hand is over; one that nobody had taken was that officer's."""
        task = self.task
        task["officer_id"] = task["officer_id"] or by.officer_id
        task |= {"ended_at": now, "ended_by_id": by.officer_id, "outcome": outcome.value}

    def finish(self, by: Actor, now: datetime) -> None:
        """The agency's clock has ended."""
        if self.row["finished_at"] is None:
            self.row |= {"finished_at": now, "finished_by_id": by.officer_id}

    # --- clock, obligations, papers ------------------------------------------------------------------------------

    def segment(self, cause: Segment.Cause, promise: rules.Promise, now: datetime) -> None:
        """A stretch of the clock begins."""
        segment = self.rows.add(
            Segment,
            dossier_id=self.row["id"],
            number=len(self.segments) + 1,
            cause=cause.value,
            basis=promise.basis,
            started_at=now,
            amount=promise.amount,
            unit=promise.unit.value,
            due_at=promise.due_at,
        )
        self.segments.append(segment)

    def owe(self, kind: Obligation.Kind, amount: int | None, now: datetime, number: int) -> None:
        """Something is owed, by the event with this number."""
        owed = self.rows.add(
            Obligation,
            dossier_id=self.row["id"],
            kind=kind.value,
            amount=amount,
            opened_at=now,
            opened_number=number,
        )
        self.owed[kind.value] = owed
        self.row["open_obligations"] += 1

    def meet(self, kind: Obligation.Kind, now: datetime, number: int) -> None:
        """What was owed is there."""
        self.owed.pop(kind.value).update(met_at=now, met_number=number)
        self.row["open_obligations"] -= 1

    def add_papers(self, papers: tuple[HandedIn, ...], number: int) -> None:
        """Papers are handed in; none of which there is not one piece."""
        for paper in papers:
            if not (paper.originals or paper.copies):
                continue
            self.papers += 1
            self.rows.add(
                DossierPaper,
                dossier_id=self.row["id"],
                number=number,
                ordinal=self.papers,
                paper_id=paper.paper_id,
                name=paper.name,
                originals=paper.originals,
                copies=paper.copies,
            )

    def guilt(self, until: datetime, late_after: datetime) -> events.Guilt:
        """Which step has made it late, as it stands at that moment; kept beside it."""
        begun = next(s for s in reversed(self.segments) if s["cause"] in FROM_THE_BEGINNING)
        stops = tuple((pause["started_at"], pause["ended_at"]) for pause in self.pauses)
        stretch = Stretch(begun["started_at"], until, self.ground.working, stops)
        rounds = [Round(*(task[name] for name in ROUND)) for task in self.tasks if task["started_at"] < until]
        guilt = used_in(stretch, rounds, begun["due_at"], self.definition).guilt(late_after)
        if self.late is None:
            self.late = self.rows.add(Lateness, dossier_id=self.row["id"])
        self.late |= {
            "since": guilt.since,
            "element": guilt.element,
            "unit_id": guilt.unit,
            "officer_id": guilt.officer,
            "used_minutes": guilt.used,
            "allowed_minutes": guilt.allowed,
        }
        return guilt

    # --- what is told --------------------------------------------------------------------------------------------

    def remark(self, kind: str, body: str, number: int) -> None:
        """The words of an event."""
        self.rows.add(Remark, dossier_id=self.row["id"], number=number, kind=str(kind), body=body)

    def tell(
        self,
        event: Event,
        *,
        by: Actor,
        now: datetime,
        content: Any = None,
        words: Row | None = None,
        more: Row | None = None,
    ) -> int:
        """Write down an event with its words; returns its number."""
        number: int = self.row["events"] + 1
        self.row["events"] = number
        if words:
            content = words_of(words)
            self._say(words, number)
        self.rows.add(
            JournalRow,
            **signature_of(by),
            verb=event.verb,
            object_kind=event.object_kind,
            object_id=event.object_id,
            number=number,
            data=encode(event.data() | (more or {})),
            content_hash=None if content is None else content_hash(content),
            at=now,
        )
        return number

    def _say(self, words: Row, number: int) -> None:
        dossier_id = self.row["id"]
        if "r_body" in words:
            self.remark(words["r_kind"], words["r_body"], number)
        if "d_number" in words:
            self.rows.add(
                Decision,
                dossier_id=dossier_id,
                number=number,
                kind=words["d_kind"],
                document_number=words["d_number"],
                signed_on=words["d_signed_on"],
                signer=words["d_signer"],
            )
        if "h_name" in words:
            self.rows.add(
                Handover,
                dossier_id=dossier_id,
                number=number,
                collected_by=words["h_name"],
                identity_number=words["h_identity"],
                is_applicant=words["h_applicant"],
            )

    def unit(self, step: Step) -> int:
        """The unit in which a step of this dossier is done."""
        return unit_of(step.place, self.row["one_stop_id"], self.row["division_id"], self.row["agency_id"])
