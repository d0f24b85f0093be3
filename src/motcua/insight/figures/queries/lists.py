"""The list behind a number: the same condition, the dossiers one by one, names only for whoever may see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.rules import Cause
from motcua.casework.dossiers.states import State
from motcua.catalogue.procedures.models import Channel
from motcua.catalogue.processes import queries as processes
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.insight.figures.queries.conditions import condition
from motcua.insight.figures.queries.counts import Scope, dossiers
from motcua.insight.figures.queries.units import Tree
from motcua.insight.figures.rules import Measure, judge

PAGE = 50
BATCH = 2000
Key = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class ListedDossier:
    """A row of the list. `applicant` is empty and `opens` is false for whoever may count a dossier but not see it.

    `is_passed_on`: it was received at the door of another agency than the one that decides it.
    """

    pk: int
    code: str
    procedure: str
    field: str
    applicant: str
    opens: bool
    received_by: str
    handled_by: str
    is_passed_on: bool
    channel: Channel
    state: State
    received_at: datetime
    due_at: datetime
    late_after: datetime
    finished_at: datetime | None
    outcome: Measure | None
    is_past: bool
    step: str
    cause: Cause | None


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list by (received, id), how long the whole is, and the key after which the next one begins."""

    rows: tuple[ListedDossier, ...]
    count: int
    after: Key | None


def listed(
    actor: Actor,
    scope: Scope,
    measure: Measure,
    units: Tree,
    *,
    after: Key | None = None,
    limit: int = PAGE,
) -> Page:
    """A stretch of the list behind a number; two statements."""
    found = dossiers(scope, measure)
    rows = [_Read(*row) for row in _ordered(scope, found, after)[: limit + 1]]
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    return Page(
        tuple(_row(actor, dossier, units) for dossier in shown),
        found.count(),
        (last.received_at, last.pk) if last else None,
    )


def every(actor: Actor, scope: Scope, measure: Measure, units: Tree) -> Iterator[ListedDossier]:
    """The whole list behind a number, a batch in memory at a time; one statement."""
    for row in _ordered(scope, dossiers(scope, measure), None).iterator(BATCH):
        yield _row(actor, _Read(*row), units)


class _Read(NamedTuple):
    """What is read of each dossier; also what its policy is asked of."""

    pk: int
    code: str
    procedure: str
    field: str
    applicant: str
    one_stop_id: int
    agency_id: int
    division_id: int
    channel: str
    state: int
    received_at: datetime
    due_at: datetime
    late_after: datetime
    finished_at: datetime | None
    process_version_id: int
    element: str | None
    cause: str | None
    is_past: bool


_COLUMNS = (
    "pk",
    "code",
    "procedure_version__name",
    "procedure__field__name",
    "party_version__name",
    "one_stop_id",
    "agency_id",
    "division_id",
    "channel",
    "state",
    "received_at",
    "due_at",
    "late_after",
    "finished_at",
    "process_version_id",
    "lateness__element",
    "lateness__cause",
    "is_past",
)


def _ordered(scope: Scope, found: QuerySet[Dossier], after: Key | None) -> QuerySet[Any, tuple[Any, ...]]:
    past = condition(Measure.PAST, scope.period, scope.now)
    if after is not None:
        found = found.filter(Q(received_at__gt=after[0]) | Q(received_at=after[0], pk__gt=after[1]))
    judged = found.annotate(is_past=ExpressionWrapper(past, output_field=BooleanField()))
    return judged.order_by("received_at", "pk").values_list(*_COLUMNS)


def _row(actor: Actor, dossier: _Read, units: Tree) -> ListedDossier:
    opens = policy.allows(actor, "dossiers.view", dossier)
    outcome = _outcome(dossier)
    is_late = outcome is Measure.LATE or dossier.is_past
    return ListedDossier(
        pk=dossier.pk,
        code=dossier.code,
        procedure=dossier.procedure,
        field=dossier.field,
        applicant=dossier.applicant if opens else "",
        opens=opens,
        received_by=units.name(dossier.one_stop_id),
        handled_by=units.name(dossier.division_id),
        is_passed_on=_parent(units, dossier.one_stop_id) != dossier.agency_id,
        channel=Channel(dossier.channel),
        state=State(dossier.state),
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        late_after=dossier.late_after,
        finished_at=dossier.finished_at,
        outcome=outcome,
        is_past=dossier.is_past,
        step=_step(dossier) if is_late else "",
        cause=Cause(dossier.cause) if is_late and dossier.cause else None,
    )


def _outcome(dossier: _Read) -> Measure | None:
    """Early, on time or late; nothing for what is open, or was withdrawn."""
    if dossier.finished_at is None or dossier.state == State.WITHDRAWN:
        return None
    return judge(dossier.finished_at, dossier.due_at, dossier.late_after)


def _step(dossier: _Read) -> str:
    """The step that made it late; nothing where every step kept its share."""
    if not dossier.element:
        return ""
    return processes.definition(dossier.process_version_id).step(dossier.element).name


def _parent(units: Tree, pk: int) -> int | None:
    return units.units[pk].parent_id if pk in units.units else None
