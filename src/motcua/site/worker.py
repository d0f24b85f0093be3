"""The process beside the web server: seals the journal, keeps the clock's place, runs what falls due."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from django.contrib.sessions.models import Session
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from motcua.casework.dossiers import actions as dossiers
from motcua.casework.dossiers import jobs
from motcua.casework.notices import jobs as notices
from motcua.faces.desk import drafts
from motcua.faces.setup import kept_files
from motcua.ground.kernel import clock, idempotency, seals, throttle
from motcua.ground.kernel.actors import SYSTEM
from motcua.site.launch.databases import check_not_newer

log = logging.getLogger("motcua.worker")
PAUSE = 1.0
# A machine whose clock leaps is wrong more often than it is right: for so long nothing is called late by it (seconds).
LEAP = 120.0
HELD = 900.0


@dataclass(slots=True)
class Job:
    """What is done again and again, and when next, by the monotonic clock in seconds."""

    every: float
    act: Callable[[], object]
    at: float = 0.0
    # What it writes cannot be taken back when the clock was wrong.
    trusts_clock: bool = False
    is_hindered: bool = False

    def turn(self) -> None:
        """Do it if its time has come; a machine that hinders it (a full disk) is said once, the other jobs go on."""
        if time.monotonic() < self.at:
            return
        try:
            self.act()
            self.is_hindered = False
        except OSError as error:
            if not self.is_hindered:
                # Without the name of a file: the reason alone says nothing of anybody.
                log.error("%s: %s", self.act.__name__, error.strerror or type(error).__name__)
            self.is_hindered = True
        self.at = time.monotonic() + self.every


class ClockWatch:
    """Sees that the machine's clock has leapt forward, by the time that has really passed since the last look.

    Put back, the business clock stands by itself until the machine has caught up (`kernel.clock`).
    """

    def __init__(self) -> None:
        self._wall, self._passed = time.time(), time.monotonic()
        self.held_until = 0.0

    def look(self) -> bool:
        """Whether the clock may be trusted now; a leap is said once, with what to do."""
        wall, passed = time.time(), time.monotonic()
        leap = (wall - self._wall) - (passed - self._passed)
        self._wall, self._passed = wall, passed
        if leap > LEAP:
            self.held_until = passed + HELD
            log.error(
                "the machine's clock went forward by %d s at once; nothing becomes late for %d s: check its time "
                "service (timedatectl) and put the clock right",
                leap,
                HELD,
            )
        return passed >= self.held_until


def rounds() -> list[Job]:
    """All that the worker does, in this order."""
    return [
        Job(1.0, seals.seal),
        Job(2.0, clock.heartbeat),
        # Before lateness is written down: by the calendar of today it may be none.
        Job(1.0, jobs.work_off_changes),
        Job(20.0, lateness, trusts_clock=True),
        Job(60.0, notices.remind, trusts_clock=True),
        Job(3600.0, notices.forget_old, trusts_clock=True),
        Job(3600.0, idempotency.forget_old),
        Job(3600.0, throttle.forget_old),
        Job(3600.0, drafts.forget_old),
        Job(3600.0, kept_files.forget_old),
        Job(10.0, jobs.sweep_files),
        Job(3600.0, forget_sessions),
        Job(30.0, check_not_newer),
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
    kept = rounds()
    watch = ClockWatch()
    away = False
    while not stopping:
        try:
            close_old_connections()
            is_right = watch.look()
            for job in kept:
                if is_right or not job.trusts_clock:
                    job.turn()
            away = False
        except DatabaseError as error:
            if not away:
                log.error("the database does not answer: %s", type(error).__name__)
            away = True
            connection.close()
        time.sleep(PAUSE)
