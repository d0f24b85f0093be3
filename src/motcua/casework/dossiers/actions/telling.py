"""What is added to a dossier without moving it: a note, files, a fee paid at the counter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from motcua.casework.dossiers import events, rules
from motcua.casework.dossiers.actions import hands
from motcua.casework.dossiers.actions.receiving import ATTACHMENTS_AT_ONCE, StoredFile
from motcua.casework.dossiers.models import Attachment, Dossier, DossierPaper, Obligation, Remark
from motcua.casework.dossiers.rules import Refusal
from motcua.casework.dossiers.states import CLOSED
from motcua.ground.kernel import idempotency, journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.journal import Event
from motcua.ground.kernel.refusals import Refused


@transaction.atomic
def note(dossier_id: int, *, by: Actor, now: datetime, body: str, key: str | None = None) -> int:
    """Write a note for colleagues; returns the number of the event."""
    dossier = hands.lock_dossier(dossier_id, by=by, permission="dossiers.note")
    if number := begun(by, key, events.NoteWritten.verb, (dossier_id, body)):
        return number
    text = rules.check_reason(body)
    number = tell(dossier, events.NoteWritten(object_id=dossier_id), by=by, now=now, content=["note", text])
    Remark.objects.create(dossier_id=dossier_id, number=number, kind=Remark.Kind.NOTE, body=text)
    return kept(by, key, number)


@transaction.atomic
def attach(
    dossier_id: int, *, by: Actor, now: datetime, files: Sequence[StoredFile], key: str | None = None
) -> int:
    """Put stored files to a dossier; returns the number of the event."""
    dossier = hands.lock_dossier(dossier_id, by=by, permission="dossiers.attach")
    body = [[file.digest, file.name, file.media_type, file.size] for file in files]
    if number := begun(by, key, events.FilesAttached.verb, (dossier_id, body)):
        return number
    if dossier.state in CLOSED:
        raise Refused(Refusal.CLOSED)
    if len(files) > ATTACHMENTS_AT_ONCE:
        raise Refused(Refusal.FILE_TOO_MANY, limit=ATTACHMENTS_AT_ONCE)
    event = events.FilesAttached(object_id=dossier_id, count=len(files))
    number = tell(dossier, event, by=by, now=now, content={"files": body})
    Attachment.objects.bulk_create(
        Attachment(
            dossier_id=dossier_id,
            number=number,
            digest=f.digest,
            name=f.name,
            media_type=f.media_type,
            size=f.size,
        )
        for f in files
    )
    return kept(by, key, number)


@transaction.atomic
def attach_scans(
    dossier_id: int,
    *,
    by: Actor,
    now: datetime,
    files: Sequence[StoredFile],
    pages: int,
    key: str | None = None,
) -> int:
    """Put scanned pages to a dossier, one file for each paper; returns the number of the event.

    `paper` of a file is the ordinal of the paper that was handed in, None for what belongs to none; `pages` is how many
    they have together. Raises Refused CLOSED, NOTHING_SCANNED, FILE_TOO_MANY, PAPER_NOT_HANDED_IN.
    """
    dossier = hands.lock_dossier(dossier_id, by=by, permission="dossiers.attach")
    body = [[file.digest, file.name, file.media_type, file.size] for file in files]
    papers = tuple(file.paper or 0 for file in files)
    if number := begun(by, key, events.ScansAttached.verb, (dossier_id, body, papers, pages)):
        return number
    if dossier.state in CLOSED:
        raise Refused(Refusal.CLOSED)
    if not files:
        raise Refused(Refusal.NOTHING_SCANNED)
    if len(files) > ATTACHMENTS_AT_ONCE:
        raise Refused(Refusal.FILE_TOO_MANY, limit=ATTACHMENTS_AT_ONCE)
    rows = DossierPaper.objects.filter(dossier_id=dossier_id, struck_number__isnull=True)
    handed_in = dict(rows.values_list("ordinal", "pk"))
    if not set(papers) - {0} <= handed_in.keys():
        raise Refused(Refusal.PAPER_NOT_HANDED_IN)
    event = events.ScansAttached(object_id=dossier_id, count=len(files), pages=pages, papers=papers)
    number = tell(dossier, event, by=by, now=now, content={"files": body})
    Attachment.objects.bulk_create(
        Attachment(
            dossier_id=dossier_id,
            number=number,
            paper_id=handed_in.get(file.paper or 0),
            digest=file.digest,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
        )
        for file in files
    )
    return kept(by, key, number)


@transaction.atomic
def collect_fee(dossier_id: int, *, by: Actor, now: datetime, key: str | None = None) -> int:
    """Take the fee at the counter; the obligation is met. Returns the number of the event."""
    dossier = hands.lock_dossier(dossier_id, by=by, permission="dossiers.collect_fee")
    if number := begun(by, key, events.FeeCollected.verb, dossier_id):
        return number
    owed = Obligation.objects.filter(
        dossier_id=dossier_id, kind=Obligation.Kind.FEE, met_at__isnull=True
    ).first()
    if owed is None:
        raise Refused(Refusal.FEE_NOT_OWED)
    event = events.FeeCollected(object_id=dossier_id, amount=owed.amount or 0)
    number = tell(dossier, event, by=by, now=now, content=None)
    Obligation.objects.filter(pk=owed.pk).update(met_at=now, met_number=number)
    Dossier.objects.filter(pk=dossier_id).update(open_obligations=dossier.open_obligations - 1)
    return kept(by, key, number)


def tell(dossier: Dossier, event: Event, *, by: Actor, now: datetime, content: Any) -> int:
    """Record an event of a locked dossier; returns its number."""
    number = journal.record(event, by=by, at=now, content=content)
    Dossier.objects.filter(pk=dossier.pk).update(events=number)
    return number


def begun(by: Actor, key: str | None, verb: str, body: Any) -> int | None:
    """The number that this very request gave before; else its key is claimed."""
    if key is None or by.account_id is None:
        return None
    found = idempotency.begin(by.account_id, key, verb, body)
    return int(found["number"]) if found else None


def kept(by: Actor, key: str | None, number: int) -> int:
    """The number, kept as the result of the request."""
    if key is not None and by.account_id is not None:
        idempotency.finish(by.account_id, key, {"number": number})
    return number
