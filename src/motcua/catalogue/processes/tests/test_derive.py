"""A process of our own: its steps by kind of agency, and how the limit is shared out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from motcua.catalogue.processes.rules import Definition, derived_steps, limit_in_hours, mismatch_note
from motcua.people.calendars.rules import AllowanceUnit
from motcua.people.organisation.models import Role


def kinds(limit: Decimal | None, *, in_commune: bool = False) -> list[str]:
    return [step.kind.value for step in derived_steps(limit, in_commune=in_commune)]


def test_an_agency_with_divisions_has_seven_steps() -> None:
    assert kinds(Decimal(40)) == ["receive", "assign", "handle", "verify", "sign", "stamp", "return"]


def test_a_commune_has_five_steps() -> None:
    assert kinds(Decimal(40), in_commune=True) == ["receive", "handle", "sign", "stamp", "return"]


@pytest.mark.parametrize("limit", [None, Decimal(1), Decimal("7.75")])
def test_what_is_done_within_the_day_has_four_steps(limit: Decimal | None) -> None:
    assert kinds(limit) == ["receive", "handle", "sign", "return"]


def test_within_the_day_no_step_has_hours_of_its_own() -> None:
    assert {step.hours for step in derived_steps(None, in_commune=True)} == {None}


def test_ten_days_are_shared_out_by_weight() -> None:
    hours = [step.hours for step in derived_steps(Decimal(80), in_commune=False)]
    assert hours == [Decimal(h) for h in (4, 4, 44, 8, 12, 4, 4)]


def test_what_rounding_leaves_over_goes_to_handling() -> None:
    steps = {step.key: step.hours for step in derived_steps(Decimal(24), in_commune=False)}
    assert steps["receive"] == Decimal(1)
    assert steps["handle"] == Decimal("14.25")
    assert steps["sign"] == Decimal("3.50")


@pytest.mark.parametrize(
    ("amount", "unit", "hours"),
    [
        ("3", AllowanceUnit.WORKING_DAY, "24"),
        ("1", AllowanceUnit.WORKING_HOUR, "1"),
        ("7", AllowanceUnit.CALENDAR_DAY, "40"),
        ("15", AllowanceUnit.CALENDAR_DAY, "85.5"),
        ("1", AllowanceUnit.MONTH, "176"),
        ("1", AllowanceUnit.YEAR, "2080"),
    ],
)
def test_a_limit_is_turned_into_hours_for_sharing_out(amount: str, unit: AllowanceUnit, hours: str) -> None:
    assert limit_in_hours(Decimal(amount), unit) == Decimal(hours)


def test_steps_that_add_up_leave_no_note() -> None:
    assert (
        mismatch_note(Definition.from_steps(derived_steps(Decimal(40), in_commune=True)), Decimal(40)) == ""
    )


@pytest.mark.parametrize(
    ("limit", "said"), [("32", "vượt thời hạn 4"), ("44", "chưa phân bổ hết thời hạn 5,5")]
)
def test_steps_that_do_not_add_up_are_said(limit: str, said: str) -> None:
    note = mismatch_note(Definition.from_steps(derived_steps(Decimal(40), in_commune=True)), Decimal(limit))
    assert note == f"Tổng thời gian các bước 5 ngày làm việc, {said} ngày làm việc."


def test_the_roles_of_the_steps_are_roles_of_the_organisation() -> None:
    steps = [*derived_steps(Decimal(40), in_commune=False), *derived_steps(None, in_commune=True)]
    assert {step.role for step in steps} <= set(Role.values)
