"""Accounts of the small province, with a quick hash."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.ground.kernel.actors import SYSTEM, Actor
from motcua.people.accounts import actions, queries
from motcua.people.accounts.models import Account
from motcua.people.accounts.tests.hashers import QUICK
from motcua.people.organisation.tests.conftest import NOW, Town, broken_journal, town

__all__ = ["broken_journal", "town"]

PASSWORD = "mot-hai-ba-bon-nam"
NEW = "cây cầu tre lắc lẻo"


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.PASSWORD_HASHERS = QUICK


def account_for(town: Town, part: str) -> Account:
    """A ready account of this officer."""
    return actions.open_ready_account(
        officer_id=town.officer(part), username=part, password=PASSWORD, by=SYSTEM, now=NOW
    )


def actor_of(account: Account) -> Actor:
    """The holder of the account, as he acts."""
    return queries.actor(account.pk, NOW)
