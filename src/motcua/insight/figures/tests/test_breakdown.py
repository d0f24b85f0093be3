"""What is late or open, told apart: each number is as long as the list that it opens, and the parts make the whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.rules import Cause
from motcua.casework.dossiers.tests.cast import STEPS, Cast, procedure
from motcua.catalogue.processes.rules import StepKind
from motcua.ground.kernel.actors import Actor
from motcua.insight.figures.queries import breakdown
from motcua.insight.figures.queries.breakdown import Part
from motcua.insight.figures.queries.counts import Scope, total
from motcua.insight.figures.queries.lists import listed
from motcua.insight.figures.queries.narrowing import ANY, NOBODY, NoCause, NoStep
from motcua.insight.figures.rules import Age, Left, Measure
from motcua.insight.figures.tests.many import NEW_YEAR, Story, holds, lateness, put, scope_of
from motcua.people.organisation.models import Role

MARCH = "2017-03-01 08:30"
LATE = Story(MARCH, "2017-03-22 08:30", "2017-03-24 09:00")
PAST = Story(MARCH, "2017-12-22 08:30")
FRESH = Story("2017-12-28 08:30", "2018-01-18 08:30")
WAITING = Story(MARCH, "2017-12-22 08:30", waits=("2017-12-20 09:00", ""))
Count = tuple[int, int, int, int]


def leader(cast: Cast) -> Actor:
    return cast.here.actor(Role.LEADER, NEW_YEAR)


def told(parts: tuple[Part, ...]) -> dict[object, Count]:
    return {part.key: (part.open, part.past, part.made_late, part.made_past) for part in parts}


@pytest.fixture
def scene(cast: Cast) -> dict[str, Dossier]:
    """Two late at signing and one without a step, one past at handling, one fresh that nobody took, one that waits."""
    names = ("signed", "signed_too", "no_step", "past", "fresh", "waiting")
    rows = dict(zip(names, put(cast.here, cast, LATE, LATE, LATE, PAST, FRESH, WAITING), strict=True))
    boss, handler = cast.here.officer_id(Role.LEADER), cast.here.officer_id(Role.HANDLER)
    lateness(rows["signed"], "sign", Cause.NOBODY_TO_SIGN, boss)
    lateness(rows["signed_too"], "sign", officer_id=boss)
    lateness(rows["no_step"])
    lateness(rows["past"], "handle", Cause.ON_SITE, handler)
    holds(rows["past"], "handle", handler)
    holds(rows["fresh"], "assign")
    put(cast.sister, cast, LATE)
    return rows


def test_by_step_says_where_open_ones_are_and_which_step_made_late(
    cast: Cast, scene: dict[str, Dossier]
) -> None:
    scope, _units = scope_of(leader(cast))
    assert told(breakdown.by_step(scope)) == {
        StepKind.ASSIGN: (1, 0, 0, 0),
        StepKind.HANDLE: (1, 1, 0, 1),
        StepKind.SIGN: (0, 0, 2, 0),
        NoStep.NONE: (1, 0, 1, 0),
    }


def test_by_cause_counts_what_officers_named(cast: Cast, scene: dict[str, Dossier]) -> None:
    scope, _units = scope_of(leader(cast))
    found = told(breakdown.by_cause(scope))
    assert found == {
        Cause.NOBODY_TO_SIGN: (0, 0, 1, 0),
        Cause.ON_SITE: (0, 0, 0, 1),
        NoCause.NONE: (0, 0, 2, 0),
    }
    assert list(found)[-1] is NoCause.NONE


def test_by_officer_says_what_is_in_whose_hands(cast: Cast, scene: dict[str, Dossier]) -> None:
    scope, _units = scope_of(leader(cast))
    parts = breakdown.by_officer(scope)
    assert told(parts) == {
        cast.here.officer_id(Role.LEADER): (0, 0, 2, 0),
        cast.here.officer_id(Role.HANDLER): (1, 1, 0, 1),
        NOBODY: (1, 0, 0, 0),
    }
    assert all(part.name for part in parts[:-1])


def test_by_age_and_by_what_is_left(cast: Cast, scene: dict[str, Dossier]) -> None:
    scope, _units = scope_of(leader(cast))
    ages, lefts = told(breakdown.by_age(scope)), told(breakdown.by_left(scope))
    assert {band: found[:2] for band, found in ages.items() if found[0]} == {
        Age.WEEK: (1, 0),
        Age.YEAR: (2, 1),
    }
    assert {band: found[0] for band, found in lefts.items() if found[0]} == {
        Left.OVER_WEEK: 1,
        Left.STOPPED: 1,
        Left.LATER: 1,
    }


PARTS: dict[str, tuple[Callable[[Scope], tuple[Part, ...]], dict[str, str]]] = {
    "step": (breakdown.by_step, {"open": "at", "past": "at", "made_late": "step", "made_past": "step"}),
    "cause": (breakdown.by_cause, {"made_late": "cause", "made_past": "cause"}),
    "officer": (
        breakdown.by_officer,
        {"open": "holder", "past": "holder", "made_late": "guilty", "made_past": "guilty"},
    ),
    "age": (breakdown.by_age, {"open": "age", "past": "age"}),
    "left": (breakdown.by_left, {"open": "left"}),
}
MEASURES = {
    "open": Measure.OPEN,
    "past": Measure.PAST,
    "made_late": Measure.LATE,
    "made_past": Measure.PAST,
}


@pytest.mark.parametrize("name", list(PARTS))
def test_every_number_is_as_long_as_its_list(cast: Cast, scene: dict[str, Dossier], name: str) -> None:
    count, columns = PARTS[name]
    by = leader(cast)
    scope, units = scope_of(by)
    for part in count(scope):
        for column, word in columns.items():
            narrowed: dict[str, Any] = {word: part.key}
            only = replace(scope, narrow=replace(ANY, **narrowed))
            page = listed(by, only, MEASURES[column], units)
            assert page.count == len(page.rows) == getattr(part, column), (part, column)


@pytest.mark.parametrize(
    ("name", "column"), [("step", "made_late"), ("cause", "made_past"), ("age", "open"), ("left", "open")]
)
def test_the_parts_make_the_whole(cast: Cast, scene: dict[str, Dossier], name: str, column: str) -> None:
    scope, _units = scope_of(leader(cast))
    parts = PARTS[name][0](scope)
    assert sum(getattr(part, column) for part in parts) == total(scope)[MEASURES[column]]


def test_a_step_is_known_by_its_process_where_keys_differ(cast: Cast, scene: dict[str, Dossier]) -> None:
    """Another process calls its signing “handle”: the same key is another kind of step there."""
    steps = (STEPS[0], replace(STEPS[4], key="handle"), STEPS[-1])
    (other,) = put(cast.here, cast, LATE, procedure=procedure(steps=steps))
    lateness(other, "handle")
    scope, _units = scope_of(leader(cast))
    assert told(breakdown.by_step(scope))[StepKind.SIGN][2] == 3
    assert told(breakdown.by_step(scope))[StepKind.HANDLE] == (1, 1, 0, 1)


def test_a_list_says_step_and_cause_of_what_is_late(cast: Cast, scene: dict[str, Dossier]) -> None:
    by = leader(cast)
    scope, units = scope_of(by)
    rows = {row.code: row for row in listed(by, scope, Measure.RECEIVED, units).rows}
    signed, fresh = rows[scene["signed"].code], rows[scene["fresh"].code]
    assert (signed.step, signed.cause) == ("Ký", Cause.NOBODY_TO_SIGN)
    assert (fresh.step, fresh.cause) == ("", None)


def test_where_it_was_is_asked_of_the_end_of_the_period(cast: Cast, scene: dict[str, Dossier]) -> None:
    scope, _units = scope_of(leader(cast), period="2017-06")
    assert told(breakdown.by_step(scope))[StepKind.HANDLE][0] == 1
    assert StepKind.ASSIGN not in told(breakdown.by_step(scope))
