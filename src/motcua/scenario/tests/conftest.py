"""A small part of the province, entered once for a module: the district of the ready accounts and three departments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings

from motcua.ground.kernel import clock
from motcua.people.accounts.tests.hashers import QUICK
from motcua.scenario import commands
from motcua.scenario.plan import Plan
from motcua.scenario.province.year import OPENING

TREES = (2, 3, 4, 25)
LIVED = (
    "task, segment, pause, obligation, remark, decision, handover, attachment, dossier_paper, counter_notice, dossier, "
    "day_counter, notice_counter, done_request, journal, journal_seal"
)


def quietly(_label: str, _done: int, _total: int) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def module_owner(owner_url: str) -> Iterator[psycopg.Connection[Any]]:
    """The owner of the test database, for a whole module."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def province(
    empty_tables: Callable[[], None], django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The province entered, nothing lived yet; the folder with its accounts. Emptied after the module."""
    folder = tmp_path_factory.mktemp("data")
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=QUICK):
        try:
            clock.mark_demonstration(at=OPENING)
            commands.load(Plan(0, trees=TREES), 2, quietly, folder)
            yield folder
        finally:
            empty_tables()


@pytest.fixture(scope="module")
def forget(module_owner: psycopg.Connection[Any]) -> Callable[[], None]:
    """Forget what was lived, but not who works where."""

    def forget_lives() -> None:
        connections.close_all()
        module_owner.execute(f"TRUNCATE {LIVED} CASCADE")
        module_owner.execute("DELETE FROM party_version")
        module_owner.execute("DELETE FROM party")
        Path(settings.SEALS_FILE).unlink(missing_ok=True)

    return forget_lives
