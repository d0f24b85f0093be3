"""Due dates a second: the tables against counting one at a time, over the shipped calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import numpy as np

from motcua.people.calendars.rules import Allowance, AllowanceUnit, shipped
from motcua.people.calendars.rules.vectors import Micros, VectorTime, micros
from motcua.site.bench.measurement import Measurement, percentile

FIRST, LAST = date(2015, 1, 1), date(2027, 12, 31)
STARTS_TO = date(2026, 12, 31)
BATCH, BATCHES, ONE_BY_ONE = 100_000, 20, 1_000
TARGET = 500_000
SEED = 20171
ALLOWANCES = {
    "due.days": Allowance.of(15, AllowanceUnit.WORKING_DAY),
    "due.hours": Allowance.of(36, AllowanceUnit.WORKING_HOUR),
}


def run() -> list[Measurement]:
    """Measure working days and working hours."""
    return [measure(name, allowance) for name, allowance in ALLOWANCES.items()]


def measure(name: str, allowance: Allowance, batch: int = BATCH, batches: int = BATCHES) -> Measurement:
    """Due dates a second for starts spread over twelve years, day and night, working days or not.

    Raises AssertionError when the tables and the counting one at a time disagree: then no figure is worth
    anything.
    """
    calendar = shipped.working_time()
    tables = VectorTime.of(calendar, FIRST, LAST)
    starts = some_starts(batch)
    tables.add(starts, allowance)
    seconds = []
    for _ in range(batches):
        began = perf_counter()
        due = tables.add(starts, allowance)
        seconds.append(perf_counter() - began)
    moments = [moment_of(start) for start in starts[:ONE_BY_ONE]]
    began = perf_counter()
    counted = [calendar.add(moment, allowance) for moment in moments]
    floor = len(moments) / (perf_counter() - began)
    if [micros(moment) for moment in counted] != due[: len(counted)].tolist():
        raise AssertionError(f"{name}: the tables disagree with the calendar")
    return Measurement(
        name=name,
        value=batch * batches / sum(seconds),
        unit="due dates/s",
        floor=floor,
        p50=percentile(seconds, 0.5) * 1000,
        p95=percentile(seconds, 0.95) * 1000,
        target=TARGET,
        load=f"{batches} × {batch:,} starts",
    )


def some_starts(number: int) -> Micros:
    """Starts at random whole seconds between the first day and the end of 2026, the same ones every time."""
    first, last = (micros(datetime(day.year, day.month, day.day, tzinfo=UTC)) for day in (FIRST, STARTS_TO))
    seconds = np.random.default_rng(SEED).integers(first // 10**6, last // 10**6, number)
    return seconds * 10**6


def moment_of(start: np.int64) -> datetime:
    """Microseconds since 1970 as a moment."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(start))
