"""The states of a content: every one has its followers, and nothing published is a draft again."""

from __future__ import annotations

import pytest

from motcua.catalogue.procedures.states import IN_FORCE, TRANSITIONS, VersionState, may_follow


def test_every_state_says_what_may_follow() -> None:
    assert set(TRANSITIONS) == set(VersionState)


def test_every_state_but_the_first_is_reached() -> None:
    reached = {after for follow in TRANSITIONS.values() for after in follow}
    assert reached == set(VersionState) - {VersionState.DRAFT}


@pytest.mark.parametrize("state", IN_FORCE)
def test_what_was_in_force_is_no_draft_again(state: VersionState) -> None:
    assert not may_follow(state, VersionState.DRAFT)


def test_only_a_draft_is_published() -> None:
    assert [s for s in VersionState if may_follow(s, VersionState.PUBLISHED)] == [VersionState.DRAFT]
