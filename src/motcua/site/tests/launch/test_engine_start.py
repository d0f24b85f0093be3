"""The embedded engine: who may reach it, and what lies where."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors, sql

from motcua.site.launch import processes
from motcua.site.launch.embedded import engine, leftovers
from motcua.site.launch.embedded.engine import Engine, Urls
from motcua.site.launch.embedded.lodging import SOCKET_BYTES, SOCKET_NAME
from motcua.site.launch.failures import BadUse
from motcua.site.tests.launch.engines import data_folder

# Three are the superuser's; worker, parent, a bench with its processes, `check` and psql want some.
OTHERS = 15
# Above the largest number that a process can have (4,194,304).
NOBODY = 4_194_305


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    with data_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def started(data: Path) -> Iterator[tuple[Urls, Engine]]:
    with engine.running(data) as (urls, ours):
        assert ours is not None
        yield urls, ours


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def setting(ours: Engine, name: str) -> object:
    with ours.connect_as_superuser() as connection:
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return row[0] if row else None


def test_it_listens_on_no_network(started: tuple[Urls, Engine]) -> None:
    assert setting(started[1], "listen_addresses") == ""


def test_it_waits_for_the_disk_at_each_commit(started: tuple[Urls, Engine]) -> None:
    assert [setting(started[1], name) for name in ("fsync", "synchronous_commit")] == ["on", "on"]


def test_it_asks_everybody_for_a_password(started: tuple[Urls, Engine]) -> None:
    with started[1].connect_as_superuser() as connection:
        rows = connection.execute("SELECT type, auth_method FROM pg_hba_file_rules").fetchall()
    assert rows == [("local", "scram-sha-256")]


def test_it_refuses_a_wrong_password(started: tuple[Urls, Engine]) -> None:
    urls, ours = started
    password = urls.app.partition(":")[2].partition(":")[2].partition("@")[0]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(urls.app.replace(password, "wrong"))
    assert ours.is_running()


def test_it_keeps_passwords_from_other_users(started: tuple[Urls, Engine], data: Path) -> None:
    assert mode(data / "engine-passwords.json") == 0o600


def test_it_keeps_cluster_and_socket_from_other_users(started: tuple[Urls, Engine]) -> None:
    lodging = started[1].lodging
    assert (mode(lodging.cluster), mode(lodging.socket)) == (0o700, 0o700)


def test_it_never_runs_as_root(started: tuple[Urls, Engine]) -> None:
    process = started[1].process
    assert process is not None
    assert Path(f"/proc/{process.pid}").stat().st_uid != 0


def rulers(ours: Engine | None) -> list[str]:
    assert ours is not None
    with ours.connect_as_superuser() as connection:
        rows = connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolcanlogin AND (rolsuper OR rolcreaterole OR rolcreatedb)"
        ).fetchall()
    return sorted(str(row[0]) for row in rows)


def test_no_role_of_the_application_rules_the_server(started: tuple[Urls, Engine]) -> None:
    assert rulers(started[1]) == ["postgres"]


def test_a_bench_may_make_databases_only_while_it_runs(started: tuple[Urls, Engine]) -> None:
    with started[1].owner_makes_databases():
        assert rulers(started[1]) == ["motcua_owner", "postgres"]
    assert rulers(started[1]) == ["postgres"]


def test_what_a_killed_bench_left_is_taken_back_at_the_next_start() -> None:
    with data_folder() as data:
        with engine.running(data) as (_urls, ours):
            assert ours is not None
            with ours.connect_as_superuser() as connection:
                connection.execute("ALTER ROLE motcua_owner CREATEDB")
        with engine.running(data) as (_urls, ours):
            assert rulers(ours) == ["postgres"]


@pytest.mark.parametrize(
    ("number", "stays"),
    [(NOBODY, False), (os.getpid(), False), (os.getppid(), True)],
    ids=["nobody's", "our own", "another's"],
)
def test_the_database_of_a_killed_bench_is_dropped_at_the_next_start(
    started: tuple[Urls, Engine], *, number: int, stays: bool
) -> None:
    name = f"{engine.DATABASE}_bench_{number}"
    with started[1].connect_as_superuser() as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        leftovers.drop_bench_databases(connection, engine.DATABASE)
        found = connection.execute("SELECT datname::text FROM pg_database").fetchall()
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
    assert ((name,) in found, (engine.DATABASE,) in found) == (stays, True)


def test_what_killed_benches_left_is_looked_for_at_each_start(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(leftovers, "drop_bench_databases", lambda _admin, served: asked.append(served))
    with data_folder() as data, engine.running(data):
        assert asked == [engine.DATABASE]


def test_the_web_servers_leave_connections_to_other_commands() -> None:
    most = processes.MOST_WORKERS * processes.THREADS
    assert most + OTHERS <= int(engine.CONFIGURATION["max_connections"])


def test_the_application_makes_no_tables(started: tuple[Urls, Engine]) -> None:
    with psycopg.connect(started[0].app) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("CREATE TABLE mine (id bigint)")


def test_the_owner_makes_tables(started: tuple[Urls, Engine]) -> None:
    with psycopg.connect(started[0].owner) as connection:
        connection.execute("CREATE TABLE ours (id bigint)")
        connection.rollback()


def test_its_log_repeats_no_values(started: tuple[Urls, Engine]) -> None:
    urls, ours = started
    with psycopg.connect(urls.app) as connection, pytest.raises(errors.Error):
        connection.execute("SELECT 1 / (length('canary of a citizen') - 19)")
    assert "canary" not in ours.lodging.log.read_text(encoding="utf8")


def test_another_process_is_given_the_same_engine(started: tuple[Urls, Engine], data: Path) -> None:
    with engine.running(data) as (urls, ours):
        assert (urls, ours) == (started[0], None)


def test_it_starts_again_after_it_was_stopped() -> None:
    with data_folder() as data:
        for _ in range(2):
            with engine.running(data) as (urls, _ours), psycopg.connect(urls.owner) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS kept (id bigint)")
                connection.execute("INSERT INTO kept VALUES (1)")
        with engine.running(data) as (urls, _ours), psycopg.connect(urls.owner) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (2,)


def test_a_long_path_gets_a_short_socket_that_is_remembered() -> None:
    with data_folder("a" * 80, "b" * 80) as data:
        sockets = []
        for _ in range(2):
            with engine.running(data) as (_urls, ours):
                assert ours is not None
                sockets.append(ours.lodging.socket)
        assert sockets[0] == sockets[1]
        assert len(os.fsencode(sockets[0] / SOCKET_NAME)) <= SOCKET_BYTES
        assert mode(sockets[0]) == 0o700


def test_a_short_socket_folder_that_others_can_open_is_not_used_again() -> None:
    with data_folder("c" * 120) as data:
        first = Engine(data).lodging.socket
        first.chmod(0o755)
        second = Engine(data).lodging.socket
        first.rmdir()
        assert second != first


def test_a_cluster_that_was_left_half_made_is_made_anew() -> None:
    with data_folder() as data:
        draft = Engine(data).lodging.cluster.with_name("cluster.new")
        draft.mkdir()
        (draft / "PG_VERSION").write_text("18\n", encoding="ascii")
        with engine.running(data) as (urls, _ours):
            psycopg.connect(urls.app).close()
        assert not draft.exists()


def test_it_says_when_the_passwords_are_lost() -> None:
    with data_folder() as data:
        with engine.running(data):
            (data / "engine-passwords.json").rename(data / "kept")
        with pytest.raises(BadUse, match="do not fit"), engine.running(data):
            raise AssertionError


def test_a_data_folder_that_was_moved_keeps_its_database() -> None:
    with data_folder("here") as data:
        with engine.running(data) as (urls, _ours), psycopg.connect(urls.owner) as connection:
            connection.execute("CREATE TABLE kept (id bigint)")
        moved = data.rename(data.with_name("there"))
        with engine.running(moved) as (urls, _ours), psycopg.connect(urls.owner) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
        moved.rename(data)


def test_a_copy_of_a_data_folder_does_not_share_its_database() -> None:
    with data_folder("first") as data:
        with engine.running(data):
            shutil.copytree(data, data.with_name("second"), ignore=shutil.ignore_patterns("engine"))
        first, second = Engine(data).lodging, Engine(data.with_name("second")).lodging
        assert first.cluster != second.cluster
