"""The embedded PostgreSQL: one server of one data folder, one parent that starts it, one socket."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from motcua.site.launch import children, places
from motcua.site.launch.embedded import leftovers
from motcua.site.launch.embedded.lodging import Lodging, find_lodging, own_folder
from motcua.site.launch.failures import NO_SPACE_TEXT, BadUse, disk_full
from motcua.site.launch.locks import FileLock

SUPERUSER = "postgres"
DATABASE = "motcua"
START_SECONDS = 300.0
STOP_SECONDS = 60.0
LOG_BYTES = 10_000_000

# No TCP, and nothing of a statement's content in the log: values there would be personal data.
CONFIGURATION = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "1GB",
    # Small containers give little shared memory, and parallel plans take it from there.
    "max_parallel_workers_per_gather": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}


@dataclass(frozen=True, slots=True)
class Urls:
    """The addresses of one database: of the application's role, and of the owner that migrates."""

    app: str
    owner: str

    def environment(self) -> dict[str, str]:
        """As the settings read them."""
        return {"DATABASE_URL": self.app, "DATABASE_OWNER_URL": self.owner}


class Engine:
    """The server of one data folder, as a child of this process."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.lodging: Lodging = find_lodging(data)
        self.process: subprocess.Popen[bytes] | None = None
        self._passwords = _passwords(data, self.lodging)

    def start(self) -> Urls:
        """Start the server, make what is missing (cluster, roles, database), and return the addresses."""
        if not self.lodging.cluster.exists():
            _initialise(self.lodging, self._passwords[SUPERUSER])
        leftovers.clear(self.lodging)
        self._spawn()
        self._wait_until_ready()
        self._make_roles_and_database()
        with self.connect_as_superuser() as connection:
            leftovers.drop_bench_databases(connection, DATABASE)
        return self.urls()

    def urls(self) -> Urls:
        """The addresses of the application's database."""
        app, owner = role_names()
        return Urls(self._url(app, DATABASE), self._url(owner, DATABASE))

    def is_running(self) -> bool:
        """Whether the server's process lives."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Fast shutdown: sessions are ended, everything committed is on the disk."""
        if self.process is not None:
            # PostgreSQL 18 waits for ever when it is told so amidst its recovery from a crash; there an immediate
            # shutdown loses nothing either, the next start recovers.
            how = signal.SIGINT if self._takes_sessions() else signal.SIGQUIT
            children.end(self.process, politely=how, seconds=STOP_SECONDS)
            self.process = None

    def connect_as_superuser(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """A connection that may do anything; for making roles and databases only."""
        return psycopg.connect(self._url(SUPERUSER, database), autocommit=True, connect_timeout=10)

    @contextmanager
    def owner_makes_databases(self) -> Iterator[None]:
        """Let the owner make databases of its own for as long as this lasts: those of a bench or of the tests."""
        _app, owner = map(sql.Identifier, role_names())
        with self.connect_as_superuser() as connection:
            connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(owner))
            try:
                yield
            finally:
                connection.execute(sql.SQL("ALTER ROLE {} NOCREATEDB").format(owner))

    def recreate_database(self) -> None:
        """Throw the application's database away and make an empty one."""
        with self.connect_as_superuser() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE))
            )
        self._make_roles_and_database()

    def _takes_sessions(self) -> bool:
        try:
            self.connect_as_superuser().close()
        except psycopg.OperationalError:
            return False
        return True

    def _url(self, role: str, database: str) -> str:
        password, host = self._passwords[role], quote(str(self.lodging.socket), safe="")
        return f"postgres://{role}:{password}@/{database}?host={host}"

    def _spawn(self) -> None:
        lodging = self.lodging
        lodging.rules.write_text("local all all scram-sha-256\n", encoding="ascii")
        lodging.rules.chmod(0o644)
        values = CONFIGURATION | {
            "unix_socket_directories": str(lodging.socket),
            "hba_file": str(lodging.rules),
        }
        options = [word for name, value in values.items() for word in ("-c", f"{name}={value}")]
        with _open_log(lodging.log) as log:
            self.process = children.spawn(
                [str(lodging.binaries / "postgres"), "-D", str(lodging.cluster), *options],
                environment=_environment(),
                on_death=signal.SIGINT,
                output=log,
                identity=lodging.identity(),
                folder=Path("/"),
            )

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + START_SECONDS
        retry_shared_memory = time.monotonic() + STOP_SECONDS
        while time.monotonic() < until:
            try:
                self.connect_as_superuser().close()
            except psycopg.OperationalError as failure:
                if "password authentication failed" in str(failure):
                    self.stop()
                    raise _password_lost(self.data) from failure
            else:
                return
            if not self.is_running():
                # Sessions of a killed server may hold its memory for a moment longer.
                if "is still in use" not in _tail(self.lodging.log) or time.monotonic() > retry_shared_memory:
                    break
                time.sleep(0.2)
                self._spawn()
            time.sleep(0.02)
        self.stop()
        raise _did_not_start(self.lodging)

    def _make_roles_and_database(self) -> None:
        app, owner = role_names()
        with self.connect_as_superuser() as connection:
            for role in (owner, app):
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    connection.execute(
                        sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                            sql.Identifier(role), sql.Literal(self._passwords[role])
                        )
                    )
            # A bench that was killed may have left the right to make databases behind.
            connection.execute(sql.SQL("ALTER ROLE {} NOCREATEDB").format(sql.Identifier(owner)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(DATABASE), sql.Identifier(owner)
                    )
                )


def role_names() -> tuple[str, str]:
    """The roles of the application and of the owner."""
    return os.environ.get("MOTCUA_APP_ROLE", "motcua_app"), os.environ.get(
        "MOTCUA_OWNER_ROLE", "motcua_owner"
    )


@contextmanager
def running(data: Path) -> Iterator[tuple[Urls, Engine | None]]:
    """The engine of this data folder: ours for as long as this lasts, or (None) another process's."""
    lock = FileLock(data / "engine.lock")
    until = time.monotonic() + START_SECONDS
    while not lock.try_take():
        if urls := _answering(data):
            yield urls, None
            return
        if time.monotonic() > until:
            raise BadUse(
                f"Cơ sở dữ liệu trong {data} do tiến trình khác giữ mà không trả lời.",
                f"The database in {data} is held by another process and does not answer.",
            )
        time.sleep(0.1)
    engine = None
    try:
        engine = Engine(data)
        yield engine.start(), engine
    finally:
        if engine is not None:
            engine.stop()
        lock.release()


def erase(data: Path) -> None:
    """Remove the engine's folders of this data folder; nobody may be running it."""
    with FileLock(data / "engine.lock"):
        lodging = find_lodging(data)
        leftovers.clear(lodging)
        shutil.rmtree(lodging.folder)
        if lodging.socket.exists():
            shutil.rmtree(lodging.socket)
        (data / "engine-folder").unlink(missing_ok=True)
        (data / "engine-passwords.json").unlink(missing_ok=True)


def _answering(data: Path) -> Urls | None:
    """The addresses of an engine that another process runs, if it answers."""
    if not (data / "engine-passwords.json").exists():
        return None
    urls = Engine(data).urls()
    try:
        psycopg.connect(urls.app, connect_timeout=10).close()
    except psycopg.OperationalError:
        return None
    return urls


def _passwords(data: Path, lodging: Lodging) -> dict[str, str]:
    """The passwords of the three roles, made at the first start, in a file for its owner alone."""
    path = data / "engine-passwords.json"
    names = (SUPERUSER, *role_names())
    kept: dict[str, str] = json.loads(path.read_text(encoding="ascii")) if path.exists() else {}
    if not kept and lodging.cluster.exists():
        raise _password_lost(data)
    missing = [name for name in names if name not in kept]
    if missing:
        kept |= {name: secrets.token_urlsafe(24) for name in missing}
        places.write_private(path, json.dumps(kept))
    return kept


def _initialise(lodging: Lodging, password: str) -> None:
    """Make a new cluster; it gets its name when it is whole, one that was left unfinished is thrown away."""
    draft = lodging.cluster.with_name("cluster.new")
    if draft.exists():
        shutil.rmtree(draft)
    own_folder(draft, lodging.user)
    # The password goes through memory: a file on the disk would have to be readable by the engine's user.
    memory = os.memfd_create("password")
    os.write(memory, password.encode("ascii"))
    command = [
        str(lodging.binaries / "initdb"),
        *("--pgdata", str(draft), "--username", SUPERUSER, "--pwfile", f"/proc/self/fd/{memory}"),
        *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8"),
        *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--no-instructions"),
    ]
    more: dict[str, Any] = lodging.identity()
    try:
        result = subprocess.run(
            command,
            env=_environment(),
            cwd="/",
            pass_fds=[memory],
            capture_output=True,
            text=True,
            check=False,
            **more,
        )
    finally:
        os.close(memory)
    if result.returncode != 0:
        raise _sentence_of(result.stderr, lodging)
    draft.rename(lodging.cluster)


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


def _open_log(path: Path) -> IO[bytes]:
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600), "ab")


def _tail(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2000))
        return file.read().decode("utf8", "replace")


def _did_not_start(lodging: Lodging) -> BadUse:
    return _sentence_of(_tail(lodging.log), lodging)


def _sentence_of(output: str, lodging: Lodging) -> BadUse:
    if NO_SPACE_TEXT in output:
        return disk_full(str(lodging.folder))
    lines = [
        line for line in output.splitlines() if "FATAL" in line or "error" in line
    ] or output.splitlines()[-1:]
    last = lines[-1] if lines else "?"
    return BadUse(
        f"Cơ sở dữ liệu không khởi động được ({last}); xem {lodging.log}.",
        f"The database engine did not start ({last}); see {lodging.log}.",
    )


def _password_lost(data: Path) -> BadUse:
    return BadUse(
        f"Mật khẩu trong {data / 'engine-passwords.json'} không khớp với cơ sở dữ liệu trong thư mục này.",
        f"The passwords in {data / 'engine-passwords.json'} do not fit the database in this folder.",
    )
