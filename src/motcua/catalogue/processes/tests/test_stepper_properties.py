"""What holds for every sequence of lawful events on every plain list of steps."""

from __future__ import annotations

import itertools
import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.processes.rules import (
    ActivateTask,
    Complete,
    Definition,
    Effect,
    EndTask,
    Marking,
    Place,
    Step,
    StepKind,
    derived_steps,
    soundness,
)

hours = st.one_of(st.none(), st.decimals(min_value=0, max_value=200, places=2))
middle = st.lists(st.sampled_from(list(StepKind)), min_size=1, max_size=8)


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    """Any list of steps that begins with receiving and ends with the return."""
    kinds = [StepKind.RECEIVE, *draw(middle), StepKind.RETURN]
    return Definition.from_steps(
        Step(f"s{n}", f"Bước {n}", kind, "handler", Place.DIVISION, draw(hours))
        for n, kind in enumerate(kinds)
    )


@st.composite
def runs(draw: st.DrawFn) -> tuple[Definition, list[tuple[Marking, tuple[Effect, ...]]]]:
    """A definition and what it answered to up to thirty lawful events."""
    definition = draw(definitions())
    answers = [definition.start()]
    for _ in range(draw(st.integers(0, 30))):
        marking = answers[-1][0]
        if marking.is_complete:
            break
        token = marking.tokens[0]
        back = definition.previous_steps(token.element)
        goes_back: bool = draw(st.booleans())
        if back and goes_back:
            to: Step = draw(st.sampled_from(back))
            answers.append(definition.send_back(marking, token.id, to.key))
        else:
            outcome: str | None = draw(st.sampled_from([None, "ok", "no"]))
            answers.append(definition.complete(marking, token.id, outcome))
    return definition, answers


@given(runs())
def test_there_is_one_token_until_the_end(
    run: tuple[Definition, list[tuple[Marking, tuple[Effect, ...]]]],
) -> None:
    _definition, answers = run
    assert all(len(marking.tokens) == 1 for marking, _ in answers[:-1])
    assert len(answers[-1][0].tokens) == (0 if Complete() in answers[-1][1] else 1)


@given(runs())
def test_it_ends_only_at_the_return(run: tuple[Definition, list[tuple[Marking, tuple[Effect, ...]]]]) -> None:
    definition, answers = run
    for marking, effects in answers:
        ended = [e for e in effects if isinstance(e, EndTask)]
        if marking.is_complete:
            assert ended[0].element == definition.steps[-1].key


@given(runs())
def test_what_begins_is_where_the_token_stands(
    run: tuple[Definition, list[tuple[Marking, tuple[Effect, ...]]]],
) -> None:
    for marking, effects in run[1]:
        begun = [(e.token_id, e.element, e.iteration) for e in effects if isinstance(e, ActivateTask)]
        assert begun == [(t.id, t.element, t.iteration) for t in marking.tokens]


@given(runs())
def test_every_task_ends_once_before_the_next_begins(
    run: tuple[Definition, list[tuple[Marking, tuple[Effect, ...]]]],
) -> None:
    effects = [effect for _, told in run[1] for effect in told]
    begun = [(e.element, e.iteration) for e in effects if isinstance(e, ActivateTask)]
    ended = [(e.element, e.iteration) for e in effects if isinstance(e, EndTask)]
    assert ended == begun[: len(ended)]
    assert len(begun) - len(ended) in (0, 1)
    assert len(set(begun)) == len(begun)


@given(runs())
def test_the_iteration_rises_by_one_with_each_sending_back(
    run: tuple[Definition, list[tuple[Marking, tuple[Effect, ...]]]],
) -> None:
    definition, answers = run
    order = {step.key: number for number, step in enumerate(definition.steps)}
    begun = [e for _, told in answers for e in told if isinstance(e, ActivateTask)]
    for before, after in itertools.pairwise(begun):
        sent_back = order[after.element] <= order[before.element]
        assert after.iteration == before.iteration + (1 if sent_back else 0)


@given(runs())
def test_a_marking_survives_json(run: tuple[Definition, list[tuple[Marking, tuple[Effect, ...]]]]) -> None:
    for marking, _ in run[1]:
        assert Marking.from_json(json.loads(json.dumps(marking.to_json()))) == marking


@given(definitions())
def test_a_definition_survives_json(definition: Definition) -> None:
    assert Definition.from_json(json.loads(json.dumps(definition.to_json()))) == definition


@given(definitions())
def test_a_list_is_sound_when_it_receives_once_signs_and_returns_once(definition: Definition) -> None:
    kinds = [step.kind for step in definition.steps]
    expected = (
        kinds.count(StepKind.RECEIVE) == 1
        and StepKind.SIGN in kinds
        and all(StepKind.SIGN in kinds[:n] for n, kind in enumerate(kinds) if kind is StepKind.RETURN)
    )
    assert (soundness(definition) == []) is expected


@given(st.decimals(min_value=Decimal("0.25"), max_value=2000, places=2), st.booleans())
def test_a_derived_process_is_sound_and_shares_out_the_whole_limit(limit: Decimal, in_commune: bool) -> None:
    steps = derived_steps(limit, in_commune=in_commune)
    assert soundness(Definition.from_steps(steps)) == []
    shares = [step.hours for step in steps if step.hours is not None]
    assert sum(shares) == limit
    assert all(share >= 0 for share in shares)
