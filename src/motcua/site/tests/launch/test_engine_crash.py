"""The embedded engine after kill -9: nothing that was committed is lost, and the next start works."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from motcua.site.launch.embedded import engine, leftovers
from motcua.site.launch.embedded.engine import Engine, Urls
from motcua.site.launch.embedded.lodging import SOCKET_NAME
from motcua.site.tests.launch.engines import data_folder, lives, python, wait_until

PARENT = """
import sys, time
from pathlib import Path
from motcua.site.launch.embedded import engine
with engine.running(Path(sys.argv[1])) as (urls, ours):
    print(ours.process.pid, urls.owner, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def data() -> Iterator[Path]:
    with data_folder() as folder:
        yield folder


def write_a_row(urls: Urls) -> None:
    with psycopg.connect(urls.owner) as connection:
        connection.execute("CREATE TABLE kept (id bigint)")
        connection.execute("INSERT INTO kept VALUES (1)")


def rows(urls: Urls) -> object:
    with psycopg.connect(urls.owner) as connection:
        return connection.execute("SELECT count(*) FROM kept").fetchone()


def kill(ours: Engine | None) -> None:
    assert ours is not None
    assert ours.process is not None
    ours.process.kill()
    ours.process.wait()


def crash(ours: Engine) -> None:
    """Kill one session: the server ends all of them and begins its recovery."""
    session = ours.connect_as_superuser()
    os.kill(session.info.backend_pid, signal.SIGKILL)
    assert wait_until(lambda: "reinitializing" in ours.lodging.log.read_text(encoding="utf8"))
    session.close()


def test_the_parent_starts_a_killed_server_again(data: Path) -> None:
    with engine.running(data) as (urls, ours):
        write_a_row(urls)
        kill(ours)
        assert ours is not None
        assert not ours.is_running()
        assert rows(ours.start()) == (1,)


def test_the_next_start_finds_what_a_killed_server_had_committed(data: Path) -> None:
    with engine.running(data) as (urls, ours):
        write_a_row(urls)
        kill(ours)
    with engine.running(data) as (urls, _ours):
        assert rows(urls) == (1,)


def test_the_server_ends_when_its_parent_is_killed(data: Path) -> None:
    parent = python("-c", PARENT, str(data))
    assert parent.stdout is not None
    number, url = parent.stdout.readline().split()
    write_a_row(Urls(url, url))
    parent.kill()
    parent.communicate()
    assert wait_until(lambda: not lives(int(number)))
    with engine.running(data) as (urls, ours):
        assert ours is not None
        assert rows(urls) == (1,)


def test_it_stops_at_once_in_the_midst_of_its_recovery(data: Path) -> None:
    with engine.running(data) as (urls, ours):
        write_a_row(urls)
        assert ours is not None
        crash(ours)
        begun = time.monotonic()
        ours.stop()
        assert time.monotonic() - begun < 20
        assert rows(ours.start()) == (1,)


def test_a_server_without_parent_is_ended_before_another_starts(data: Path) -> None:
    with engine.running(data) as (urls, ours):
        write_a_row(urls)
        assert ours is not None
        assert ours.process is not None
        orphan = ours.process
        second = Engine(data)
        assert rows(second.start()) == (1,)
        assert orphan.wait(timeout=20) is not None
        second.stop()


def test_a_server_without_parent_is_ended_soon_in_the_midst_of_its_recovery(data: Path) -> None:
    with engine.running(data) as (urls, ours):
        write_a_row(urls)
        assert ours is not None
        crash(ours)
        begun = time.monotonic()
        leftovers.clear(ours.lodging)
        assert time.monotonic() - begun < 20
        ours.stop()
        assert rows(ours.start()) == (1,)


@pytest.mark.parametrize("note", ["postmaster.pid", f"{SOCKET_NAME}.lock"])
def test_a_lock_file_that_names_another_living_process_does_not_stop_it(data: Path, note: str) -> None:
    with engine.running(data) as (urls, ours):
        write_a_row(urls)
        assert ours is not None
    lodging = ours.lodging
    with subprocess.Popen(["/bin/sleep", "600"], **lodging.identity()) as stranger:  # type: ignore[call-overload]
        folder = lodging.cluster if note == "postmaster.pid" else lodging.socket
        content = f"{stranger.pid}\n{lodging.cluster}\n1511337600\n5432\n{lodging.socket}\n"
        (folder / note).write_text(content, encoding="ascii")
        os.chown(folder / note, lodging.user.pw_uid, lodging.user.pw_gid)
        try:
            with engine.running(data) as (again, _ours):
                assert rows(again) == (1,)
            assert stranger.poll() is None
        finally:
            stranger.send_signal(signal.SIGKILL)


def test_a_server_of_another_cluster_is_not_taken_for_ours(data: Path) -> None:
    with data_folder() as other, engine.running(other) as (_urls, ours):
        assert ours is not None
        assert ours.process is not None
        assert leftovers.is_server(ours.process.pid, ours.lodging.cluster)
        assert not leftovers.is_server(ours.process.pid, data / "engine" / "cluster")
