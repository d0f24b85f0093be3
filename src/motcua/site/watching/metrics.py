"""Figures for Prometheus: requests by pattern, and the machine's health; no figure names a person or a dossier."""

from __future__ import annotations

import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from motcua.site.watching.health import Health

# The web server's processes write their counts into this folder; each of them answers for all.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"

REQUESTS = Counter("motcua_requests_total", "Requests answered", ["method", "pattern", "status"])
SECONDS = Histogram(
    "motcua_request_seconds",
    "How long a request took",
    ["pattern"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30),
)
METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}


def count(method: str, pattern: str, status: int, seconds: float) -> None:
    """Count a request that was answered."""
    # A method is what the client writes: what nobody knows makes no row of its own.
    REQUESTS.labels(method if method in METHODS else "?", pattern, str(status)).inc()
    SECONDS.labels(pattern).observe(seconds)


class _Machine(Collector):
    """The health as figures."""

    def __init__(self, health: Health) -> None:
        self._health = health

    def collect(self) -> Iterator[Metric]:
        """One figure after another; what there is nothing to tell of is left out."""
        health = self._health
        figures: dict[str, tuple[str, float | None]] = {
            "motcua_database_up": ("Whether the database answers", float(health.database)),
            "motcua_worker_age_seconds": ("Since the worker was last seen", health.worker_age),
            "motcua_seal_lag_seconds": ("Age of the oldest event not sealed yet", health.seal_lag),
            "motcua_journal_unsealed": (
                "Events not sealed yet, counted up to 10,000",
                float(health.unsealed),
            ),
            "motcua_disk_free_bytes": ("Free room where the data folder lies", float(health.disk_free)),
            "motcua_backup_age_seconds": ("Since the last backup", health.backup_age),
        }
        for name, (meaning, value) in figures.items():
            if value is not None:
                yield GaugeMetricFamily(name, meaning, value)


def text(health: Health) -> bytes:
    """All figures in Prometheus' text form."""
    machine = CollectorRegistry()
    machine.register(_Machine(health))
    requests = REGISTRY
    if os.environ.get(FOLDER):
        requests = CollectorRegistry()
        MultiProcessCollector(requests)  # type: ignore[no-untyped-call]
    return generate_latest(machine) + generate_latest(requests)
