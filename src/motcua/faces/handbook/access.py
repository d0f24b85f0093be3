"""The handbook is open to everybody: it holds nothing of anybody."""

from __future__ import annotations

from motcua.ground.access import policy

policy.add("handbook.read", {policy.ANYONE: policy.ANY})
