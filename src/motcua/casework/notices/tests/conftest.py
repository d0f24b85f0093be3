"""The cast, for tests of reminders."""

import pytest

from motcua.casework.dossiers.tests.cast import Cast, set_the_stage


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast in a transaction that is rolled back."""
    return set_the_stage()


@pytest.fixture
def real_cast(real_db: None) -> Cast:
    """The cast with real commits."""
    return set_the_stage()
