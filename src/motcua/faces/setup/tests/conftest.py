"""The cast for those who set up: two districts, their officers, and those who look after the province."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from motcua.casework.dossiers.tests.cast import MORNING, Cast, officer, set_the_stage
from motcua.ground.kernel import clock
from motcua.people.organisation.models import Role

SignIn = Callable[..., Client]


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast in a transaction that is rolled back; the business clock stands at 1 March 2017, 08:30."""
    made = set_the_stage()
    clock.mark_demonstration(at=MORNING)
    return made


@pytest.fixture
def signed_in(cast: Cast) -> SignIn:
    """A browser in which the officer of this role has signed in: of the district, or of the province."""

    def sign_in(role: Role) -> Client:
        client = Client()
        watching = role.value in cast.watchers
        client.force_login((cast.watchers[role.value][0]) if watching else cast.here.accounts[role.value])
        return client

    return sign_in


@pytest.fixture
def administrator(signed_in: SignIn) -> Client:
    """A browser of the province's administrator."""
    return signed_in(Role.ADMINISTRATOR)


@pytest.fixture
def sister_administrator(cast: Cast) -> Client:
    """A browser of the administrator of the sister district."""
    account, _appointed = officer("Quản trị láng giềng", cast.sister.agency, Role.ADMINISTRATOR)
    client = Client()
    client.force_login(account)
    return client


class Answer(Protocol):
    """What a browser was answered."""

    @property
    def content(self) -> bytes: ...


def page(response: Answer) -> Any:
    """An answer as a tree; typed as anything, for a part that is not there shall fail the test by itself."""
    return BeautifulSoup(response.content, "html.parser")


def words(response: Answer) -> str:
    """An answer as a person reads it, spaces as one."""
    return " ".join(page(response).get_text(" ").split())


def said(**fields: object) -> dict[str, object]:
    """A form that is sent to be done."""
    return {"key": "k", "do": "yes", **fields}
