"""A full disk, wherever it shows itself: one sentence in both languages, never a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError

from motcua.scenario.crews import CrewFailed, in_parallel
from motcua.site.launch import databases, places
from motcua.site.launch.embedded import engine
from motcua.site.launch.embedded.engine import Engine, Urls
from motcua.site.launch.failures import BadUse
from motcua.site.tests.launch.engines import data_folder

NO_SPACE = 'could not extend file "base/1/2": No space left on device'


def fill_up(_item: int, _on_step: Callable[[int], None]) -> int:
    raise psycopg.errors.DiskFull(NO_SPACE)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A named server, and a data folder with room."""
    monkeypatch.setenv(places.DATA_VARIABLE, str(tmp_path))


@pytest.mark.parametrize("kind", [OperationalError, psycopg.errors.DiskFull])
def test_a_database_without_space_is_a_sentence(kind: type[Exception]) -> None:
    with pytest.raises(BadUse, match="The disk is full"), databases.sentences():
        raise kind(NO_SPACE)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.django_db(transaction=True, databases=[])
def test_a_disk_that_fills_up_while_the_year_is_made_is_a_sentence(workers: int) -> None:
    with pytest.raises(BadUse, match="The disk is full"), databases.sentences():
        in_parallel(fill_up, [1, 2], workers, lambda _count: None)


@pytest.mark.usefixtures("server")
def test_a_server_that_goes_away_while_it_is_used_is_a_sentence() -> None:
    with pytest.raises(BadUse, match="The database does not answer: gone"), databases.opened():
        raise OperationalError("gone")


def test_room_that_a_stopping_engine_gives_back_hides_no_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_full = False

    @contextmanager
    def running(_data: Path) -> Iterator[tuple[Urls, None]]:
        nonlocal is_full
        is_full = True
        try:
            yield Urls("", ""), None
        finally:
            is_full = False

    for name in databases.NAMES:
        monkeypatch.setenv(name, "")
    monkeypatch.setenv(places.DATA_VARIABLE, str(tmp_path))
    monkeypatch.setattr(engine, "running", running)
    monkeypatch.setattr(databases, "_is_disk_full", lambda: is_full)
    with pytest.raises(BadUse, match="The disk is full"), databases.opened():
        raise OperationalError("the server is in recovery mode")


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
