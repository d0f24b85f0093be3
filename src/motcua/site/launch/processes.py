"""The processes that a province runs, and what is looked at before they start."""

from __future__ import annotations

import os
from pathlib import Path

from django.db import connection

from motcua.site.launch.failures import BadUse
from motcua.site.launch.parent import Child

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
# Each thread of a web process keeps one connection; of its 100 the embedded engine leaves some to other commands.
THREADS = 4
MOST_WORKERS = 20
USUAL_WORKERS = 4


def default_workers() -> int:
    """As many web processes as there are processors for us, at most 4."""
    return min(USUAL_WORKERS, len(os.sched_getaffinity(0)))


def web(host: str, port: int, workers: int, *, log: Path | None) -> Child:
    """The web server."""
    return Child(
        "web",
        "motcua.site.launch.web",
        [host, str(port), str(workers), str(THREADS)],
        log and log / "web.log",
    )


def worker(*, log: Path | None) -> Child:
    """The background worker."""
    return Child("worker", "motcua.site.launch.background", [], log and log / "worker.log")


def allowed_hosts(host: str) -> str:
    """The names under which the site answers when nobody says otherwise."""
    usual = ["127.0.0.1", "localhost", "[::1]"]
    own = [] if host in ("0.0.0.0", "::", *usual) else [f"[{host}]" if ":" in host else host]
    return ",".join([*usual, *own])


def check_clock() -> None:
    """Refuse to serve a real province by a clock that was moved; only a demonstration's may be."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM business_clock WHERE NOT is_demonstration AND "
            "(\"offset\" <> interval '0' OR stopped_at IS NOT NULL)"
        )
        (moved,) = cursor.fetchone()
    if moved:
        raise BadUse(
            "Đồng hồ nghiệp vụ của cơ sở dữ liệu này lệch với giờ máy mà không phải là bản trình diễn.",
            "The business clock of this database is offset, and it is not a demonstration.",
        )
