"""Many dossiers at once: each by its own verb, in a transaction and with an event and key of its own.

What one refuses hinders no other, and what was done stays done: the same request sent again does the rest. These are
no verbs: whoever calls them must not be inside a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from motcua.casework.dossiers import rules
from motcua.casework.dossiers.actions.stepping import Document, approve, finish, forward, reassign
from motcua.casework.dossiers.models import Task
from motcua.casework.dossiers.rules import Refusal, StepVerb
from motcua.catalogue.processes import queries as processes
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of one: nothing refused it, or this did."""

    task_id: int
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How the step of all ends: to whom it passes, with which words, by which document and whether numbers run on."""

    officer_id: int | None = None
    remark: str = ""
    document: Document | None = None
    runs_on: bool = False


def end_steps(
    task_ids: Iterable[int], *, by: Actor, now: datetime, said: Ending, key: str
) -> tuple[Answered, ...]:
    """Forward, approve or finish many that are alike, whichever of these ends their step.

    Documents are numbered in the given order; a dossier that is refused keeps the number that the page showed when the
    same request is sent again. Raises Refused NOT_ALIKE, TOO_MANY_TOGETHER, NO_DOCUMENT or
    NO_RUNNING_NUMBER, before anything is done.
    """
    ids = list(dict.fromkeys(task_ids))
    verb = _verb_of(ids)
    do = _one_by_one(verb, ids, by, now, said, key)
    return _each(ids, do)


def reassign_many(
    given: Mapping[int, int], *, by: Actor, now: datetime, reason: str, key: str
) -> tuple[Answered, ...]:
    """Give tasks to others, each to the officer named for it; raises Refused NO_REASON or TOO_MANY_TOGETHER."""
    rules.check_reason(reason)
    if len(given) > rules.AT_ONCE:
        raise Refused(Refusal.TOO_MANY_TOGETHER, most=rules.AT_ONCE)

    def do(task_id: int) -> None:
        reassign(task_id, by=by, now=now, officer_id=given[task_id], reason=reason, key=key_of(key, task_id))

    return _each(list(given), do)


def key_of(key: str, task_id: int) -> str:
    """The key of one of them: the request's own, and the task's."""
    return f"{key[:40]}:{task_id}"


def _each(ids: list[int], do: Callable[[int], object]) -> tuple[Answered, ...]:
    """Each in a transaction of its own; a transaction around them all would take back what was done."""
    return tuple(_answer(task_id, do) for task_id in ids)


def _answer(task_id: int, do: Callable[[int], object]) -> Answered:
    try:
        with transaction.atomic():
            do(task_id)
    except Refused as refused:
        return Answered(task_id, refused)
    return Answered(task_id)


def _verb_of(ids: list[int]) -> StepVerb | None:
    """Which verb ends the step of all; None when none of them is there."""
    rows = Task.objects.filter(pk__in=ids).values_list(
        "dossier__procedure_id", "dossier__process_version_id", "element"
    )
    kinds = list(rows[: rules.AT_ONCE + 1])
    rules.check_alike(kinds, len(ids))
    if not kinds:
        return None
    _procedure, version_id, element = kinds[0]
    return rules.verb_of(processes.definition(version_id), element)


def _one_by_one(
    verb: StepVerb | None, ids: list[int], by: Actor, now: datetime, said: Ending, key: str
) -> Callable[[int], object]:
    if verb is StepVerb.APPROVE:
        return lambda pk: approve(pk, by=by, now=now, remark=said.remark, key=key_of(key, pk))
    if verb is StepVerb.FINISH:
        documents = _documents(ids, said)
        return lambda pk: finish(pk, by=by, now=now, document=documents[pk], key=key_of(key, pk))
    if verb is StepVerb.FORWARD:
        return lambda pk: forward(
            pk, by=by, now=now, officer_id=said.officer_id, remark=said.remark, key=key_of(key, pk)
        )
    raise Refused(Refusal.WRONG_STEP)


def _documents(ids: list[int], said: Ending) -> dict[int, Document]:
    if said.document is None:
        raise Refused(Refusal.NO_DOCUMENT)
    first = said.document.number.strip()
    numbers = rules.running_numbers(first, len(ids)) if said.runs_on else [first] * len(ids)
    return {pk: replace(said.document, number=number) for pk, number in zip(ids, numbers, strict=True)}
