"""Putting a reception right before the agency has begun with it; what it said before is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from motcua.casework.dossiers import events, rules, sql
from motcua.casework.dossiers.actions import hands
from motcua.casework.dossiers.actions.applicants import Applicant, Known, party_columns
from motcua.casework.dossiers.actions.hands import Held
from motcua.casework.dossiers.actions.receiving import (
    TRIES,
    HandedIn,
    Intake,
    check,
    check_papers,
    content_of,
)
from motcua.casework.dossiers.actions.stepping import Advanced
from motcua.casework.dossiers.models import (
    Attachment,
    Correction,
    Dossier,
    DossierPaper,
    Obligation,
    Segment,
    Task,
)
from motcua.casework.dossiers.queries import finding
from motcua.casework.dossiers.queries.terms import terms_of
from motcua.casework.dossiers.rules import Promise, Refusal
from motcua.casework.dossiers.states import CLOSED, OPEN
from motcua.ground.kernel import idempotency, journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.statements import run
from motcua.people.calendars import queries as calendars
from motcua.people.parties.models import PartyVersion

VERB = events.DossierCorrected.verb
# What of an intake stands in the dossier's own columns.
PLAIN = ("channel", "case", "area", "return_method", "sets", "summary")


def correct(dossier_id: int, intake: Intake, *, by: Actor, now: datetime, key: str | None = None) -> Advanced:
    """Put right what a reception wrote down, before hand-over: who, what, with which papers, how.

    The procedure stays. With another case, area or channel the promise is counted anew from the moment of reception,
    and a new receipt is given: its date may then be an earlier one. Files are added, none is taken away.
    Raises Refused.
    """
    check(intake)
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                return _correct(dossier_id, intake, by=by, now=now, key=key)
        except IntegrityError as error:
            # Another counter has just written down the same person: read again and build on that.
            if hands.constraint_of(error) != "a_party_numbers_its_versions" or attempt == TRIES:
                raise
    raise AssertionError


def _correct(dossier_id: int, intake: Intake, *, by: Actor, now: datetime, key: str | None) -> Advanced:
    dossier = hands.lock_dossier(dossier_id, by=by, permission=VERB)
    body = (dossier_id, intake.body())
    if earlier := hands.repeated(by, key, VERB, body):
        return Advanced(earlier["dossier"], earlier["number"])
    if dossier.state not in OPEN:
        raise Refused(Refusal.CLOSED if dossier.state in CLOSED else Refusal.HAS_RESULT)
    held = hands.lock(finding.open_task_id(dossier), by=by, permission=VERB)
    rules.check_not_begun(hands.is_begun(held, task) for task in Task.objects.filter(dossier_id=dossier_id))
    if intake.procedure_id != dossier.procedure_id:
        raise Refused(Refusal.ANOTHER_PROCEDURE)
    terms = terms_of(dossier.procedure_version_id)
    terms.check(intake.case, intake.area)
    terms.ways.check(intake.channel, intake.return_method)
    check_papers(intake, terms)
    party_id, version_id = _written_down(intake.applicant, dossier, now)
    struck, added = _put_papers_right(held, intake)
    changed = (party_id, version_id, *(getattr(intake, name) for name in PLAIN))
    was = (dossier.party_id, dossier.party_version_id, *(getattr(dossier, name) for name in PLAIN))
    if changed == was and not struck and not added and not intake.files:
        raise Refused(Refusal.NOTHING_CHANGED)
    _keep(dossier, held.number)
    fee = terms.fee(intake.case, intake.area, intake.channel)
    owed = _put_fee_right(held, fee, now)
    event = _count_again(held, dossier, intake, fee=fee, owed=owed, now=now)
    values = {name: getattr(intake, name) for name in PLAIN}
    Dossier.objects.filter(pk=dossier_id).update(
        party_id=party_id, party_version_id=version_id, fee=fee, events=held.number, **values
    )
    content = content_of(replace(intake, papers=tuple(added))) | {
        "struck": struck,
        "was": [dossier.channel, dossier.fee],
    }
    journal.record(event, by=by, at=now, content=content)
    if key is not None and by.account_id is not None:
        idempotency.begin(by.account_id, key, VERB, body)
        idempotency.finish(by.account_id, key, {"dossier": dossier_id, "number": held.number})
    return Advanced(dossier_id, held.number, held.task_id)


def _keep(dossier: Dossier, number: int) -> None:
    """The content that is about to be replaced."""
    values = {name: getattr(dossier, name) for name in PLAIN}
    Correction.objects.create(
        dossier=dossier,
        number=number,
        party_id=dossier.party_id,
        party_version_id=dossier.party_version_id,
        fee=dossier.fee,
        **values,
    )


def _written_down(applicant: Applicant, dossier: Dossier, now: datetime) -> tuple[int, int]:
    """The party and the version that say this: of whoever has the number, else of the one who is corrected."""
    party = dossier.party
    number = applicant.identity_number
    same = party.identity_number == number and (bool(number) or party.kind == applicant.kind)
    versions = PartyVersion.objects.order_by("-number")
    if same:
        found = versions.filter(party_id=party.pk).first()
    else:
        found = versions.filter(party__identity_number=number).first() if number else None
    known = Known() if found is None else _known(found)
    row = run(sql.PARTY, party_columns(applicant, known) | {"at": now})
    assert row is not None
    version = PartyVersion.objects.get(pk=row[0])
    return version.party_id, version.pk


def _known(found: PartyVersion) -> Known:
    return Known(
        found.party_id,
        found.pk,
        found.number,
        found.name,
        found.born_on,
        found.sex,
        found.address,
        found.phone,
        found.email,
        found.representative,
    )


def _put_papers_right(held: Held, intake: Intake) -> tuple[list[int], list[HandedIn]]:
    """Strike out what is not as it was, add what is right, hang the files over; the places struck, what was added.

    A paper that stays as it was keeps its row.
    """
    standing = list(
        DossierPaper.objects.filter(dossier_id=held.dossier_id, struck_number__isnull=True).order_by(
            "ordinal"
        )
    )
    last = DossierPaper.objects.filter(dossier_id=held.dossier_id).order_by("-ordinal").first()
    given = [paper for paper in intake.papers if paper.originals or paper.copies]
    stays = [row for row in standing if _as_given(row) in given]
    struck = [row for row in standing if row not in stays]
    fresh = [paper for paper in given if paper not in [_as_given(row) for row in stays]]
    DossierPaper.objects.filter(pk__in=[row.pk for row in struck]).update(struck_number=held.number)
    first = (last.ordinal if last else 0) + 1
    added = DossierPaper.objects.bulk_create(
        DossierPaper(
            dossier_id=held.dossier_id,
            number=held.number,
            ordinal=first + place,
            paper_id=paper.paper_id,
            name=paper.name,
            originals=paper.originals,
            copies=paper.copies,
        )
        for place, paper in enumerate(fresh)
    )
    for row in added:
        of_it = [old.pk for old in struck if old.paper_id == row.paper_id and row.paper_id is not None]
        Attachment.objects.filter(paper_id__in=of_it).update(paper_id=row.pk)
    Attachment.objects.filter(paper__struck_number=held.number).update(paper_id=None)
    _add_files(held, intake, given, [*stays, *added])
    return [row.ordinal for row in struck], fresh


def _as_given(row: DossierPaper) -> HandedIn:
    return HandedIn(row.paper_id, row.name, row.originals, row.copies)


def _add_files(held: Held, intake: Intake, given: list[HandedIn], rows: list[DossierPaper]) -> None:
    places = {
        place: row.pk for place, paper in enumerate(given, 1) for row in rows if _as_given(row) == paper
    }
    Attachment.objects.bulk_create(
        Attachment(
            dossier_id=held.dossier_id,
            number=held.number,
            paper_id=places.get(file.paper or 0),
            digest=file.digest,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
        )
        for file in intake.files
    )


def _put_fee_right(held: Held, fee: int, now: datetime) -> int:
    """What of the fee is owed by the right terms; another sum is another obligation."""
    kind = Obligation.Kind.FEE
    open_one = Obligation.objects.filter(dossier_id=held.dossier_id, kind=kind, met_at__isnull=True).first()
    before = (open_one.amount or 0) if open_one else 0
    owed = before if fee == held.fee else rules.owed_after(held.fee, before, fee)
    if owed == before:
        return owed
    if open_one is not None:
        Obligation.objects.filter(pk=open_one.pk).update(met_at=now, met_number=held.number, voided=True)
    if owed:
        Obligation.objects.create(
            dossier_id=held.dossier_id, kind=kind, amount=owed, opened_at=now, opened_number=held.number
        )
    Dossier.objects.filter(pk=held.dossier_id).update(
        open_obligations=F("open_obligations") + int(bool(owed)) - int(open_one is not None)
    )
    return owed


def _count_again(
    held: Held, dossier: Dossier, intake: Intake, *, fee: int, owed: int, now: datetime
) -> events.DossierCorrected:
    """The promise by the right case, area and channel, from the moment of reception; the event that tells it."""
    working = calendars.working_time_of(held.calendar_id, held.calendar_revision)
    limit = terms_of(held.procedure_version_id).limit(intake.case, intake.area, intake.channel)
    promised = rules.promise(limit, held.received_at, working)
    running = Segment.objects.get(dossier_id=held.dossier_id, ended_at__isnull=True)
    same = (running.amount, running.unit, running.basis) == (promised.amount, promised.unit, promised.basis)
    task_due = held.task_due_at
    if not same:
        _write_clock(held, running, promised, now)
        step = held.definition().step(held.element)
        task_due = rules.step_due(step.hours, held.started_at, promised.due_at, working)
        Task.objects.filter(pk=held.task_id).update(due_at=task_due)
    return events.DossierCorrected(
        object_id=held.dossier_id,
        task=held.task_id,
        task_due_at=task_due,
        channel=intake.channel,
        fee=fee,
        owed=owed,
        recounted=not same,
        due_at=dossier.due_at if same else promised.due_at,
        late_after=dossier.late_after if same else promised.late_after,
    )


def _write_clock(held: Held, running: Segment, promised: Promise, now: datetime) -> None:
    Segment.objects.filter(pk=running.pk).update(ended_at=now)
    Segment.objects.create(
        dossier_id=held.dossier_id,
        number=running.number + 1,
        cause=Segment.Cause.CORRECTION,
        basis=promised.basis,
        started_at=held.received_at,
        amount=promised.amount,
        unit=promised.unit,
        due_at=promised.due_at,
    )
    Dossier.objects.filter(pk=held.dossier_id).update(
        due_at=promised.due_at, promised_at=promised.due_at, late_after=promised.late_after
    )
    # The clock's row has been written, so no calendar changes any more; one that did while we waited for it, shows.
    if calendars.revision(held.calendar_id) != held.calendar_revision:
        raise Refused(Refusal.CALENDAR_IN_CHANGE)
