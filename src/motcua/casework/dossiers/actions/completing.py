"""Asking the applicant for what is missing, once and in full, and going on when it has come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from motcua.casework.dossiers import events, rules
from motcua.casework.dossiers.actions import hands
from motcua.casework.dossiers.actions.hands import Held
from motcua.casework.dossiers.actions.receiving import HandedIn
from motcua.casework.dossiers.actions.stepping import Advanced
from motcua.casework.dossiers.models import Dossier, DossierPaper, Obligation, Pause, Remark, Segment, Task
from motcua.casework.dossiers.queries.terms import terms_of
from motcua.casework.dossiers.rules import AfterCompletion, Refusal
from motcua.casework.dossiers.states import State
from motcua.ground.kernel import idempotency, journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars import queries as calendars
from motcua.people.calendars.rules import AllowanceUnit, WorkingTime
from motcua.people.organisation.queries import day_of


@transaction.atomic
def request_completion(
    task_id: int, *, by: Actor, now: datetime, missing: str, key: str | None = None
) -> Advanced:
    """Ask the applicant for everything that is missing; the clock stands still until it has come.

    How often one may ask is the rule set's (decree 61/2018, art. 15.3: once).
    """
    held = hands.lock(task_id, by=by, permission="dossiers.request_completion")
    verb, body = events.CompletionRequested.verb, (task_id, missing)
    if earlier := hands.repeated(by, key, verb, body):
        return Advanced(earlier["dossier"], earlier["number"])
    hands.check_open(held, by)
    rule_set = rules.rule_set(day_of(now))
    kind = held.definition().step(held.element).kind
    if refusal := rules.can_ask_completion(kind, held.completion_requests, rule_set):
        raise Refused(refusal, times=held.completion_requests)
    text = rules.check_reason(missing)
    Pause.objects.create(
        dossier_id=held.dossier_id, cause=Pause.Cause.COMPLETION, basis="decree61.19", started_at=now
    )
    Obligation.objects.create(
        dossier_id=held.dossier_id, kind=Obligation.Kind.COMPLETION, opened_at=now, opened_number=held.number
    )
    Task.objects.filter(pk=held.task_id, officer__isnull=True).update(officer_id=by.officer_id)
    Dossier.objects.filter(pk=held.dossier_id).update(
        state=State.AWAITING_COMPLETION,
        completion_requests=held.completion_requests + 1,
        open_obligations=held.open_obligations + 1,
        events=held.number,
    )
    Remark.objects.create(
        dossier_id=held.dossier_id, number=held.number, kind=Remark.Kind.COMPLETION, body=text
    )
    event = events.CompletionRequested(
        object_id=held.dossier_id,
        task=held.task_id,
        officer=by.officer_id or 0,
        state=State.AWAITING_COMPLETION,
        rule_set=rule_set.key,
    )
    journal.record(event, by=by, at=now, content={"remark": [Remark.Kind.COMPLETION.value, text]})
    return _kept(held, by, key, verb, body)


@transaction.atomic
def receive_completion(
    task_id: int, *, by: Actor, now: datetime, papers: tuple[HandedIn, ...], key: str | None = None
) -> Advanced:
    """Take the missing papers at the counter; the clock is counted anew or goes on, as the rule set says."""
    held = hands.lock(task_id, by=by, permission="dossiers.receive_completion")
    verb, body = events.CompletionReceived.verb, (task_id, [_paper(paper) for paper in papers])
    if earlier := hands.repeated(by, key, verb, body):
        return Advanced(earlier["dossier"], earlier["number"])
    if held.ended_at is not None:
        raise Refused(Refusal.TASK_ENDED)
    if held.state != State.AWAITING_COMPLETION:
        raise Refused(Refusal.NOT_WAITING)
    pause = Pause.objects.get(dossier_id=held.dossier_id, ended_at__isnull=True)
    working = calendars.working_time_of(held.calendar_id, held.calendar_revision)
    promise, cause = _clock_after(held, pause, now, working)
    # The step keeps the working time that it had left; one that was already late stays due at once.
    left = max(working.between(pause.started_at, held.task_due_at), timedelta())
    task_due = working.add_work(now, left)
    _write_clock(held, pause, promise, cause, now)
    # The clock's row has been written, so no calendar changes any more; one that did while we waited for it, shows.
    if calendars.revision(held.calendar_id) != held.calendar_revision:
        raise Refused(Refusal.CALENDAR_IN_CHANGE)
    Task.objects.filter(pk=held.task_id).update(due_at=task_due)
    Obligation.objects.filter(
        dossier_id=held.dossier_id, kind=Obligation.Kind.COMPLETION, met_at__isnull=True
    ).update(met_at=now, met_number=held.number)
    _add_papers(held, papers)
    Dossier.objects.filter(pk=held.dossier_id).update(
        state=State.IN_PROGRESS,
        due_at=promise.due_at,
        promised_at=promise.due_at,
        late_after=promise.late_after,
        open_obligations=held.open_obligations - 1,
        events=held.number,
    )
    event = events.CompletionReceived(
        object_id=held.dossier_id,
        task=held.task_id,
        state=State.IN_PROGRESS,
        due_at=promise.due_at,
        late_after=promise.late_after,
        task_due_at=task_due,
        cause=cause.value,
    )
    journal.record(event, by=by, at=now, content={"papers": [_paper(paper) for paper in papers]})
    return _kept(held, by, key, verb, body)


def _clock_after(
    held: Held, pause: Pause, now: datetime, working: WorkingTime
) -> tuple[rules.Promise, Segment.Cause]:
    """The promise after completion: the whole limit anew, or what was left of it (decree 61/2018, art. 19.4)."""
    if (
        rules.rule_set(pause.started_at.astimezone(working.zone).date()).after_completion
        is AfterCompletion.RECOUNT
    ):
        limit = terms_of(held.procedure_version_id).limit(held.case, held.area, held.channel)
        counted = rules.promise(limit, now, working)
        return rules.not_before(counted, held.promised_at, held.late_after), Segment.Cause.RECOUNT
    running = Segment.objects.get(dossier_id=held.dossier_id, ended_at__isnull=True)
    promised = rules.Promise(
        running.started_at,
        running.amount,
        AllowanceUnit(running.unit),
        running.basis,
        held.due_at,
        held.late_after,
    )
    return rules.resumed(promised, pause.started_at, now, working), Segment.Cause.RESUMED


def _write_clock(
    held: Held, pause: Pause, promise: rules.Promise, cause: Segment.Cause, now: datetime
) -> None:
    Pause.objects.filter(pk=pause.pk).update(ended_at=now)
    running = Segment.objects.filter(dossier_id=held.dossier_id, ended_at__isnull=True)
    number = running.values_list("number", flat=True).get()
    running.update(ended_at=now)
    Segment.objects.create(
        dossier_id=held.dossier_id,
        number=number + 1,
        cause=cause,
        basis=promise.basis,
        started_at=now,
        amount=promise.amount,
        unit=promise.unit,
        due_at=promise.due_at,
    )


def _add_papers(held: Held, papers: tuple[HandedIn, ...]) -> None:
    last = (
        DossierPaper.objects.filter(dossier_id=held.dossier_id)
        .order_by("-ordinal")
        .values_list("ordinal", flat=True)
    )
    first = (last.first() or 0) + 1
    DossierPaper.objects.bulk_create(
        DossierPaper(
            dossier_id=held.dossier_id,
            number=held.number,
            ordinal=first + place,
            paper_id=paper.paper_id,
            name=paper.name,
            originals=paper.originals,
            copies=paper.copies,
        )
        for place, paper in enumerate(papers)
    )


def _paper(paper: HandedIn) -> list[Any]:
    return [paper.paper_id, paper.name, paper.originals, paper.copies]


def _kept(held: Held, by: Actor, key: str | None, verb: str, body: Any) -> Advanced:
    if key is not None and by.account_id is not None:
        idempotency.begin(by.account_id, key, verb, body)
        idempotency.finish(by.account_id, key, {"dossier": held.dossier_id, "number": held.number})
    return Advanced(held.dossier_id, held.number, held.task_id)
