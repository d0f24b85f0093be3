"""Late dossiers by the step that made them late: read from their tasks, measured in working time, never typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

import numpy as np
from django.db.models import F

from motcua.casework.dossiers.models import Task
from motcua.catalogue.processes.models import ProcessVersion
from motcua.catalogue.processes.rules import Definition, Step, StepKind
from motcua.ground.kernel.clock import LOCAL
from motcua.insight.figures.queries.counts import Scope, dossiers
from motcua.insight.figures.rules import Measure, Overrun, guilty_step
from motcua.people.calendars import queries as calendars
from motcua.people.calendars.rules.vectors import VectorTime, micros


@dataclass(frozen=True, slots=True)
class LateTask:
    """A task that ran past its own time before its dossier was finished."""

    dossier_id: int
    process_version_id: int
    calendar_id: int
    revision: int
    element: str
    began_overrun_at: datetime
    ended_at: datetime


# The step of each late dossier in which some step overran; a late dossier that is not here had none.
Guilty = Mapping[int, Step]


def guilty_steps(scope: Scope) -> Guilty:
    """For each dossier resolved late, the step that overran most; two statements."""
    tasks = _late_tasks(scope)
    lengths = _lengths(tasks)
    found: dict[int, tuple[int, str]] = {}
    for dossier_id, part in groupby(zip(tasks, lengths, strict=True), key=lambda pair: pair[0].dossier_id):
        pairs = list(part)
        element = guilty_step(Overrun(task.element, length) for task, length in pairs)
        if element is not None:
            found[dossier_id] = (pairs[0][0].process_version_id, element)
    definitions = _definitions({version_id for version_id, _element in found.values()})
    return {pk: definitions[version_id].step(element) for pk, (version_id, element) in found.items()}


def by_kind(guilty: Guilty, late: int) -> dict[StepKind | None, int]:
    """How many late dossiers each kind of step made late, the most first; None are those without such a step."""
    found: dict[StepKind | None, int] = {}
    for step in guilty.values():
        found[step.kind] = found.get(step.kind, 0) + 1
    ordered = dict(sorted(found.items(), key=itemgetter(1), reverse=True))
    return ordered | ({None: late - len(guilty)} if late > len(guilty) else {})


def _late_tasks(scope: Scope) -> list[LateTask]:
    # What is done after the finish (handing the result over) did not make the result late.
    rows = (
        Task.objects.filter(
            dossier__in=dossiers(scope, Measure.LATE),
            ended_at__gt=F("due_at"),
            started_at__lt=F("dossier__finished_at"),
        )
        .order_by("dossier_id", "started_at", "pk")
        .values_list(
            "dossier_id",
            "dossier__process_version_id",
            "dossier__calendar_id",
            "dossier__calendar__revision",
            "element",
            "due_at",
            "started_at",
            "ended_at",
        )
    )
    return [
        LateTask(pk, version_id, calendar_id, revision, element, max(due_at, started_at), ended_at)
        for pk, version_id, calendar_id, revision, element, due_at, started_at, ended_at in rows
        if ended_at is not None
    ]


def _lengths(tasks: list[LateTask]) -> list[timedelta]:
    """How long each task overran, in the working time of its calendar."""
    lengths = [timedelta()] * len(tasks)
    used = sorted({(task.calendar_id, task.revision) for task in tasks})
    for calendar_id, revision in used:
        at = [n for n, task in enumerate(tasks) if task.calendar_id == calendar_id]
        first = min(tasks[n].began_overrun_at for n in at).astimezone(LOCAL).date()
        last = max(tasks[n].ended_at for n in at).astimezone(LOCAL).date()
        working = VectorTime.of(calendars.working_time_of(calendar_id, revision), *_widened(first, last))
        starts = np.array([micros(tasks[n].began_overrun_at) for n in at], dtype=np.int64)
        ends = np.array([micros(tasks[n].ended_at) for n in at], dtype=np.int64)
        for n, length in zip(at, working.between(starts, ends).tolist(), strict=True):
            lengths[n] = timedelta(microseconds=length)
    return lengths


def _widened(first: date, last: date) -> tuple[date, date]:
    """Two weeks more on either side, so that the tables are never of holidays alone."""
    more = timedelta(days=14)
    return first - more, last + more


def _definitions(version_ids: Iterable[int]) -> dict[int, Definition]:
    rows = ProcessVersion.objects.filter(pk__in=list(version_ids)).values_list("pk", "definition")
    return {pk: Definition.from_json(data) for pk, data in rows}
