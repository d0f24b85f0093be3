"""Processes follow one another as contents do: one a day, the newest open, two at once are one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from itertools import count, pairwise
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.catalogue.procedures.tests.cast import KEEPER, NEW_YEAR, NOW, draft, published
from motcua.catalogue.processes import actions, queries
from motcua.catalogue.processes.models import Origin, ProcessVersion
from motcua.catalogue.processes.rules import Definition, Refusal, derived_steps
from motcua.ground.kernel.refusals import Refused

codes = count(1)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
moves = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4)), min_size=1, max_size=6)


def process(days: int) -> Definition:
    return Definition.from_steps(derived_steps(Decimal(8 * days), in_commune=True))


def publish(procedure_id: int, days: int, on: int) -> ProcessVersion:
    return actions.publish_process(
        procedure_id,
        process(days),
        valid_from=NEW_YEAR + timedelta(days=on),
        origin=Origin.DERIVED,
        by=KEEPER,
        now=NOW,
    )


def play(told: list[tuple[int, int]]) -> int:
    """Publish one after another on a new procedure; what is refused changes nothing."""
    procedure_id = draft(code=f"P.{next(codes)}").procedure_id
    for on, days in told:
        try:
            publish(procedure_id, days, on)
        except Refused as refused:
            assert refused.code == Refusal.NOT_AFTER_THE_LAST  # noqa: PT017
    return procedure_id


@pytest.mark.django_db
@FEW
@given(moves)
def test_each_ends_when_the_next_begins(told: list[tuple[int, int]]) -> None:
    listed = list(reversed(queries.versions(play(told))))
    assert [v.number for v in listed] == list(range(1, len(listed) + 1))
    for before, after in pairwise(listed):
        assert before.valid_from < after.valid_from == before.valid_to
    assert listed[-1].valid_to is None


@pytest.mark.django_db
@FEW
@given(moves, st.integers(-2, 40))
def test_on_every_day_the_one_of_that_day_is_in_force(told: list[tuple[int, int]], day: int) -> None:
    procedure_id, on = play(told), NEW_YEAR + timedelta(days=day)
    begun = [v for v in queries.versions(procedure_id) if v.valid_from <= on]
    if begun:
        assert queries.in_force(procedure_id, on) == max(begun, key=lambda v: v.valid_from)
    else:
        with pytest.raises(Refused) as refused:
            queries.in_force(procedure_id, on)
        assert refused.value.code == Refusal.VERSION_NOT_FOUND


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return act()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.usefixtures("real_db")
def test_two_processes_from_one_day_at_once_are_one() -> None:
    procedure_id = published().procedure_id
    answers = at_once(lambda: publish(procedure_id, 1, 0).number, lambda: publish(procedure_id, 2, 0).number)
    assert sorted(answers, key=str) == [1, Refusal.NOT_AFTER_THE_LAST]


@pytest.mark.usefixtures("real_db")
def test_the_same_process_at_once_is_published_once() -> None:
    procedure_id = published().procedure_id
    answers = at_once(lambda: publish(procedure_id, 1, 0).pk, lambda: publish(procedure_id, 1, 0).pk)
    assert answers[0] == answers[1]
    assert ProcessVersion.objects.count() == 1
