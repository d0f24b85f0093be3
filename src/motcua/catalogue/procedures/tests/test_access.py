"""Who may do what with the catalogue: expected answers written down, tried against the policy."""

from __future__ import annotations

import pytest

from motcua.catalogue.procedures.tests.cast import officer
from motcua.ground.access import policy
from motcua.ground.kernel.actors import ANONYMOUS, SYSTEM, Actor

ROLES = (
    "receptionist",
    "handler",
    "head_of_division",
    "leader",
    "clerk",
    "one_stop_head",
    "reform_office",
    "administrator",
    "inspector",
)
ACTORS: dict[str, Actor] = {
    "anonymous": ANONYMOUS,
    "system": SYSTEM,
    "no_office": Actor(kind="officer", account_id=1, officer_id=1),
    **{role: officer(role) for role in ROLES},
}
KEEPERS = {"system", "reform_office", "administrator"}
OFFICERS = {"system", *ROLES}

EXPECTED: dict[str, set[str]] = {
    "procedures.view": set(ACTORS),
    "procedures.view_drafts": OFFICERS,
    "procedures.edit": KEEPERS,
    "procedures.check": KEEPERS,
    "procedures.publish": KEEPERS,
    "procedures.offer": KEEPERS,
    "processes.view": OFFICERS,
    "processes.publish": KEEPERS,
}


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("permission", EXPECTED)
def test_the_policy_answers_as_reviewed(permission: str, who: str) -> None:
    assert policy.has(ACTORS[who], permission) is (who in EXPECTED[permission])


def test_every_permission_of_the_catalogue_is_reviewed() -> None:
    catalogue = {name for name in policy.rows() if name.startswith(("procedures.", "processes."))}
    assert catalogue == set(EXPECTED)
