"""A change of many dossiers: confirmed with a line for each, worked off in batches, finished when all had their turn.

A batch is one transaction that holds the row of the change: two workers do not do one batch twice, and what a killed
one had not committed is simply done by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from motcua.casework.dossiers import events
from motcua.casework.dossiers.actions.changes import sql
from motcua.casework.dossiers.models import BulkChange, BulkLine
from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.statements import rows

BATCH = 500
INSERTED_AT_ONCE = 10_000

# A dossier, its date as it stands and as it is foreseen.
Foreseen = tuple[int, datetime, datetime]
# What does a batch: the change, its dossiers by id; answers how many of them got an event.
Handler = Callable[[BulkChange, Sequence[int], datetime], int]


def begin(
    kind: BulkChange.Kind,
    subject: int,
    about: Mapping[str, Any],
    foreseen: Sequence[Foreseen],
    *,
    by: Actor,
    now: datetime,
) -> BulkChange:
    """Write a confirmed change down with a line for each dossier, in the transaction of what is changed."""
    change = BulkChange.objects.create(
        kind=kind, subject=subject, about=dict(about), total=len(foreseen), confirmed_at=now
    )
    for first in range(0, len(foreseen), INSERTED_AT_ONCE):
        part = foreseen[first : first + INSERTED_AT_ONCE]
        parameters = dict(
            zip(("dossiers", "before", "after"), map(list, zip(*part, strict=True)), strict=True)
        )
        rows(sql.LINES, parameters | {"change": change.pk})
    event = events.BulkChangeBegun(
        object_id=change.pk, kind=kind.value, subject=subject, total=len(foreseen), about=dict(about)
    )
    journal.record(event, by=by, at=now)
    return change


def work_off(handlers: Mapping[str, Handler], *, by: Actor, now: datetime) -> int:
    """Do the next batch of the oldest change that is not finished; returns how many dossiers had their turn."""
    policy.check(by, "dossiers.work_off")
    with transaction.atomic():
        waiting = BulkChange.objects.select_for_update(skip_locked=True, no_key=True)
        change = waiting.filter(finished_at__isnull=True).order_by("pk").first()
        if change is None:
            return 0
        lines = BulkLine.objects.filter(change=change, is_done=False).order_by("pk")
        ids = list(lines.values_list("dossier_id", flat=True)[:BATCH])
        if ids:
            ids.sort()
            rows(sql.LOCK_DOSSIERS, {"ids": ids})
            written = handlers[change.kind](change, ids, now)
            BulkLine.objects.filter(change=change, dossier_id__in=ids, is_done=False).update(is_done=True)
            BulkChange.objects.filter(pk=change.pk).update(
                done=F("done") + written, unchanged=F("unchanged") + len(ids) - written
            )
        if len(ids) < BATCH:
            _finish(change.pk, by=by, now=now)
        return len(ids)


def _finish(change_id: int, *, by: Actor, now: datetime) -> None:
    change = BulkChange.objects.get(pk=change_id)
    change.finished_at = now
    change.save(update_fields=["finished_at"])
    event = events.BulkChangeFinished(object_id=change.pk, done=change.done, unchanged=change.unchanged)
    journal.record(event, by=by, at=now)
