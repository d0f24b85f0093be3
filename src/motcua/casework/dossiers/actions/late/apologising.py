"""The apology (form 04): drafted by the system or an officer, issued once by a leader; the new date then holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from motcua.casework.dossiers import events, rules, sql
from motcua.casework.dossiers.actions import hands
from motcua.casework.dossiers.actions.late.lateness import keep_cause, locked_for, tell
from motcua.casework.dossiers.actions.telling import begun, kept
from motcua.casework.dossiers.models import Apology, Dossier, Remark, Segment, Task
from motcua.casework.dossiers.queries.late.lateness import open_task, suggested_date, time_of
from motcua.casework.dossiers.rules import Refusal
from motcua.casework.dossiers.states import RUNNING, State
from motcua.catalogue.processes import queries as processes
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.statements import run
from motcua.people.calendars import queries as calendars
from motcua.people.organisation.queries import day_of


@dataclass(frozen=True, slots=True)
class Said:
    """What an apology says: a cause of the list, the reason in words, and the day of the new appointment."""

    cause: str
    reason: str
    on: date


@transaction.atomic
def draft_apology(
    dossier_id: int, *, by: Actor, now: datetime, said: Said | None = None, key: str | None = None
) -> int:
    """Prepare an apology for a dossier that is late or will be; returns the number of the event.

    The system drafts without words, once, with the date that the steps still need; an officer adds or replaces cause,
    reason and date. Raises Refused CLOSED, WAITING, APOLOGISED, UNKNOWN_CAUSE, NO_REASON, NEW_DATE_DAY_OFF or
    NEW_DATE_NOT_LATER.
    """
    dossier = locked_for(dossier_id, by, "dossiers.draft_apology")
    if number := begun(by, key, events.ApologyDrafted.verb, _body(dossier_id, said)):
        return number
    known = Apology.objects.filter(dossier_id=dossier_id).first()
    if known is not None and known.issued_at is None and said is None:
        return known.number
    _check_may_apologise(dossier, known)
    working, used = time_of(dossier, now)
    cause, reason = _checked(said) if said else ("", "")
    on = said.on if said else suggested_date(dossier, used, now, working)
    guilty = used.guilty
    event = events.ApologyDrafted(
        object_id=dossier_id,
        lateness_cause=cause,
        element=guilty.element if guilty else "",
        at_unit=guilty.unit_id if guilty else None,
        before=dossier.due_at,
        proposed_at=rules.appointment(on, dossier.due_at, now, working),
    )
    number = tell(dossier, event, by=by, now=now, kind=Remark.Kind.APOLOGY, words=reason)
    _keep_draft(event, number, by=by, now=now)
    return kept(by, key, number)


@transaction.atomic
def issue_apology(dossier_id: int, *, by: Actor, now: datetime, said: Said, key: str | None = None) -> int:
    """Sign the apology: the applicant gets a reason and one new date, which the one-stop has from now on.

    Being late stays judged by the first promise. Returns the number of the event. Raises Refused as drafting does,
    and APPOINTMENT_ENDED or CALENDAR_IN_CHANGE.
    """
    dossier = locked_for(dossier_id, by, "dossiers.issue_apology")
    if number := begun(by, key, events.ApologyIssued.verb, _body(dossier_id, said)):
        return number
    hands.hold_office(by, now)
    _check_may_apologise(dossier, Apology.objects.filter(dossier_id=dossier_id).first())
    working, used = time_of(dossier, now)
    cause, reason = _checked(said)
    due_at = rules.appointment(said.on, dossier.due_at, now, working)
    promise = rules.appointed(due_at, dossier.late_after, now, working)
    bound = _task_bound_to(dossier)
    _write_clock(dossier, promise, bound, now)
    guilty = used.guilty
    year = day_of(now).year
    event = events.ApologyIssued(
        object_id=dossier_id,
        lateness_cause=cause,
        element=guilty.element if guilty else "",
        at_unit=guilty.unit_id if guilty else None,
        before=dossier.due_at,
        due_at=due_at,
        late_after=dossier.late_after,
        year=year,
        sequence=_sequence(dossier.agency_id, year),
        task=bound,
        task_due_at=due_at if bound else None,
    )
    number = tell(dossier, event, by=by, now=now, kind=Remark.Kind.APOLOGY, words=reason)
    _keep_issued(dossier, event, number, by=by, now=now)
    keep_cause(dossier_id, cause, number, by=by, now=now)
    return kept(by, key, number)


def _body(dossier_id: int, said: Said | None) -> tuple[object, ...]:
    return (dossier_id, said.cause, said.reason, said.on) if said else (dossier_id,)


def _checked(said: Said) -> tuple[str, str]:
    cause, _words = rules.check_cause(said.cause, said.reason)
    return cause.value, rules.check_reason(said.reason)


def _check_may_apologise(dossier: Dossier, known: Apology | None) -> None:
    if known is not None and known.issued_at is not None:
        raise Refused(Refusal.APOLOGISED)
    if dossier.state == State.AWAITING_COMPLETION:
        raise Refused(Refusal.WAITING)
    if dossier.state not in RUNNING:
        raise Refused(Refusal.CLOSED)


def _task_bound_to(dossier: Dossier) -> int | None:
    """The open task when it has no hours of its own: it is due with the dossier, so its date moves too."""
    task = open_task(dossier.pk)
    step = processes.definition(dossier.process_version_id).step(task.element)
    return task.pk if step.hours is None else None


def _write_clock(dossier: Dossier, promise: rules.Promise, bound: int | None, now: datetime) -> None:
    running = Segment.objects.filter(dossier_id=dossier.pk, ended_at__isnull=True)
    number = running.values_list("number", flat=True).get()
    running.update(ended_at=now)
    # The clock's row has been written, so no calendar changes any more; one that did while we waited for it, shows.
    if calendars.revision(dossier.calendar_id) != dossier.calendar.revision:
        raise Refused(Refusal.CALENDAR_IN_CHANGE)
    Segment.objects.create(
        dossier_id=dossier.pk,
        number=number + 1,
        cause=Segment.Cause.APOLOGY,
        basis=promise.basis,
        started_at=now,
        amount=promise.amount,
        unit=promise.unit,
        due_at=promise.due_at,
    )
    if bound is not None:
        Task.objects.filter(pk=bound).update(due_at=promise.due_at)
    Dossier.objects.filter(pk=dossier.pk).update(due_at=promise.due_at, promised_at=promise.due_at)


def _sequence(agency_id: int, year: int) -> int:
    row = run(sql.NOTICE_NUMBER, {"one_stop": agency_id, "year": year})
    assert row is not None
    return int(row[0])


def _keep_draft(event: events.ApologyDrafted, number: int, *, by: Actor, now: datetime) -> None:
    Apology.objects.update_or_create(
        dossier_id=event.object_id,
        defaults={
            "number": number,
            "cause": event.lateness_cause,
            "element": event.element,
            "unit_id": event.at_unit,
            "promised_at": event.before,
            "proposed_at": event.proposed_at,
            "drafted_at": now,
            "drafted_by_id": by.officer_id,
        },
    )


def _keep_issued(
    dossier: Dossier, event: events.ApologyIssued, number: int, *, by: Actor, now: datetime
) -> None:
    issued = {
        "number": number,
        "cause": event.lateness_cause,
        "element": event.element,
        "unit_id": event.at_unit,
        "promised_at": event.before,
        "proposed_at": event.due_at,
        "issued_at": now,
        "issued_by_id": by.officer_id,
        "agency_id": dossier.agency_id,
        "year": event.year,
        "sequence": event.sequence,
    }
    drafted = {"drafted_at": now, "drafted_by_id": by.officer_id}
    Apology.objects.update_or_create(dossier_id=dossier.pk, defaults=issued, create_defaults=issued | drafted)
