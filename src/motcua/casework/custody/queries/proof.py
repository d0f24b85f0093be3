"""The proof of hand-over lists: told again from their events, they must be what their rows say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from motcua.casework.custody import events
from motcua.casework.custody.actions import differences
from motcua.casework.custody.models import HandoverLine, HandoverList
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.proofs import Broken, compare, says

VERBS = (
    events.HandoverGiven.verb,
    events.HandoverTaken.verb,
    events.HandoverSettled.verb,
    events.HandoverCancelled.verb,
)


def broken_rules() -> Iterator[Broken]:
    """Every list that is not what its events say."""
    rows = HandoverList.objects.prefetch_related("lines")
    yield from compare(rows, events.HANDOVER, VERBS, _differing)


def _differing(handover: HandoverList, told: list[JournalRow]) -> Iterable[str]:
    lines = sorted(handover.lines.all(), key=lambda line: line.ordinal)
    if _facts(handover) != _facts_told(told):
        yield "facts_differ"
    if _lines(lines) != _lines_told(told):
        yield "lines_differ"
    taken = [event for event in told if event.verb == events.HandoverTaken.verb]
    said = differences(lines)
    if any(not says(event, said) for event in taken) or (not taken and any(said)):
        yield "words_differ"


def _facts(handover: HandoverList) -> dict[str, Any]:
    names = ("giver_id", "taker_id", "year", "sequence", "state", "given_at", "given_by_id")
    more = ("answered_at", "answered_by_id", "closed_at", "closed_by_id")
    return {name: getattr(handover, name) for name in (*names, *more)}


def _facts_told(told: list[JournalRow]) -> dict[str, Any]:
    first, last = told[0], told[-1]
    facts: dict[str, Any] = {f"{name}_id": first.data[name] for name in ("giver", "taker")}
    facts |= {name: first.data[name] for name in ("year", "sequence")}
    facts |= {"state": last.data["state"], "given_at": first.at, "given_by_id": first.officer_id}
    facts |= dict.fromkeys(("answered_at", "answered_by_id", "closed_at", "closed_by_id"))
    for event in told[1:]:
        if event.verb == events.HandoverTaken.verb:
            facts |= {"answered_at": event.at, "answered_by_id": event.officer_id}
        if event.data["state"] != "differing":
            facts |= {"closed_at": event.at, "closed_by_id": event.officer_id}
    return facts


def _lines(lines: list[HandoverLine]) -> list[tuple[Any, ...]]:
    return [
        (line.ordinal, line.dossier_id, line.originals, line.copies, line.arrival, line.is_open)
        for line in lines
    ]


def _lines_told(told: list[JournalRow]) -> list[tuple[Any, ...]]:
    given = told[0].data["lines"]
    taken = next((event for event in told if event.verb == events.HandoverTaken.verb), None)
    came = taken.data["came"] if taken else [None] * len(given)
    arrival = {None: "", True: HandoverLine.Arrival.CAME.value, False: HandoverLine.Arrival.MISSING.value}
    is_open = len(told) == 1
    return [
        (place, dossier, originals, copies, arrival[there], is_open)
        for place, ((dossier, originals, copies), there) in enumerate(zip(given, came, strict=True), 1)
    ]
