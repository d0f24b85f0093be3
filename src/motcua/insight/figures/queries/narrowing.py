"""Fewer of the dossiers that a measure counts: by step, cause or officer of their lateness, by where and how old.

A condition each, so that the number in a table and the list behind it cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.casework.dossiers.models import Dossier, Task
from motcua.casework.dossiers.rules import Cause
from motcua.catalogue.processes.rules import StepKind
from motcua.insight.figures.queries.conditions import condition
from motcua.insight.figures.rules import MONTH, SOON, WEEK, Age, Left, Measure, Period, received_between


class NoStep(StrEnum):
    """The late dossiers in which no step went over its share."""

    NONE = "none"


class NoCause(StrEnum):
    """The late dossiers of which nobody has named the cause."""

    NONE = "none"


Blamed = StepKind | NoStep | None
NOBODY = 0
"""In the place of an officer's id: a step that nobody has taken."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """To what a list is narrowed; nothing where nothing is said.

    `step` and `guilty` made it late, `at` and `holder` are where it was when it was counted.
    """

    step: Blamed = None
    cause: Cause | NoCause | None = None
    guilty: int | None = None
    at: Blamed = None
    holder: int | None = None
    age: Age | None = None
    left: Left | None = None


ANY = Narrow()


def narrowed(found: QuerySet[Dossier], narrow: Narrow, period: Period, now: datetime) -> QuerySet[Dossier]:
    """Only those that the narrowing leaves."""
    return found if narrow == ANY else found.filter(meaning(narrow, period, now))


def meaning(narrow: Narrow, period: Period, now: datetime) -> Q:
    """What a dossier must be for the narrowing to leave it."""
    wanted = Q()
    if narrow.step is not None:
        wanted &= _made_late_by(narrow.step)
    if narrow.cause is not None:
        is_named = Q(lateness__cause=narrow.cause.value)
        wanted &= _unnamed() if narrow.cause is NoCause.NONE else is_named
    if narrow.guilty is not None:
        wanted &= Q(lateness__officer_id=narrow.guilty)
    if narrow.at is not None or narrow.holder is not None:
        wanted &= _where(narrow, period, now)
    if narrow.age is not None:
        wanted &= _aged(narrow.age, period.counted_at(now))
    return wanted & _left(narrow.left, period, now) if narrow.left is not None else wanted


def _made_late_by(step: StepKind | NoStep) -> Q:
    if step is NoStep.NONE:
        return Q(lateness__isnull=True) | Q(lateness__element="")
    assert isinstance(step, StepKind)
    return elements().are(step, "lateness__element", "process_version_id")


def _unnamed() -> Q:
    return Q(lateness__isnull=True) | Q(lateness__cause="")


def open_tasks(period: Period, now: datetime) -> QuerySet[Task]:
    """The tasks that were in somebody's hands when open dossiers were counted."""
    until = period.until(now)
    return Task.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=until), started_at__lt=until)


def _where(narrow: Narrow, period: Period, now: datetime) -> Q:
    """In which step and in whose hands it was; in no step is what waits for its applicant."""
    tasks = open_tasks(period, now).filter(dossier=OuterRef("pk"))
    if narrow.at is NoStep.NONE:
        return ~Q(Exists(tasks))
    if isinstance(narrow.at, StepKind):
        tasks = tasks.filter(elements().are(narrow.at, "element", "dossier__process_version_id"))
    if narrow.holder == NOBODY:
        return Q(Exists(tasks.filter(officer__isnull=True)))
    return Q(Exists(tasks if narrow.holder is None else tasks.filter(officer_id=narrow.holder)))


def _aged(age: Age, moment: datetime) -> Q:
    since, until = received_between(age, moment)
    wanted = Q(received_at__lte=until) if age is not Age.WEEK else Q()
    return wanted if since is None else wanted & Q(received_at__gt=since)


def _left(left: Left, period: Period, now: datetime) -> Q:
    """By the promise; the parts of what is open, without rest and without overlap."""
    moment = period.counted_at(now)
    past, waiting = (condition(one, period, now) for one in (Measure.PAST, Measure.WAITING))
    running = condition(Measure.WITHIN, period, now) & ~waiting
    return {
        Left.OVER_MONTH: past & Q(due_at__lt=moment - MONTH),
        Left.OVER_WEEK: past & Q(due_at__gte=moment - MONTH, due_at__lt=moment - WEEK),
        Left.OVER: past & Q(due_at__gte=moment - WEEK),
        Left.STOPPED: waiting,
        Left.DAYS: running & Q(due_at__lt=moment + SOON),
        Left.WEEK: running & Q(due_at__gte=moment + SOON, due_at__lt=moment + WEEK),
        Left.LATER: running & Q(due_at__gte=moment + WEEK),
    }[left]


# --- the kinds of steps ------------------------------------------------------------------------------------------

_ELEMENTS = """
SELECT step ->> 'key', step ->> 'kind', array_agg(v.id)
  FROM process_version v, jsonb_array_elements(v.definition -> 'steps') step
 GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Elements:
    """Of which kind each step of each process is; most keys are of one kind wherever they stand."""

    kinds: Mapping[str, Mapping[StepKind, frozenset[int]]] = field(default_factory=dict)

    def kind(self, element: str, process_version_id: int) -> StepKind | None:
        """The kind of a step of a process; None for no step."""
        found = self.kinds.get(element, {})
        return next((kind for kind, ids in found.items() if process_version_id in ids), None)

    def are(self, kind: StepKind, element: str, process_version: str) -> Q:
        """The condition that the step named by one column, of the process named by another, is of this kind."""
        wanted = Q(pk__in=[])
        for key, kinds in self.kinds.items():
            if kind in kinds:
                same = Q(**{element: key})
                wanted |= (
                    same if len(kinds) == 1 else same & Q(**{f"{process_version}__in": sorted(kinds[kind])})
                )
        return wanted


def elements() -> Elements:
    """The steps of all processes; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_ELEMENTS)
        rows = cursor.fetchall()
    found: dict[str, dict[StepKind, frozenset[int]]] = {}
    for key, kind, ids in rows:
        found.setdefault(key, {})[StepKind(kind)] = frozenset(ids)
    return Elements(found)
