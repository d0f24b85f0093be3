"""A full disk, wherever it shows itself: one sentence in both languages, never a traceback."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError

from motcua.scenario.crews import CrewFailed
from motcua.site.launch import databases, places
from motcua.site.launch.embedded.engine import Engine
from motcua.site.launch.failures import BadUse
from motcua.site.tests.launch.engines import data_folder

NO_SPACE = 'could not extend file "base/1/2": No space left on device'


@pytest.mark.parametrize("kind", [CrewFailed, OperationalError, psycopg.errors.DiskFull])
def test_a_database_without_space_is_a_sentence(kind: type[Exception]) -> None:
    with pytest.raises(BadUse, match="The disk is full"), databases.sentences():
        raise kind(NO_SPACE)


def test_a_bug_of_the_simulation_keeps_its_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(places.DATA_VARIABLE, str(tmp_path))
    with pytest.raises(CrewFailed, match="ZeroDivisionError"), databases.sentences():
        raise CrewFailed("ZeroDivisionError: division by zero")


def test_a_disk_that_fills_up_while_the_engine_starts_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fill_up(_engine: Engine) -> None:
        raise psycopg.errors.DiskFull(NO_SPACE)

    monkeypatch.setattr(Engine, "_make_roles_and_database", fill_up)
    for name in databases.NAMES:
        monkeypatch.delenv(name, raising=False)
    with data_folder() as data:
        monkeypatch.setenv(places.DATA_VARIABLE, str(data))
        with pytest.raises(BadUse, match="The disk is full"):
            databases.opened().__enter__()
