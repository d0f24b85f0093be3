"""The processes shipped: published facts, kept as they are published."""

from __future__ import annotations

from decimal import Decimal

import pytest

from motcua.catalogue.procedures.rules.shipped import shipped
from motcua.catalogue.processes.rules import mismatch_note, soundness
from motcua.catalogue.processes.rules.shipped import Published, published, published_for
from motcua.people.organisation.models import Role

# The sums of the steps in working days, as published; some differ from the limit that the decision states.
SUMS = {
    "TINH-01": "23",
    "TINH-02": "10.75",
    "TINH-03": "7.75",
    "TINH-04": "8.5",
    "TINH-06": "12",
    "TINH-07": "3",
    "TINH-08": "8.5",
    "TINH-09": "12",
    "TINH-10": "8",
    "TINH-11": "6.25",
    "TINH-12": "8",
    "TINH-13": "8",
    "TINH-14": "12",
    "TINH-15": "9.5",
    "TINH-16": "8",
    "TINH-17": "25",
    "TINH-18": "10",
    "TINH-20": "8",
}
AGREEING = {"TINH-01", "TINH-07", "TINH-10", "TINH-14", "TINH-16", "TINH-17", "TINH-20"}


def days(process: Published) -> Decimal:
    return sum((step.hours or Decimal(0) for step in process.definition.steps), Decimal(0)) / 8


def test_the_hours_of_the_steps_are_those_published() -> None:
    assert {process.id: days(process) for process in published()} == {k: Decimal(v) for k, v in SUMS.items()}


def test_those_that_add_up_to_their_limit_are_known() -> None:
    agreeing = {p.id for p in published() if mismatch_note(p.definition, p.stated_days * 8) == ""}
    assert agreeing == AGREEING


@pytest.mark.parametrize("process", published(), ids=lambda process: process.id)
def test_every_published_process_is_sound(process: Published) -> None:
    assert soundness(process.definition) == []


@pytest.mark.parametrize("process", published(), ids=lambda process: process.id)
def test_its_steps_are_done_by_roles_of_the_organisation(process: Published) -> None:
    assert {step.role for step in process.definition.steps} <= set(Role.values)


def test_names_of_steps_that_are_ours_are_said_to_be() -> None:
    for process in published():
        assert process.step_names_are_ours is ("tên do hệ thống đặt" in process.source)


def test_a_process_belongs_to_a_procedure_that_is_shipped() -> None:
    codes = {item.code for item in shipped()}
    used = [process.procedure for process in published() if process.procedure]
    assert set(used) <= codes
    assert len(used) == len(set(used)) == 10


def test_a_procedure_finds_its_published_process() -> None:
    process = published_for("1.013831")
    assert process is not None
    assert process.id == "TINH-20"
    assert published_for("1.001193") is None
