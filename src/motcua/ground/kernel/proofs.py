"""Proving what stands: the rows of each object against what its events told.

Each package tells its own objects again (`queries/proof.py`); here is what all of them need. A verb that writes one
part of an object says nothing of the others, so that what was changed behind its back is still seen after it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from motcua.ground.kernel.journal import content_hash
from motcua.ground.kernel.models import JournalRow

BATCH = 200
# An event that lacks what its kind says, or says it in another form, was not written by its verb: reading it raises one
# of these.
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError)

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True, order=True)
class Broken:
    """An object that is not what its events say: which rule, which kind of object, its code or id."""

    code: str
    kind: str
    name: str


def with_events(rows: QuerySet[M], kind: str, verbs: Collection[str]) -> Iterator[tuple[M, list[JournalRow]]]:
    """Each row with its events of these verbs, in their order; memory is that of one batch."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        ids = [row.pk for row in batch]
        events = JournalRow.objects.filter(object_kind=kind, object_id__in=ids, verb__in=verbs)
        by_object = groupby(events.order_by("object_id", "number"), attrgetter("object_id"))
        told = {object_id: list(found) for object_id, found in by_object}
        yield from ((row, told.get(row.pk, [])) for row in batch)
        last = ids[-1]


def compare(
    rows: QuerySet[M],
    kind: str,
    verbs: Collection[str],
    differing: Callable[[M, list[JournalRow]], Iterable[str]],
    name: Callable[[M], Any] = attrgetter("pk"),
) -> Iterator[Broken]:
    """Each object that no event tells of, that differs from its events, or that is gone though they tell of it.

    `differing` gives the codes of what differs; an object is named by `name`, its id unless said otherwise.
    """
    for row, events in with_events(rows, kind, verbs):
        yield from (Broken(code, kind, str(name(row))) for code in _codes(row, events, differing))
    standing = rows.model._default_manager.filter(pk=OuterRef("object_id"))
    told = JournalRow.objects.filter(object_kind=kind, number=1).exclude(Exists(standing))
    for object_id in told.order_by("object_id").values_list("object_id", flat=True):
        yield Broken("is_gone", kind, str(object_id))


def _codes(
    row: M, events: list[JournalRow], differing: Callable[[M, list[JournalRow]], Iterable[str]]
) -> Iterable[str]:
    if not events:
        return ["without_event"]
    try:
        return list(differing(row, events))
    except UNREADABLE:
        return ["events_cannot_be_read"]


def says(event: JournalRow, content: Any) -> bool:
    """Whether this is the content of which the event keeps the keyed hash."""
    return event.content_hash is not None and bytes(event.content_hash) == content_hash(content)
