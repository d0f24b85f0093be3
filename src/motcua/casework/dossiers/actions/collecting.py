"""Results that wait at the counter: a call noted, and a return that was a mistake taken back on the same day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from motcua.casework.dossiers import events, rules
from motcua.casework.dossiers.actions import hands
from motcua.casework.dossiers.actions.telling import begun, kept, tell
from motcua.casework.dossiers.models import Decision, Dossier, Handover, Remark, Task, UndoneHandover
from motcua.casework.dossiers.rules import Refusal
from motcua.casework.dossiers.states import UNCOLLECTED, State
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.queries import day_of


@transaction.atomic
def note_call(
    dossier_id: int, *, by: Actor, now: datetime, reached: bool, words: str = "", key: str | None = None
) -> int:
    """Note that the applicant was called about the result that waits; returns the number of the event."""
    verb = events.CallNoted.verb
    dossier = hands.lock_dossier(dossier_id, by=by, permission=verb)
    if number := begun(by, key, verb, (dossier_id, reached, words)):
        return number
    if dossier.state not in UNCOLLECTED:
        raise Refused(Refusal.NOTHING_TO_COLLECT)
    text = words.strip()
    content = {"remark": [Remark.Kind.CALL.value, text]} if text else None
    number = tell(
        dossier, events.CallNoted(object_id=dossier_id, reached=reached), by=by, now=now, content=content
    )
    if text:
        Remark.objects.create(dossier_id=dossier_id, number=number, kind=Remark.Kind.CALL, body=text)
    Dossier.objects.filter(pk=dossier_id).update(last_called_at=now)
    return kept(by, key, number)


@transaction.atomic
def undo_return(dossier_id: int, *, by: Actor, now: datetime, reason: str, key: str | None = None) -> int:
    """Take back a return that was a mistake, on the day on which it was made; returns the number of the event.

    The result waits at the counter as before; who was said to have come is kept. Raises Refused.
    """
    verb = events.ReturnUndone.verb
    dossier = hands.lock_dossier(dossier_id, by=by, permission=verb)
    if number := begun(by, key, verb, (dossier_id, reason)):
        return number
    if dossier.state != State.RETURNED or dossier.returned_at is None:
        raise Refused(Refusal.NOT_RETURNED)
    if day_of(dossier.returned_at) != day_of(now):
        raise Refused(Refusal.UNDONE_TOO_LATE)
    text = rules.check_reason(reason)
    is_result = Decision.objects.filter(dossier_id=dossier_id, kind=Decision.Kind.RESULT).exists()
    state = State.FINISHED if is_result else State.STOPPED
    task = Task.objects.filter(dossier_id=dossier_id, ended_at=dossier.returned_at).latest("pk")
    event = events.ReturnUndone(object_id=dossier_id, reopened=task.pk, state=state.value)
    content = {"remark": [Remark.Kind.UNDOING.value, text]}
    number = tell(dossier, event, by=by, now=now, content=content)
    Remark.objects.create(dossier_id=dossier_id, number=number, kind=Remark.Kind.UNDOING, body=text)
    _set_aside(dossier_id, number)
    Task.objects.filter(pk=task.pk).update(ended_at=None, ended_by_id=None, officer_id=None, outcome="")
    Dossier.objects.filter(pk=dossier_id).update(state=state, returned_at=None, returned_by_id=None)
    return kept(by, key, number)


def _set_aside(dossier_id: int, number: int) -> None:
    """Who was said to have come, kept beside the event that undid it."""
    undone = Handover.objects.get(dossier_id=dossier_id)
    UndoneHandover.objects.create(
        dossier_id=dossier_id,
        number=undone.number,
        undone_number=number,
        collected_by=undone.collected_by,
        identity_number=undone.identity_number,
        is_applicant=undone.is_applicant,
    )
    undone.delete()
