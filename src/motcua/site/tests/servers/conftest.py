"""A server of the distribution's PostgreSQL, as a province would have it: roles and database as `roles` prints them."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from motcua.site.launch.setup.distribution import server_programs
from motcua.site.tests.backups.conftest import cast, folder, saved
from motcua.site.tests.launch.engines import answer

__all__ = ["cast", "folder", "saved"]

ANSWERS_WITHIN = 30.0
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
    # As Debian's own settings have it in Vietnam: what is saved and restored must not depend on it.
    "datestyle": "iso, dmy",
    "timezone": "Asia/Ho_Chi_Minh",
}


@pytest.fixture(scope="package")
def top() -> Iterator[Path]:
    """A folder that the server's user can reach."""
    found = Path(tempfile.mkdtemp(prefix="motcua-server-", dir="/tmp"))
    found.chmod(0o711)
    yield found
    shutil.rmtree(found)


@pytest.fixture(scope="package")
def server(top: Path) -> Iterator[dict[str, str]]:
    """The addresses of a running server, as the environment names them."""
    programs = server_programs()
    assert programs is not None, "postgresql-15 is missing; ./motcua test installs it"
    user: dict[str, Any] = {}
    place = top / "cluster"
    place.mkdir(mode=0o700)
    if os.geteuid() == 0:
        # Debian's package has made this user.
        about = pwd.getpwnam("postgres")
        user = {"user": about.pw_uid, "group": about.pw_gid, "extra_groups": []}
        os.chown(place, about.pw_uid, about.pw_gid)
    data = place / "data"
    initdb = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "--no-sync"]
    subprocess.run(
        [*initdb, "--locale", "C.UTF-8", "-E", "UTF8"], check=True, capture_output=True, cwd="/", **user
    )
    options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    sockets = ["-c", f"unix_socket_directories={place}"]
    process = subprocess.Popen(
        [str(programs / "postgres"), "-D", str(data), *options, *sockets],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        **user,
    )
    try:
        yield made(top, place)
    finally:
        process.terminate()
        process.wait(timeout=30)


def made(top: Path, place: Path) -> dict[str, str]:
    """Roles and database, made by what the command prints; the addresses that it has written."""
    env = top / "database.env"
    arguments = ("roles", "--env", str(env), "--host", str(place))
    code, statements, errors = answer("-m", "motcua.site", *arguments)
    assert code == 0, errors
    with connected(place) as superuser:
        for statement in statements.splitlines():
            superuser.execute(statement.encode())
        # The tests make databases of their own.
        superuser.execute("ALTER ROLE motcua_owner CREATEDB")
    return dict(line.split("=", 1) for line in env.read_text(encoding="ascii").splitlines())


def connected(place: Path) -> psycopg.Connection[Any]:
    until = time.monotonic() + ANSWERS_WITHIN
    while True:
        try:
            return psycopg.connect(f"host={place} user=postgres dbname=postgres", autocommit=True)
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
