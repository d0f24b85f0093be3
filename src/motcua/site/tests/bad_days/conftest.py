"""A province with real commits, officers with browsers, and a database that can go away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from motcua.casework.dossiers.tests.cast import MORNING, Cast, set_the_stage
from motcua.catalogue.procedures.models import Paper
from motcua.ground.kernel import clock
from motcua.people.organisation.models import Role

NOWHERE = "1"


@pytest.fixture
def cast(real_db: None) -> Cast:
    """The cast with real commits; the business clock stands at the morning of the tests."""
    made = set_the_stage()
    clock.mark_demonstration(at=MORNING)
    return made


@pytest.fixture(autouse=True)
def _in_vietnamese() -> Iterator[None]:
    """A page written in English leaves its language behind in the thread."""
    yield
    translation.deactivate()


@pytest.fixture
def browser(cast: Cast) -> Callable[[Role], Client]:
    """The browser of whoever has this role; a page that fails is shown to him, not to the test."""

    def opened(role: Role) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(cast.here.accounts[role.value])
        return client

    return opened


@pytest.fixture
def intake(cast: Cast) -> dict[str, Any]:
    """A form of the counter that is right."""
    paper = Paper.objects.get(version__procedure=cast.procedure, ordinal=1)
    return {
        "key": "11111111-1111-4111-8111-111111111111",
        "kind": "0",
        "name": "Nguyễn Thị Thanh Thảo",
        "identity_number": "082190000123",
        "phone": "0900000123",
        "address": "Ấp Tân Lược, xã Tân Hương",
        "fee": "owed",
        "procedure": str(cast.procedure.pk),
        "channel": "counter",
        "return_method": "counter",
        "sets": "1",
        "summary": "Tách thửa “214” <tờ 6>",
        "paper": [str(paper.pk)],
        "do": "receive",
    }


def hang_up() -> None:
    """The server ends the site's connection, as it does when it is stopped."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    parts = connection.settings_dict
    address = {
        "host": parts["HOST"],
        "port": parts["PORT"],
        "user": parts["USER"],
        "password": parts["PASSWORD"],
    }
    with psycopg.connect(dbname=parts["NAME"], **address) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])


@contextmanager
def database_away() -> Iterator[None]:
    """Nobody answers where the database was."""
    port = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = NOWHERE
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["PORT"] = port
