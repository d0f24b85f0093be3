"""The proof: each changed threshold is what its last event says."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from motcua.casework.notices import events
from motcua.casework.notices.models import Threshold
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.proofs import Broken, compare


def broken_rules() -> Iterator[Broken]:
    """Every threshold that differs from its events."""
    yield from compare(Threshold.objects.all(), events.THRESHOLD, (events.ThresholdChanged.verb,), _differing)


def _differing(row: Threshold, told: list[JournalRow]) -> Iterator[str]:
    said = told[-1].data
    hours = None if said["hours"] is None else Decimal(said["hours"])
    if (row.kind, row.recipient, row.hours) != (said["kind"], said["recipient"], hours):
        yield "facts_differ"
