"""What is late or open, told apart: by step, by cause, by officer, by age. Each part opens the list of its dossiers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Count, Exists, OuterRef, QuerySet

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.rules import Cause
from motcua.catalogue.processes.rules import StepKind
from motcua.insight.figures.queries.conditions import condition
from motcua.insight.figures.queries.counts import Scope, dossiers
from motcua.insight.figures.queries.narrowing import (
    NOBODY,
    Elements,
    Narrow,
    NoCause,
    NoStep,
    elements,
    meaning,
    open_tasks,
)
from motcua.insight.figures.rules import Age, Left, Measure
from motcua.people.organisation.models import Officer


@dataclass(frozen=True, slots=True)
class Part:
    """A line: by what it is told apart, and how many are open and past there, and were made late there.

    `made_late` were finished late, `made_past` are open and past their date, because of it.
    """

    key: Hashable
    name: str = ""
    open: int = 0
    past: int = 0
    made_late: int = 0
    made_past: int = 0


Tally = Mapping[Hashable, int]


def by_step(scope: Scope) -> tuple[Part, ...]:
    """By kind of step, in the order of the road: where open ones are, and which step made dossiers late."""
    known = elements()
    here = {measure: _where(scope, measure, known) for measure in (Measure.OPEN, Measure.PAST)}
    guilty = {measure: guilty_steps(scope, measure, known) for measure in (Measure.LATE, Measure.PAST)}
    parts = (
        Part(
            kind,
            open=here[Measure.OPEN].get(kind, 0),
            past=here[Measure.PAST].get(kind, 0),
            made_late=guilty[Measure.LATE].get(kind, 0),
            made_past=guilty[Measure.PAST].get(kind, 0),
        )
        for kind in (*StepKind, NoStep.NONE)
    )
    return tuple(filter(_counts, parts))


def guilty_steps(scope: Scope, measure: Measure, known: Elements | None = None) -> Tally:
    """How many dossiers of a measure each kind of step made late; NoStep.NONE where none went over its share."""
    known = known or elements()
    rows = _grouped(dossiers(scope, measure), "lateness__element", "process_version_id")
    found: dict[Hashable, int] = {}
    for (element, process_version_id), count in rows:
        kind = known.kind(str(element), int(str(process_version_id))) if element else None
        found[kind or NoStep.NONE] = found.get(kind or NoStep.NONE, 0) + count
    return found


def by_cause(scope: Scope) -> tuple[Part, ...]:
    """By the cause that officers named, the most frequent first; those of which nobody named one last."""
    late, past = (_causes(scope, measure) for measure in (Measure.LATE, Measure.PAST))
    parts = [Part(cause, made_late=late.get(cause, 0), made_past=past.get(cause, 0)) for cause in Cause]
    named = sorted(filter(_counts, parts), key=lambda part: -(part.made_late + part.made_past))
    none = Part(NoCause.NONE, made_late=late.get(NoCause.NONE, 0), made_past=past.get(NoCause.NONE, 0))
    return (*named, *filter(_counts, [none]))


def by_officer(scope: Scope) -> tuple[Part, ...]:
    """By officer: what is in his hands, and what his step made late; the most late first, untaken steps last."""
    tallies = {
        "open": _holders(scope, Measure.OPEN),
        "past": _holders(scope, Measure.PAST),
        "made_late": _guilty_officers(scope, Measure.LATE),
        "made_past": _guilty_officers(scope, Measure.PAST),
    }
    ids = {int(str(key)) for tally in tallies.values() for key in tally}
    names = dict(Officer.objects.filter(pk__in=ids).values_list("pk", "name"))
    parts = [
        Part(pk, names.get(pk, ""), **{name: tally.get(pk, 0) for name, tally in tallies.items()})
        for pk in ids
    ]
    return tuple(sorted(parts, key=_worst_first))


def _worst_first(part: Part) -> tuple[bool, int, int, str]:
    return (part.key == NOBODY, -part.made_late - part.made_past, -part.past, part.name)


def by_age(scope: Scope) -> tuple[Part, ...]:
    """What is open by how long ago it was received; every band, also an empty one."""
    return _bands(scope, Age, lambda band: Narrow(age=band))


def by_left(scope: Scope) -> tuple[Part, ...]:
    """What is open by how far it is from its promise; every band, also an empty one."""
    return _bands(scope, Left, lambda band: Narrow(left=band))


def _bands(scope: Scope, bands: Iterable[Age | Left], narrow: Callable[..., Narrow]) -> tuple[Part, ...]:
    """One statement: of what is open, how many are in each band, and how many of those past their date."""
    shown = tuple(bands)
    past = condition(Measure.PAST, scope.period, scope.now)
    inside = {band: meaning(narrow(band), scope.period, scope.now) for band in shown}
    counted = dossiers(scope, Measure.OPEN).aggregate(
        **{f"open_{band}": Count("pk", filter=wanted) for band, wanted in inside.items()},
        **{f"past_{band}": Count("pk", filter=wanted & past) for band, wanted in inside.items()},
    )
    return tuple(Part(band, open=counted[f"open_{band}"], past=counted[f"past_{band}"]) for band in shown)


def _counts(part: Part) -> bool:
    return any(attrgetter("open", "past", "made_late", "made_past")(part))


def _grouped(found: QuerySet[Dossier], *keys: str) -> list[tuple[tuple[object, ...], int]]:
    return [(tuple(row[:-1]), row[-1]) for row in found.values_list(*keys).annotate(n=Count("pk"))]


def _causes(scope: Scope, measure: Measure) -> Tally:
    found: dict[Hashable, int] = {}
    for (cause,), count in _grouped(dossiers(scope, measure), "lateness__cause"):
        key = Cause(str(cause)) if cause else NoCause.NONE
        found[key] = found.get(key, 0) + count
    return found


def _guilty_officers(scope: Scope, measure: Measure) -> Tally:
    rows = _grouped(dossiers(scope, measure).filter(lateness__officer__isnull=False), "lateness__officer_id")
    return {int(str(pk)): count for (pk,), count in rows}


def _where(scope: Scope, measure: Measure, known: Elements) -> Tally:
    tasks = open_tasks(scope.period, scope.now).filter(dossier__in=dossiers(scope, measure))
    rows = tasks.values_list("element", "dossier__process_version_id").annotate(
        n=Count("dossier_id", distinct=True)
    )
    found: dict[Hashable, int] = {}
    for element, process_version_id, count in rows:
        kind = known.kind(element, process_version_id)
        if kind is not None:
            found[kind] = found.get(kind, 0) + count
    here = open_tasks(scope.period, scope.now).filter(dossier=OuterRef("pk"))
    nowhere = dossiers(scope, measure).filter(~Exists(here)).count()
    return found | ({NoStep.NONE: nowhere} if nowhere else {})


def _holders(scope: Scope, measure: Measure) -> Tally:
    tasks = open_tasks(scope.period, scope.now).filter(dossier__in=dossiers(scope, measure))
    rows = tasks.values_list("officer_id").annotate(n=Count("dossier_id", distinct=True))
    return {pk or NOBODY: count for pk, count in rows}
