"""The published steps against a second, reviewed list: kind, role and working days of each."""

from __future__ import annotations

from decimal import Decimal

import pytest

from motcua.catalogue.processes.rules import HOURS_OF_A_DAY, Place
from motcua.catalogue.processes.rules.shipped import Published, published

REVIEWED: dict[str, list[tuple[str, str, str]]] = {
    "TINH-01": [
        ("receive", "receptionist", "1"),
        ("handle", "handler", "12"),
        ("verify", "head_of_division", "1"),
        ("verify", "head_of_division", "1"),
        ("handle", "receptionist", "0.5"),
        ("sign", "leader", "2.5"),
        ("sign", "leader", "5"),
        ("return", "receptionist", "0"),
    ],
    "TINH-02": [
        ("receive", "receptionist", "0.25"),
        ("handle", "handler", "0.5"),
        ("handle", "handler", "0.5"),
        ("handle", "handler", "1.5"),
        ("verify", "head_of_division", "0.5"),
        ("handle", "handler", "0.5"),
        ("handle", "receptionist", "0.5"),
        ("handle", "handler", "3"),
        ("verify", "head_of_division", "0.5"),
        ("verify", "head_of_division", "1"),
        ("sign", "leader", "2"),
        ("return", "receptionist", "0"),
    ],
    "TINH-03": [
        ("receive", "receptionist", "0.25"),
        ("handle", "handler", "0.5"),
        ("handle", "handler", "0.25"),
        ("handle", "handler", "0.5"),
        ("handle", "handler", "0.5"),
        ("handle", "handler", "0.5"),
        ("handle", "handler", "1.5"),
        ("handle", "handler", "0.5"),
        ("handle", "handler", "0.5"),
        ("handle", "receptionist", "0.25"),
        ("handle", "handler", "1.5"),
        ("sign", "leader", "0.5"),
        ("stamp", "clerk", "0.5"),
        ("return", "receptionist", "0"),
    ],
    "TINH-04": [
        ("receive", "receptionist", "0.5"),
        ("handle", "handler", "1"),
        ("verify", "head_of_division", "0.5"),
        ("sign", "leader", "0.5"),
        ("handle", "handler", "2"),
        ("handle", "receptionist", "0.5"),
        ("handle", "handler", "2"),
        ("sign", "leader", "1"),
        ("stamp", "clerk", "0.5"),
        ("return", "receptionist", "0"),
    ],
    "TINH-06": [
        ("receive", "receptionist", "1"),
        ("handle", "handler", "4"),
        ("verify", "head_of_division", "1"),
        ("sign", "leader", "1"),
        ("handle", "handler", "1"),
        ("handle", "receptionist", "0.5"),
        ("handle", "handler", "2"),
        ("verify", "head_of_division", "0.5"),
        ("sign", "leader", "0.5"),
        ("stamp", "clerk", "0.5"),
        ("return", "receptionist", "0"),
    ],
    "TINH-07": [
        ("receive", "receptionist", "0.5"),
        ("handle", "handler", "1.5"),
        ("sign", "leader", "0.5"),
        ("stamp", "clerk", "0.5"),
        ("return", "receptionist", "0"),
    ],
    "TINH-08": [
        ("receive", "receptionist", "1"),
        ("handle", "handler", "2"),
        ("verify", "head_of_division", "1"),
        ("handle", "handler", "0.5"),
        ("handle", "receptionist", "0.5"),
        ("handle", "handler", "2"),
        ("verify", "head_of_division", "0.5"),
        ("sign", "leader", "0.5"),
        ("stamp", "clerk", "0.5"),
        ("return", "receptionist", "0"),
    ],
    "TINH-09": [
        ("receive", "receptionist", "0.5"),
        ("handle", "handler", "9"),
        ("sign", "leader", "2"),
        ("stamp", "clerk", "0.5"),
        ("return", "receptionist", "0"),
    ],
    "TINH-10": [
        ("receive", "receptionist", "0.5"),
        ("handle", "handler", "4.5"),
        ("verify", "head_of_division", "1.5"),
        ("sign", "leader", "1"),
        ("stamp", "clerk", "0.5"),
        ("return", "receptionist", "0"),
    ],
    "TINH-11": [
        ("receive", "receptionist", "0.25"),
        ("handle", "handler", "1.5"),
        ("handle", "handler", "0.5"),
        ("handle", "handler", "0.5"),
        ("handle", "handler", "0.5"),
        ("handle", "handler", "1.5"),
        ("verify", "head_of_division", "0.5"),
        ("sign", "leader", "1"),
        ("return", "receptionist", "0"),
    ],
    "TINH-12": [
        ("receive", "receptionist", "0.5"),
        ("handle", "handler", "1.5"),
        ("verify", "head_of_division", "0.5"),
        ("sign", "leader", "1"),
        ("handle", "handler", "0.5"),
        ("sign", "leader", "4"),
        ("return", "receptionist", "0"),
    ],
    "TINH-13": [
        ("receive", "receptionist", "0.5"),
        ("handle", "handler", "6"),
        ("sign", "leader", "1"),
        ("stamp", "clerk", "0.5"),
        ("return", "receptionist", "0"),
    ],
    "TINH-14": [
        ("receive", "receptionist", "0.5"),
        ("handle", "handler", "9"),
        ("sign", "leader", "2"),
        ("stamp", "clerk", "0.5"),
        ("return", "receptionist", "0"),
    ],
    "TINH-15": [
        ("receive", "receptionist", "0.5"),
        ("handle", "handler", "0.5"),
        ("handle", "handler", "0.5"),
        ("handle", "handler", "0.5"),
        ("handle", "handler", "0.25"),
        ("handle", "handler", "0.25"),
        ("handle", "handler", "0.5"),
        ("handle", "handler", "0.25"),
        ("handle", "handler", "0.25"),
        ("handle", "handler", "1.5"),
        ("handle", "handler", "0.5"),
        ("handle", "handler", "0.5"),
        ("handle", "receptionist", "0.5"),
        ("handle", "handler", "2"),
        ("sign", "leader", "0.5"),
        ("stamp", "clerk", "0.5"),
        ("return", "receptionist", "0"),
    ],
    "TINH-16": [
        ("receive", "receptionist", "0.5"),
        ("handle", "handler", "6"),
        ("sign", "leader", "1"),
        ("stamp", "clerk", "0.5"),
        ("return", "receptionist", "0"),
    ],
    "TINH-17": [
        ("receive", "receptionist", "1"),
        ("handle", "handler", "19"),
        ("sign", "leader", "2"),
        ("stamp", "clerk", "3"),
        ("return", "receptionist", "0"),
    ],
    "TINH-18": [
        ("receive", "receptionist", "0.5"),
        ("handle", "handler", "4"),
        ("verify", "head_of_division", "1"),
        ("handle", "handler", "1"),
        ("handle", "receptionist", "2"),
        ("handle", "handler", "0.5"),
        ("sign", "leader", "0.5"),
        ("stamp", "clerk", "0.5"),
        ("return", "receptionist", "0"),
    ],
    "TINH-20": [
        ("receive", "receptionist", "0.5"),
        ("handle", "handler", "1.5"),
        ("verify", "head_of_division", "0.5"),
        ("sign", "leader", "1"),
        ("handle", "handler", "0.5"),
        ("handle", "receptionist", "0.5"),
        ("handle", "handler", "2"),
        ("verify", "head_of_division", "0.5"),
        ("sign", "leader", "0.5"),
        ("stamp", "clerk", "0.5"),
        ("return", "receptionist", "0"),
    ],
}
PLACES = {
    "receptionist": Place.ONE_STOP,
    "handler": Place.DIVISION,
    "head_of_division": Place.DIVISION,
    "leader": Place.AGENCY,
    "clerk": Place.AGENCY,
}


@pytest.mark.parametrize("process", published(), ids=lambda process: process.id)
def test_the_steps_are_those_reviewed(process: Published) -> None:
    found = [
        (s.kind.value, s.role, (s.hours or Decimal(0)) / HOURS_OF_A_DAY) for s in process.definition.steps
    ]
    assert found == [(kind, role, Decimal(days)) for kind, role, days in REVIEWED[process.id]]


@pytest.mark.parametrize("process", published(), ids=lambda process: process.id)
def test_each_role_works_in_its_place(process: Published) -> None:
    for step in process.definition.steps:
        assert step.place is PLACES[step.role]


def test_the_review_leaves_none_out() -> None:
    assert set(REVIEWED) == {process.id for process in published()}


@pytest.mark.parametrize("process", published(), ids=lambda process: process.id)
def test_the_keys_of_the_steps_tell_their_order(process: Published) -> None:
    keys = [step.key for step in process.definition.steps]
    assert keys == [f"{step.kind.value}{n}" for n, step in enumerate(process.definition.steps, 1)]
