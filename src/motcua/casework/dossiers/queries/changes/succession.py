"""What lies in the hands of units that go: open dossiers by unit and step, officers, what their one-stops receive."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from motcua.casework.dossiers.models import Dossier, PartAssignment, Task
from motcua.casework.dossiers.states import State
from motcua.catalogue.procedures.models import Offer
from motcua.catalogue.processes import queries as processes
from motcua.people.organisation.models import Succession
from motcua.people.organisation.queries import successions

ENDED = (State.RETURNED, State.VOIDED, State.WITHDRAWN)


def left_in(units: Collection[int]) -> QuerySet[Dossier]:
    """Dossiers that must go with these units: open ones, and results that wait at their counter."""
    open_ones = Q(finished_at__isnull=True) & (
        Q(one_stop__in=units) | Q(agency__in=units) | Q(division__in=units)
    )
    waiting = Q(finished_at__isnull=False, returned_at__isnull=True, one_stop__in=units)
    return Dossier.objects.filter(open_ones | waiting).exclude(state__in=ENDED)


def unassigned(lead: Succession) -> QuerySet[Dossier]:
    """Of a split: what must go and nobody has said where to."""
    return left_in(tuple(successions.pairs_of(lead))).exclude(_is_assigned(lead))


def assigned(lead: Succession) -> QuerySet[Dossier]:
    """Of a split: what must go, and it is said where to."""
    return left_in(tuple(successions.pairs_of(lead))).filter(_is_assigned(lead))


def _is_assigned(lead: Succession) -> Exists:
    return Exists(PartAssignment.objects.filter(succession=lead, dossier=OuterRef("pk")))


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for among the dossiers that go: by a part of the code or area, or only what has no part."""

    text: str = ""
    procedure_id: int | None = None
    area: str | None = None
    is_unassigned: bool = False


def going(lead: Succession, sought: Sought) -> QuerySet[Dossier]:
    """The dossiers that go with this succession, filtered; each with `part_id`, the part that it was given to."""
    found = unassigned(lead) if sought.is_unassigned else left_in(tuple(successions.pairs_of(lead)))
    if sought.procedure_id is not None:
        found = found.filter(procedure_id=sought.procedure_id)
    if sought.area is not None:
        found = found.filter(area=sought.area)
    if sought.text:
        found = found.filter(Q(code__icontains=sought.text) | Q(area__icontains=sought.text))
    part = PartAssignment.objects.filter(succession=lead, dossier=OuterRef("pk"))
    return found.annotate(part_id=Subquery(part.values("unit_id")[:1])).order_by("pk")


@dataclass(frozen=True, slots=True)
class StepCount:
    """How many dossiers stand at a step of a unit."""

    unit_id: int
    step: str
    count: int


@dataclass(frozen=True, slots=True)
class Concerned:
    """All that goes with the units."""

    dossiers: int
    steps: tuple[StepCount, ...]
    offers: int


def concerned(units: Collection[int]) -> Concerned:
    """Count what goes with these units."""
    tasks = (
        Task.objects.filter(ended_at__isnull=True, dossier__in=left_in(units))
        .values_list("unit_id", "dossier__process_version_id", "element")
        .annotate(n=Count("pk"))
        .order_by("unit_id", "element")
    )
    counted: dict[tuple[int, str], int] = {}
    for unit_id, version_id, element, n in tasks:
        key = unit_id, processes.definition(version_id).step(element).name
        counted[key] = counted.get(key, 0) + n
    offers = Offer.objects.filter(
        Q(one_stop__in=units) | Q(agency__in=units) | Q(division__in=units), valid_to__isnull=True
    )
    return Concerned(
        left_in(units).count(),
        tuple(StepCount(*key, n) for key, n in counted.items()),
        offers.count(),
    )
