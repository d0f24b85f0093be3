"""Work shared among processes, each with a database connection of its own."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import connection as pipes
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from typing import Any, TypeVar

import psycopg
from django.db import OperationalError, connection, connections

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[T, Callable[[int], None]], R]
# What the machine does to any program: whoever asked for the work answers it, with or without a crew.
MACHINE = (OperationalError, psycopg.OperationalError, OSError)


class CrewFailed(RuntimeError):
    """A process of a crew ended with an error, whose traceback is the text."""


def in_parallel(
    work: Work[T, R], items: Sequence[T], workers: int, on_step: Callable[[int], None]
) -> list[R]:
    """Do the work for each item, the first ones first; `on_step` hears how much more is done.

    Results come in the order of the items. With one worker everything happens in this process.
    Raises CrewFailed when a process fails, or the failure itself where the database or the machine is its reason;
    the others are ended.
    """
    if workers == 1 or len(items) <= 1:
        with without_waiting_for_disk():
            return [work(item, on_step) for item in items]
    connections.close_all()
    crew = [_hire(work, items) for _ in range(min(workers, len(items)))]
    try:
        return _direct(crew, len(items), on_step)
    finally:
        for process, pipe in crew:
            pipe.close()
            process.terminate()
            process.join()
            process.close()


@contextmanager
def without_waiting_for_disk() -> Iterator[None]:
    """Commits do not wait for the disk: what a crash would lose is made anew anyway, and the last commit waits."""
    options = connection.settings_dict["OPTIONS"]
    before = options.get("options")
    connection.close()
    options["options"] = f"{before or ''} -c synchronous_commit=off".strip()
    try:
        yield
    finally:
        connection.close()
        if before is None:
            del options["options"]
        else:
            options["options"] = before


def _hire(work: Work[T, R], items: Sequence[T]) -> tuple[ForkProcess, Connection[Any, Any]]:
    context = get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_toil, args=(work, items, theirs, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def _toil(work: Work[T, R], items: Sequence[T], pipe: Connection[Any, Any], parent: int) -> None:
    # Ctrl-C is the parent's to answer: it ends the crew.
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def step(count: int) -> None:
        if os.getppid() != parent:
            os._exit(1)
        pipe.send(("step", count, None))

    try:
        with without_waiting_for_disk():
            while (place := pipe.recv()) is not None:
                pipe.send(("done", place, work(items[place], step)))
    except Exception as failure:
        # The parent tells it, once; it has gone when another process has failed before.
        with suppress(BrokenPipeError):
            itself = failure if isinstance(failure, MACHINE) else None
            pipe.send(("failed", 0, (itself, traceback.format_exc())))
        raise SystemExit(1) from failure


def _direct(
    crew: list[tuple[ForkProcess, Connection[Any, Any]]], count: int, on_step: Callable[[int], None]
) -> list[Any]:
    """Give each process the next item as soon as it has done its last."""
    results: list[Any] = [None] * count
    waiting = list(range(count))[::-1]
    busy = [pipe for _process, pipe in crew]
    for pipe in busy:
        pipe.send(waiting.pop())
    while busy:
        for pipe in [pipe for pipe in pipes.wait(busy) if isinstance(pipe, Connection)]:
            try:
                kind, number, value = pipe.recv()
            except EOFError:
                raise CrewFailed("a process of the simulation was killed") from None
            if kind == "failed":
                itself, told = value
                if itself is None:
                    raise CrewFailed(told)
                raise itself from CrewFailed(told)
            if kind == "step":
                on_step(number)
                continue
            results[number] = value
            if waiting:
                pipe.send(waiting.pop())
            else:
                pipe.send(None)
                busy.remove(pipe)
    return results
