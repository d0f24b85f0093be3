"""Counting open dossiers anew by the calendar as it is now: the new dates, the stretches of their clocks, one event."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from motcua.casework.dossiers import events
from motcua.casework.dossiers.actions.changes import sql
from motcua.casework.dossiers.models import BulkChange, Segment
from motcua.casework.dossiers.queries.changes import recounts
from motcua.casework.dossiers.queries.changes.recounts import Outcome
from motcua.casework.dossiers.rules.recounting_many import moment_of
from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.kernel.clock import LOCAL
from motcua.ground.kernel.statements import rows
from motcua.people.calendars import queries as calendars


def recount(change: BulkChange, ids: Sequence[int], now: datetime) -> int:
    """Count these dossiers anew, each as it stands now, and write one event for each whose date or step moves.

    Their rows are locked. What has been counted by the new calendar already, or has ended, is left alone: so a batch
    that is done again changes nothing. Returns how many got an event.
    """
    policy.check(SYSTEM, "dossiers.recount")
    working = calendars.working_time(change.subject)
    changed = [one for one in recounts.of_dossiers(ids, working) if one.changes]
    if changed:
        told = [_told(one, change.pk) for one in changed]
        rows(sql.RECOUNT, _columns(changed, told, change.pk, now))
    return len(changed)


def _told(one: Outcome, change_id: int) -> events.DossierRecounted:
    steps = one.task_due != one.clock.task_due
    return events.DossierRecounted(
        object_id=one.clock.dossier_id,
        change=change_id,
        cause=Segment.Cause.CALENDAR.value,
        due_at=_moment(one.due) if one.moves else None,
        late_after=_moment(one.late) if one.moves else None,
        task=one.clock.task_id if steps else None,
        task_due_at=_moment(one.task_due) if steps and one.task_due is not None else None,
    )


def _columns(
    changed: Sequence[Outcome], told: Sequence[events.DossierRecounted], change_id: int, now: datetime
) -> dict[str, object]:
    return journal.signature_of(SYSTEM) | {
        "verb": events.DossierRecounted.verb,
        "at": now,
        "change": change_id,
        "dossiers": [one.clock.dossier_id for one in changed],
        "numbers": [one.clock.events + 1 for one in changed],
        "data": [json.dumps(event.data()) for event in told],
        "segments": [one.clock.segment_id for one in changed],
        "due": [event.due_at for event in told],
        "late": [event.late_after for event in told],
        "tasks": [event.task for event in told],
        "task_due": [event.task_due_at for event in told],
    }


def _moment(micros: int) -> datetime:
    return moment_of(micros).astimezone(LOCAL)
