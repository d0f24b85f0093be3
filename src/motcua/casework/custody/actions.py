"""The verbs of a hand-over: give, take, settle what differs, cancel. Each locks the list and tells one event of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from motcua.casework.custody import events, rules
from motcua.casework.custody.models import HandoverLine, HandoverList
from motcua.casework.custody.queries import waiting
from motcua.casework.custody.rules import Answer, Refusal
from motcua.casework.custody.states import State
from motcua.casework.dossiers.actions import hand_over_papers
from motcua.ground.access import policy
from motcua.ground.kernel import idempotency, journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.constraints import refusing
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Unit
from motcua.people.organisation.queries import day_of


@transaction.atomic
def give(
    taker_id: int, dossier_ids: Sequence[int], *, by: Actor, now: datetime, key: str | None = None
) -> HandoverList:
    """Paper files are listed for the unit that must have them, and given away; it has then to say what came.

    Raises Refused: nothing or too many ticked, a file that need not go there (any more), one on another list.
    """
    policy.check(by, "custody.give")
    office = by.office
    assert office is not None
    wanted = sorted(set(dossier_ids))
    if (found := _begun(by, key, events.HandoverGiven.verb, [taker_id, wanted])) is not None:
        return HandoverList.objects.get(pk=found["list"])
    _check_size(wanted)
    # The giving unit's row is locked: its lists of a year are numbered without a gap.
    Unit.objects.select_for_update(no_key=True).get(pk=office.unit_id)
    files = waiting.files(by, wanted)
    lost = [pk for pk in wanted if pk not in files or files[pk].taker_id != taker_id]
    if lost:
        raise Refused(Refusal.NOT_TO_HAND_OVER, count=len(lost))
    year = day_of(now).year
    handover = HandoverList.objects.create(
        giver_id=office.unit_id,
        taker_id=taker_id,
        year=year,
        sequence=_next_number(office.unit_id, year),
        given_at=now,
        given_by_id=office.officer_id,
    )
    counted = waiting.counted(wanted)
    with refusing(a_paper_file_is_on_one_list=Refused(Refusal.ON_ANOTHER_LIST)):
        HandoverLine.objects.bulk_create(
            HandoverLine(
                handover=handover,
                ordinal=place,
                dossier_id=pk,
                originals=counted[pk][0],
                copies=counted[pk][1],
            )
            for place, pk in enumerate(wanted, 1)
        )
    event = events.HandoverGiven(
        object_id=handover.pk,
        giver=handover.giver_id,
        taker=taker_id,
        year=year,
        sequence=handover.sequence,
        lines=tuple((pk, *counted[pk]) for pk in wanted),
        state=State.GIVEN.value,
    )
    journal.record(event, by=by, at=now)
    _kept(by, key, handover)
    return handover


@transaction.atomic
def take(
    handover_id: int, answers: Mapping[int, Answer], *, by: Actor, now: datetime, key: str | None = None
) -> HandoverList:
    """The taking side says of each line (by its ordinal) whether the file came and what differs.

    What came lies with it from now on; what did not come stays with the giver. Raises Refused: already answered, a
    missing file not explained.
    """
    handover = _lock(handover_id, by=by, permission="custody.take")
    body = [handover_id, {str(place): [a.came, a.difference] for place, a in answers.items()}]
    if _begun(by, key, events.HandoverTaken.verb, body) is not None:
        return handover
    if handover.state != State.GIVEN:
        raise Refused(Refusal.ANSWERED)
    lines = list(handover.lines.order_by("ordinal"))
    said = rules.check_answers([line.ordinal for line in lines], answers)
    for line in lines:
        answer = said[line.ordinal]
        line.arrival = HandoverLine.Arrival.CAME if answer.came else HandoverLine.Arrival.MISSING
        line.difference, line.is_open = answer.difference, False
    HandoverLine.objects.bulk_update(lines, ["arrival", "difference", "is_open"])
    state = rules.state_after(said.values())
    handover.state, handover.answered_at, handover.answered_by_id = state, now, by.officer_id
    if state is State.TAKEN:
        handover.closed_at, handover.closed_by_id = now, by.officer_id
    handover.save(update_fields=["state", "answered_at", "answered_by", "closed_at", "closed_by"])
    came = tuple(said[line.ordinal].came for line in lines)
    event = events.HandoverTaken(object_id=handover.pk, came=came, state=state.value)
    journal.record(event, by=by, at=now, content=differences(lines))
    arrived = [line.dossier_id for line in lines if said[line.ordinal].came]
    hand_over_papers(arrived, handover.taker_id, by=by, now=now, handover_list=handover.pk)
    _kept(by, key, handover)
    return handover


@transaction.atomic
def settle(handover_id: int, *, by: Actor, now: datetime) -> HandoverList:
    """The giving side confirms what differs; confirming twice confirms once."""
    handover = _lock(handover_id, by=by, permission="custody.settle")
    if handover.state == State.SETTLED:
        return handover
    if handover.state != State.DIFFERING:
        raise Refused(Refusal.NOT_DIFFERING)
    return _close(handover, State.SETTLED, events.HandoverSettled, by=by, now=now)


@transaction.atomic
def cancel(handover_id: int, *, by: Actor, now: datetime) -> HandoverList:
    """The giving side takes the list back before it was answered: the files are its own to list again."""
    handover = _lock(handover_id, by=by, permission="custody.cancel")
    if handover.state == State.CANCELLED:
        return handover
    if handover.state != State.GIVEN:
        raise Refused(Refusal.ANSWERED)
    handover.lines.update(is_open=False)
    return _close(handover, State.CANCELLED, events.HandoverCancelled, by=by, now=now)


def differences(lines: Collection[HandoverLine]) -> list[str]:
    """What was said of the lines, in their order: what the event's keyed hash covers."""
    return [line.difference for line in lines]


def _close(
    handover: HandoverList,
    state: State,
    event: type[events.HandoverSettled] | type[events.HandoverCancelled],
    *,
    by: Actor,
    now: datetime,
) -> HandoverList:
    handover.state, handover.closed_at, handover.closed_by_id = state, now, by.officer_id
    handover.save(update_fields=["state", "closed_at", "closed_by"])
    journal.record(event(object_id=handover.pk, state=state.value), by=by, at=now)
    return handover


def _lock(handover_id: int, *, by: Actor, permission: str) -> HandoverList:
    """Lock the list; what is neither given by nor to the actor's unit is not found."""
    handover = HandoverList.objects.select_for_update(no_key=True).filter(pk=handover_id).first()
    if handover is None or not policy.allows(by, "custody.view", handover):
        raise Refused(KernelRefusal.NOT_FOUND)
    policy.check(by, permission, handover)
    return handover


def _check_size(wanted: Collection[int]) -> None:
    if not wanted:
        raise Refused(Refusal.NOTHING_GIVEN)
    if len(wanted) > rules.LINES_AT_ONCE:
        raise Refused(Refusal.TOO_MANY, limit=rules.LINES_AT_ONCE)


def _next_number(unit_id: int, year: int) -> int:
    last = HandoverList.objects.filter(giver_id=unit_id, year=year).order_by("-sequence")
    return (last.values_list("sequence", flat=True).first() or 0) + 1


def _begun(by: Actor, key: str | None, verb: str, body: Any) -> dict[str, Any] | None:
    if key is None or by.account_id is None:
        return None
    found = idempotency.begin(by.account_id, key, verb, body)
    return dict(found) if found else None


def _kept(by: Actor, key: str | None, handover: HandoverList) -> None:
    if key is not None and by.account_id is not None:
        idempotency.finish(by.account_id, key, {"list": handover.pk})
