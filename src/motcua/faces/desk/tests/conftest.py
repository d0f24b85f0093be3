"""The cast at the desk: its officers signed in, and the clock standing where the tests need it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Protocol

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation

from motcua.casework.dossiers.tests.cast import MORNING, Cast, Office, set_the_stage
from motcua.ground.kernel import clock
from motcua.people.organisation.models import Role

SignIn = Callable[..., Client]


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast in a transaction that is rolled back; the business clock stands at the morning of the tests."""
    made = set_the_stage()
    clock.mark_demonstration(at=MORNING)
    return made


@pytest.fixture(autouse=True)
def _in_vietnamese() -> Iterator[None]:
    """A page written in English leaves its language behind in the thread."""
    yield
    translation.deactivate()


@pytest.fixture
def stand_at() -> Callable[[datetime], None]:
    """Put the business clock somewhere else."""

    def put(moment: datetime) -> None:
        clock.mark_demonstration(at=moment)

    return put


@pytest.fixture
def signed_in(cast: Cast) -> SignIn:
    """A browser in which the officer of this role has signed in, here or in another office."""

    def sign_in(role: Role, where: Office | None = None) -> Client:
        client = Client()
        if role.value in cast.watchers:
            client.force_login(cast.watchers[role.value][0])
        else:
            client.force_login((where or cast.here).accounts[role.value])
        return client

    return sign_in


class Answer(Protocol):
    """What a browser was answered; the test client's own type is not written down."""

    @property
    def content(self) -> bytes: ...


def page(response: Answer) -> Any:
    """An answer as a tree; typed as anything, for a part that is not there shall fail the test by itself."""
    return BeautifulSoup(response.content, "html.parser")


def text_of(response: Answer) -> str:
    """An answer as a person reads it, spaces as one."""
    return " ".join(page(response).get_text(" ").split())
