"""Lives act in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from motcua.ground.kernel.clock import LOCAL
from motcua.scenario.simulation.agenda import Agenda

MORNING = datetime(2017, 3, 1, 8, tzinfo=LOCAL)


def at(hours: float) -> datetime:
    return MORNING + timedelta(hours=hours)


def life(name: str, hours: list[float], told: list[str]) -> Iterator[datetime]:
    for hour in hours:
        yield at(hour)
        told.append(f"{name}{hour:g}")


def test_lives_take_turns_by_their_moments() -> None:
    told: list[str] = []
    agenda = Agenda(at(10))
    agenda.add(life("a", [1, 4], told))
    agenda.add(life("b", [2, 3], told))
    list(agenda.run())
    assert told == ["a1", "b2", "b3", "a4"]


def test_equal_moments_go_by_their_coming() -> None:
    told: list[str] = []
    agenda = Agenda(at(10))
    for name in "abc":
        agenda.add(life(name, [1], told))
    list(agenda.run())
    assert told == ["a1", "b1", "c1"]


def test_what_lies_after_the_end_never_happens() -> None:
    told: list[str] = []
    agenda = Agenda(at(2))
    agenda.add(life("a", [1, 2, 3], told))
    agenda.add(life("b", [5], told))
    list(agenda.run())
    assert told == ["a1", "a2"]


def test_nobody_goes_back_in_time() -> None:
    agenda = Agenda(at(10))
    agenda.add(life("a", [3, 1], []))
    with pytest.raises(ValueError, match="goes back"):
        list(agenda.run())


def test_a_life_may_begin_another_while_it_acts() -> None:
    told: list[str] = []
    agenda = Agenda(at(10))

    def mother() -> Iterator[datetime]:
        yield at(1)
        agenda.add(life("child", [2], told))
        yield at(3)
        told.append("mother3")

    agenda.add(mother())
    list(agenda.run())
    assert told == ["child2", "mother3"]
