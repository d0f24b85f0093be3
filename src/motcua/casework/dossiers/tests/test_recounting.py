"""Counting a clock anew: by the plain rule, and by the tables for many at once; both agree."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.casework.dossiers.queries.changes.recounts import one_by_one
from motcua.casework.dossiers.rules import (
    APPOINTED,
    PUBLISHED,
    REMAINDER,
    SAME_DAY,
    Running,
    recount,
    step_recount,
)
from motcua.casework.dossiers.rules.recounting_many import Clocks, moment_of, recount_many, work_of
from motcua.casework.dossiers.tests.cast import at
from motcua.people.calendars.rules import AllowanceUnit, WorkingTime
from motcua.people.calendars.rules.tests.examples import OFFICE, holiday
from motcua.people.calendars.rules.tests.strategies import calendars, moments
from motcua.people.calendars.rules.vectors import VectorTime, micros

WEDNESDAY = holiday("2017-03-08")
SHUT = OFFICE.with_day(WEDNESDAY)


def running(
    amount: str,
    unit: AllowanceUnit,
    due: str,
    *,
    basis: str = PUBLISHED,
    late: str = "",
    start: str = "2017-03-01 08:30",
) -> Running:
    due_at = at(due)
    return Running(basis, at(start), Decimal(amount), unit, due_at, due_at, at(late) if late else due_at)


def test_days_off_move_the_date_and_the_midnight_after_it() -> None:
    clock = running("15", AllowanceUnit.WORKING_DAY, "2017-03-22 08:30", late="2017-03-23 00:00")
    found = recount(clock, SHUT)
    assert (found.due_at, found.late_after) == (at("2017-03-23 08:30"), at("2017-03-24 00:00"))


def test_what_is_not_touched_stays() -> None:
    clock = running("3", AllowanceUnit.WORKING_DAY, "2017-03-06 08:30", late="2017-03-07 00:00")
    found = recount(clock, SHUT)
    assert (found.due_at, found.late_after) == (clock.due_at, clock.late_after)


def test_a_promise_is_the_earliest_it_may_be() -> None:
    clock = running("5", AllowanceUnit.WORKING_DAY, "2017-03-09 08:30", late="2017-03-10 00:00")
    found = recount(clock, OFFICE)
    assert (found.counted_at, found.due_at) == (at("2017-03-08 08:30"), at("2017-03-09 08:30"))


def test_a_remainder_that_was_rounded_is_not_taken_for_a_change() -> None:
    clock = running("1.3333", AllowanceUnit.WORKING_HOUR, "2017-03-01 09:50", basis=REMAINDER)
    assert recount(clock, OFFICE).due_at == at("2017-03-01 09:50")


def test_a_remainder_of_hours_passes_a_new_day_off() -> None:
    clock = running(
        "4", AllowanceUnit.WORKING_HOUR, "2017-03-08 08:30", basis=REMAINDER, start="2017-03-07 13:30"
    )
    assert recount(clock, SHUT).due_at == at("2017-03-09 08:00")


def test_a_date_set_by_hand_moves_only_off_a_day_off() -> None:
    given_day = running(
        "0", AllowanceUnit.CALENDAR_DAY, "2017-03-08 15:00", basis=APPOINTED, late="2017-03-02 00:00"
    )
    assert recount(given_day, OFFICE).due_at == at("2017-03-08 15:00")
    found = recount(given_day, SHUT)
    assert (found.due_at, found.late_after) == (at("2017-03-09 15:00"), at("2017-03-02 00:00"))


def test_a_step_leaves_out_each_pause_since_it_began() -> None:
    pauses = [
        (at("2017-03-06 09:30"), at("2017-03-09 08:30")),
        (at("2017-03-01 08:00"), at("2017-03-02 08:00")),
    ]
    start = at("2017-03-06 07:30")
    assert step_recount(Decimal(8), start, [], OFFICE) == at("2017-03-06 17:00")
    assert step_recount(Decimal(8), start, pauses, OFFICE) == at("2017-03-09 16:00")


def test_a_step_that_was_late_when_it_was_stopped_is_due_at_once() -> None:
    pause = at("2017-03-07 09:30"), at("2017-03-09 08:30")
    assert step_recount(Decimal(8), at("2017-03-06 07:30"), [pause], OFFICE) == at("2017-03-09 08:30")


KINDS = st.sampled_from(
    [
        (PUBLISHED, "15", AllowanceUnit.WORKING_DAY),
        (PUBLISHED, "2.5", AllowanceUnit.WORKING_DAY),
        (PUBLISHED, "20", AllowanceUnit.WORKING_HOUR),
        (PUBLISHED, "30", AllowanceUnit.CALENDAR_DAY),
        (PUBLISHED, "2", AllowanceUnit.MONTH),
        (SAME_DAY, "0", AllowanceUnit.WORKING_DAY),
        (SAME_DAY, "1", AllowanceUnit.WORKING_DAY),
        (REMAINDER, "7.3333", AllowanceUnit.WORKING_HOUR),
        (REMAINDER, "9", AllowanceUnit.CALENDAR_DAY),
        (APPOINTED, "7.25", AllowanceUnit.WORKING_HOUR),
    ]
)


@st.composite
def clocks(draw: st.DrawFn) -> list[Running]:
    """Clocks as they may stand: due and late where another calendar had put them."""
    found = []
    for _ in range(draw(st.integers(1, 12))):
        basis, amount, unit = draw(KINDS)
        start = draw(moments)
        due = start + timedelta(days=draw(st.integers(0, 60)), seconds=draw(st.integers(0, 90_000)))
        promised = due - timedelta(hours=draw(st.sampled_from([0, 0, 30, 200])))
        late = due if draw(st.booleans()) else due + timedelta(hours=7)
        found.append(Running(basis, start, Decimal(amount), unit, promised, due, late))
    return found


def columns(many: list[Running]) -> Clocks:
    def column(name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        return np.array([micros(getattr(one, name)) for one in many], dtype=np.int64)

    kinds = [(one.basis, one.amount, one.unit.value) for one in many]
    return Clocks(kinds, *map(column, ("started_at", "promised_at", "due_at", "late_after")))


@given(calendars, clocks())
def test_both_ways_count_anew_alike(calendar: WorkingTime, many: list[Running]) -> None:
    plain = one_by_one(columns(many), calendar)
    last = max(moment_of(int(due)).date() for due in (*plain.due, *plain.counted))
    tables = VectorTime.of(calendar, date(2017, 12, 1), last + timedelta(days=90))
    found = recount_many(columns(many), tables)
    for name in ("counted", "due", "late"):
        assert getattr(found, name).tolist() == getattr(plain, name).tolist()


@given(calendars, st.lists(st.tuples(moments, st.integers(0, 4_000)), min_size=1, max_size=12))
def test_steps_are_counted_alike_both_ways(calendar: WorkingTime, steps: list[tuple[datetime, int]]) -> None:
    hours = [Decimal(hundredths) / 100 for _start, hundredths in steps]
    plain = [step_recount(each, start, [], calendar) for (start, _n), each in zip(steps, hours, strict=True)]
    tables = VectorTime.of(calendar, date(2017, 12, 1), max(plain).date() + timedelta(days=60))
    starts = np.array([micros(start) for start, _n in steps], dtype=np.int64)
    work = np.array([work_of(each) for each in hours], dtype=np.int64)
    assert tables.add_work(starts, work).tolist() == [micros(due) for due in plain]


@pytest.mark.parametrize("amount", ["15", "0"])
def test_an_unchanged_calendar_changes_no_clock(amount: str) -> None:
    due = OFFICE.add(
        at("2017-03-01 08:30"), running(amount, AllowanceUnit.WORKING_DAY, "2017-03-01 09:00").allowance
    )
    clock = Running(
        PUBLISHED, at("2017-03-01 08:30"), Decimal(amount), AllowanceUnit.WORKING_DAY, due, due, due
    )
    assert recount(clock, OFFICE).due_at == due
