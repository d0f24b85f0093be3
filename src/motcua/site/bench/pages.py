"""Pages as people open them: sixteen at work and the public, at the real server, on the province that is there.

First twenty requests a second at moments fixed beforehand (a slow answer holds up nobody else's click, and waiting
counts), then one after another: how many a second, and how much of the processors a page costs, the server's and
the database's processes together. Receptions and steps are really made: the bench asks for a demonstration.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection, connections

from motcua.casework.dossiers.models import Dossier
from motcua.ground.kernel import clock
from motcua.site.bench import processor
from motcua.site.bench.crowd import MIX, Crowd
from motcua.site.bench.measurement import Measurement, percentile
from motcua.site.bench.traffic import Answered, Site, Visit, closed_loop, open_load
from motcua.site.launch import parent, processes
from motcua.site.launch.failures import BadUse
from motcua.site.launch.setup.assets import build_front_end, collect_static_files

PER_SECOND, SECONDS = 20.0, 60.0
PEOPLE, ROUND = 16, 10.0
ALONE = 3.0
WARMING = 100
HOST, PORT = "127.0.0.1", 8109
BOUNDS = {"worklist": 100, "dossier": 120, "tracking": 50, "procedure": 50, "search": 30, "lateness": 300}
"""Milliseconds that the 95th percentile must not exceed."""


@dataclass(frozen=True, slots=True)
class Served:
    """The site and the processes behind it."""

    site: Site
    roots: set[int]

    def processor_seconds(self) -> float:
        """What server and database have used until now."""
        return processor.seconds_of(self.roots)


def run() -> list[Measurement]:
    """Measure on the database that is there."""
    if not clock.state().is_demonstration:
        raise BadUse(
            "Phép đo trang ghi hồ sơ thử, nên chỉ chạy trên bản trình diễn.",
            "The bench of pages writes dossiers, so it runs on a demonstration only.",
        )
    dossiers = Dossier.objects.count()
    crowd = Crowd(clock.now(), Random(str(dossiers)))
    with _served() as served:
        for page in MIX:
            _all_answered(closed_loop(served.site, crowd.only(page), people=1, seconds=ALONE / 3))
        steady = open_load(served.site, crowd.draw, crowd.rng, per_second=PER_SECOND, seconds=SECONDS)
        _all_answered(steady)
        return [
            *_percentiles(steady, dossiers),
            _throughput(served, crowd, dossiers),
            *(_cost(served, crowd, page, dossiers) for page in MIX),
        ]


@contextmanager
def _served() -> Iterator[Served]:
    build_front_end()
    collect_static_files()
    parent.check_port_is_free(HOST, PORT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
        postmaster = processor.parent_of(backend)
    connections.close_all()
    logs = Path(settings.DATA_DIR) / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    site = Site(HOST, PORT)
    kept = [processes.web(HOST, PORT, processes.default_workers(), log=logs), processes.worker(log=logs)]
    try:
        for child in kept:
            child.start(os.environ)
        _wait_for(site)
        yield Served(site, {postmaster, *(child.process.pid for child in kept if child.process)})
    finally:
        site.close()
        for child in kept:
            child.stop()


def _wait_for(site: Site) -> None:
    until = time.monotonic() + parent.READY_SECONDS
    while site.send(Visit("home", "/")) != 200:
        if time.monotonic() > until:
            raise BadUse("Máy chủ web không trả lời.", "The web server does not answer.")
        time.sleep(0.2)


def _all_answered(answers: list[Answered]) -> None:
    """Raises RuntimeError when a page was not answered as it should be: such figures mean nothing."""
    wrong = [one for one in answers if not one.as_expected]
    if wrong:
        first = wrong[0]
        raise RuntimeError(f"{len(wrong)} of {len(answers)} failed: {first.visit.page} {first.status}")


def _percentiles(answers: list[Answered], dossiers: int) -> Iterator[Measurement]:
    for page in MIX:
        took = [one.milliseconds for one in answers if one.visit.page == page]
        if not took:
            continue
        yield Measurement(
            name=f"pages.{page}",
            value=percentile(took, 0.95),
            unit="ms p95",
            p50=percentile(took, 0.5),
            p95=percentile(took, 0.95),
            p99=percentile(took, 0.99),
            target=BOUNDS.get(page),
            target_is_ceiling=True,
            load=f"{PER_SECOND:g} requests/s of the mix for {SECONDS:g} s, {len(took)} of them; {dossiers} dossiers",
        )


def _throughput(served: Served, crowd: Crowd, dossiers: int) -> Measurement:
    answers, seconds, cost = _at_work(served, crowd, "")
    took = [one.milliseconds for one in answers]
    return Measurement(
        name="pages.mix",
        value=len(answers) / seconds,
        unit="pages/s",
        p50=percentile(took, 0.5),
        p95=percentile(took, 0.95),
        load=f"{PEOPLE} people, one request after another, {cost:.1f} core-ms a page; {dossiers} dossiers",
    )


def _cost(served: Served, crowd: Crowd, page: str, dossiers: int) -> Measurement:
    answers, _seconds, cost = _at_work(served, crowd, page)
    return Measurement(
        name=f"pages.cost.{page}",
        value=cost,
        unit="core-ms a page",
        load=f"{len(answers)} requests, {dossiers} dossiers",
    )


def _at_work(served: Served, crowd: Crowd, page: str) -> tuple[list[Answered], float, float]:
    """Answers, seconds and core-milliseconds of a page, one request after another."""
    people, seconds = (PEOPLE, ROUND) if not page else (2, ALONE)
    draw = crowd.only(page) if page else crowd.draw
    before, begun = served.processor_seconds(), time.perf_counter()
    answers = closed_loop(served.site, draw, people=people, seconds=seconds)
    took, used = time.perf_counter() - begun, served.processor_seconds() - before
    _all_answered(answers)
    return answers, took, used * 1000 / len(answers)
