"""Child processes that do not outlive the one that started them, even if it is killed."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int, with_signal: signal.Signals) -> None:
    """Ask the kernel to signal this process when its parent ends; if that has happened already, end now."""
    _libc.prctl(PR_SET_PDEATHSIG, int(with_signal))
    if os.getppid() != parent:
        os._exit(1)


def spawn(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    on_death: signal.Signals,
    output: IO[bytes] | int | None = None,
    identity: Mapping[str, object] | None = None,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, so that Ctrl-C reaches it through its parent only.

    `on_death` is what it receives when the parent is killed; `identity` is the user that it becomes first.
    """
    more: dict[str, Any] = dict(identity or {})
    return subprocess.Popen(
        list(command),
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
        # After the change of user, which would clear what is asked of the kernel here.
        preexec_fn=_preparation(os.getpid(), on_death),
        cwd=folder,
        **more,
    )


def _preparation(parent: int, on_death: signal.Signals) -> Callable[[], None]:
    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        os.umask(0o077)
        die_with_parent(parent, on_death)

    return prepare


def end(process: subprocess.Popen[bytes], *, politely: signal.Signals, seconds: float) -> None:
    """Ask a child to end; after `seconds` kill what is left of its session."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            process.send_signal(politely)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=seconds)
    sweep(process)


def sweep(process: subprocess.Popen[bytes]) -> None:
    """Kill what a child has left behind: its own children share its session."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
