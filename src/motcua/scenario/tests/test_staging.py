"""Dossiers staged for the opening come there by a way that the verbs can go."""

from __future__ import annotations

import itertools
from collections import Counter
from decimal import Decimal

import pytest

from motcua.catalogue.processes.rules import Definition, Place, Step, StepKind
from motcua.people.calendars.rules import shipped
from motcua.scenario.province.draw import stream
from motcua.scenario.province.staff import FOCUS_DIVISION
from motcua.scenario.province.year import OPENING
from motcua.scenario.simulation import staging
from motcua.scenario.simulation.hours import after, between

WORKING = shipped.working_time()
RNG = stream("staging")


def step(kind: StepKind, role: str, place: Place, hours: int) -> Step:
    return Step(kind.value, kind.value, kind, role, place, Decimal(hours))


PROCESS = Definition.from_steps(
    [
        step(StepKind.RECEIVE, "receptionist", Place.ONE_STOP, 4),
        step(StepKind.ASSIGN, "head_of_division", Place.DIVISION, 4),
        step(StepKind.HANDLE, "handler", Place.DIVISION, 60),
        step(StepKind.VERIFY, "head_of_division", Place.DIVISION, 12),
        step(StepKind.SIGN, "leader", Place.AGENCY, 20),
        step(StepKind.STAMP, "clerk", Place.AGENCY, 6),
        step(StepKind.RETURN, "receptionist", Place.ONE_STOP, 4),
    ]
)


def way(kind: StepKind, due: float) -> staging.Way | None:
    found = staging.desk_step(PROCESS, staging.Wanted(FOCUS_DIVISION, kind))
    assert found is not None
    return staging.way_to_due(RNG, WORKING, PROCESS, found, due)


@pytest.mark.parametrize("due", [-12.0, -1.0, 1.5, 7.5, 26.0, 55.0])
def test_the_step_is_due_when_it_was_asked_to_be(due: float) -> None:
    found = way(StepKind.HANDLE, due)
    assert found is not None
    begun = found.moments["assign"]
    falls_due = after(WORKING, begun, 60)
    hours = between(WORKING, OPENING, falls_due) if due > 0 else -between(WORKING, falls_due, OPENING)
    assert abs(hours - due) < 0.01


@pytest.mark.parametrize("kind", [StepKind.HANDLE, StepKind.VERIFY, StepKind.SIGN])
def test_the_steps_before_were_done_one_after_another_before_the_opening(kind: StepKind) -> None:
    found = way(kind, 2.0)
    assert found is not None
    moments = [
        found.arrival,
        *(found.moments[s.key] for s in PROCESS.previous_steps(kind.value)[1:]),
        OPENING,
    ]
    assert all(earlier < later for earlier, later in itertools.pairwise(moments))


def test_what_was_done_was_done_in_office_hours() -> None:
    found = way(StepKind.SIGN, -5.0)
    assert found is not None
    assert WORKING.is_open(found.arrival)


def test_a_step_that_is_shorter_than_its_due_time_cannot_be_staged() -> None:
    assert way(StepKind.STAMP, 7.0) is None


def test_the_file_stages_a_real_days_work() -> None:
    desks = Counter((one.kind, one.ready) for one in staging.wanted())
    assert desks[StepKind.HANDLE, "thuly"] == 40
    assert desks[StepKind.SIGN, ""] == 8
    assert sum(1 for one in staging.wanted() if one.waits) == 2
    assert sum(1 for one in staging.wanted() if one.promised is not None) == 3
