"""/healthz and /metrics: what they tell, to whom, and when pages can no longer be answered."""

from __future__ import annotations

import ipaddress
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import OperationalError, connection
from django.test import Client

from motcua.ground.kernel import clock, seals
from motcua.site.backups import rotation
from motcua.site.tests.test_worker import beat
from motcua.site.watching import health, metrics
from motcua.site.watching.health import Health

GOOD = Health(
    database=True,
    fits=True,
    worker_age=2.0,
    seal_lag=0.0,
    unsealed=0,
    disk_free=10**12,
    disk_share=0.5,
    backup_age=60.0,
)
STRANGER = "203.0.113.9"


def ask(path: str, **variables: Any) -> Any:
    return Client(**variables).get(path)


def found(monkeypatch: pytest.MonkeyPatch, what: Health) -> None:
    monkeypatch.setattr(health, "look", lambda: what)


def test_a_stranger_learns_one_word(monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, GOOD)
    response = ask("/healthz", REMOTE_ADDR=STRANGER)
    assert (response.status_code, json.loads(response.content)) == (200, {"status": "ok"})


def test_a_watcher_learns_all(monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, replace(GOOD, worker_age=3600.0))
    said = json.loads(ask("/healthz").content)
    assert (said["status"], said["alarms"], said["worker_age"]) == ("ok", ["worker"], 3600.0)


@pytest.mark.parametrize("change", [{"database": False}, {"fits": False}])
def test_it_is_down_when_pages_cannot_be_answered(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, bool]
) -> None:
    found(monkeypatch, replace(GOOD, **change))
    response = ask("/healthz", REMOTE_ADDR=STRANGER)
    assert (response.status_code, json.loads(response.content)) == (503, {"status": "down"})


@pytest.mark.parametrize(
    ("change", "alarm"),
    [
        ({"worker_age": 61.0}, "worker"),
        ({"worker_age": None}, "worker"),
        ({"seal_lag": 301.0}, "seals"),
        ({"disk_share": 0.04}, "disk"),
        ({"backup_age": 36 * 3600 + 1.0}, "backup"),
        ({"backup_age": None}, "backup"),
        ({"database": False}, "database"),
        ({"fits": False}, "version"),
    ],
)
def test_each_alarm_has_its_threshold(change: dict[str, Any], alarm: str) -> None:
    assert GOOD.alarms() == []
    assert replace(GOOD, **change).alarms() == [alarm]


@pytest.mark.parametrize(
    "variables",
    [
        {"REMOTE_ADDR": STRANGER},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": STRANGER},
        {"REMOTE_ADDR": STRANGER, "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    ],
)
@pytest.mark.django_db
def test_figures_are_for_watchers_only(variables: dict[str, str]) -> None:
    assert ask("/metrics", **variables).status_code == 404


def test_through_a_named_proxy_a_watcher_is_known(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    found(monkeypatch, GOOD)
    settings.PROXIES = [ipaddress.ip_network("127.0.0.1")]
    settings.WATCHERS = [ipaddress.ip_network("10.0.0.0/8")]
    assert ask("/metrics", HTTP_X_FORWARDED_FOR="10.0.0.5").status_code == 200
    assert json.loads(ask("/healthz", HTTP_X_FORWARDED_FOR=STRANGER).content) == {"status": "ok"}


def test_figures_count_requests_by_pattern_and_never_by_address(monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, GOOD)
    metrics.count("GET", "/dossiers/<int:dossier_id>/", 200, 0.03)
    metrics.count("CANARY", "?", 404, 0.01)
    text = ask("/metrics").content.decode()
    assert 'motcua_requests_total{method="GET",pattern="/dossiers/<int:dossier_id>/",status="200"}' in text
    assert 'motcua_request_seconds_bucket{le="0.05",pattern="/dossiers/<int:dossier_id>/"}' in text
    assert "motcua_worker_age_seconds 2.0" in text
    assert "motcua_disk_free_bytes 1e+12" in text
    assert "CANARY" not in text


def test_what_is_unknown_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, replace(GOOD, worker_age=None, backup_age=None))
    text = ask("/metrics").content.decode()
    assert "motcua_worker_age" not in text
    assert "motcua_backup_age" not in text


@pytest.mark.usefixtures("real_db")
def test_it_sees_what_is_not_sealed_and_when_the_worker_was_last_seen() -> None:
    before = health.look()
    clock.heartbeat()
    beat()
    after = health.look()
    assert (before.unsealed, before.worker_age) == (0, None)
    assert after.unsealed == 1
    assert 0 <= after.seal_lag < 30
    assert after.worker_age is not None
    assert 0 <= after.worker_age < 30
    seals.seal()
    assert health.look().unsealed == 0


@pytest.mark.usefixtures("real_db")
def test_it_sees_a_newer_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "unknown", lambda: ["kernel.0999_more"])
    assert not health.look().can_serve()


@pytest.mark.django_db
def test_a_database_that_is_away_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> list[str]:
        raise OperationalError

    monkeypatch.setattr(health, "unknown", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert health.look().alarms()[0] == "database"


@pytest.mark.django_db
def test_it_knows_when_the_last_backup_was_made(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    assert health.look().backup_age is None
    (tmp_path / "x.tar").write_bytes(b"x")
    rotation.note(tmp_path / "x.tar")
    age = health.look().backup_age
    assert age is not None
    assert 0 <= age < 30


def test_both_are_answered_before_anything_else_is_asked() -> None:
    names = list(configured.MIDDLEWARE)
    assert names.index("motcua.site.watching.pages.for_watchers") == 1
