"""The process beside the web server: seals the journal, keeps the clock's place, runs what falls due."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from types import FrameType

from django.contrib.sessions.models import Session
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from motcua.casework.dossiers import actions as dossiers
from motcua.casework.dossiers import jobs
from motcua.faces.desk import drafts
from motcua.faces.setup import kept_files
from motcua.ground.kernel import clock, idempotency, seals, throttle
from motcua.ground.kernel.actors import SYSTEM

log = logging.getLogger("motcua.worker")
PAUSE = 1.0


def rounds() -> list[tuple[float, Callable[[], object]]]:
    """What is done again and again, each with its interval in seconds."""
    return [
        (1.0, seals.seal),
        (2.0, clock.heartbeat),
        (20.0, lateness),
        (3600.0, idempotency.forget_old),
        (3600.0, throttle.forget_old),
        (3600.0, drafts.forget_old),
        (3600.0, kept_files.forget_old),
        (3600.0, jobs.sweep_files),
        (3600.0, forget_sessions),
    ]


def forget_sessions() -> int:
    """Remove the sessions whose time is over, by the machine's clock; returns how many."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def lateness() -> int:
    """Write down which dossiers have become late."""
    return dossiers.fall_late_all(by=SYSTEM, now=clock.now())


def run() -> None:
    """Work until told to stop; a database that goes away is waited for, and said once."""
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    due = [(0.0, every, act) for every, act in rounds()]
    away = False
    while not stopping:
        try:
            close_old_connections()
            due = [_turn(entry) for entry in due]
            away = False
        except DatabaseError as error:
            if not away:
                log.error("the database does not answer: %s", type(error).__name__)
            away = True
            connection.close()
        time.sleep(PAUSE)


def _turn(entry: tuple[float, float, Callable[[], object]]) -> tuple[float, float, Callable[[], object]]:
    at, every, act = entry
    if time.monotonic() < at:
        return entry
    act()
    return (time.monotonic() + every, every, act)
