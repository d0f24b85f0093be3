"""Definitions richer than a list: the same stepper and the same soundness, against slow and plain oracles."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.processes.rules import (
    END,
    ActivateTask,
    Complete,
    Definition,
    EndTask,
    Flow,
    Marking,
    Place,
    ProblemCode,
    Refusal,
    Step,
    StepKind,
    Token,
    derived_steps,
    soundness,
)
from motcua.ground.kernel.refusals import Refused

KINDS = [StepKind.HANDLE, StepKind.VERIFY, StepKind.SIGN, StepKind.RETURN]


def step(key: str, kind: StepKind) -> Step:
    return Step(key, key.upper(), kind, "handler", Place.DIVISION)


@st.composite
def graphs(draw: st.DrawFn) -> Definition:
    """Any small graph: a receiving step first, then any steps with any ways, loops and dead ends included."""
    kinds: list[StepKind] = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=5))
    steps = [step("s0", StepKind.RECEIVE), *(step(f"s{n}", kind) for n, kind in enumerate(kinds, 1))]
    keys = [s.key for s in steps]
    pairs: set[tuple[str, str]] = draw(
        st.sets(st.tuples(st.sampled_from(keys), st.sampled_from([*keys, END])), max_size=10)
    )
    ways = sorted(pairs)
    return Definition(tuple(steps), tuple(Flow(a, b, f"o{n}") for n, (a, b) in enumerate(ways)))


def walks(definition: Definition, start: str) -> list[list[str]]:
    """Every walk from a step that passes no step twice: the plain way to know what is reached and how."""
    found, waiting = [], [[start]]
    while waiting:
        walk = waiting.pop()
        found.append(walk)
        ahead = {f.target for f in definition.flows if f.source == walk[-1]}
        waiting += [[*walk, target] for target in ahead if target not in walk]
    return found


@given(graphs())
def test_what_is_never_reached_is_found(definition: Definition) -> None:
    reached = {walk[-1] for walk in walks(definition, "s0")}
    told = {p.step for p in soundness(definition) if p.code is ProblemCode.NOT_REACHED}
    assert told == {s.key for s in definition.steps} - reached


@given(graphs())
def test_what_never_ends_is_found(definition: Definition) -> None:
    reached = {walk[-1] for walk in walks(definition, "s0")} - {END}
    endless = {key for key in reached if not any(w[-1] == END for w in walks(definition, key))}
    assert {p.step for p in soundness(definition) if p.code is ProblemCode.NEVER_ENDS} == endless


@given(graphs())
def test_a_return_without_a_signature_before_it_is_found(definition: Definition) -> None:
    kinds = {s.key: s.kind for s in definition.steps}
    unsigned = {
        walk[-1]
        for walk in walks(definition, "s0")
        if kinds.get(walk[-1]) is StepKind.RETURN
        and all(kinds[key] is not StepKind.SIGN for key in walk[:-1])
    }
    told = {p.step for p in soundness(definition) if p.code is ProblemCode.RETURN_WITHOUT_SIGNATURE}
    assert told == unsigned


@given(graphs())
def test_an_end_elsewhere_is_found(definition: Definition) -> None:
    kinds = {s.key: s.kind for s in definition.steps}
    wrong = {f.source for f in definition.flows if f.target == END and kinds[f.source] is not StepKind.RETURN}
    assert {p.step for p in soundness(definition) if p.code is ProblemCode.ENDS_ELSEWHERE} == wrong


@given(graphs())
def test_an_earlier_step_is_one_from_which_ways_lead_on(definition: Definition) -> None:
    order = {s.key: n for n, s in enumerate(definition.steps)}
    for s in definition.steps:
        rising = {
            walk[0]
            for earlier in definition.steps
            for walk in walks(definition, earlier.key)
            if walk[-1] == s.key and len(walk) > 1 and all(order[a] < order[b] for a, b in pairwise(walk))
        }
        assert {before.key for before in definition.previous_steps(s.key)} == rising


@given(graphs())
def test_a_graph_survives_json(definition: Definition) -> None:
    assert Definition.from_json(json.loads(json.dumps(definition.to_json()))) == definition


@given(graphs(), st.data())
def test_each_outcome_takes_its_own_way(definition: Definition, data: st.DataObject) -> None:
    if not definition.flows:
        return
    flow = data.draw(st.sampled_from(definition.flows))
    marking, effects = definition.complete(Marking((Token(7, flow.source, 2),)), 7, flow.outcome)
    assert effects[0] == EndTask(7, flow.source, 2)
    if flow.target == END:
        assert (marking, effects[1]) == (Marking(), Complete())
    else:
        assert effects[1] == ActivateTask(flow.target, 7, 2)


@given(graphs())
def test_an_unknown_outcome_moves_nothing(definition: Definition) -> None:
    with pytest.raises(Refused) as refused:
        definition.complete(Marking((Token(1, "s0"),)), 1, "never named")
    assert refused.value.code == Refusal.NO_WAY_ON


@given(st.lists(st.sampled_from(["s0", "s1", "s2"]), min_size=2, max_size=4), st.data())
def test_of_several_tokens_only_the_named_one_moves(places: list[str], data: st.DataObject) -> None:
    line = Definition.from_steps(step(f"s{n}", StepKind.HANDLE) for n in range(3))
    marking = Marking(tuple(Token(n, place) for n, place in enumerate(places, 1)))
    moved = data.draw(st.integers(1, len(places)))
    after, _effects = line.complete(marking, moved)
    assert [t for t in after.tokens if t.id != moved] == [t for t in marking.tokens if t.id != moved]
    assert after.is_complete is False


def test_a_scope_stays_with_its_token() -> None:
    line = Definition.from_steps(step(f"s{n}", StepKind.HANDLE) for n in range(3))
    marking, effects = line.complete(Marking((Token(3, "s0", 1, scope=9),)), 3)
    assert marking.tokens == (Token(3, "s1", 1, scope=9),)
    assert effects[1] == ActivateTask("s1", 3, 1, parent_scope=9)


def test_nothing_is_changed_by_a_step() -> None:
    line = Definition.from_steps(derived_steps(Decimal(40), in_commune=False))
    marking, _effects = line.start()
    before = marking.to_json()
    line.complete(marking, 1)
    line.go_to(marking, 1, "return")
    assert marking.to_json() == before


@pytest.mark.parametrize("data", [[[1, "a"]], [["x", "a", 1, 0]], 7, [None]])
def test_a_marking_that_cannot_be_read_is_refused(data: object) -> None:
    with pytest.raises(Refused) as refused:
        Marking.from_json(data)  # type: ignore[arg-type]
    assert refused.value.code == Refusal.BAD_DEFINITION
