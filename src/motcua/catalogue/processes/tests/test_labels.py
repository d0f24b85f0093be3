"""Kinds, places and origins have a name on screens."""

from __future__ import annotations

from motcua.catalogue.processes.models import Origin
from motcua.catalogue.processes.rules import KIND_LABELS, PLACE_LABELS, Place, StepKind


def test_every_kind_of_step_is_named() -> None:
    assert set(KIND_LABELS) == set(StepKind)
    assert len({str(label) for label in KIND_LABELS.values()}) == len(StepKind)


def test_every_place_is_named() -> None:
    assert set(PLACE_LABELS) == set(Place)


def test_a_process_of_ours_is_said_to_be() -> None:
    assert "Do hệ thống lập" in str(Origin.DERIVED.label)
