"""What the killed leave behind: an engine perhaps a living server or lock files, a bench the database it made.

PostgreSQL takes any living process with the number in its lock file for a server. Numbers are used again, so
we ask whether that process is really a server of this cluster, and remove the file when it is not.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

from motcua.site.launch.embedded.lodging import SOCKET_NAME, Lodging
from motcua.site.launch.failures import BadUse

# Told to end amidst its recovery PostgreSQL 18 waits for ever, and looks from outside as if it were shutting down. An
# immediate shutdown is safe in either case: what was committed is in the log, which the next start replays.
PATIENCE = {signal.SIGINT: 5.0, signal.SIGQUIT: 60.0}
BENCH = "_bench_"


def clear(lodging: Lodging) -> None:
    """End a server of this cluster that has lost its parent, and remove lock files of dead ones."""
    notes = (lodging.cluster / "postmaster.pid", lodging.socket / f"{SOCKET_NAME}.lock")
    for note in notes:
        number = noted_process(note)
        if number is None:
            continue
        if is_server(number, lodging.cluster):
            _end(number, lodging.cluster)
        elif _lives(number):
            note.unlink(missing_ok=True)


def noted_process(note: Path) -> int | None:
    """The process number in a lock file of PostgreSQL, or None where there is none."""
    try:
        first = note.read_text(encoding="ascii", errors="replace").partition("\n")[0].strip()
    except FileNotFoundError:
        return None
    return int(first) if first.isdigit() and int(first) > 1 else None


def is_server(number: int, cluster: Path) -> bool:
    """Whether this process is a PostgreSQL server that works in this cluster."""
    try:
        program = os.readlink(f"/proc/{number}/exe")
        folder = os.readlink(f"/proc/{number}/cwd")
    except OSError:
        return False
    # A server whose program was replaced by a newer one still runs, as "… (deleted)".
    return Path(program.removesuffix(" (deleted)")).name == "postgres" and Path(folder) == cluster.resolve()


def bench_database(served: str) -> str:
    """What a bench of this process calls its own database, beside the one that is served."""
    return f"{served}{BENCH}{os.getpid()}"


def drop_bench_databases(admin: psycopg.Connection[tuple[object, ...]], served: str) -> None:
    """Drop the databases of benches that were killed; done before this process makes one."""
    for (found,) in admin.execute("SELECT datname::text FROM pg_database").fetchall():
        name = str(found)
        number = name.removeprefix(f"{served}{BENCH}")
        if number == name or not number.isdigit():
            continue
        # Numbers are used again, in a container soon: ours is not that bench's.
        if int(number) == os.getpid() or not _lives(int(number)):
            # By force: one of its processes may not have ended yet.
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _lives(number: int) -> bool:
    return Path(f"/proc/{number}").exists()


def _end(number: int, cluster: Path) -> None:
    """Fast shutdown, then an immediate one; both lose nothing that was committed."""
    for how, seconds in PATIENCE.items():
        with suppress(ProcessLookupError):
            os.kill(number, how)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not is_server(number, cluster):
                return
            time.sleep(0.05)
    raise BadUse(
        f"Máy chủ cơ sở dữ liệu cũ (tiến trình {number}) không dừng được.",
        f"An old database server (process {number}) does not stop.",
    )
