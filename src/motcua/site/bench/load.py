"""Driving a piece of work from several processes at once for a stated time, and counting what was done."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from statistics import median
from time import perf_counter

from django.db import connections

# A worker is given its number and returns what to call again and again; what it needs is made before the clock runs.
Work = Callable[[int], Callable[[], object]]
CONTEXT = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Rate:
    """Calls a second of all processes together, and the milliseconds that single calls took."""

    per_second: float
    milliseconds: list[float]


def rate(work: Work, processes: int, seconds: float) -> Rate:
    """Let so many processes do the work for so long."""
    connections.close_all()
    barrier = CONTEXT.Barrier(processes)
    pipes = []
    children = []
    for number in range(processes):
        here, there = CONTEXT.Pipe(duplex=False)
        child = CONTEXT.Process(target=_child, args=(work, number, seconds, barrier, there))
        child.start()
        there.close()
        pipes.append(here)
        children.append(child)
    answers: list[tuple[float, list[float]]] = [pipe.recv() for pipe in pipes]
    for child in children:
        child.join()
    took = [value for _elapsed, values in answers for value in values]
    return Rate(sum(len(values) / elapsed for elapsed, values in answers), took)


def _child(work: Work, number: int, seconds: float, barrier: Barrier, answer: object) -> None:
    act = work(number)
    act()
    took: list[float] = []
    barrier.wait()
    began = perf_counter()
    until = began + seconds
    while (before := perf_counter()) < until:
        act()
        took.append((perf_counter() - before) * 1000)
    answer.send((perf_counter() - began, took))  # type: ignore[attr-defined]
    connections.close_all()


def compared(works: dict[str, Work], processes: int, seconds: float, rounds: int) -> dict[str, Rate]:
    """The same time for each piece of work in turns, so that a noisy minute falls on all; medians of the rounds."""
    found: dict[str, list[Rate]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            found[name].append(rate(work, processes, seconds))
    return {
        name: Rate(
            median(one.per_second for one in rates), [value for one in rates for value in one.milliseconds]
        )
        for name, rates in found.items()
    }
