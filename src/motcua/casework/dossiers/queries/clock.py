"""A dossier's clock as stretches of working time: what the clock strip is drawn from, and what is left of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from motcua.people.calendars.rules import WorkingTime

NOTHING = timedelta()


class StretchKind(StrEnum):
    """What became of a stretch of time; the values are those of the strip."""

    WORKED = "worked"
    STOPPED = "stopped"
    LATE = "late"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a dossier's clock in working time, and the step in whose hands it passed, when one is named."""

    kind: StretchKind
    length: timedelta
    name: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment to another; without an end it still runs."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of a dossier that its clock is read from."""

    received_at: datetime
    due_at: datetime
    late_after: datetime
    finished_at: datetime | None
    pauses: tuple[Span, ...] = ()
    step_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """What the clock says now: its stretches, the working time left (below nought: past the date), what was stopped.

    `step_end` is how far along the stretches the open step's own date lies, None where it says nothing of its own: the
    dossier is late, stopped or over, or the step may take all the time that there is.

    `is_late` is the rule set's word: past the moment after which a dossier is late, or finished after it; `late_by` is
    how long ago, in working time, by the first promise, whatever new date an apology has given.
    """

    stretches: tuple[Stretch, ...]
    left: timedelta
    stopped: timedelta
    is_late: bool
    is_stopped: bool
    is_over: bool
    step_end: timedelta | None = None
    step_is_past: bool = False
    late_by: timedelta = NOTHING

    def joined(self) -> tuple[Stretch, ...]:
        """The stretches without their steps, neighbours of one kind as one."""
        found: list[Stretch] = []
        for stretch in self.stretches:
            if found and found[-1].kind is stretch.kind:
                found[-1] = Stretch(stretch.kind, found[-1].length + stretch.length)
            else:
                found.append(Stretch(stretch.kind, stretch.length))
        return tuple(found)


def read_clock(
    reading: Reading, now: datetime, working: WorkingTime, steps: Sequence[tuple[datetime, str]] = ()
) -> Clock:
    """Measure a dossier's clock at a moment, cut at the beginnings of the steps named, in working time."""
    end = reading.finished_at or now
    pause = next((span for span in reading.pauses if span.end is None), None)
    stands_at = pause.start if pause else end
    is_late = stands_at > reading.late_after
    # A new appointment moves the date, but not the moment of being late: it is late since the date before.
    late_from = min(reading.due_at, reading.late_after) if is_late else None
    measured = list(_measured(reading, end, late_from, working, steps))
    left = working.between(stands_at, reading.due_at)
    if left > NOTHING:
        measured.append(Stretch(StretchKind.LEFT, left))
    stopped = sum((s.length for s in measured if s.kind is StretchKind.STOPPED), NOTHING)
    return Clock(
        stretches=tuple(measured),
        left=left,
        stopped=stopped,
        is_late=is_late,
        is_stopped=pause is not None,
        is_over=reading.finished_at is not None,
        step_end=None if is_late or pause else _step_end(reading, working),
        step_is_past=reading.step_due_at is not None and reading.step_due_at < now,
        late_by=working.between(late_from, stands_at) if late_from else NOTHING,
    )


def _step_end(reading: Reading, working: WorkingTime) -> timedelta | None:
    due = reading.step_due_at
    if due is None or reading.finished_at is not None or due >= reading.due_at:
        return None
    return working.between(reading.received_at, due)


def _measured(
    reading: Reading,
    end: datetime,
    late_from: datetime | None,
    working: WorkingTime,
    steps: Sequence[tuple[datetime, str]],
) -> Iterator[Stretch]:
    for start, stop, is_pause in _alternating(reading, end):
        if is_pause:
            yield Stretch(StretchKind.STOPPED, working.between(start, stop))
            continue
        cuts = [at for at, _name in steps] + ([late_from] if late_from else [])
        for a, b in _cut(start, stop, cuts):
            length = working.between(a, b)
            if length > NOTHING:
                late = late_from is not None and a >= late_from
                yield Stretch(StretchKind.LATE if late else StretchKind.WORKED, length, _step_at(a, steps))


def _alternating(reading: Reading, end: datetime) -> Iterator[tuple[datetime, datetime, bool]]:
    at = reading.received_at
    for span in sorted(reading.pauses, key=lambda span: span.start):
        stop = min(span.end or end, end)
        yield at, span.start, False
        yield span.start, stop, True
        at = stop
    yield at, end, False


def _cut(start: datetime, stop: datetime, cuts: Iterable[datetime]) -> Iterator[tuple[datetime, datetime]]:
    at = start
    for cut in sorted({cut for cut in cuts if start < cut < stop}):
        yield at, cut
        at = cut
    if at < stop:
        yield at, stop


def _step_at(moment: datetime, steps: Sequence[tuple[datetime, str]]) -> str:
    return next((name for at, name in reversed(steps) if at <= moment), "")
