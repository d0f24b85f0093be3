"""The one parent process: it keeps engine, web server and worker alive, and stops all of them in order."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from motcua.site.launch import children
from motcua.site.launch.embedded.engine import Engine
from motcua.site.launch.failures import BadUse

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOK_SECONDS = 1.0
STEADY_SECONDS = 30.0
LONGEST_PAUSE = 15.0
READY_SECONDS = 60.0
HASTY_DEATHS = 5


class Child:
    """A program that the parent keeps alive: started again when it dies, more slowly if it dies at once."""

    def __init__(self, name: str, module: str, arguments: list[str], log: Path | None) -> None:
        self.name = name
        self.command = [sys.executable, "-m", module, *arguments]
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.begun = 0.0
        self.hasty = 0
        self.not_before = 0.0

    def start(self, environment: Mapping[str, str]) -> None:
        """Start the program."""
        self.begun = time.monotonic()
        with _output(self.log) as output:
            self.process = children.spawn(
                self.command,
                environment=environment,
                on_death=signal.SIGTERM,
                output=output if self.log else None,
            )

    def look(self, environment: Mapping[str, str]) -> None:
        """Start the program again if it has died; raises BadUse when it never lives."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            code = self.process.returncode
            children.sweep(self.process)
            self.process = None
            self.hasty = 0 if now - self.begun > STEADY_SECONDS else self.hasty + 1
            if self.hasty >= HASTY_DEATHS:
                raise self._never_lives()
            # The first death is taken for an accident; only what dies at once waits.
            self.not_before = now if self.hasty <= 1 else now + min(LONGEST_PAUSE, 2.0**self.hasty / 2)
            _say(f"{self.name}: dừng (mã {code}), khởi động lại / ended (code {code}), starting again")
        if self.process is None and now >= self.not_before:
            self.start(environment)

    def stop(self, seconds: float = 10.0) -> None:
        """Ask the program to end, and wait."""
        if self.process is not None:
            children.end(self.process, politely=signal.SIGTERM, seconds=seconds)
            self.process = None

    def _never_lives(self) -> BadUse:
        where = f"; {self.log}" if self.log else ""
        return BadUse(
            f"{self.name} không chạy được sau {self.hasty} lần thử{where}.",
            f"{self.name} does not run after {self.hasty} attempts{where}.",
        )


def run(
    kept: list[Child],
    *,
    engine: Engine | None,
    address: tuple[str, int] | None = None,
    on_ready: Callable[[], None] = lambda: None,
) -> None:
    """Keep the children alive until Ctrl-C or SIGTERM, then stop them; the engine is its owner's to stop.

    `on_ready` is called once, when the web server answers at `address` (at once where there is none).
    """
    # Blocked and waited for, so that nothing happens between two looks; children get an empty mask.
    watched = {*STOPS, signal.SIGCHLD}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, watched)
    environment = dict(os.environ)
    waiting = True
    give_up = time.monotonic() + READY_SECONDS
    try:
        for child in kept:
            child.start(environment)
        while not _told_to_stop(watched, 0.05 if waiting else LOOK_SECONDS):
            if engine is not None and not engine.is_running():
                _say("cơ sở dữ liệu: dừng, khởi động lại / database engine: ended, starting again")
                engine.start()
            for child in kept:
                child.look(environment)
            if waiting and (address is None or _answers(address)):
                waiting = False
                on_ready()
            elif waiting and time.monotonic() > give_up:
                raise BadUse("Máy chủ web không trả lời.", "The web server does not answer.")
    finally:
        for child in kept:
            child.stop()
        with suppress(ValueError):
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def check_port_is_free(host: str, port: int) -> None:
    """Refuse a port that somebody listens on; Granian itself would share it with another of our own."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as failure:
            raise BadUse(
                f"Không có quyền mở cổng {port}; hãy chọn cổng từ 1024 trở lên bằng --port.",
                f"No permission to open port {port}; choose one from 1024 up with --port.",
            ) from failure
        except OSError as failure:
            raise BadUse(
                f"Không mở được cổng {port} tại {host} ({failure.strerror}); hãy chọn cổng khác bằng --port.",
                f"Port {port} at {host} cannot be opened ({failure.strerror}); choose another with --port.",
            ) from failure


def _told_to_stop(watched: set[signal.Signals], seconds: float) -> bool:
    """Wait for a signal; the death of a child (SIGCHLD) ends the wait too, so that it is looked at once."""
    told = signal.sigtimedwait(watched, seconds)
    return told is not None and told.si_signo in STOPS


def _answers(address: tuple[str, int]) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])
    try:
        socket.create_connection((host, address[1]), timeout=1).close()
    except OSError:
        return False
    return True


def _output(log: Path | None) -> IO[bytes]:
    if log is None:
        return os.fdopen(os.dup(2), "wb")
    log.parent.mkdir(mode=0o700, exist_ok=True)
    return os.fdopen(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600), "ab")


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
