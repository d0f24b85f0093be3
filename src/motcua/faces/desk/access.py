"""Who has a worklist: those who act on dossiers."""

from __future__ import annotations

from motcua.casework.dossiers.access import WORKING
from motcua.ground.access import policy

policy.add("desk.work", {role.value: policy.ANY for role in WORKING})
