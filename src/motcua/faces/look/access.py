"""What everybody may do on every page: choose its language."""

from __future__ import annotations

from motcua.ground.access import policy

policy.add("language.choose", {policy.ANYONE: policy.ANY})
