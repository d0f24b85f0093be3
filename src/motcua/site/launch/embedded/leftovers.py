"""What an engine that was killed leaves behind: perhaps a living server, perhaps files that name a dead one.

PostgreSQL takes any living process with the number in its lock file for a server. Numbers are used again, so
we ask whether that process is really a server of this cluster, and remove the file when it is not.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from motcua.site.launch.embedded.lodging import SOCKET_NAME, Lodging
from motcua.site.launch.failures import BadUse

PATIENCE = 60.0


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


def _lives(number: int) -> bool:
    return Path(f"/proc/{number}").exists()


def _end(number: int, cluster: Path) -> None:
    """Fast shutdown, then an immediate one; both lose nothing that was committed."""
    for how in (signal.SIGINT, signal.SIGQUIT):
        with suppress(ProcessLookupError):
            os.kill(number, how)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if not is_server(number, cluster):
                return
            time.sleep(0.05)
    raise BadUse(
        f"Máy chủ cơ sở dữ liệu cũ (tiến trình {number}) không dừng được.",
        f"An old database server (process {number}) does not stop.",
    )
