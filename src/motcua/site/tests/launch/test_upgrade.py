"""The database is brought up to date by one at a time, after a backup, and never by an older program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings

from motcua.site import database
from motcua.site.backups import reading
from motcua.site.commands import migrate
from motcua.site.launch import databases
from motcua.site.launch.failures import BAD_USE, BadUse
from motcua.site.tests.test_worker import working

Owner = psycopg.Connection[Any]


@pytest.fixture
def newer(real_db: None, owner: Owner) -> Iterator[None]:
    """A newer program has been here."""
    name = ("kernel", "0999_more")
    owner.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())", name)
    yield
    owner.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", name)


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch) -> None:
    """This program has a step that the database has not had."""
    for module in (databases, migrate):
        monkeypatch.setattr(module, "pending", lambda: ["kernel.0999_more"])


@pytest.mark.usefixtures("newer")
@pytest.mark.parametrize("check", [databases.check_not_newer, databases.check_migrated])
def test_an_older_program_on_a_newer_database_says_so_and_stops(check: Callable[[], None]) -> None:
    with pytest.raises(BadUse, match=r"newer version .*kernel\.0999_more"):
        check()


@pytest.mark.usefixtures("newer")
def test_a_worker_that_was_left_running_stops_too(capfd: pytest.CaptureFixture[str]) -> None:
    program = "from motcua.site.launch import background; background.main()"
    with working(program) as process:
        assert process.wait(timeout=120) == BAD_USE
    assert "kernel.0999_more" in capfd.readouterr().err


@pytest.mark.usefixtures("real_db", "older")
def test_a_newer_program_on_an_older_database_says_what_to_run() -> None:
    with pytest.raises(BadUse, match=r"run \./motcua upgrade"):
        databases.check_migrated()


@pytest.mark.usefixtures("real_db")
def test_the_tests_database_is_as_new_as_the_program() -> None:
    databases.check_migrated()


@pytest.mark.usefixtures("real_db")
def test_two_upgrades_do_not_run_at_once(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.2)
    owner.execute("SELECT pg_advisory_lock(%s)", [database.LOCK])
    with pytest.raises(BadUse, match="Another upgrade"):
        database.migrate_database()
    owner.execute("SELECT pg_advisory_unlock(%s)", [database.LOCK])
    database.migrate_database()


@pytest.mark.usefixtures("real_db")
def test_a_table_in_use_is_waited_for_shortly_and_said(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    def alter(name: str, **_options: object) -> None:
        if name == "migrate":
            with connections["default"].cursor() as cursor:
                cursor.execute("ALTER TABLE dossier ADD COLUMN more text")

    monkeypatch.setattr(database, "LOCK_SECONDS", 0.2)
    monkeypatch.setattr(database, "call_command", alter)
    with owner.transaction():
        owner.execute("LOCK TABLE dossier IN ACCESS SHARE MODE")
        with pytest.raises(BadUse, match="is in use"):
            database.migrate_database()


@pytest.mark.usefixtures("real_db", "older")
@pytest.mark.parametrize(("argv", "saved"), [([], 1), (["--without-backup"], 0)])
def test_an_upgrade_saves_the_data_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], argv: list[str], saved: int
) -> None:
    (tmp_path / "secrets.json").write_bytes((Path(settings.DATA_DIR) / "secrets.json").read_bytes())
    with override_settings(DATA_DIR=tmp_path):
        assert migrate.run_upgrade(argv) == 0
    backups = list(tmp_path.glob("backups/motcua-*.tar"))
    assert len(backups) == saved
    for path in backups:
        assert reading.read(path, lambda *_: None).manifest.rows > 0
    assert "1 steps" in capsys.readouterr().out


@pytest.mark.usefixtures("real_db")
def test_an_upgrade_with_nothing_to_do_saves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with override_settings(DATA_DIR=tmp_path):
        assert migrate.run_upgrade([]) == 0
    assert not (tmp_path / "backups").exists()
    assert "0 steps" in capsys.readouterr().out
