"""A data folder for an engine of a test's own, and a way to run Python beside it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from motcua.site.launch import places
from motcua.site.launch.embedded import engine


@contextmanager
def data_folder(*inside: str) -> Iterator[Path]:
    """A folder that the engine's user can pass through, removed afterwards with all that the engine made."""
    top = Path(tempfile.mkdtemp(prefix="motcua-engine-", dir="/tmp"))
    top.chmod(0o711)
    data = places.data_folder(str(top.joinpath(*inside)))
    try:
        yield data
    finally:
        engine.erase(data)
        shutil.rmtree(top)


def python(*arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start Python with the project's source; its output is read through pipes."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "MOTCUA_"))
    }
    return subprocess.Popen(
        [sys.executable, *arguments],
        env={**kept, "PYTHONPATH": str(places.SOURCE), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def answer(*arguments: str, **variables: str) -> tuple[int, str, str]:
    """Run Python to its end: exit code, output, errors."""
    process = python(*arguments, **variables)
    output, errors = process.communicate(timeout=120)
    return process.returncode, output, errors


def wait_until(holds: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether something comes to hold within this time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return False


def lives(number: int) -> bool:
    """Whether this process runs; one that has ended and was not yet waited for does not."""
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
