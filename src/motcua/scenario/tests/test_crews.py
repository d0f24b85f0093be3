"""Work shared among processes."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable

import psycopg
import pytest
from django.db import OperationalError

from motcua.scenario.crews import CrewFailed, in_parallel

pytestmark = pytest.mark.django_db(transaction=True, databases=[])

NO_SPACE = "No space left on device"
FAILURES = [OperationalError(NO_SPACE), psycopg.errors.DiskFull(NO_SPACE), OSError(errno.ENOSPC, NO_SPACE)]


def double(item: int, on_step: Callable[[int], None]) -> tuple[int, int]:
    on_step(item)
    return item * 2, os.getpid()


def stumble(item: int, on_step: Callable[[int], None]) -> int:
    if item == 3:
        raise ValueError("stumbled over three")
    return item


def die(item: int, on_step: Callable[[int], None]) -> int:
    if item == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    heard: list[int] = []
    found = in_parallel(double, [5, 1, 4, 2], workers, heard.append)
    assert [result for result, _pid in found] == [10, 2, 8, 4]
    assert sorted(heard) == [1, 2, 4, 5]


def test_others_do_the_work_when_there_are_several() -> None:
    found = in_parallel(double, [1, 2, 3], 2, lambda _count: None)
    assert os.getpid() not in {pid for _result, pid in found}


def test_one_does_it_alone() -> None:
    found = in_parallel(double, [1, 2, 3], 1, lambda _count: None)
    assert {pid for _result, pid in found} == {os.getpid()}


def test_a_failure_is_told_with_its_traceback() -> None:
    with pytest.raises(CrewFailed, match="stumbled over three"):
        in_parallel(stumble, [1, 2, 3, 4], 2, lambda _count: None)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("failure", FAILURES)
def test_what_the_machine_does_comes_as_it_is(failure: Exception, workers: int) -> None:
    def work(_item: int, _on_step: Callable[[int], None]) -> int:
        raise failure

    with pytest.raises(type(failure), match="No space left") as raised:
        in_parallel(work, [1, 2], workers, lambda _count: None)
    assert workers == 1 or "in work" in str(raised.value.__cause__)


def test_a_failure_is_told_once(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CrewFailed):
        in_parallel(stumble, [3, 3, 3, 3], 4, lambda _count: None)
    assert capfd.readouterr().err == ""


def test_a_killed_process_is_noticed() -> None:
    with pytest.raises(CrewFailed, match="killed"):
        in_parallel(die, [1, 2, 3, 4], 2, lambda _count: None)
