"""The list behind a number: the same condition, the dossiers one by one, names only for whoever may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.states import State
from motcua.catalogue.procedures.models import Channel
from motcua.catalogue.processes.rules import StepKind
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.insight.figures.queries.counts import Scope, dossiers
from motcua.insight.figures.queries.steps import Guilty, guilty_steps
from motcua.insight.figures.queries.units import Tree
from motcua.insight.figures.rules import Measure, judge

PAGE = 50
Key = tuple[datetime, int]


class NoStep(StrEnum):
    """The late dossiers in which no step overran its own time."""

    NONE = "none"


Blamed = StepKind | NoStep | None


@dataclass(frozen=True, slots=True)
class ListedDossier:
    """A row of the list. `applicant` is empty and `opens` is false for whoever may count a dossier but not see it.

    `is_passed_on`: it was received at the door of another agency than the one that decides it.
    """

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
    step: str


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
    blamed: Blamed = None,
    after: Key | None = None,
    limit: int = PAGE,
) -> Page:
    """A stretch of the list behind a number; two statements, four for late ones."""
    guilty = guilty_steps(scope) if measure is Measure.LATE else {}
    found = dossiers(scope, measure)
    if blamed is not None:
        found = _blamed(found, guilty, blamed)
    count = found.count()
    rows = list(_ordered(found, after)[: limit + 1])
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    return Page(
        tuple(_row(actor, dossier, units, guilty) for dossier in shown),
        count,
        (last.received_at, last.pk) if last else None,
    )


def _blamed(found: QuerySet[Dossier], guilty: Guilty, blamed: Blamed) -> QuerySet[Dossier]:
    if blamed is NoStep.NONE:
        return found.exclude(pk__in=list(guilty))
    return found.filter(pk__in=[pk for pk, step in guilty.items() if step.kind is blamed])


def _ordered(found: QuerySet[Dossier], after: Key | None) -> QuerySet[Dossier]:
    if after is not None:
        found = found.filter(Q(received_at__gt=after[0]) | Q(received_at=after[0], pk__gt=after[1]))
    return found.select_related("procedure_version", "procedure__field", "party_version").order_by(
        "received_at", "pk"
    )


def _row(actor: Actor, dossier: Dossier, units: Tree, guilty: Guilty) -> ListedDossier:
    opens = policy.allows(actor, "dossiers.view", dossier)
    step = guilty.get(dossier.pk)
    return ListedDossier(
        code=dossier.code,
        procedure=dossier.procedure_version.name,
        field=dossier.procedure.field.name,
        applicant=dossier.party_version.name if opens else "",
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
        outcome=_outcome(dossier),
        step=step.name if step else "",
    )


def _outcome(dossier: Dossier) -> Measure | None:
    """Early, on time or late; nothing for what is open, or was withdrawn."""
    if dossier.finished_at is None or dossier.state == State.WITHDRAWN:
        return None
    return judge(dossier.finished_at, dossier.due_at, dossier.late_after)


def _parent(units: Tree, pk: int) -> int | None:
    return units.units[pk].parent_id if pk in units.units else None
