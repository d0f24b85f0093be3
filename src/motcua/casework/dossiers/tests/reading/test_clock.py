"""A dossier's clock as stretches: worked, stopped, late and left, in working time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.casework.dossiers.queries.clock import Clock, Reading, Span, Stretch, StretchKind, read_clock
from motcua.casework.dossiers.tests.cast import at
from motcua.people.calendars.rules import WorkingTime, shipped

HOUR = timedelta(hours=1)
DAY = 8 * HOUR
# Wednesday morning; two working days; late from Saturday 00:00 on.
START, DUE, LATE_AFTER = at("2017-03-01 07:30"), at("2017-03-03 07:30"), at("2017-03-04 00:00")


@pytest.fixture(scope="module")
def working() -> WorkingTime:
    return shipped.working_time()


def read(
    working: WorkingTime, now: str, *pauses: Span, finished: str = "", steps: tuple[str, ...] = ()
) -> Clock:
    reading = Reading(START, DUE, LATE_AFTER, at(finished) if finished else None, pauses)
    return read_clock(reading, at(now), working, [(at(step), step) for step in steps])


def shape(clock: Clock) -> list[tuple[str, timedelta]]:
    return [(stretch.kind.value, stretch.length) for stretch in clock.stretches]


def test_half_way_half_is_worked_and_half_is_left(working: WorkingTime) -> None:
    assert shape(read(working, "2017-03-02 07:30")) == [("worked", DAY), ("left", DAY)]


def test_past_the_hour_of_the_due_day_it_is_not_late_yet(working: WorkingTime) -> None:
    clock = read(working, "2017-03-03 10:30")
    assert (clock.is_late, clock.left) == (False, -3 * HOUR)
    assert shape(clock) == [("worked", 2 * DAY + 3 * HOUR)]


def test_after_the_due_day_what_is_past_the_promise_is_late(working: WorkingTime) -> None:
    clock = read(working, "2017-03-06 09:30")
    assert clock.is_late
    assert shape(clock) == [("worked", 2 * DAY), ("late", DAY + 2 * HOUR)]


def test_a_stop_that_has_ended_stands_between_what_was_worked(working: WorkingTime) -> None:
    clock = read(working, "2017-03-02 09:30", Span(at("2017-03-01 09:30"), at("2017-03-01 15:00")))
    assert shape(clock)[:3] == [("worked", 2 * HOUR), ("stopped", 4 * HOUR), ("worked", 4 * HOUR)]
    assert clock.stopped == 4 * HOUR


def test_while_it_stands_still_what_is_left_does_not_shrink(working: WorkingTime) -> None:
    early, late = (
        read(working, now, Span(at("2017-03-01 11:30"))) for now in ("2017-03-01 15:00", "2017-03-20 15:00")
    )
    assert early.left == late.left == 3 * HOUR + DAY + HOUR
    assert late.is_stopped
    assert not late.is_late


def test_what_was_finished_in_time_stays_in_time(working: WorkingTime) -> None:
    clock = read(working, "2017-05-01 08:00", finished="2017-03-02 07:30")
    assert (clock.is_over, clock.is_late, clock.left) == (True, False, DAY)


def test_what_was_finished_late_stays_late(working: WorkingTime) -> None:
    assert read(working, "2017-05-01 08:00", finished="2017-03-06 07:31").is_late


def test_worked_time_is_cut_at_the_steps_and_named_by_them(working: WorkingTime) -> None:
    clock = read(working, "2017-03-02 07:30", steps=("2017-03-01 07:30", "2017-03-01 10:30"))
    assert clock.stretches[:2] == (
        Stretch(StretchKind.WORKED, 3 * HOUR, "2017-03-01 07:30"),
        Stretch(StretchKind.WORKED, 5 * HOUR, "2017-03-01 10:30"),
    )


def test_nothing_is_lost_or_counted_twice(working: WorkingTime) -> None:
    clock = read(
        working,
        "2017-03-08 10:00",
        Span(at("2017-03-01 09:00"), at("2017-03-02 09:00")),
        steps=("2017-03-01 08:00",),
    )
    whole = sum((stretch.length for stretch in clock.stretches), timedelta())
    assert whole == working.between(START, at("2017-03-08 10:00"))


@pytest.mark.parametrize(
    ("step_due", "end", "past"),
    [
        ("2017-03-01 10:30", 3 * HOUR, True),
        ("2017-03-02 09:30", 10 * HOUR, False),
        ("2017-03-03 07:30", None, False),
    ],
)
def test_a_step_has_a_date_of_its_own_along_the_way(
    working: WorkingTime, step_due: str, end: timedelta | None, past: bool
) -> None:
    reading = Reading(START, DUE, LATE_AFTER, None, step_due_at=at(step_due))
    found = read_clock(reading, at("2017-03-01 14:00"), working)
    assert (found.step_end, found.step_is_past) == (end, past)


def test_a_clock_that_is_late_stopped_or_over_says_nothing_of_the_step(working: WorkingTime) -> None:
    due = at("2017-03-01 10:30")
    late = read_clock(Reading(START, DUE, LATE_AFTER, None, step_due_at=due), at("2017-03-06 09:00"), working)
    over = Reading(START, DUE, LATE_AFTER, at("2017-03-02 09:00"), step_due_at=due)
    paused = Reading(START, DUE, LATE_AFTER, None, (Span(at("2017-03-01 09:00")),), due)
    for reading in (over, paused):
        assert read_clock(reading, at("2017-03-02 10:00"), working).step_end is None
    assert late.step_end is None
