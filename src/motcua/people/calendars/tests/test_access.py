"""Who may see and who may change: the answers are written out, not computed."""

from __future__ import annotations

import pytest

from motcua.ground.access import policy
from motcua.ground.kernel.actors import ANONYMOUS, SYSTEM, Actor
from motcua.people.calendars.tests.conftest import ADMINISTRATOR, OTHERS, acting

ROLES = ["receptionist", "handler", "head_of_division", "leader", "clerk", "one_stop_head", "reform_office"]


@pytest.mark.parametrize(
    ("actor", "may_view", "may_change"),
    [
        (ANONYMOUS, False, False),
        (SYSTEM, True, True),
        (ADMINISTRATOR, True, True),
        (acting("inspector"), True, False),
        *((acting(role), True, False) for role in ROLES),
        (Actor("officer", account_id=2, officer_id=3), False, False),
    ],
    ids=lambda value: (value.role or value.kind) if isinstance(value, Actor) else "",
)
def test_each_role_may_what_is_written_here(actor: Actor, may_view: bool, may_change: bool) -> None:
    assert policy.has(actor, "calendars.view") is may_view
    assert policy.has(actor, "calendars.change") is may_change


def test_the_others_of_these_tests_may_not_change() -> None:
    assert not any(policy.has(actor, "calendars.change") for actor in OTHERS)
