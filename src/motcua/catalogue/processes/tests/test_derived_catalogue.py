"""The processes made for the shipped procedures: who does what, and no hour lost or invented."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from motcua.catalogue.procedures.rules import limit_for
from motcua.catalogue.procedures.rules.shipped import Shipped, shipped
from motcua.catalogue.procedures.tests.cast import for_each
from motcua.catalogue.processes.actions.shipping import derived_definition, usual_hours
from motcua.catalogue.processes.rules import (
    Complete,
    StepKind,
    derived_steps,
    mismatch_note,
    soundness,
)
from motcua.catalogue.processes.rules.shipped import published_for
from motcua.people.calendars.rules import AllowanceUnit

DERIVED = [item for item in shipped() if published_for(item.code) is None]
EACH = for_each(DERIVED)
# The longest share that a step other than handling may have of the whole limit.
MOST = Decimal("0.35")


@EACH
def test_it_is_sound(item: Shipped) -> None:
    assert soundness(derived_definition(item)) == []


@EACH
def test_its_hours_are_those_of_the_limit(item: Shipped) -> None:
    limit = limit_for(item.content.time_limits, "", "", "")
    hours = [step.hours for step in derived_definition(item).steps]
    if limit.same_day_before is not None:
        assert set(hours) == {None}
    elif limit.unit is AllowanceUnit.WORKING_DAY:
        assert sum(h for h in hours if h is not None) == limit.amount * 8
    elif limit.unit is AllowanceUnit.WORKING_HOUR:
        assert sum(h for h in hours if h is not None) == limit.amount


@EACH
def test_its_steps_leave_no_note(item: Shipped) -> None:
    hours = usual_hours(item.content)
    if hours is not None:
        assert mismatch_note(derived_definition(item), hours) == ""


@EACH
def test_handling_has_the_longest_share(item: Shipped) -> None:
    hours = usual_hours(item.content)
    if hours is None:
        return
    for step in derived_definition(item).steps:
        if step.kind is not StepKind.HANDLE:
            assert (step.hours or Decimal(0)) <= hours * MOST


@EACH
def test_it_runs_from_receiving_to_the_return(item: Shipped) -> None:
    process = derived_definition(item)
    marking, _effects = process.start()
    done = []
    while not marking.is_complete:
        done.append(process.step(marking.tokens[0].element).kind)
        marking, effects = process.complete(marking, 1)
    assert done == [step.kind for step in process.steps]
    assert effects[-1] == Complete()


@EACH
def test_a_commune_needs_no_head_of_division(item: Shipped) -> None:
    roles = {step.role for step in derived_definition(item).steps}
    decided_in_communes = "commune" in (item.reading.level, item.reading.also_at)
    if decided_in_communes:
        assert "head_of_division" not in roles
    assert {"receptionist", "handler", "leader"} <= roles


@for_each(list(product(range(1, 61), [True, False])))
def test_any_number_of_days_is_shared_out_to_the_quarter(given: tuple[int, bool]) -> None:
    days, in_commune = given
    shares = [step.hours for step in derived_steps(Decimal(days * 8), in_commune=in_commune)]
    assert all(share is not None and share % Decimal("0.25") == 0 for share in shares)
    assert sum(share for share in shares if share is not None) == days * 8


def test_a_longer_limit_never_shortens_a_step() -> None:
    before = [Decimal(0)] * 7
    for days in range(1, 91):
        after = [step.hours or Decimal(0) for step in derived_steps(Decimal(days * 8), in_commune=False)]
        signing = [step.kind for step in derived_steps(Decimal(days * 8), in_commune=False)].index(
            StepKind.SIGN
        )
        assert after[signing] >= before[signing]
        assert after[0] >= before[0]
        before = after
