"""Every state of a hand-over has what may follow it and whose turn it is."""

from motcua.casework.custody.states import OWNER, TRANSITIONS, Side, State


def test_every_state_is_in_both_tables() -> None:
    assert set(TRANSITIONS) == set(OWNER) == set(State)


def test_whoever_must_act_can_bring_it_on() -> None:
    for state, owner in OWNER.items():
        assert (owner is Side.NOBODY) == (not TRANSITIONS[state])
