"""`./motcua serve` and `./motcua worker`: one of a province's two processes, kept alive by its parent."""

from __future__ import annotations

import os
import sys

from motcua.site.launch import parent, processes
from motcua.site.launch.arguments import CommandParser, port_number, up_to
from motcua.site.launch.databases import check_migrated, opened, set_django_up
from motcua.site.launch.processes import DEFAULT_HOST, DEFAULT_PORT
from motcua.site.launch.setup.assets import build_front_end, collect_static_files


def run_web(argv: list[str]) -> int:
    """Serve until told to stop."""
    parser = CommandParser("serve", "run the web server")
    parser.add_argument("--host", default=DEFAULT_HOST)
    parser.add_argument("--port", type=port_number, default=DEFAULT_PORT)
    parser.add_argument("--workers", type=up_to(processes.MOST_WORKERS), default=processes.default_workers())
    options = parser.parse_args(argv)
    parent.check_port_is_free(options.host, options.port)
    with opened() as database:
        build_front_end()
        os.environ.setdefault("MOTCUA_ALLOWED_HOSTS", processes.allowed_hosts(options.host))
        set_django_up()
        collect_static_files()
        check_migrated()
        processes.check_clock()
        address = f"http://{options.host}:{options.port}/"
        parent.run(
            [processes.web(options.host, options.port, options.workers, log=None)],
            engine=database.engine,
            address=(options.host, options.port),
            on_ready=lambda: _say(f"Đang chạy tại / running at {address}"),
        )
    return 0


def run_worker(argv: list[str]) -> int:
    """Work in the background until told to stop."""
    CommandParser("worker", "run the background worker").parse_args(argv)
    with opened() as database:
        set_django_up()
        check_migrated()
        processes.check_clock()
        parent.run(
            [processes.worker(log=None)],
            engine=database.engine,
            on_ready=lambda: _say("Tiến trình nền đang chạy. / The worker is running."),
        )
    return 0


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
