"""The worker: what was committed is sealed within five seconds; killed and started again it skips nothing."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.tests.cast import MORNING, Cast, set_the_stage
from motcua.ground.kernel import clock, journal, seals
from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.kernel.journal import Event
from motcua.site import worker

PATIENCE = 30.0
PROGRAM = "import django; django.setup(); from motcua.site import worker; worker.run()"
HINDERED = """
import django; django.setup()
from motcua.casework.dossiers import jobs
def sweep_files():
    raise OSError(28, "No space left on device")
jobs.sweep_files = sweep_files
from motcua.site import worker
worker.run()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat(Event):
    """An event of the tests."""

    verb: ClassVar[str] = "tests.beat"
    object_kind: ClassVar[str] = "thing"


def beat() -> None:
    with transaction.atomic():
        journal.record(Beat(object_id=1), by=SYSTEM, at=MORNING)


@contextmanager
def working(program: str = PROGRAM) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of its own process over the tests' database."""
    name = settings.DATABASES["default"]["NAME"]
    url = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        env=os.environ | {"DATABASE_URL": url, "MOTCUA_DATA_DIR": str(settings.DATA_DIR)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def sealed_within(seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not seals.unsealed():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.usefixtures("real_db")
def test_an_event_is_sealed_within_five_seconds() -> None:
    beat()
    with working():
        assert sealed_within(PATIENCE), "the worker did not start"
        beat()
        assert sealed_within(5)


@pytest.mark.usefixtures("real_db")
def test_killed_in_the_middle_it_skips_nothing() -> None:
    for _ in range(2):
        with working() as process:
            for _ in range(30):
                beat()
            time.sleep(1)
            process.send_signal(signal.SIGKILL)
        beat()
    with working():
        assert sealed_within(PATIENCE)
    assert list(seals.verify(settings.SEALS_FILE)) == []
    assert seals.last_head().count == 62


@pytest.mark.usefixtures("real_db")
def test_a_job_that_a_full_disk_hinders_does_not_hold_the_sealing_up() -> None:
    with working(HINDERED):
        for _ in range(2):
            beat()
            assert sealed_within(PATIENCE)
            time.sleep(1.5)


def test_a_hindered_job_is_tried_again_and_said_once(caplog: pytest.LogCaptureFixture) -> None:
    def sweep() -> None:
        tried.append(None)
        raise OSError(errno.ENOSPC, "No space left on device", "/data/files/ab")

    tried: list[None] = []
    job = worker.Job(0.0, sweep)
    for _ in range(3):
        job.turn()
    assert (len(tried), caplog.messages) == (3, ["sweep: No space left on device"])


def test_a_job_waits_for_its_time() -> None:
    done: list[None] = []
    job = worker.Job(3600.0, lambda: done.append(None))
    job.turn()
    job.turn()
    assert len(done) == 1


@pytest.mark.usefixtures("real_db")
def test_asked_to_stop_it_stops() -> None:
    beat()
    with working() as process:
        assert sealed_within(PATIENCE)
        process.terminate()
        assert process.wait(timeout=10) == 0


@pytest.fixture
def cast(db: None) -> Cast:
    return set_the_stage()


def test_it_writes_down_what_has_become_late(cast: Cast) -> None:
    dossier = cast.receive().dossier_id
    clock.mark_demonstration(at=MORNING + timedelta(days=60))
    assert worker.lateness() == 1
    found = Dossier.objects.get(pk=dossier)
    assert found.fell_late_at == found.late_after


def test_it_forgets_sessions_that_are_over(db: None) -> None:
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days)
        )
    assert worker.forget_sessions() == 1
    assert Session.objects.get().session_key == "new"
