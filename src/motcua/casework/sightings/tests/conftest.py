"""The dossiers' cast, for those who read who read."""

from motcua.casework.dossiers.tests.conftest import cast

__all__ = ["cast"]
