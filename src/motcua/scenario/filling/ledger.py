"""The verbs of a dossier as rows: what each of them would have written, by the same rules and the same events.

No second copy of the law: promises, steps, the stepper, events and the content of their hashes come from where the
verbs take them. Only the writing is another. `filling/tests/test_ledger.py` lives the same lives both ways and
compares every row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from motcua.casework.dossiers import events, rules
from motcua.casework.dossiers.actions import Advanced, Document, HandedIn, Intake, Received
from motcua.casework.dossiers.actions.receiving import content_of
from motcua.casework.dossiers.actions.stepping import JUDGED
from motcua.casework.dossiers.models import (
    Decision,
    Dossier,
    Obligation,
    Pause,
    Remark,
    Segment,
    Task,
)
from motcua.casework.dossiers.queries.terms import terms_of
from motcua.casework.dossiers.rules import AfterCompletion, Refusal, StepVerb
from motcua.casework.dossiers.states import RUNNING, State
from motcua.catalogue.processes import queries as processes
from motcua.catalogue.processes.rules import ActivateTask, StepKind
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold
from motcua.people.calendars.rules import AllowanceUnit
from motcua.people.organisation.queries import day_of
from motcua.people.parties.models import Party, PartyVersion
from motcua.scenario.filling.grounds import Ground, Grounds
from motcua.scenario.filling.rows import Row, Rows
from motcua.scenario.filling.standing import Standing
from motcua.scenario.simulation.world import World


@dataclass(slots=True)
class Ledger:
    """An office without a database: each verb adds rows to `rows`. One life is written down after another.

    `counters` are the day counters of the slice, by one-stop and day.
    """

    world: World
    grounds: Grounds
    rows: Rows
    counters: dict[tuple[int, date], int]
    _at: Standing | None = None
    _parties: dict[str, tuple[int, int, int, list[Any]]] = field(default_factory=dict)

    # --- at the counter ----------------------------------------------------------------------------------------

    def receive(self, intake: Intake, *, by: Actor, now: datetime) -> Received:
        """As `dossiers.receive`."""
        assert by.office is not None
        one_stop, day = by.office.unit_id, day_of(now)
        ground = self.grounds.at(intake.procedure_id, one_stop, day)
        terms = terms_of(ground.procedure_version_id)
        terms.check(intake.case, intake.area)
        terms.ways.check(intake.channel, intake.return_method)
        asked = (intake.case, intake.area, intake.channel)
        promise, fee = rules.promise(terms.limit(*asked), now, ground.working), terms.fee(*asked)
        content = content_of(intake)
        party_id, version_id = self._party(intake, content, now)
        row = self.rows.add(
            Dossier,
            id=self.rows.new_id(Dossier),
            code=self._code(ground, one_stop, day),
            party_id=party_id,
            party_version_id=version_id,
            one_stop_id=one_stop,
            fee=fee,
            received_at=now,
            received_by_id=by.officer_id,
            **_asked(intake, ground),
            **_promised(promise),
        )
        definition = processes.definition(ground.process_version_id)
        self._at = standing = Standing(self.rows, row, ground, definition, asked)
        standing.segment(Segment.Cause.RECEPTION, promise, now)
        opened = standing.first_tasks(by, now)
        if owed := 0 if intake.fee_paid else fee:
            standing.owe(Obligation.Kind.FEE, owed, now, 1)
        standing.add_papers(intake.papers, 1)
        more = {"code": row["code"], "received": standing.tasks[0]["id"], "opened": opened}
        standing.tell(_reception(row, owed, day), by=by, now=now, content=content, more=more)
        return Received(row["id"], row["code"], standing.task["id"])

    def _code(self, ground: Ground, one_stop: int, day: date) -> str:
        last = self.counters[one_stop, day] = self.counters.get((one_stop, day), 0) + 1
        return f"{rules.code_prefix(ground.unit_code, day)}{last:04d}"

    def _party(self, intake: Intake, content: Row, now: datetime) -> tuple[int, int]:
        """The party and its newest version; whoever says something new gets one more."""
        identity, *details = content["applicant"]
        known = self._parties.get(identity)
        if known is not None and known[3] == details:
            return known[0], known[1]
        party_id, number = (known[0], known[2] + 1) if known else (self.rows.new_id(Party), 1)
        if known is None:
            self.rows.add(Party, id=party_id, kind=intake.applicant.kind, identity_number=identity)
        version_id = self.rows.new_id(PartyVersion)
        name, born_on, sex, address, phone, email, representative = details
        self.rows.add(
            PartyVersion,
            id=version_id,
            party_id=party_id,
            number=number,
            name=name,
            born_on=born_on,
            sex=sex,
            address=address,
            phone=phone,
            email=email,
            representative=representative,
            search_text=fold(name),
            recorded_at=now,
        )
        if identity:
            self._parties[identity] = (party_id, version_id, number, details)
        return party_id, version_id

    # --- from hand to hand -------------------------------------------------------------------------------------

    def take(self, task_id: int, *, by: Actor, now: datetime) -> Advanced:
        """As `dossiers.take`."""
        held = self._held(task_id)
        state = State.IN_PROGRESS if held.row["state"] == State.RECEIVED else State(held.row["state"])
        held.task["officer_id"] = by.officer_id
        held.row["state"] = state.value
        event = events.TaskTaken(
            object_id=held.row["id"], task=task_id, officer=by.officer_id or 0, state=state
        )
        return _advanced(held, held.tell(event, by=by, now=now))

    def reassign(self, task_id: int, *, by: Actor, now: datetime, officer_id: int, reason: str) -> Advanced:
        """As `dossiers.reassign`."""
        held = self._held(task_id)
        event = events.TaskReassigned(
            object_id=held.row["id"], task=task_id, officer=officer_id, before=held.task["officer_id"]
        )
        held.task["officer_id"] = officer_id
        words = {"r_kind": Remark.Kind.REASSIGN.value, "r_body": rules.check_reason(reason)}
        return _advanced(held, held.tell(event, by=by, now=now, words=words))

    def forward(
        self, task_id: int, *, by: Actor, now: datetime, officer_id: int | None = None, remark: str = ""
    ) -> Advanced:
        """As `dossiers.forward`."""
        held = self._held(task_id, StepVerb.FORWARD)
        words = {"r_kind": Remark.Kind.FORWARD.value, "r_body": remark} if remark else {}
        to = self._next_officer(held, officer_id)
        return self._complete(held, events.TaskForwarded, by=by, now=now, officer_id=to, words=words)

    def approve(self, task_id: int, *, by: Actor, now: datetime) -> Advanced:
        """As `dossiers.approve`."""
        return self._complete(self._held(task_id, StepVerb.APPROVE), events.TaskApproved, by=by, now=now)

    def finish(self, task_id: int, *, by: Actor, now: datetime, document: Document) -> Advanced:
        """As `dossiers.finish`."""
        held = self._held(task_id, StepVerb.FINISH)
        words = _document(Decision.Kind.RESULT, document)
        held.finish(by, now)
        return self._complete(held, events.DossierFinished, by=by, now=now, state=State.FINISHED, words=words)

    def return_result(
        self,
        task_id: int,
        *,
        by: Actor,
        now: datetime,
        collected_by: str,
        identity_number: str = "",
        is_applicant: bool = True,
    ) -> Advanced:
        """As `dossiers.return_result`."""
        held = self._held(task_id, StepVerb.RETURN)
        if held.row["open_obligations"]:
            raise Refused(Refusal.OBLIGATIONS_OPEN, count=held.row["open_obligations"], what="")
        held.row |= {"returned_at": now, "returned_by_id": by.officer_id}
        words = {"h_name": collected_by, "h_identity": identity_number, "h_applicant": is_applicant}
        return self._complete(held, events.ResultReturned, by=by, now=now, state=State.RETURNED, words=words)

    def reject(self, task_id: int, *, by: Actor, now: datetime, reason: str, document: Document) -> Advanced:
        """As `dossiers.reject`."""
        held = self._held(task_id)
        if held.step.kind is not StepKind.SIGN:
            raise Refused(Refusal.WRONG_STEP)
        words = _document(Decision.Kind.REJECTION, document)
        words |= {"r_kind": Remark.Kind.REJECTION.value, "r_body": rules.check_reason(reason)}
        held.finish(by, now)
        to = rules.returning_step(held.definition).key
        _marking, effects = held.definition.go_to(held.marking(), held.task["token"], to)
        outcome, state = Task.Outcome.REJECTED, State.STOPPED
        return self._step(held, events.DossierRejected, effects, outcome, state, by=by, now=now, words=words)

    def send_back(self, task_id: int, *, by: Actor, now: datetime, element: str, reason: str) -> Advanced:
        """As `dossiers.send_back`."""
        held = self._held(task_id)
        if element not in {step.key for step in rules.earlier_steps(held.definition, held.step.key)}:
            raise Refused(Refusal.NOT_EARLIER)
        words = {"r_kind": Remark.Kind.SEND_BACK.value, "r_body": rules.check_reason(reason)}
        _marking, effects = held.definition.send_back(held.marking(), held.task["token"], element)
        done = next(task for task in reversed(held.tasks) if task["element"] == element)
        outcome, state = Task.Outcome.SENT_BACK, State.IN_PROGRESS
        return self._step(
            held,
            events.TaskSentBack,
            effects,
            outcome,
            state,
            by=by,
            now=now,
            officer_id=done["ended_by_id"],
            words=words,
        )

    # --- what is missing -----------------------------------------------------------------------------------------

    def request_completion(self, task_id: int, *, by: Actor, now: datetime, missing: str) -> Advanced:
        """As `dossiers.request_completion`."""
        held = self._held(task_id)
        rule_set = rules.rule_set(day_of(now))
        asked = held.row["completion_requests"]
        if refusal := rules.can_ask_completion(held.step.kind, asked, rule_set):
            raise Refused(refusal, times=asked)
        pause = self.rows.add(
            Pause,
            dossier_id=held.row["id"],
            cause=Pause.Cause.COMPLETION.value,
            basis="decree61.19",
            started_at=now,
        )
        held.pauses.append(pause)
        held.owe(Obligation.Kind.COMPLETION, None, now, held.row["events"] + 1)
        held.task["officer_id"] = held.task["officer_id"] or by.officer_id
        held.row |= {"state": State.AWAITING_COMPLETION.value, "completion_requests": asked + 1}
        event = events.CompletionRequested(
            object_id=held.row["id"],
            task=task_id,
            officer=by.officer_id or 0,
            state=State.AWAITING_COMPLETION,
            rule_set=rule_set.key,
        )
        words = {"r_kind": Remark.Kind.COMPLETION.value, "r_body": rules.check_reason(missing)}
        return _advanced(held, held.tell(event, by=by, now=now, words=words))

    def receive_completion(
        self, task_id: int, *, by: Actor, now: datetime, papers: tuple[HandedIn, ...]
    ) -> Advanced:
        """As `dossiers.receive_completion`."""
        held = self._held(task_id)
        working, pause = held.ground.working, held.pauses[-1]
        promise, cause = _clock_after(held, pause["started_at"], now)
        left = max(working.between(pause["started_at"], held.task["due_at"]), timedelta())
        held.task["due_at"] = task_due = working.add_work(now, left)
        pause["ended_at"] = held.segments[-1]["ended_at"] = now
        held.segment(cause, promise, now)
        number = held.row["events"] + 1
        held.meet(Obligation.Kind.COMPLETION, now, number)
        held.add_papers(papers, number)
        held.row |= {"state": State.IN_PROGRESS.value} | _promised(promise)
        event = events.CompletionReceived(
            object_id=held.row["id"],
            task=task_id,
            state=State.IN_PROGRESS,
            due_at=promise.due_at,
            late_after=promise.late_after,
            task_due_at=task_due,
            cause=cause.value,
        )
        content = {"papers": [[p.paper_id, p.name, p.originals, p.copies] for p in papers]}
        return _advanced(held, held.tell(event, by=by, now=now, content=content))

    # --- what is said beside it ----------------------------------------------------------------------------------

    def note(self, dossier_id: int, *, by: Actor, now: datetime, body: str) -> int:
        """As `dossiers.note`."""
        held = self._standing(dossier_id)
        text = rules.check_reason(body)
        event = events.NoteWritten(object_id=dossier_id)
        number = held.tell(event, by=by, now=now, content=["note", text])
        held.remark(Remark.Kind.NOTE, text, number)
        return number

    def collect_fee(self, dossier_id: int, *, by: Actor, now: datetime) -> int:
        """As `dossiers.collect_fee`."""
        held = self._standing(dossier_id)
        owed = held.owed[Obligation.Kind.FEE.value]
        number = held.tell(events.FeeCollected(object_id=dossier_id, amount=owed["amount"]), by=by, now=now)
        held.meet(Obligation.Kind.FEE, now, number)
        return number

    def fall_late(self, dossier_id: int, *, by: Actor, now: datetime) -> bool:
        """As `dossiers.fall_late`."""
        held = self._standing(dossier_id)
        late_after = _as_read(held.row["late_after"])
        if held.row["state"] not in RUNNING or held.row["fell_late_at"] is not None or late_after >= now:
            return False
        held.row["fell_late_at"] = late_after
        guilt = held.guilt(late_after, late_after)
        event = events.DossierFellLate(object_id=dossier_id, late_after=late_after, late=guilt)
        held.tell(event, by=by, now=late_after)
        return True

    def promised(self, dossier_id: int) -> tuple[datetime, datetime]:
        """When it is due, and after which moment it is late."""
        row = self._standing(dossier_id).row
        return row["due_at"], row["late_after"]

    def fee(self, dossier_id: int) -> int:
        """Its fee in đồng."""
        return int(self._standing(dossier_id).row["fee"])

    # --- shared --------------------------------------------------------------------------------------------------

    def _standing(self, dossier_id: int) -> Standing:
        if self._at is None or self._at.row["id"] != dossier_id:
            raise LookupError(f"dossier {dossier_id} is not the one whose life is written down")
        return self._at

    def _held(self, task_id: int, verb: StepVerb | None = None) -> Standing:
        """The dossier at this task, which must be the open one; raises Refused WRONG_STEP for another verb's."""
        held = self._at
        if held is None or held.task["id"] != task_id or held.task["ended_at"] is not None:
            raise Refused(Refusal.TASK_ENDED)
        if verb is not None and rules.verb_of(held.definition, held.task["element"]) is not verb:
            raise Refused(Refusal.WRONG_STEP)
        return held

    def _next_officer(self, held: Standing, officer_id: int | None) -> int | None:
        """As `hands.next_officer`."""
        following = held.definition.next_step(held.task["element"])
        if officer_id is not None or held.step.kind is not StepKind.ASSIGN or following is None:
            return officer_id
        unit = held.unit(following)
        found = self.world.holders(unit, following.role) if self.world.has(unit, following.role) else ()
        return rules.given_to({holder.officer_id for holder in found})

    def _complete(
        self,
        held: Standing,
        event: type[events.StepEvent],
        *,
        by: Actor,
        now: datetime,
        state: State = State.IN_PROGRESS,
        officer_id: int | None = None,
        words: Row | None = None,
    ) -> Advanced:
        _marking, effects = held.definition.complete(held.marking(), held.task["token"])
        outcome = Task.Outcome.DONE
        return self._step(
            held, event, effects, outcome, state, by=by, now=now, officer_id=officer_id, words=words
        )

    def _step(
        self,
        held: Standing,
        event: type[events.StepEvent],
        effects: tuple[Any, ...],
        outcome: Task.Outcome,
        state: State,
        *,
        by: Actor,
        now: datetime,
        officer_id: int | None = None,
        words: Row | None = None,
    ) -> Advanced:
        """End the task, begin the next, tell the event."""
        ended, late_after = held.task["id"], _as_read(held.row["late_after"])
        late = held.guilt(now, late_after) if state in JUDGED and now > late_after else None
        held.end(by, now, outcome)
        activation = next((effect for effect in effects if isinstance(effect, ActivateTask)), None)
        whole_due = _as_read(held.row["due_at"])
        opened = held.opened_by(activation, officer_id, now, whole_due) if activation else None
        told = event(
            object_id=held.row["id"],
            ended=ended,
            outcome=outcome.value,
            state=state.value,
            opened=opened,
            late=late,
        )
        more = {"opened": held.open(opened, now)} if opened else {}
        held.row["state"] = state.value
        number = held.tell(told, by=by, now=now, words=words, more=more)
        return Advanced(held.row["id"], number, held.task["id"] if opened else None)


def _asked(intake: Intake, ground: Ground) -> Row:
    """What was asked and how, and by which versions it is done."""
    return {
        "procedure_id": intake.procedure_id,
        "procedure_version_id": ground.procedure_version_id,
        "process_version_id": ground.process_version_id,
        "agency_id": ground.agency_id,
        "division_id": ground.division_id,
        "calendar_id": ground.calendar_id,
        "channel": intake.channel,
        "case": intake.case,
        "area": intake.area,
        "return_method": intake.return_method,
        "sets": intake.sets,
        "summary": intake.summary,
        "state": State.RECEIVED.value,
    }


def _promised(promise: rules.Promise) -> Row:
    return {"promised_at": promise.due_at, "due_at": promise.due_at, "late_after": promise.late_after}


def _reception(row: Row, owed: int, day: date) -> events.DossierReceived:
    return events.DossierReceived(
        object_id=row["id"],
        procedure_version=row["procedure_version_id"],
        process_version=row["process_version_id"],
        one_stop=row["one_stop_id"],
        agency=row["agency_id"],
        division=row["division_id"],
        channel=row["channel"],
        state=row["state"],
        promised_at=row["promised_at"],
        due_at=row["due_at"],
        late_after=row["late_after"],
        fee=row["fee"],
        owed=owed,
        rule_set=rules.rule_set(day).key,
    )


def _as_read(moment: datetime) -> datetime:
    """A moment as the verbs read it from the database; events write it with that zone."""
    return moment.astimezone(UTC)


def _advanced(held: Standing, number: int) -> Advanced:
    return Advanced(held.row["id"], number, held.task["id"])


def _document(kind: Decision.Kind, document: Document) -> Row:
    return {
        "d_kind": kind.value,
        "d_number": document.number,
        "d_signed_on": document.signed_on,
        "d_signer": document.signer,
    }


def _clock_after(held: Standing, paused_at: datetime, now: datetime) -> tuple[rules.Promise, Segment.Cause]:
    """As `completing._clock_after`: the whole limit anew, or what was left of it."""
    working = held.ground.working
    if rules.rule_set(day_of(paused_at)).after_completion is AfterCompletion.RECOUNT:
        limit = terms_of(held.ground.procedure_version_id).limit(*held.limit_asked)
        return rules.promise(limit, now, working), Segment.Cause.RECOUNT
    running = held.segments[-1]
    promised = rules.Promise(
        running["started_at"],
        running["amount"],
        AllowanceUnit(running["unit"]),
        running["basis"],
        held.row["due_at"],
        held.row["late_after"],
    )
    return rules.resumed(promised, paused_at, now, working), Segment.Cause.RESUMED
