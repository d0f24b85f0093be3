"""Whose pages these are, beyond what the domain's own rows say."""

from __future__ import annotations

from motcua.ground.access import policy
from motcua.people.organisation.models import Role
from motcua.people.organisation.rules import DELEGABLE

# Everybody inside may look a unit or a colleague up; these see the registers in their rail.
policy.add(
    "setup.registers",
    {role.value: policy.ANY for role in (Role.ADMINISTRATOR, Role.REFORM_OFFICE, Role.INSPECTOR)},
)
policy.add("setup.my_delegations", {role.value: policy.ANY for role in DELEGABLE})
