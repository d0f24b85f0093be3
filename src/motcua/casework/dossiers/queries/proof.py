"""The proof: what a dossier's events say, told again, must be what its rows say; and its words must be unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Prefetch

from motcua.casework.dossiers import events
from motcua.casework.dossiers.models import (
    Apology,
    Attachment,
    Correction,
    CounterNotice,
    Decision,
    Dossier,
    DossierPaper,
    Handover,
    Lateness,
    Obligation,
    PaperFile,
    Pause,
    Remark,
    Segment,
    Task,
    UndoneHandover,
)
from motcua.casework.dossiers.queries.retelling import (
    OPENING,
    Period,
    Told,
    ToldApology,
    ToldLateness,
    ToldObligation,
    ToldSegment,
    ToldTask,
    are_counted,
    retell,
)
from motcua.ground.kernel.journal import content_hash
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.proofs import UNREADABLE
from motcua.ground.kernel.refusals import Refused
from motcua.people.parties.models import PartyVersion

BATCH = 500
# Which columns of a dossier have a sentence of their own when they differ.
FACTS = (
    ("state_differs_from_events", {"state"}),
    ("due_date_differs_from_events", {"due_at", "late_after"}),
)
REMARKING = frozenset(
    {
        events.NoteWritten.verb,
        events.TaskForwarded.verb,
        events.TaskApproved.verb,
        events.TaskSentBack.verb,
        events.TaskReassigned.verb,
        events.CompletionRequested.verb,
        events.DossierRejected.verb,
        events.DossierVoided.verb,
        events.DossierWithdrawn.verb,
        events.DossierStopped.verb,
        events.CallNoted.verb,
        events.ReturnUndone.verb,
        events.AnswerNoted.verb,
        events.ObligationWaived.verb,
        events.CauseNamed.verb,
        events.ApologyDrafted.verb,
        events.ApologyIssued.verb,
    }
)
CORRECTED = events.DossierCorrected.verb
BROUGHT = frozenset({events.CompletionReceived.verb, events.PaperBrought.verb})
TAKING_PAPERS = BROUGHT | {events.DossierReceived.verb, CORRECTED}
PUTTING_FILES = frozenset({events.FilesAttached.verb, events.ScansAttached.verb})
TAKING_FILES = PUTTING_FILES | {events.DossierReceived.verb, CORRECTED}
UNDOING = frozenset({events.ReturnUndone.verb})
CORRECTING = frozenset({CORRECTED})
DECIDING = frozenset({events.DossierFinished.verb, events.DossierRejected.verb, events.DossierStopped.verb})
RETURNING = frozenset({events.ResultReturned.verb, events.DossierWithdrawn.verb})


@dataclass(frozen=True, slots=True)
class Broken:
    """A dossier whose rows and events disagree: which rule, at which event."""

    code: str
    dossier_id: int
    number: int = 0


def broken_rules() -> Iterator[Broken]:
    """Go through all dossiers and yield each disagreement; memory is that of one batch."""
    yield from _strangers()
    yield from _notices()
    yield from _prints()
    last = 0
    while batch := list(_with_everything(last)):
        told = _told_of([dossier.pk for dossier in batch])
        for dossier in batch:
            yield from _compare(dossier, told.get(dossier.pk, []))
        last = batch[-1].pk


def _strangers() -> Iterator[Broken]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT object_id FROM journal j WHERE object_kind = 'dossier' "
            "AND NOT EXISTS (SELECT 1 FROM dossier d WHERE d.id = j.object_id)"
        )
        for (dossier_id,) in cursor.fetchall():
            yield Broken("dossier_missing", dossier_id)


def _notices() -> Iterator[Broken]:
    """Counter notices that are not what was told of them; each has one event."""
    kind = events.NoticeGiven.object_kind
    given = JournalRow.objects.filter(object_kind=kind, verb=events.NoticeGiven.verb)
    told = {row.object_id: row for row in given}
    for notice in CounterNotice.objects.select_related("party_version").order_by("pk").iterator(BATCH):
        row = told.pop(notice.pk, None)
        if row is None or not _is_told(notice, row):
            yield Broken("notice_differs_from_event", notice.pk)
    yield from (Broken("notice_missing", pk) for pk in told)


def _prints() -> Iterator[Broken]:
    """Prints of notices and registers whose copies are not counted one by one; those of a dossier go with it."""
    for kind in (events.NoticePrinted, events.RegisterPrinted):
        rows = JournalRow.objects.filter(verb=kind.verb).order_by("object_id", "number").iterator(BATCH)
        for object_id, told in groupby(rows, key=attrgetter("object_id")):
            if not are_counted(told):
                yield Broken("prints_are_not_counted", object_id)


def _is_told(notice: CounterNotice, row: JournalRow) -> bool:
    try:
        return _of_event(row) == _of_notice(notice)
    except UNREADABLE:
        return False


def _of_event(row: JournalRow) -> tuple[Any, ...]:
    data = row.data
    hashed = bytes(row.content_hash or b"")
    return (data["kind"], data["one_stop"], data["procedure_version"], row.at, row.officer_id, hashed)


def _of_notice(notice: CounterNotice) -> tuple[Any, ...]:
    content = {"body": notice.body, "applicant": _person(notice.party_version)}
    return (
        notice.kind,
        notice.one_stop_id,
        notice.procedure_version_id,
        notice.at,
        notice.by_id,
        content_hash(content),
    )


def _with_everything(after: int) -> Any:
    return (
        Dossier.objects.filter(pk__gt=after)
        .order_by("pk")
        .select_related("party", "party_version", "decision", "handover", "paper_file", "lateness", "apology")
        .prefetch_related(
            Prefetch("tasks", Task.objects.order_by("pk")),
            Prefetch("segments", Segment.objects.order_by("number")),
            Prefetch("pauses", Pause.objects.order_by("pk")),
            "obligations",
            "undone_handovers",
            Prefetch("corrections", Correction.objects.select_related("party", "party_version")),
            Prefetch("remarks", Remark.objects.order_by("number")),
            Prefetch("papers", DossierPaper.objects.order_by("ordinal")),
            Prefetch("attachments", Attachment.objects.select_related("paper").order_by("pk")),
        )[:BATCH]
    )


def _told_of(ids: list[int]) -> dict[int, list[JournalRow]]:
    found: dict[int, list[JournalRow]] = {}
    rows = JournalRow.objects.filter(object_kind="dossier", object_id__in=ids).order_by("object_id", "number")
    for row in rows:
        found.setdefault(row.object_id, []).append(row)
    return found


def _compare(dossier: Dossier, rows: list[JournalRow]) -> Iterator[Broken]:
    if [row.number for row in rows] != list(range(1, dossier.events + 1)):
        yield Broken("events_are_not_numbered_in_order", dossier.pk, dossier.events)
        return
    try:
        codes = list(_differing(dossier, retell(rows)))
    except (*UNREADABLE, Refused):
        # An event that lacks what its kind says, or says it in another form, was not written by its verb.
        yield Broken("events_cannot_be_read", dossier.pk)
        return
    yield from (Broken(code, dossier.pk) for code in codes)
    if not are_counted(row for row in rows if row.verb == events.FormPrinted.verb):
        yield Broken("prints_are_not_counted", dossier.pk)
    if not _scans_hang(dossier, rows):
        yield Broken("papers_differ_from_events", dossier.pk)
    yield from _compare_words(dossier, rows)


def _scans_hang(dossier: Dossier, rows: list[JournalRow]) -> bool:
    """Whether scans hang at the papers that their events name, where no correction has hung them over since."""
    corrected = max((row.number for row in rows if row.verb == CORRECTED), default=0)
    told = {row.number: row.data.get("papers") for row in rows if row.verb == events.ScansAttached.verb}
    standing: dict[int, list[int]] = {number: [] for number in told}
    for file in dossier.attachments.all():
        standing.get(file.number, []).append(file.paper.ordinal if file.paper else 0)
    return all(standing[number] == papers for number, papers in told.items() if number > corrected)


def _differing(dossier: Dossier, told: Told) -> Iterator[str]:
    """What is not as the events tell it; raises what their values raise where they are of another kind."""
    differing = {name for name, value in told.facts.items() if getattr(dossier, name) != value}
    for code, names in FACTS:
        if differing & names:
            yield code
        differing -= names
    if differing:
        yield "facts_differ_from_events"
    yield from _differing_tasks(dossier, told)
    if _clock_of(dossier) != (told.segments, told.pauses):
        yield "clock_differs_from_events"
    if _papers_at(dossier) != told.papers_at:
        yield "papers_differ_from_events"
    owed = {_obligation(row) for row in dossier.obligations.all()}
    open_ones = sum(row.met_at is None for row in told.obligations.values())
    if owed != set(told.obligations.values()) or dossier.open_obligations != open_ones:
        yield "obligations_differ_from_events"
    if _lateness(dossier) != told.lateness:
        yield "lateness_differs_from_events"
    if _apology(dossier) != told.apology:
        yield "apology_differs_from_events"


def _differing_tasks(dossier: Dossier, told: Told) -> Iterator[str]:
    standing = {task.pk: _task(task) for task in dossier.tasks.all()}
    for code, is_open in (("open_tasks_differ_from_events", True), ("done_tasks_differ_from_events", False)):
        rows, events = (
            {pk: task for pk, task in tasks.items() if (task.ended_at is None) == is_open}
            for tasks in (standing, told.tasks)
        )
        if rows != events:
            yield code


def _compare_words(dossier: Dossier, rows: list[JournalRow]) -> Iterator[Broken]:
    for row in rows:
        if row.content_hash is not None and bytes(row.content_hash) != content_hash(_content(dossier, row)):
            yield Broken("words_differ_from_event", dossier.pk, row.number)
    # Words beside an event that said nothing, or says other things, were put there by nobody.
    saying = {row.number: row.verb for row in rows if row.content_hash is not None}
    for number, verbs in _said(dossier):
        if saying.get(number) not in verbs:
            yield Broken("words_without_event", dossier.pk, number)


def _said(dossier: Dossier) -> Iterator[tuple[int, frozenset[str]]]:
    """Everything said beside the events: at which number, and which verbs say such a thing."""
    for remark in dossier.remarks.all():
        yield remark.number, REMARKING
    for paper in dossier.papers.all():
        yield paper.number, TAKING_PAPERS
        if paper.struck_number is not None:
            yield paper.struck_number, CORRECTING
    for file in dossier.attachments.all():
        yield file.number, TAKING_FILES
    for kept in dossier.corrections.all():
        yield kept.number, CORRECTING
    for undone in dossier.undone_handovers.all():
        yield undone.number, RETURNING
        yield undone.undone_number, UNDOING
    if (decision := getattr(dossier, "decision", None)) is not None:
        yield decision.number, DECIDING
    if (handover := getattr(dossier, "handover", None)) is not None:
        yield handover.number, RETURNING


def _task(task: Task) -> ToldTask:
    return ToldTask(
        task.element,
        task.token,
        task.iteration,
        task.unit_id,
        task.role,
        task.officer_id,
        task.started_at,
        task.due_at,
        task.ended_at,
        task.ended_by_id,
        task.outcome,
    )


def _clock_of(dossier: Dossier) -> tuple[list[ToldSegment], list[Period]]:
    segments = [ToldSegment(s.cause, s.started_at, s.due_at, s.ended_at) for s in dossier.segments.all()]
    return segments, [(pause.started_at, pause.ended_at) for pause in dossier.pauses.all()]


def _papers_at(dossier: Dossier) -> tuple[int, datetime, int] | None:
    held: PaperFile | None = getattr(dossier, "paper_file", None)
    return None if held is None else (held.unit_id, held.since, held.number)


def _lateness(dossier: Dossier) -> ToldLateness | None:
    row: Lateness | None = getattr(dossier, "lateness", None)
    if row is None:
        return None
    return ToldLateness(
        row.since,
        row.element,
        row.unit_id,
        row.officer_id,
        row.used_minutes,
        row.allowed_minutes,
        row.cause,
        row.cause_at,
        row.cause_by_id,
        row.cause_number,
    )


def _apology(dossier: Dossier) -> ToldApology | None:
    row: Apology | None = getattr(dossier, "apology", None)
    if row is None:
        return None
    return ToldApology(
        row.number,
        row.cause,
        row.element,
        row.unit_id,
        row.promised_at,
        row.proposed_at,
        row.drafted_at,
        row.drafted_by_id,
        row.issued_at,
        row.issued_by_id,
        row.year,
        row.sequence,
    )


def _obligation(row: Obligation) -> ToldObligation:
    return ToldObligation(
        row.kind, row.amount, row.opened_at, row.opened_number, row.met_at, row.met_number, row.voided
    )


def _content(dossier: Dossier, row: JournalRow) -> Any:
    """What the event's hash covered, read again from the rows beside it."""
    if row.verb == "dossiers.receive":
        return _content_since(dossier, row.number)
    if row.verb == CORRECTED:
        struck = [p.ordinal for p in dossier.papers.all() if p.struck_number == row.number]
        was = [[k.channel, k.fee] for k in dossier.corrections.all() if k.number == row.number]
        return _content_since(dossier, row.number) | {"struck": struck, "was": was[0] if was else None}
    if row.verb in OPENING:
        opened = (o for o in dossier.obligations.all() if o.opened_number == row.number)
        return {"awaited": next(([o.kind, o.what, o.whom, o.until] for o in opened), None)}
    if row.verb in BROUGHT:
        return {"papers": [_paper(p) for p in dossier.papers.all() if p.number == row.number]}
    if row.verb in PUTTING_FILES:
        return {"files": [_file(a) for a in dossier.attachments.all() if a.number == row.number]}
    parts: dict[str, Any] = {}
    for remark in dossier.remarks.all():
        if remark.number == row.number:
            if row.verb == "dossiers.note":
                return ["note", remark.body]
            parts["remark"] = [remark.kind, remark.body]
    decision: Decision | None = getattr(dossier, "decision", None)
    if decision is not None and decision.number == row.number:
        basis = [decision.basis] if decision.basis else []
        parts["decision"] = [
            decision.kind,
            decision.document_number,
            decision.signed_on,
            decision.signer,
            *basis,
        ]
    handover = _handover(dossier, row.number)
    if handover is not None:
        parts["handover"] = [handover.collected_by, handover.identity_number, handover.is_applicant]
    return parts


def _handover(dossier: Dossier, number: int) -> Handover | UndoneHandover | None:
    """Who came by this event, also when it was undone since."""
    handover: Handover | None = getattr(dossier, "handover", None)
    if handover is not None and handover.number == number:
        return handover
    return next((kept for kept in dossier.undone_handovers.all() if kept.number == number), None)


def _content_since(dossier: Dossier, number: int) -> dict[str, Any]:
    """What a dossier said from its reception or correction on: what the next correction replaced, or says now."""
    replaced = [kept for kept in dossier.corrections.all() if kept.number > number]
    said: Dossier | Correction = min(replaced, key=lambda kept: kept.number, default=dossier)
    return {
        "applicant": [said.party.identity_number, *_person(said.party_version)],
        "summary": said.summary,
        "asked": [said.case, said.area, said.return_method, said.sets],
        "papers": [_paper(paper) for paper in dossier.papers.all() if paper.number == number],
        "files": [_file(file) for file in dossier.attachments.all() if file.number == number],
    }


def _person(known: PartyVersion) -> list[Any]:
    return [
        known.name,
        known.born_on,
        known.sex,
        known.address,
        known.phone,
        known.email,
        known.representative,
    ]


def _paper(paper: DossierPaper) -> list[Any]:
    return [paper.paper_id, paper.name, paper.originals, paper.copies]


def _file(file: Attachment) -> list[Any]:
    return [file.digest, file.name, file.media_type, file.size]
