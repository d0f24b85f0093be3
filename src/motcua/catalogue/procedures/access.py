"""Who may see and change the catalogue; it belongs to the whole province, so every relation is `ANY`."""

from motcua.ground.access import policy

_KEEPERS = {"administrator": policy.ANY, "reform_office": policy.ANY, policy.SYSTEM: policy.ANY}

policy.add("procedures.view", {policy.ANYONE: policy.ANY})
policy.add("procedures.view_drafts", {policy.OFFICER: policy.ANY, policy.SYSTEM: policy.ANY})
policy.add("procedures.edit", _KEEPERS)
policy.add("procedures.publish", _KEEPERS)
policy.add("procedures.offer", _KEEPERS)
# Whoever prepared a decision does not check it: the verb asks for another person.
policy.add("procedures.check", _KEEPERS)
