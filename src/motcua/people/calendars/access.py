"""Who may see and change calendars; a calendar belongs to no unit, so every relation is `ANY`."""

from motcua.ground.access import policy

policy.add("calendars.view", {policy.OFFICER: policy.ANY, policy.SYSTEM: policy.ANY})
policy.add("calendars.change", {"administrator": policy.ANY, policy.SYSTEM: policy.ANY})
