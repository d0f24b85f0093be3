"""At the counter: receiving a dossier, or giving the notice with which a person leaves without a receipt."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from motcua.casework.dossiers import events, rules, sql
from motcua.casework.dossiers.actions import hands
from motcua.casework.dossiers.actions.applicants import Applicant, Known, details_of, party_columns
from motcua.casework.dossiers.models import CounterNotice, ReturnMethod
from motcua.casework.dossiers.queries.terms import Terms, terms_of
from motcua.casework.dossiers.rules import Refusal
from motcua.casework.dossiers.states import State
from motcua.catalogue.procedures.models import Channel
from motcua.catalogue.processes import queries as processes
from motcua.catalogue.processes.rules import ActivateTask
from motcua.ground.access import policy
from motcua.ground.kernel import idempotency, journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.statements import run
from motcua.people.calendars import queries as calendars
from motcua.people.calendars.rules import WorkingTime
from motcua.people.organisation.queries import day_of

ATTACHMENTS_AT_ONCE = 50
# Of so many counters that write down the same person at once one wins each round.
TRIES = 20


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A paper that was handed in; `paper_id` is None for one that the list does not name."""

    paper_id: int | None
    name: str
    originals: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file already stored by the hash of its content; `paper` is the place of its paper in the list, if any."""

    digest: str
    name: str
    media_type: str
    size: int
    paper: int | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """What the counter hands over: who, what, with which papers, how."""

    procedure_id: int
    applicant: Applicant
    papers: tuple[HandedIn, ...] = ()
    files: tuple[StoredFile, ...] = ()
    channel: str = Channel.COUNTER.value
    case: str = ""
    area: str = ""
    return_method: str = ReturnMethod.COUNTER.value
    summary: str = ""
    sets: int = 1
    fee_paid: bool = True

    def body(self) -> dict[str, Any]:
        """All of it in plain values: what an idempotency key stands for, and what the event's hash covers."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Received:
    """A reception: the dossier, its code, and the task that began."""

    dossier_id: int
    code: str
    task_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Ground:
    """What holds at this counter on this day, and what is known of the applicant."""

    procedure_version_id: int
    agency_id: int
    division_id: int
    unit_code: str
    process_version_id: int | None
    calendar_id: int
    calendar_revision: int
    known: Known


def receive(intake: Intake, *, by: Actor, now: datetime, key: str | None = None) -> Received:
    """Receive a dossier at the counter of the actor's one-stop: it gets its code, its promise and its first task.

    Raises Refused: not offered here, no process, no time limit for the case, no such case or none named, not
    filed or returned so, no name, papers missing, key reused.
    """
    policy.check(by, "dossiers.receive")
    check(intake)
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                return _receive(intake, by=by, now=now, key=key)
        except _CalendarChanged:
            continue
        except IntegrityError as error:
            constraint = hands.constraint_of(error)
            if constraint == "a_request_is_done_once" and (found := _earlier(by, key, intake)):
                return found
            # Another counter has just written down the same person: read again and build on that.
            if constraint != "a_party_numbers_its_versions" or attempt == TRIES:
                raise
    raise Refused(Refusal.CALENDAR_IN_CHANGE)


class _CalendarChanged(Exception):
    """The calendar by which a promise was counted is another one by now."""


def _earlier(by: Actor, key: str | None, intake: Intake) -> Received | None:
    found = hands.repeated(by, key, events.DossierReceived.verb, intake.body())
    return Received(found["dossier"], found["code"]) if found else None


def check(intake: Intake) -> None:
    """What can be seen before anything is read; raises Refused NO_NAME, FILE_TOO_MANY."""
    if not intake.applicant.name.strip():
        raise Refused(Refusal.NO_NAME)
    if len(intake.files) > ATTACHMENTS_AT_ONCE:
        raise Refused(Refusal.FILE_TOO_MANY, limit=ATTACHMENTS_AT_ONCE)


def _receive(intake: Intake, *, by: Actor, now: datetime, key: str | None) -> Received:
    ground = _ground(intake, by=by, now=now)
    if ground.process_version_id is None:
        raise Refused(Refusal.NO_PROCESS)
    terms = terms_of(ground.procedure_version_id)
    # A case that is not published, or none where one must be named, would ask for none of the papers of any.
    terms.check(intake.case, intake.area)
    terms.ways.check(intake.channel, intake.return_method)
    check_papers(intake, terms)
    fee = terms.fee(intake.case, intake.area, intake.channel)
    working = calendars.working_time_of(ground.calendar_id, ground.calendar_revision)
    promise = rules.promise(terms.limit(intake.case, intake.area, intake.channel), now, working)
    office = by.office
    assert office is not None
    event = events.DossierReceived(
        object_id=0,
        procedure_version=ground.procedure_version_id,
        process_version=ground.process_version_id,
        one_stop=office.unit_id,
        agency=ground.agency_id,
        division=ground.division_id,
        channel=intake.channel,
        state=State.RECEIVED.value,
        promised_at=promise.due_at,
        due_at=promise.due_at,
        late_after=promise.late_after,
        fee=fee,
        owed=0 if intake.fee_paid else fee,
        rule_set=rules.rule_set(day_of(now)).key,
    )
    row = run(
        sql.RECEIVE,
        party_columns(intake.applicant, ground.known)
        | _dossier_columns(intake, ground, promise, fee, office.unit_id, now)
        | _paper_columns(intake)
        | _first_steps(ground, office.unit_id, promise, now, working)
        | {"key": None, "body_hash": None}
        | hands.event_columns(event, by=by, at=now, content=content_of(intake))
        | hands.key_columns(by, key, intake.body(), {}),
    )
    if row is None:
        raise _CalendarChanged
    return Received(row[0], row[1], row[2])


def _first_steps(
    ground: _Ground, one_stop_id: int, promise: rules.Promise, now: datetime, working: WorkingTime
) -> dict[str, Any]:
    """The columns of the step of receiving, which is done with the reception, and of the task that it opens."""
    assert ground.process_version_id is not None
    definition = processes.definition(ground.process_version_id)
    marking, _effects = definition.start()
    first = marking.tokens[0]
    _marking, effects = definition.complete(marking, first.id)
    activation = next(effect for effect in effects if isinstance(effect, ActivateTask))
    step = definition.step(activation.element)
    unit = hands.unit_of(step.place, one_stop_id, ground.division_id, ground.agency_id)
    due = rules.step_due(step.hours, now, promise.due_at, working)
    opened = events.Opened(
        step.key,
        activation.token_id,
        activation.parent_scope,
        activation.iteration,
        unit,
        step.role,
        None,
        due,
    )
    return hands.opened_columns(opened) | {
        "f_element": first.element,
        "f_token": first.id,
        "f_scope": first.scope,
        "f_role": definition.step(first.element).role,
        "opened": json.dumps(opened.data()),
    }


def _ground(intake: Intake, *, by: Actor, now: datetime) -> _Ground:
    row = run(
        sql.RECEPTION,
        {
            "procedure": intake.procedure_id,
            "one_stop": by.unit_id,
            "day": day_of(now),
            "identity": intake.applicant.identity_number,
        },
    )
    if row is None:
        raise Refused(Refusal.NOT_OFFERED)
    return _Ground(*(*row[:7], Known(*row[7:])))


def check_papers(intake: Intake, terms: Terms) -> None:
    """Every required paper of the case is there, and none that the list does not have; raises Refused."""
    known = {paper.id for paper in terms.papers}
    given = {paper.paper_id for paper in intake.papers if paper.originals or paper.copies}
    if not {paper.paper_id for paper in intake.papers if paper.paper_id is not None} <= known:
        raise Refused(Refusal.UNKNOWN_PAPER)
    missing = [p for p in terms.papers if p.is_required and p.fits(intake.case) and p.id not in given]
    if missing:
        raise Refused(Refusal.PAPERS_MISSING, count=len(missing))


def _dossier_columns(
    intake: Intake, ground: _Ground, promise: rules.Promise, fee: int, one_stop_id: int, now: datetime
) -> dict[str, Any]:
    return {
        "prefix": rules.code_prefix(ground.unit_code, day_of(now)),
        "day": day_of(now),
        "procedure": intake.procedure_id,
        "procedure_version": ground.procedure_version_id,
        "process_version": ground.process_version_id,
        "one_stop": one_stop_id,
        "agency": ground.agency_id,
        "division": ground.division_id,
        "calendar": ground.calendar_id,
        "calendar_revision": ground.calendar_revision,
        "channel": intake.channel,
        "case": intake.case,
        "area": intake.area,
        "return_method": intake.return_method,
        "sets": intake.sets,
        "summary": intake.summary,
        "fee": fee,
        "owes": fee > 0 and not intake.fee_paid,
        "state": State.RECEIVED.value,
        "due_at": promise.due_at,
        "late_after": promise.late_after,
        "basis": promise.basis,
        "amount": promise.amount,
        "amount_unit": promise.unit.value,
    }


def _paper_columns(intake: Intake) -> dict[str, Any]:
    papers = [paper for paper in intake.papers if paper.originals or paper.copies]
    return {
        "k_ordinals": list(range(1, len(papers) + 1)),
        "k_papers": [paper.paper_id for paper in papers],
        "k_names": [paper.name for paper in papers],
        "k_originals": [paper.originals for paper in papers],
        "k_copies": [paper.copies for paper in papers],
        "a_ordinals": [file.paper for file in intake.files],
        "a_digests": [file.digest for file in intake.files],
        "a_names": [file.name for file in intake.files],
        "a_types": [file.media_type for file in intake.files],
        "a_sizes": [file.size for file in intake.files],
    }


def content_of(intake: Intake) -> dict[str, Any]:
    """What a reception says in words and names, as its keyed hash covers it."""
    return {
        "applicant": [intake.applicant.identity_number, *details_of(intake.applicant)],
        "summary": intake.summary,
        "asked": [intake.case, intake.area, intake.return_method, intake.sets],
        "papers": [
            [p.paper_id, p.name, p.originals, p.copies] for p in intake.papers if p.originals or p.copies
        ],
        "files": [[f.digest, f.name, f.media_type, f.size] for f in intake.files],
    }


@dataclass(frozen=True, slots=True)
class Notice:
    """What is given at the counter instead of a receipt: a list to complete (form 02) or a rejection (form 03)."""

    kind: str
    procedure_id: int
    applicant: Applicant
    body: str


@transaction.atomic
def give_notice(notice: Notice, *, by: Actor, now: datetime, key: str | None = None) -> CounterNotice:
    """Write down why a person left the counter without a receipt, numbered by one-stop and year."""
    policy.check(by, "dossiers.give_notice")
    office = by.office
    assert office is not None
    if not notice.applicant.name.strip():
        raise Refused(Refusal.NO_NAME)
    body = rules.check_reason(notice.body)
    if key and by.account_id:
        found = idempotency.begin(by.account_id, key, events.NoticeGiven.verb, asdict(notice))
        if found:
            return CounterNotice.objects.get(pk=found["notice"])
    intake = Intake(procedure_id=notice.procedure_id, applicant=notice.applicant)
    ground = _ground(intake, by=by, now=now)
    row = run(sql.PARTY, party_columns(notice.applicant, ground.known) | {"at": now})
    assert row is not None
    counted = run(sql.NOTICE_NUMBER, {"one_stop": office.unit_id, "year": day_of(now).year})
    assert counted is not None
    given = CounterNotice.objects.create(
        kind=notice.kind,
        one_stop_id=office.unit_id,
        procedure_version_id=ground.procedure_version_id,
        party_version_id=row[0],
        year=day_of(now).year,
        sequence=counted[0],
        body=body,
        at=now,
        by_id=office.officer_id,
    )
    event = events.NoticeGiven(
        object_id=given.pk,
        kind=notice.kind,
        one_stop=office.unit_id,
        procedure_version=ground.procedure_version_id,
    )
    journal.record(
        event, by=by, at=now, content={"body": body, "applicant": list(details_of(notice.applicant))}
    )
    if key and by.account_id:
        idempotency.finish(by.account_id, key, {"notice": given.pk})
    return given
