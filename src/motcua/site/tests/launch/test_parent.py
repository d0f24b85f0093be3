"""The one parent process: what it keeps alive, and that nothing outlives it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from motcua.site.launch import parent
from motcua.site.launch.failures import BAD_USE, BadUse
from motcua.site.tests.launch.engines import lives, python, wait_until

# A web server of the standard library in the place of ours.
KEEP = """
import sys
from pathlib import Path
from motcua.site.launch.failures import exit_codes
from motcua.site.launch.parent import Child, run
port, log = sys.argv[1], Path(sys.argv[2])
child = Child("web", "http.server", [port, "--bind", "127.0.0.1"], log)
def say():
    print(child.process.pid, flush=True)
with exit_codes():
    run([child], engine=None, address=("127.0.0.1", int(port)), on_ready=say)
"""
NEVER = """
from motcua.site.launch import parent
from motcua.site.launch.failures import exit_codes
parent.LOOK_SECONDS, parent.LONGEST_PAUSE = 0.05, 0.01
with exit_codes():
    child = parent.Child("web", "motcua.no_such_module", [], None)
    parent.run([child], engine=None, address=("127.0.0.1", 1))
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def kept(port: int, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    process = python("-c", KEEP, str(port), str(tmp_path / "logs" / "web.log"))
    assert process.stdout is not None
    yield process, int(process.stdout.readline())
    process.kill()
    process.communicate()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_killed_child_is_started_again(kept: tuple[subprocess.Popen[str], int], port: int) -> None:
    os.kill(kept[1], signal.SIGKILL)
    assert wait_until(lambda: not lives(kept[1]))
    assert wait_until(lambda: answers(port))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_it_ends_its_children_first(
    kept: tuple[subprocess.Popen[str], int], port: int, how: signal.Signals
) -> None:
    kept[0].send_signal(how)
    kept[0].communicate(timeout=20)
    assert (kept[0].returncode, lives(kept[1]), answers(port)) == (0, False, False)


def test_a_killed_parent_leaves_no_child(kept: tuple[subprocess.Popen[str], int], port: int) -> None:
    kept[0].kill()
    assert wait_until(lambda: not lives(kept[1]))
    assert not answers(port)


def test_it_gives_up_on_a_child_that_never_lives() -> None:
    process = python("-c", NEVER)
    _output, errors = process.communicate(timeout=60)
    assert process.returncode == BAD_USE
    assert f"web does not run after {parent.HASTY_DEATHS} attempts" in errors


def test_a_port_that_is_free_is_not_refused(port: int) -> None:
    parent.check_port_is_free("127.0.0.1", port)


def test_a_port_that_is_shared_by_choice_is_taken_all_the_same(port: int) -> None:
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind(("127.0.0.1", port))
        holder.listen()
        with pytest.raises(BadUse, match=str(port)):
            parent.check_port_is_free("127.0.0.1", port)


def test_logs_are_for_their_owner_alone(kept: tuple[subprocess.Popen[str], int], tmp_path: Path) -> None:
    log = tmp_path / "logs" / "web.log"
    assert (log.stat().st_mode & 0o777, log.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_the_worker_waits_for_a_database_that_is_away_and_ends_when_told(tmp_path: Path) -> None:
    nowhere = "postgres://motcua_app:x@127.0.0.1:1/motcua"
    worker = python(
        "-m", "motcua.site.launch.background", DATABASE_URL=nowhere, MOTCUA_DATA_DIR=str(tmp_path)
    )
    assert worker.stderr is not None
    said = worker.stderr.readline()
    worker.send_signal(signal.SIGTERM)
    _output, errors = worker.communicate(timeout=20)
    assert "the database does not answer" in said
    assert (worker.returncode, errors) == (0, "")


def test_the_web_server_answers_and_ends_when_told(port: int, tmp_path: Path) -> None:
    nowhere = "postgres://motcua_app:x@127.0.0.1:1/motcua"
    server = python(
        *("-m", "motcua.site.launch.web", "127.0.0.1", str(port), "1", "3"),
        DATABASE_URL=nowhere,
        MOTCUA_DATA_DIR=str(tmp_path),
    )
    assert wait_until(lambda: answers(port))
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=20)
    assert (server.returncode, answers(port)) == (0, False)
