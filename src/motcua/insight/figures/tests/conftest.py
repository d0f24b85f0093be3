"""The cast of the dossiers, for counting."""

from motcua.casework.dossiers.tests.conftest import cast, real_cast

__all__ = ["cast", "real_cast"]
