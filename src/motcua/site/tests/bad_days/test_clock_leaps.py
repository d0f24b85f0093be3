"""The machine's clock leaps an hour: forward nothing is called late by it, backward nothing happens too early."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.models import Pause
from motcua.casework.dossiers.queries import proof
from motcua.casework.dossiers.tests.cast import Cast
from motcua.ground.kernel import clock
from motcua.people.organisation.models import Role
from motcua.site import worker
from motcua.site.worker import HELD, ClockWatch


class Machine:
    """A machine whose two clocks are turned by hand: what the wall says, and what has really passed."""

    def __init__(self) -> None:
        self.wall, self.passed = 1_000_000.0, 500.0

    def time(self) -> float:
        return self.wall

    def monotonic(self) -> float:
        return self.passed

    def goes_on(self, seconds: float, leap: float = 0.0) -> None:
        self.wall += seconds + leap
        self.passed += seconds


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine()
    monkeypatch.setattr(worker, "time", made)
    return made


def test_after_a_leap_forward_nothing_becomes_late_for_a_while(
    machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    watch = ClockWatch()
    machine.goes_on(1, leap=3600)
    with caplog.at_level(logging.ERROR):
        assert not watch.look()
    assert "timedatectl" in caplog.text
    machine.goes_on(HELD - 1)
    assert not watch.look()
    machine.goes_on(1)
    assert watch.look()


@pytest.mark.parametrize("leap", [0.0, 60.0, -3600.0])
def test_a_clock_that_is_corrected_a_little_or_put_back_is_trusted(machine: Machine, leap: float) -> None:
    watch = ClockWatch()
    machine.goes_on(1, leap=leap)
    assert watch.look()


def test_what_cannot_be_taken_back_waits_and_the_rest_goes_on() -> None:
    waiting = [job.act.__name__ for job in worker.rounds() if job.trusts_clock]
    assert "lateness" in waiting
    assert "seal" not in waiting


@pytest.mark.usefixtures("real_db")
def test_put_back_an_hour_a_pause_does_not_end_before_it_began(
    browser: Callable[[Role], Client], cast: Cast
) -> None:
    task = cast.bring_to(cast.receive().dossier_id, "handle")
    asked = timezone.now() + timedelta(hours=1)
    handler = cast.here.actor(Role.HANDLER, asked)
    actions.request_completion(task.pk, by=handler, now=asked, missing="Bản vẽ")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE business_clock SET is_demonstration = false, stopped_at = NULL, last_seen_at = %s",
            [asked],
        )
    moment = clock.now()
    counter = cast.here.actor(Role.RECEPTIONIST, moment)
    actions.receive_completion(task.pk, by=counter, now=moment, papers=())
    assert Pause.objects.get().ended_at == asked
    assert list(proof.broken_rules()) == []
