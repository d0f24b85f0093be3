"""Due dates that were worked out by hand, among them one real appointment slip, each with its reason."""

from __future__ import annotations

import csv
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from motcua.people.calendars.rules import Allowance, AllowanceUnit
from motcua.people.calendars.rules.tests.examples import at, due

with (Path(__file__).parent / "due_dates.csv").open(encoding="utf-8", newline="") as rows:
    CASES = list(csv.DictReader(rows))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['start']}+{case['amount']} {case['unit']}")
def test_it_is_due_when_counted_by_hand(case: dict[str, str]) -> None:
    allowance = Allowance(Decimal(case["amount"]), AllowanceUnit(case["unit"]))
    assert due(case["start"], allowance) == case["due"], case["why"]


def test_every_case_gives_its_reason_and_a_time_that_reads_back() -> None:
    for case in CASES:
        assert case["why"]
        assert at(case["due"]) >= datetime.fromisoformat(case["start"] + "+07:00")


def test_every_unit_has_cases() -> None:
    assert {case["unit"] for case in CASES} == {unit.value for unit in AllowanceUnit}
