"""From hand to hand: taking, passing on, approving, finishing, returning, sending back, rejecting, reassigning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from motcua.casework.dossiers import events, rules, sql
from motcua.casework.dossiers.actions import hands
from motcua.casework.dossiers.actions.hands import Held
from motcua.casework.dossiers.actions.late import lateness
from motcua.casework.dossiers.models import Decision, Obligation, Remark, Task
from motcua.casework.dossiers.queries.late.lateness import used_time
from motcua.casework.dossiers.queries.waiting import owed
from motcua.casework.dossiers.rules import Refusal, StepVerb
from motcua.casework.dossiers.states import State
from motcua.catalogue.processes.rules import ActivateTask, StepKind
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.queries import day_of

# These ends are judged late or in time; who voids or withdraws has not been kept waiting.
JUDGED = (State.FINISHED, State.STOPPED)


@dataclass(frozen=True, slots=True)
class Advanced:
    """What became of a step: the dossier, the number of the event, and the task that began, if one did."""

    dossier_id: int
    number: int
    task_id: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A signed document: its number, the day it was signed, and who signed it."""

    number: str
    signed_on: date
    signer: str


@transaction.atomic
def forward(
    task_id: int,
    *,
    by: Actor,
    now: datetime,
    officer_id: int | None = None,
    remark: str = "",
    key: str | None = None,
) -> Advanced:
    """Pass the dossier on to the next step, to a person when one is named.

    Work that is given out goes to a person when anybody holds the next office.
    """
    body = (task_id, officer_id, remark)
    held = hands.lock(task_id, by=by, permission="dossiers.forward")
    if earlier := _repeated(held, by, key, events.TaskForwarded.verb, body):
        return earlier
    hands.check_open(held, by)
    _check_verb(held, StepVerb.FORWARD)
    said = _remark(Remark.Kind.FORWARD, remark)
    to = hands.next_officer(held, officer_id, now)
    return _advance(held, events.TaskForwarded, by=by, now=now, officer_id=to, extra=said, key=key, body=body)


@transaction.atomic
def approve(task_id: int, *, by: Actor, now: datetime, remark: str = "", key: str | None = None) -> Advanced:
    """Approve what was prepared: the leader signs."""
    body = (task_id, remark)
    held = hands.lock(task_id, by=by, permission="dossiers.approve")
    if earlier := _repeated(held, by, key, events.TaskApproved.verb, body):
        return earlier
    hands.hold_office(by, now)
    hands.check_open(held, by)
    _check_verb(held, StepVerb.APPROVE)
    if held.open_obligations:
        owed.check_no_answer_awaited(owed.open_of(held.dossier_id))
    said = _remark(Remark.Kind.FORWARD, remark)
    return _advance(held, events.TaskApproved, by=by, now=now, extra=said, key=key, body=body)


@transaction.atomic
def finish(task_id: int, *, by: Actor, now: datetime, document: Document, key: str | None = None) -> Advanced:
    """Record the result, by number, date and signer; the agency's clock ends and the counter may return it."""
    body = (task_id, document.number, document.signed_on, document.signer)
    held = hands.lock(task_id, by=by, permission="dossiers.finish")
    if earlier := _repeated(held, by, key, events.DossierFinished.verb, body):
        return earlier
    hands.hold_office(by, now)
    hands.check_open(held, by)
    _check_verb(held, StepVerb.FINISH)
    if held.open_obligations:
        owed.check_no_answer_awaited(owed.open_of(held.dossier_id))
    extra = document_columns(Decision.Kind.RESULT, document, now) | {"finished_at": now}
    return _advance(
        held, events.DossierFinished, by=by, now=now, state=State.FINISHED, extra=extra, key=key, body=body
    )


@transaction.atomic
def return_result(
    task_id: int,
    *,
    by: Actor,
    now: datetime,
    collected_by: str,
    identity_number: str = "",
    is_applicant: bool = True,
    key: str | None = None,
) -> Advanced:
    """Hand the result to the one who came for it; the dossier's road ends."""
    body = (task_id, collected_by, identity_number, is_applicant)
    held = hands.lock(task_id, by=by, permission="dossiers.return_result")
    if earlier := _repeated(held, by, key, events.ResultReturned.verb, body):
        return earlier
    hands.check_open(held, by)
    _check_verb(held, StepVerb.RETURN)
    if not collected_by.strip():
        raise Refused(Refusal.NO_COLLECTOR)
    if held.open_obligations:
        owed.check_nothing_open(owed.open_of(held.dossier_id))
    extra = {
        "h_name": collected_by.strip(),
        "h_identity": identity_number.strip(),
        "h_applicant": is_applicant,
        "returned_at": now,
    }
    return _advance(
        held, events.ResultReturned, by=by, now=now, state=State.RETURNED, extra=extra, key=key, body=body
    )


@transaction.atomic
def reject(
    task_id: int, *, by: Actor, now: datetime, reason: str, document: Document, key: str | None = None
) -> Advanced:
    """Refuse what was asked, with a reason and a signed document; the applicant fetches it at the counter."""
    body = (task_id, reason, document.number, document.signed_on, document.signer)
    held = hands.lock(task_id, by=by, permission="dossiers.reject")
    if earlier := _repeated(held, by, key, events.DossierRejected.verb, body):
        return earlier
    hands.hold_office(by, now)
    hands.check_open(held, by)
    if held.definition().step(held.element).kind is not StepKind.SIGN:
        raise Refused(Refusal.WRONG_STEP)
    extra = (
        document_columns(Decision.Kind.REJECTION, document, now)
        | {"r_kind": Remark.Kind.REJECTION, "r_body": rules.check_reason(reason)}
        | {"finished_at": now}
    )
    if held.open_obligations:
        # What was still to come need not come any more; a fee stays owed.
        hands.let_go(held, now, keep=(Obligation.Kind.FEE,))
    definition = held.definition()
    _marking, effects = definition.go_to(held.marking(), held.token, rules.returning_step(definition).key)
    return write(
        held,
        events.DossierRejected,
        outcome=Task.Outcome.REJECTED,
        state=State.STOPPED,
        effect=activation(effects),
        by=by,
        now=now,
        extra=extra,
        key=key,
        body=body,
    )


@transaction.atomic
def send_back(
    task_id: int, *, by: Actor, now: datetime, element: str, reason: str, key: str | None = None
) -> Advanced:
    """Send the dossier back to an earlier step, with a reason; it goes to the officer who did that step."""
    body = (task_id, element, reason)
    held = hands.lock(task_id, by=by, permission="dossiers.send_back")
    if earlier := _repeated(held, by, key, events.TaskSentBack.verb, body):
        return earlier
    hands.check_open(held, by)
    definition = held.definition()
    if held.finished_at is not None:
        raise Refused(Refusal.WRONG_STEP)
    if element not in {step.key for step in rules.earlier_steps(definition, held.element)}:
        raise Refused(Refusal.NOT_EARLIER)
    extra = {"r_kind": Remark.Kind.SEND_BACK, "r_body": rules.check_reason(reason)}
    _marking, effects = definition.send_back(held.marking(), held.token, element)
    return write(
        held,
        events.TaskSentBack,
        outcome=Task.Outcome.SENT_BACK,
        state=State.IN_PROGRESS,
        effect=activation(effects),
        officer_id=_who_did(held, element, now),
        by=by,
        now=now,
        extra=extra,
        key=key,
        body=body,
    )


@transaction.atomic
def take(task_id: int, *, by: Actor, now: datetime, key: str | None = None) -> Advanced:
    """Take a task of the unit into one's own hands; taking it again changes nothing."""
    held = hands.lock(task_id, by=by, permission="dossiers.take")
    if held.ended_at is None and held.officer_id is not None and held.officer_id == by.officer_id:
        return Advanced(held.dossier_id, held.events)
    hands.check_open(held, by)
    state = State.IN_PROGRESS if held.state == State.RECEIVED else State(held.state)
    officer_id = by.officer_id or 0
    event = events.TaskTaken(object_id=held.dossier_id, task=held.task_id, officer=officer_id, state=state)
    return _hand_to(held, event, officer_id=officer_id, state=state, by=by, now=now, extra={}, key=key)


@transaction.atomic
def reassign(
    task_id: int, *, by: Actor, now: datetime, officer_id: int, reason: str, key: str | None = None
) -> Advanced:
    """Give a task to another officer of the same office, with a reason."""
    held = hands.lock(task_id, by=by, permission="dossiers.reassign")
    if earlier := _earlier(by, key, events.TaskReassigned.verb, (task_id, officer_id, reason)):
        return earlier
    if held.ended_at is not None:
        raise Refused(Refusal.TASK_ENDED)
    if held.officer_id == officer_id:
        raise Refused(Refusal.SAME_OFFICER)
    _check_officer(officer_id, held.unit_id, held.role, now)
    event = events.TaskReassigned(
        object_id=held.dossier_id, task=held.task_id, officer=officer_id, before=held.officer_id
    )
    extra = {"r_kind": Remark.Kind.REASSIGN, "r_body": rules.check_reason(reason)}
    extra |= hands.key_columns(
        by, key, (task_id, officer_id, reason), {"dossier": held.dossier_id, "number": held.number}
    )
    return _hand_to(
        held, event, officer_id=officer_id, state=State(held.state), by=by, now=now, extra=extra, key=None
    )


# --- shared ------------------------------------------------------------------------------------------------------


def _repeated(held: Held, by: Actor, key: str | None, verb: str, body: Any) -> Advanced | None:
    """What this request gave when it was made before: then its task has ended, so an open one needs no asking."""
    return None if held.ended_at is None else _earlier(by, key, verb, body)


def _earlier(by: Actor, key: str | None, verb: str, body: Any) -> Advanced | None:
    found = hands.repeated(by, key, verb, body)
    return Advanced(found["dossier"], found["number"]) if found else None


def _check_verb(held: Held, verb: StepVerb) -> None:
    if rules.verb_of(held.definition(), held.element) is not verb:
        raise Refused(Refusal.WRONG_STEP)


def _check_officer(officer_id: int, unit_id: int, role: str, now: datetime) -> None:
    if not organisation.holds_office(officer_id, unit_id, role, day_of(now)):
        raise Refused(Refusal.NOT_IN_THAT_OFFICE)


def _remark(kind: Remark.Kind, body: str) -> dict[str, Any]:
    return {"r_kind": kind.value, "r_body": body.strip()} if body.strip() else {}


def document_columns(kind: Decision.Kind, document: Document, now: datetime) -> dict[str, Any]:
    """A signed document as parameters of the statement; raises Refused(NO_DOCUMENT, SIGNED_LATER)."""
    if not document.number.strip() or not document.signer.strip():
        raise Refused(Refusal.NO_DOCUMENT)
    if document.signed_on > day_of(now):
        raise Refused(Refusal.SIGNED_LATER)
    return {
        "d_kind": kind.value,
        "d_number": document.number.strip(),
        "d_signed_on": document.signed_on,
        "d_signer": document.signer.strip(),
    }


def activation(effects: tuple[Any, ...]) -> ActivateTask | None:
    """The task that the stepper asks for, if it does."""
    return next((effect for effect in effects if isinstance(effect, ActivateTask)), None)


def _who_did(held: Held, element: str, now: datetime) -> int | None:
    """The officer who last did that step, when he is still in that office."""
    done = Task.objects.filter(dossier_id=held.dossier_id, element=element, ended_at__isnull=False).order_by(
        "-id"
    )
    last = done.values_list("ended_by_id", "unit_id", "role").first()
    if (
        last is None
        or last[0] is None
        or not organisation.holds_office(last[0], last[1], last[2], day_of(now))
    ):
        return None
    return int(last[0])


def _advance(
    held: Held,
    event: type[events.StepEvent],
    *,
    by: Actor,
    now: datetime,
    state: State = State.IN_PROGRESS,
    officer_id: int | None = None,
    extra: dict[str, Any],
    key: str | None,
    body: Any,
) -> Advanced:
    _marking, effects = held.definition().complete(held.marking(), held.token)
    return write(
        held,
        event,
        outcome=Task.Outcome.DONE,
        state=state,
        effect=activation(effects),
        officer_id=officer_id,
        by=by,
        now=now,
        extra=extra,
        key=key,
        body=body,
    )


def write(
    held: Held,
    event: type[events.StepEvent],
    *,
    outcome: Task.Outcome,
    state: State,
    effect: ActivateTask | None,
    by: Actor,
    now: datetime,
    extra: dict[str, Any],
    key: str | None,
    body: Any,
    officer_id: int | None = None,
) -> Advanced:
    """End the task, begin the next, tell the event: one statement."""
    opened = None
    if effect is not None:
        step = held.definition().step(effect.element)
        opened = hands.open_task(held, step, effect, officer_id, now)
        if officer_id is not None:
            _check_officer(officer_id, opened.unit, opened.role, now)
    late = _guilt(held, now) if state in JUDGED and now > held.late_after else None
    told = event(
        object_id=held.dossier_id,
        ended=held.task_id,
        outcome=outcome.value,
        state=state.value,
        opened=opened,
        late=late,
    )
    parameters = (
        hands.NOTHING
        | {"task": held.task_id, "dossier": held.dossier_id, "number": held.number}
        | {"outcome": outcome.value, "state": state.value}
        | (hands.opened_columns(opened) if opened else {})
        | hands.event_columns(told, by=by, at=now, content=content_of(extra))
        | hands.key_columns(by, key, body, {"dossier": held.dossier_id, "number": held.number})
        | extra
    )
    row = hands.write(sql.ADVANCE, parameters)
    if late is not None:
        lateness.keep(held.dossier_id, late)
    return Advanced(held.dossier_id, held.number, row[0] if row else None)


def _guilt(held: Held, now: datetime) -> events.Guilt:
    """Which step made a dossier late that ends now, as its tasks say at last."""
    used = used_time(
        held.dossier_id,
        process_version_id=held.process_version_id,
        calendar_id=held.calendar_id,
        revision=held.calendar_revision,
        until=now,
    )
    return used.guilt(held.late_after)


def _hand_to(
    held: Held,
    event: events.TaskTaken | events.TaskReassigned,
    *,
    officer_id: int,
    state: State,
    by: Actor,
    now: datetime,
    extra: dict[str, Any],
    key: str | None,
) -> Advanced:
    parameters = (
        hands.NOTHING
        | {"task": held.task_id, "dossier": held.dossier_id, "number": held.number}
        | {"officer": officer_id, "state": state.value}
        | hands.event_columns(event, by=by, at=now, content=content_of(extra))
        | hands.key_columns(by, key, held.task_id, {"dossier": held.dossier_id, "number": held.number})
        | extra
    )
    hands.write(sql.TAKE, parameters)
    return Advanced(held.dossier_id, held.number, held.task_id)


def content_of(columns: Mapping[str, Any]) -> dict[str, Any] | None:
    """What an event says in words and names, as its keyed hash covers it; None when it says nothing."""
    parts: dict[str, Any] = {}
    if columns.get("r_body"):
        parts["remark"] = [str(columns["r_kind"]), columns["r_body"]]
    if columns.get("d_number"):
        parts["decision"] = [
            columns["d_kind"],
            columns["d_number"],
            columns["d_signed_on"],
            columns["d_signer"],
            *([columns["d_basis"]] if columns.get("d_basis") else []),
        ]
    if columns.get("h_name"):
        parts["handover"] = [columns["h_name"], columns["h_identity"], columns["h_applicant"]]
    return parts or None
