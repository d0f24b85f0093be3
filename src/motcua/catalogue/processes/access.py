"""Who may see and change internal processes; they are the whole province's, so every relation is `ANY`."""

from motcua.ground.access import policy

policy.add("processes.view", {policy.OFFICER: policy.ANY, policy.SYSTEM: policy.ANY})
policy.add(
    "processes.publish", {"administrator": policy.ANY, "reform_office": policy.ANY, policy.SYSTEM: policy.ANY}
)
