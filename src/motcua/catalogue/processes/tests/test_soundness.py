"""Each fault of a definition is found and named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from motcua.catalogue.processes.rules import (
    END,
    Definition,
    Flow,
    Place,
    Problem,
    ProblemCode,
    Refusal,
    Step,
    StepKind,
    derived_steps,
    soundness,
)
from motcua.catalogue.processes.rules.soundness import SENTENCES
from motcua.ground.kernel.refusals import Refused, registered

GOOD = derived_steps(Decimal(40), in_commune=True)
RECEIVE, HANDLE, SIGN, STAMP, RETURN = GOOD


def problems(*steps: Step) -> list[Problem]:
    return soundness(Definition.from_steps(steps))


def test_a_good_process_has_no_problem() -> None:
    assert problems(*GOOD) == []


def test_a_process_without_steps() -> None:
    assert problems() == [Problem(ProblemCode.EMPTY)]


def test_a_key_used_twice() -> None:
    assert Problem(ProblemCode.KEY_TWICE, "handle") in problems(RECEIVE, HANDLE, HANDLE, SIGN, RETURN)


@pytest.mark.parametrize("flow", [Flow("sign", "nowhere"), Flow("nowhere", "sign")])
def test_a_way_from_or_to_nowhere(flow: Flow) -> None:
    found = soundness(Definition(GOOD, (*Definition.from_steps(GOOD).flows, flow)))
    assert found == [Problem(ProblemCode.UNKNOWN_TARGET, flow.source)]


def test_nobody_receives() -> None:
    assert problems(HANDLE, SIGN, RETURN) == [Problem(ProblemCode.NOT_ONE_RECEIVE)]


def test_two_receive() -> None:
    again = replace(RECEIVE, key="again")
    assert problems(RECEIVE, again, SIGN, RETURN) == [Problem(ProblemCode.NOT_ONE_RECEIVE)]


def test_receiving_comes_second() -> None:
    assert problems(HANDLE, RECEIVE, SIGN, RETURN) == [Problem(ProblemCode.RECEIVE_NOT_FIRST)]


def test_nothing_is_returned() -> None:
    assert problems(RECEIVE, HANDLE, SIGN) == [
        Problem(ProblemCode.NO_RETURN),
        Problem(ProblemCode.ENDS_ELSEWHERE, "sign"),
    ]


def test_nothing_is_signed() -> None:
    assert problems(RECEIVE, HANDLE, RETURN) == [Problem(ProblemCode.RETURN_WITHOUT_SIGNATURE, "return")]


def test_a_way_around_the_signature() -> None:
    ways = (*Definition.from_steps(GOOD).flows, Flow("handle", "return", "rejected"))
    assert soundness(Definition(GOOD, ways)) == [Problem(ProblemCode.RETURN_WITHOUT_SIGNATURE, "return")]


def test_a_step_that_is_never_reached() -> None:
    ways = (Flow("receive", "handle"), Flow("handle", "sign"), Flow("sign", "return"), Flow("return", END))
    lonely = (*ways, Flow("stamp", "return"))
    assert soundness(Definition(GOOD, lonely)) == [Problem(ProblemCode.NOT_REACHED, "stamp")]


def test_a_step_without_a_way_to_the_end() -> None:
    ways = (*Definition.from_steps(GOOD).flows, Flow("handle", "waiting", "wait"))
    waiting = Step("waiting", "Chờ", StepKind.HANDLE, "handler", Place.DIVISION)
    found = soundness(Definition((*GOOD, waiting), (*ways, Flow("waiting", "waiting"))))
    assert found == [Problem(ProblemCode.NEVER_ENDS, "waiting")]


def test_negative_hours() -> None:
    wrong = replace(HANDLE, hours=Decimal(-1))
    assert problems(RECEIVE, wrong, SIGN, RETURN) == [Problem(ProblemCode.NEGATIVE_HOURS, "handle")]


def test_every_problem_has_a_sentence_that_names_its_step() -> None:
    assert set(SENTENCES) == set(ProblemCode)
    with translation.override("vi"):
        assert Problem(ProblemCode.NOT_REACHED, "stamp").sentence() == "không có đường nào tới bước “stamp”."


def test_every_refusal_has_a_sentence() -> None:
    assert set(Refusal) <= set(registered())


@pytest.mark.parametrize(
    ("data", "part"),
    [
        ({}, "steps"),
        ({"steps": [{"key": "a"}]}, "steps"),
        ({"steps": [{"key": "a", "name": "A", "kind": "dance", "role": "r", "place": "agency"}]}, "steps"),
        ({"steps": [], "flows": [["a", "b"]]}, "flows"),
    ],
)
def test_a_definition_that_cannot_be_read_names_the_part(data: dict[str, object], part: str) -> None:
    with pytest.raises(Refused) as refused:
        Definition.from_json(data)
    assert (refused.value.code, refused.value.data) == (Refusal.BAD_DEFINITION, {"part": part})
