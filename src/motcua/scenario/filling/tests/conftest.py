"""The same small part of the province as the simulator's tests have."""

from __future__ import annotations

from motcua.scenario.tests.conftest import forget, module_owner, province

__all__ = ["forget", "module_owner", "province"]
