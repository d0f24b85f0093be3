"""The stepper on plain lists of steps: where the token goes, and what it says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from motcua.catalogue.processes.rules import (
    END,
    ActivateTask,
    Complete,
    Definition,
    EndTask,
    Flow,
    Marking,
    Refusal,
    Token,
    derived_steps,
)
from motcua.ground.kernel.refusals import Refused

FULL = Definition.from_steps(derived_steps(Decimal(80), in_commune=False))


def standing_at(element: str, iteration: int = 1) -> Marking:
    return Marking((Token(1, element, iteration),))


def test_it_starts_at_the_first_step() -> None:
    marking, effects = FULL.start()
    assert marking == standing_at("receive")
    assert effects == (ActivateTask("receive", 1, 1),)


def test_a_process_without_steps_does_not_start() -> None:
    with pytest.raises(Refused) as refused:
        Definition.from_steps(()).start()
    assert refused.value.code == Refusal.NO_SUCH_STEP


def test_a_finished_step_ends_its_task_and_begins_the_next() -> None:
    marking, effects = FULL.complete(standing_at("handle"), 1)
    assert marking == standing_at("verify")
    assert effects == (EndTask(1, "handle", 1), ActivateTask("verify", 1, 1))


def test_after_the_last_step_nothing_is_left() -> None:
    marking, effects = FULL.complete(standing_at("return"), 1)
    assert marking.is_complete
    assert effects == (EndTask(1, "return", 1), Complete())


def test_any_outcome_takes_the_plain_way() -> None:
    assert FULL.complete(standing_at("sign"), 1, "approved")[0] == standing_at("stamp")


def test_an_outcome_with_a_way_of_its_own_takes_it() -> None:
    definition = Definition(FULL.steps, (*FULL.flows, Flow("verify", "return", "rejected")))
    assert definition.complete(standing_at("verify"), 1, "rejected")[0] == standing_at("return")
    assert definition.complete(standing_at("verify"), 1, "approved")[0] == standing_at("sign")


def test_it_refuses_an_outcome_without_a_way() -> None:
    definition = Definition(FULL.steps, (Flow("receive", "assign", "accepted"),))
    with pytest.raises(Refused) as refused:
        definition.complete(standing_at("receive"), 1, "other")
    assert refused.value.code == Refusal.NO_WAY_ON


def test_it_refuses_a_token_that_has_gone() -> None:
    with pytest.raises(Refused) as refused:
        FULL.complete(standing_at("handle"), 2)
    assert refused.value.code == Refusal.NO_SUCH_TOKEN


def test_sending_back_is_a_new_iteration() -> None:
    marking, effects = FULL.send_back(standing_at("sign", 2), 1, "handle")
    assert marking == standing_at("handle", 3)
    assert effects == (EndTask(1, "sign", 2), ActivateTask("handle", 1, 3))


@pytest.mark.parametrize("target", ["sign", "stamp", "return", "nowhere", END])
def test_it_refuses_to_send_back_to_a_step_that_is_not_earlier(target: str) -> None:
    with pytest.raises(Refused) as refused:
        FULL.send_back(standing_at("sign"), 1, target)
    assert refused.value.code == Refusal.NOT_EARLIER


def test_a_rejected_dossier_goes_straight_to_the_return() -> None:
    marking, effects = FULL.go_to(standing_at("handle"), 1, "return")
    assert marking == standing_at("return")
    assert effects == (EndTask(1, "handle", 1), ActivateTask("return", 1, 1))


@pytest.mark.parametrize("target", ["receive", "handle", "nowhere", END])
def test_it_refuses_to_go_on_to_a_step_that_is_not_later(target: str) -> None:
    with pytest.raises(Refused) as refused:
        FULL.go_to(standing_at("handle"), 1, target)
    assert refused.value.code == Refusal.NOT_LATER


def test_stopping_ends_every_task() -> None:
    marking, effects = FULL.stop(Marking((Token(1, "handle"), Token(2, "verify", 2))))
    assert marking.is_complete
    assert effects == (EndTask(1, "handle", 1), EndTask(2, "verify", 2), Complete())


def test_the_process_is_over_only_when_the_last_token_leaves() -> None:
    marking, effects = FULL.complete(Marking((Token(1, "return"), Token(2, "verify"))), 1)
    assert marking.tokens == (Token(2, "verify"),)
    assert effects == (EndTask(1, "return", 1),)


def test_moving_one_token_leaves_the_others_in_their_places() -> None:
    marking, _effects = FULL.complete(Marking((Token(1, "handle"), Token(2, "verify"))), 2)
    assert marking.tokens == (Token(1, "handle"), Token(2, "sign"))


def test_a_step_may_be_sent_back_to_all_steps_before_it() -> None:
    assert [s.key for s in FULL.previous_steps("verify")] == ["receive", "assign", "handle"]
    assert FULL.previous_steps("receive") == ()


def test_a_loop_does_not_make_a_later_step_an_earlier_one() -> None:
    looping = Definition(FULL.steps, (*FULL.flows, Flow("sign", "handle", "again")))
    assert [s.key for s in looping.previous_steps("handle")] == ["receive", "assign"]


def test_a_step_on_another_branch_is_not_an_earlier_one() -> None:
    branching = Definition(
        FULL.steps, (Flow("receive", "assign"), Flow("receive", "handle", "urgent"), Flow("handle", "verify"))
    )
    assert [s.key for s in branching.previous_steps("verify")] == ["receive", "handle"]


def test_the_next_step_is_told_without_moving() -> None:
    following = FULL.next_step("sign")
    assert following is not None
    assert following.key == "stamp"
    assert FULL.next_step("return") is None


def test_it_refuses_a_step_that_is_not_there() -> None:
    with pytest.raises(Refused) as refused:
        FULL.step("nowhere")
    assert refused.value.code == Refusal.NO_SUCH_STEP
