"""What every verb of a step shares: the lock, the reading under it, the statement that writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from motcua.casework.dossiers import events, rules, sql
from motcua.casework.dossiers.models import Dossier, Obligation, Pause, Task
from motcua.casework.dossiers.states import State
from motcua.catalogue.processes import queries as processes
from motcua.catalogue.processes.rules import ActivateTask, Definition, Marking, Place, Step, StepKind, Token
from motcua.ground.access import policy
from motcua.ground.kernel import idempotency, journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.statements import run
from motcua.people.calendars import queries as calendars
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.queries import day_of


@dataclass(frozen=True, slots=True)
class Held:
    """A dossier and the task at hand, as they are under the lock."""

    dossier_id: int
    code: str
    state: int
    one_stop_id: int
    agency_id: int
    division_id: int
    procedure_version_id: int
    process_version_id: int
    case: str
    area: str
    channel: str
    received_at: datetime
    due_at: datetime
    late_after: datetime
    promised_at: datetime
    completion_requests: int
    open_obligations: int
    events: int
    finished_at: datetime | None
    calendar_id: int
    fee: int
    task_id: int
    element: str
    token: int
    scope: int
    iteration: int
    unit_id: int
    role: str
    officer_id: int | None
    started_at: datetime
    task_due_at: datetime
    ended_at: datetime | None
    calendar_revision: int

    @property
    def number(self) -> int:
        """The number of the event that is about to be written."""
        return self.events + 1

    def definition(self) -> Definition:
        """The process that this dossier started with."""
        return processes.definition(self.process_version_id)

    def marking(self) -> Marking:
        """Where the dossier's one token stands."""
        return Marking((Token(self.token, self.element, self.iteration, self.scope),))


def lock(task_id: int, *, by: Actor, permission: str) -> Held:
    """Lock a dossier by one of its tasks and check that the actor may do this to it.

    A stranger is told nothing: what is not his is not found. Raises Refused.
    """
    row = run(sql.LOCK_TASK, (task_id,))
    if row is None:
        raise Refused(KernelRefusal.NOT_FOUND)
    held = Held(*row)
    if not policy.allows(by, permission, held):
        if policy.allows(by, "dossiers.view", held):
            raise Refused(KernelRefusal.NOT_ALLOWED)
        raise Refused(KernelRefusal.NOT_FOUND)
    return held


def lock_dossier(dossier_id: int, *, by: Actor, permission: str) -> Dossier:
    """Lock a dossier as a whole, before any of its tasks, and check that the actor may do this to it.

    What is not the actor's is not found. Raises Refused.
    """
    dossier = Dossier.objects.select_for_update(of=("self",), no_key=True).filter(pk=dossier_id).first()
    if dossier is None or not policy.allows(by, "dossiers.view", dossier):
        raise Refused(KernelRefusal.NOT_FOUND)
    policy.check(by, permission, dossier)
    return dossier


def write(statement: str, parameters: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """Send the statement that writes; a key that stands for another request already is refused."""
    try:
        return run(statement, parameters)
    except IntegrityError as error:
        if constraint_of(error) == "a_request_is_done_once":
            raise Refused(KernelRefusal.KEY_REUSED) from error
        raise


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that was broken."""
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", ""))


def repeated(by: Actor, key: str | None, verb: str, body: Any) -> dict[str, Any] | None:
    """What this very request gave when it was made before."""
    if key is None or by.account_id is None:
        return None
    found = idempotency.earlier(by.account_id, key, verb, idempotency.body_hash(body))
    return dict(found) if found else None


def check_open(held: Held, by: Actor) -> None:
    """The task is still to be done, is nobody else's, and the dossier is not waiting for the applicant."""
    if held.ended_at is not None:
        raise Refused(rules.Refusal.TASK_ENDED)
    if held.officer_id is not None and held.officer_id != by.officer_id:
        raise Refused(rules.Refusal.TASK_OF_ANOTHER)
    if held.state == State.AWAITING_COMPLETION:
        raise Refused(rules.Refusal.WAITING)


def is_begun(held: Held, task: Task) -> bool:
    """Whether with this task somebody of the agency has begun, by the rule."""
    place = held.definition().step(task.element).place
    return rules.is_begun(place, is_taken=task.officer_id is not None, is_ended=task.ended_at is not None)


def let_go(held: Held, now: datetime, keep: tuple[Obligation.Kind, ...] = ()) -> None:
    """The clock stands still no longer, and what the dossier waited for is voided, not met."""
    Pause.objects.filter(dossier_id=held.dossier_id, ended_at__isnull=True).update(ended_at=now)
    owed = Obligation.objects.filter(dossier_id=held.dossier_id, met_at__isnull=True)
    voided = owed.exclude(kind__in=keep).update(met_at=now, met_number=held.number, voided=True)
    if voided:
        Dossier.objects.filter(pk=held.dossier_id).update(open_obligations=held.open_obligations - voided)


def hold_office(by: Actor, now: datetime) -> None:
    """For acts that decide: the appointment (and delegation) is read again FOR SHARE in this transaction.

    Ending one locks the same row, so once the end is confirmed nothing more is decided under it.
    """
    office = by.office
    if office is None or not organisation.hold_for_share(
        appointment_id=office.appointment_id, delegation_id=office.delegation_id, on=day_of(now)
    ):
        raise Refused(rules.Refusal.APPOINTMENT_ENDED)


def next_officer(held: Held, officer_id: int | None, now: datetime) -> int | None:
    """Who is to have the next task: the one who was named, if any.

    A step that gives out work gives it to a person when anybody is appointed to the next office; see the rule for what
    holds when none was named.
    """
    definition = held.definition()
    following = definition.next_step(held.element)
    gives_out = definition.step(held.element).kind is StepKind.ASSIGN
    if officer_id is not None or not gives_out or following is None:
        return officer_id
    unit = unit_of(following.place, held.one_stop_id, held.division_id, held.agency_id)
    appointed = organisation.officers_in(unit, following.role, day_of(now))
    return rules.given_to({one.officer_id for one in appointed})


def open_task(
    held: Held, step: Step, effect: ActivateTask, officer_id: int | None, now: datetime
) -> events.Opened:
    """The task that an effect of the stepper asks for: its unit by its place, its due time by its hours."""
    working = calendars.working_time_of(held.calendar_id, held.calendar_revision)
    return events.Opened(
        element=step.key,
        token=effect.token_id,
        scope=effect.parent_scope,
        iteration=effect.iteration,
        unit=unit_of(step.place, held.one_stop_id, held.division_id, held.agency_id),
        role=step.role,
        officer=officer_id,
        due_at=rules.step_due(step.hours, now, held.due_at, working),
    )


def unit_of(place: Place, one_stop: int, division: int, agency: int) -> int:
    """Which unit a step's place means for a dossier."""
    return {Place.ONE_STOP: one_stop, Place.DIVISION: division, Place.AGENCY: agency}[place]


NOTHING: dict[str, Any] = {
    "o_element": None,
    "o_token": None,
    "o_scope": None,
    "o_iteration": None,
    "o_unit": None,
    "o_role": None,
    "o_officer": None,
    "o_due": None,
    "finished_at": None,
    "returned_at": None,
    "r_kind": None,
    "r_body": None,
    "d_kind": None,
    "d_number": None,
    "d_signed_on": None,
    "d_signer": None,
    "d_basis": None,
    "h_name": None,
    "h_identity": None,
    "h_applicant": None,
    "key": None,
    "body_hash": None,
    "result": None,
    "content_hash": None,
}


def opened_columns(opened: events.Opened) -> dict[str, Any]:
    """A task that begins, as parameters of the statements."""
    return {
        "o_element": opened.element,
        "o_token": opened.token,
        "o_scope": opened.scope,
        "o_iteration": opened.iteration,
        "o_unit": opened.unit,
        "o_role": opened.role,
        "o_officer": opened.officer,
        "o_due": opened.due_at,
    }


def event_columns(event: journal.Event, *, by: Actor, at: datetime, content: Any) -> dict[str, Any]:
    """An event as parameters of the statements that write it themselves."""
    return journal.signature_of(by) | {
        "verb": event.verb,
        "data": json.dumps(event.data(), ensure_ascii=False),
        "content_hash": None if content is None else journal.content_hash(content),
        "at": at,
    }


def key_columns(by: Actor, key: str | None, body: Any, result: Mapping[str, Any]) -> dict[str, Any]:
    """The request's key with its result, as parameters; nothing without a key."""
    if key is None or by.account_id is None:
        return {}
    return {
        "key": idempotency.check_key(key),
        "body_hash": idempotency.body_hash(body),
        "result": json.dumps(dict(result)),
    }
