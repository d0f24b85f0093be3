"""Open dossiers counted anew by a calendar: what would move, and what the worker writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from motcua.casework.dossiers import rules
from motcua.casework.dossiers.models import Pause
from motcua.casework.dossiers.queries.changes.sql import CLOCKS_OF_CALENDAR, CLOCKS_OF_DOSSIERS
from motcua.casework.dossiers.rules.recounting_many import (
    Clocks,
    RecountedMany,
    moment_of,
    recount_many,
    work_of,
)
from motcua.catalogue.processes import queries as processes
from motcua.ground.kernel.statements import rows
from motcua.people.calendars.rules import AllowanceUnit, WorkingTime
from motcua.people.calendars.rules.vectors import Micros, VectorTime, micros

DAY = timedelta(days=1)
# No open clock runs for longer than the tables reach past its date; one that would is counted one by one.
AHEAD = timedelta(days=400)


class Fate(StrEnum):
    """What becomes of a dossier when its calendar changes."""

    LATER = "later"
    EARLIER = "earlier"
    KEPT = "kept"
    STEP = "step"


class OpenClock(NamedTuple):
    """An open dossier with its running stretch and its open step, as one row of the statement."""

    dossier_id: int
    one_stop_id: int
    agency_id: int
    procedure_id: int
    events: int
    segment_id: int
    segment_number: int
    basis: str
    amount: Decimal
    unit: str
    started: int
    promised: int
    due: int
    late: int
    process_version_id: int
    task_id: int | None
    element: str | None
    task_started: int | None
    task_due: int | None
    task_was_paused: bool


class Outcome(NamedTuple):
    """A dossier counted anew: where it would end, and what its dates become; microseconds since 1970 UTC."""

    clock: OpenClock
    counted: int
    due: int
    late: int
    task_due: int | None

    @property
    def moves(self) -> bool:
        """Whether the dossier's own date becomes another one."""
        return (self.due, self.late) != (self.clock.due, self.clock.late)

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return self.moves or self.task_due != self.clock.task_due

    @property
    def fate(self) -> Fate | None:
        """What becomes of it; None for a dossier that the change does not concern."""
        if self.moves:
            return Fate.LATER if self.due > self.clock.due else Fate.EARLIER
        if self.counted < self.clock.due:
            return Fate.KEPT
        return Fate.STEP if self.changes else None


def of_calendar(calendar_id: int, working: WorkingTime) -> list[Outcome]:
    """All open dossiers of a calendar as this working time would count them, by id."""
    return counted_anew(
        [OpenClock(*row) for row in rows(CLOCKS_OF_CALENDAR, {"calendar": calendar_id})], working
    )


def of_dossiers(ids: Sequence[int], working: WorkingTime) -> list[Outcome]:
    """Those of these dossiers that are still open; their rows are locked by the caller."""
    return counted_anew([OpenClock(*row) for row in rows(CLOCKS_OF_DOSSIERS, {"ids": list(ids)})], working)


def counted_anew(clocks: Sequence[OpenClock], working: WorkingTime) -> list[Outcome]:
    """Count each by the tables; in a zone that changes its clocks, one by one."""
    if not clocks:
        return []
    many = Clocks(
        [(one.basis, one.amount, one.unit) for one in clocks],
        *(np.array([getattr(one, name) for one in clocks], dtype=np.int64) for name in MOMENTS),
    )
    tables = _tables(clocks, working)
    found = one_by_one(many, working) if tables is None else recount_many(many, tables)
    steps = _steps(clocks, found.due, working, tables)
    return [
        Outcome(clock, int(counted), int(due), int(late), step)
        for clock, counted, due, late, step in zip(
            clocks, found.counted.tolist(), found.due.tolist(), found.late.tolist(), steps, strict=True
        )
    ]


MOMENTS = ("started", "promised", "due", "late")


def _tables(clocks: Sequence[OpenClock], working: WorkingTime) -> VectorTime | None:
    first = min(min(one.started, one.task_started or one.started, one.due) for one in clocks)
    last = max(max(one.due, one.promised, one.task_due or 0) for one in clocks)
    begin, end = _day(first, working) - 7 * DAY, _day(last, working) + AHEAD
    # Whole years, so that the batches of a change share their tables.
    return _tables_of(working, date(begin.year, 1, 1), date(end.year, 12, 31))


@lru_cache(maxsize=8)
def _tables_of(working: WorkingTime, first: date, last: date) -> VectorTime | None:
    try:
        return VectorTime.of(working, first, last)
    except ValueError:
        return None


def _day(moment: int, working: WorkingTime) -> date:
    return moment_of(moment).astimezone(working.zone).date()


def one_by_one(clocks: Clocks, working: WorkingTime) -> RecountedMany:
    """The same by the plain rule."""
    found = [
        rules.recount(
            rules.Running(basis, _at(start), amount, AllowanceUnit(unit), _at(promised), _at(due), _at(late)),
            working,
        )
        for (basis, amount, unit), start, promised, due, late in zip(
            clocks.kinds, clocks.started, clocks.promised, clocks.due, clocks.late, strict=True
        )
    ]
    return RecountedMany(
        _column([one.counted_at for one in found]),
        _column([one.due_at for one in found]),
        _column([one.late_after for one in found]),
    )


def _column(moments: Sequence[datetime]) -> Micros:
    return np.array([micros(moment) for moment in moments], dtype=np.int64)


def _at(moment: np.int64) -> datetime:
    return moment_of(int(moment))


# --- the open steps ---------------------------------------------------------------------------------------------


def _steps(
    clocks: Sequence[OpenClock], due: Micros, working: WorkingTime, tables: VectorTime | None
) -> list[int | None]:
    """When each open step is due: by its working hours, or with the dossier where it was due with it."""
    found: list[int | None] = [one.task_due for one in clocks]
    plain: list[tuple[int, int]] = []
    for place, one in enumerate(clocks):
        if one.task_id is None or one.element is None:
            continue
        hours = processes.definition(one.process_version_id).step(one.element).hours
        if hours is None:
            if one.task_due == one.due:
                found[place] = int(due[place])
        elif one.task_was_paused or tables is None:
            found[place] = _step_of(one, hours, working)
        else:
            plain.append((place, work_of(hours)))
    if plain and tables is not None:
        places: NDArray[np.int64] = np.array([place for place, _work in plain], dtype=np.int64)
        starts = np.array([clocks[place].task_started for place, _work in plain], dtype=np.int64)
        ends = tables.add_work(starts, np.array([work for _place, work in plain], dtype=np.int64))
        for place, end in zip(places.tolist(), ends.tolist(), strict=True):
            found[place] = end
    return found


def _step_of(clock: OpenClock, hours: Decimal, working: WorkingTime) -> int:
    pauses = Pause.objects.filter(dossier_id=clock.dossier_id, ended_at__isnull=False)
    ended = [(start, end) for start, end in pauses.values_list("started_at", "ended_at") if end is not None]
    start = moment_of(clock.task_started or 0)
    return micros(rules.step_recount(hours, start, ended, working))
