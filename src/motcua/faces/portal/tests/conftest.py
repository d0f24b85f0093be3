"""What the tests of the portal share."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.faces.portal.tests.door import Door, door_of_the_town


@pytest.fixture
def door(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Door:
    """A town whose officers have accounts, and a browser at its door."""
    return door_of_the_town(settings, monkeypatch)
