"""The cast with everybody who sets up and everybody who only looks, signed in; the clock of the tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from motcua.casework.dossiers.tests.cast import MORNING, Cast, set_the_stage
from motcua.ground.kernel import clock
from motcua.people.organisation.models import Role

SignIn = Callable[[Role], Client]
ADMINISTRATOR, REFORM_OFFICE, INSPECTOR = Role.ADMINISTRATOR, Role.REFORM_OFFICE, Role.INSPECTOR
EVERYBODY = tuple(Role)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast; the business clock of a demonstration stands at the morning of the tests."""
    made = set_the_stage()
    clock.mark_demonstration(at=MORNING)
    return made


@pytest.fixture
def signed_in(cast: Cast) -> SignIn:
    """A browser in which the officer of this role has signed in."""

    def sign_in(role: Role) -> Client:
        client = Client()
        if role.value in cast.watchers:
            client.force_login(cast.watchers[role.value][0])
        else:
            client.force_login(cast.here.accounts[role.value])
        return client

    return sign_in


@pytest.fixture
def admin(signed_in: SignIn) -> Client:
    """The administrator's browser."""
    return signed_in(ADMINISTRATOR)


def text_of(content: bytes) -> str:
    """A page as a person reads it, spaces as one."""
    return " ".join(BeautifulSoup(content, "html.parser").get_text(" ").split())


def tree_of(content: bytes) -> BeautifulSoup:
    """A page as a tree."""
    return BeautifulSoup(content, "html.parser")
