"""What the worker does of changes that were confirmed, whatever they are of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from time import monotonic

from motcua.casework.dossiers.actions.changes import bulk, moving, recounting
from motcua.casework.dossiers.actions.changes.bulk import Handler
from motcua.casework.dossiers.models import BulkChange
from motcua.ground.kernel.actors import Actor

HANDLERS: Mapping[str, Handler] = {
    BulkChange.Kind.CALENDAR.value: recounting.recount,
    BulkChange.Kind.SUCCESSION.value: moving.move,
}


def work_off(*, by: Actor, now: datetime, seconds: float) -> int:
    """Do batch after batch for so long by the machine's clock, at least one; returns how many dossiers had their turn.

    A turn is short, because sealing waits for it.
    """
    until, found = monotonic() + seconds, 0
    moving.carry_out(by=by, now=now)
    while done := bulk.work_off(HANDLERS, by=by, now=now):
        found += done
        if monotonic() >= until:
            break
    else:
        # What is moved out of is closed in the turn that has moved the last of it.
        moving.carry_out(by=by, now=now)
    return found
