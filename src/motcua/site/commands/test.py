"""`./motcua test [--long] [pytest's arguments]`: everything, on a database that exists for this run only."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg import sql

from motcua.site.launch import places
from motcua.site.launch.databases import named_server, set_django_up
from motcua.site.launch.embedded import engine
from motcua.site.launch.failures import BAD_USE
from motcua.site.launch.setup.assets import build_front_end, collect_static_files
from motcua.site.launch.setup.distribution import ensure_packages
from motcua.site.launch.setup.environment import Requirements, ensure_environment, is_ready

MOST_PROCESSES = 4
# With which pytest ends when it was given options that it does not know.
USAGE_ERROR = 4


def run(argv: list[str]) -> int:
    """Run pytest over the whole project and return its exit code."""
    # First what may be refused: it needs no package of the tests.
    ensure_packages()
    if not is_ready(Requirements.TEST):
        ensure_environment(Requirements.TEST)
    build_front_end()
    with _throw_away_database():
        set_django_up()
        collect_static_files()
        return _pytest(argv)


@contextmanager
def _throw_away_database() -> Iterator[None]:
    """The server that was named, or an engine of our own; and a data folder that is removed afterwards."""
    data = Path(tempfile.mkdtemp(prefix="motcua-tests-"))
    # The engine's own user must be able to pass through when root runs the tests.
    data.chmod(0o711)
    os.environ[places.DATA_VARIABLE] = str(data)
    try:
        if named_server() is not None:
            yield
            return
        with engine.running(data) as (urls, _ours):
            os.environ.update(urls.environment())
            ours = engine.Engine(data)
            _wait_for_no_disk(ours)
            with ours.owner_makes_databases():
                yield
        engine.erase(data)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _wait_for_no_disk(ours: engine.Engine) -> None:
    """No commit waits for the disk: this server is thrown away after the run.

    Tests of what survives a crash start engines of their own, which keep the durable settings.
    """
    with ours.connect_as_superuser() as connection:
        for role in engine.role_names():
            connection.execute(
                sql.SQL("ALTER ROLE {} SET synchronous_commit = off").format(sql.Identifier(role))
            )


def _pytest(argv: list[str]) -> int:
    # One more than cores: a test that waits for a browser or a server leaves its core to another.
    processes = min(MOST_PROCESSES, len(os.sched_getaffinity(0)) + 1)
    # Each process begins with a row of whole modules, so that what a module has loaded is seldom loaded twice.
    command = [sys.executable, "-m", "pytest", "-n", str(processes), "--dist", "worksteal", *argv]
    path = f"{places.VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    environment = dict(os.environ, PATH=path, PYTHONPATH=str(places.SOURCE), TMPDIR=str(_scratch()))
    process = subprocess.Popen(command, cwd=places.CHECKOUT, env=environment)
    # Ctrl-C reaches pytest itself; we wait for its summary.
    before = signal.signal(signal.SIGINT, lambda _signal, _frame: None)
    try:
        code = process.wait()
        return BAD_USE if code == USAGE_ERROR else code
    finally:
        signal.signal(signal.SIGINT, before)


def _scratch() -> Path:
    """Where browsers and fixtures put what they leave behind: in the data folder, which is removed."""
    folder = Path(os.environ[places.DATA_VARIABLE]) / "scratch"
    folder.mkdir(mode=0o711, exist_ok=True)
    return folder
