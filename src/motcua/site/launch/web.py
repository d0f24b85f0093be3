"""The web server's process: Granian with a fixed number of threads, and so of database connections."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from motcua.site.launch.children import die_with_parent
from motcua.site.launch.dispatch import function_named

TARGET = "motcua.site.wsgi:application"


def main(argv: list[str]) -> None:
    """Serve on HOST PORT with WORKERS processes of THREADS threads each."""
    host, port, workers, threads = argv
    # Before the application loads: its figures are kept where all of the workers' are found.
    _figures_of_all()
    # Before the workers are forked, so that all of them share one loaded application and start at once.
    application = function_named(TARGET)
    server = Server(
        TARGET,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=int(threads),
        backlog=512,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=partial(_enter, os.getpid(), application), wrap_loader=False)


def _figures_of_all() -> None:
    """A folder for the figures of all workers; who made it removes it, a worker that ends does not."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-figures-"))
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    atexit.register(_remove, folder, os.getpid())


def _remove(folder: Path, maker: int) -> None:
    if os.getpid() == maker:
        shutil.rmtree(folder, ignore_errors=True)


def _enter(parent: int, application: Callable[..., Any]) -> Callable[..., Any]:
    # Runs in each worker: without this a killed server would leave workers that hold the port.
    die_with_parent(parent, signal.SIGKILL)
    return application


if __name__ == "__main__":
    main(sys.argv[1:])
