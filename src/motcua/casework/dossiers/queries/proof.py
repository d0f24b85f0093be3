"""The proof: what a dossier's events say, told again, must be what its rows say; and its words must be unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Prefetch

from motcua.casework.dossiers.models import (
    Attachment,
    Decision,
    Dossier,
    DossierPaper,
    Handover,
    Remark,
    Task,
)
from motcua.ground.kernel.journal import content_hash
from motcua.ground.kernel.models import JournalRow

BATCH = 500


@dataclass(frozen=True, slots=True)
class ToldTask:
    """An open task as the events tell it."""

    element: str
    unit: int
    role: str
    officer: int | None
    due_at: datetime


@dataclass(slots=True)
class Told:
    """A dossier as its events tell it."""

    number: int = 0
    state: int = 0
    due_at: datetime | None = None
    late_after: datetime | None = None
    tasks: dict[int, ToldTask] = field(default_factory=dict)
    ended: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Broken:
    """A dossier whose rows and events disagree: which rule, at which event."""

    code: str
    dossier_id: int
    number: int = 0


def retell(events: Iterable[tuple[int, dict[str, Any]]]) -> Told:
    """Tell a dossier from its events (number and data), in their order."""
    told = Told()
    for number, data in events:
        told.number = number
        told.state = data.get("state", told.state)
        if "received" in data:
            told.ended[data["received"]] = Task.Outcome.DONE.value
        if "ended" in data:
            told.tasks.pop(data["ended"], None)
            told.ended[data["ended"]] = data["outcome"]
        if opened := data.get("opened"):
            told.tasks[opened["id"]] = _task(opened)
        if (task := data.get("task")) in told.tasks:
            told.tasks[task] = _changed(told.tasks[task], data)
        if "due_at" in data:
            told.due_at = datetime.fromisoformat(data["due_at"])
        if "late_after" in data:
            told.late_after = datetime.fromisoformat(data["late_after"])
    return told


def _task(opened: dict[str, Any]) -> ToldTask:
    return ToldTask(
        opened["element"],
        opened["unit"],
        opened["role"],
        opened.get("officer"),
        datetime.fromisoformat(opened["due_at"]),
    )


def _changed(task: ToldTask, data: dict[str, Any]) -> ToldTask:
    due = datetime.fromisoformat(data["task_due_at"]) if "task_due_at" in data else task.due_at
    return ToldTask(task.element, task.unit, task.role, data.get("officer", task.officer), due)


def broken_rules() -> Iterator[Broken]:
    """Go through all dossiers and yield each disagreement; memory is that of one batch."""
    yield from _strangers()
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


def _with_everything(after: int) -> Any:
    return (
        Dossier.objects.filter(pk__gt=after)
        .order_by("pk")
        .select_related("party", "party_version", "decision", "handover")
        .prefetch_related(
            Prefetch("tasks", Task.objects.order_by("pk")),
            Prefetch("remarks", Remark.objects.order_by("number")),
            Prefetch("papers", DossierPaper.objects.order_by("ordinal")),
            Prefetch("attachments", Attachment.objects.order_by("pk")),
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
    told = retell((row.number, row.data) for row in rows)
    tasks = list(dossier.tasks.all())
    if told.state != dossier.state:
        yield Broken("state_differs_from_events", dossier.pk)
    if told.due_at != dossier.due_at or told.late_after != dossier.late_after:
        yield Broken("due_date_differs_from_events", dossier.pk)
    standing = {
        t.pk: ToldTask(t.element, t.unit_id, t.role, t.officer_id, t.due_at)
        for t in tasks
        if t.ended_at is None
    }
    if standing != told.tasks:
        yield Broken("open_tasks_differ_from_events", dossier.pk)
    if {t.pk: t.outcome for t in tasks if t.ended_at is not None} != told.ended:
        yield Broken("done_tasks_differ_from_events", dossier.pk)
    for row in rows:
        if row.content_hash is not None and bytes(row.content_hash) != content_hash(_content(dossier, row)):
            yield Broken("words_differ_from_event", dossier.pk, row.number)


def _content(dossier: Dossier, row: JournalRow) -> Any:
    """What the event's hash covered, read again from the rows beside it."""
    if row.verb == "dossiers.receive":
        return _reception(dossier)
    if row.verb == "dossiers.receive_completion":
        return {"papers": [_paper(p) for p in dossier.papers.all() if p.number == row.number]}
    if row.verb == "dossiers.attach":
        return {"files": [_file(a) for a in dossier.attachments.all() if a.number == row.number]}
    parts: dict[str, Any] = {}
    for remark in dossier.remarks.all():
        if remark.number == row.number:
            if row.verb == "dossiers.note":
                return ["note", remark.body]
            parts["remark"] = [remark.kind, remark.body]
    decision: Decision | None = getattr(dossier, "decision", None)
    if decision is not None and decision.number == row.number:
        parts["decision"] = [decision.kind, decision.document_number, decision.signed_on, decision.signer]
    handover: Handover | None = getattr(dossier, "handover", None)
    if handover is not None and handover.number == row.number:
        parts["handover"] = [handover.collected_by, handover.identity_number, handover.is_applicant]
    return parts


def _reception(dossier: Dossier) -> dict[str, Any]:
    known = dossier.party_version
    return {
        "applicant": [
            dossier.party.identity_number,
            known.name,
            known.born_on,
            known.sex,
            known.address,
            known.phone,
            known.email,
            known.representative,
        ],
        "summary": dossier.summary,
        "papers": [_paper(paper) for paper in dossier.papers.all() if paper.number == 1],
        "files": [_file(file) for file in dossier.attachments.all() if file.number == 1],
    }


def _paper(paper: DossierPaper) -> list[Any]:
    return [paper.paper_id, paper.name, paper.originals, paper.copies]


def _file(file: Attachment) -> list[Any]:
    return [file.digest, file.name, file.media_type, file.size]
