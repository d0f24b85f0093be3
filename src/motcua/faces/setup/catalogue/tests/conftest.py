"""The same cast for the catalogue."""

from __future__ import annotations

from motcua.faces.setup.timekeeping.tests.conftest import admin, cast, signed_in

__all__ = ["admin", "cast", "signed_in"]
