"""The units as of the last day of a period; one that had ended by then, or came later, stands where it stood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import LOCAL
from motcua.ground.kernel.refusals import Refusal, Refused
from motcua.insight.figures.rules import Period, Reading
from motcua.people.organisation.models import Unit, UnitKind, UnitName, UnitParent

ORDER = [
    kind.value
    for kind in (
        UnitKind.DIVISION,
        UnitKind.ONE_STOP,
        UnitKind.DISTRICT,
        UnitKind.DEPARTMENT,
        UnitKind.COMMUNE,
        UnitKind.PROVINCE,
    )
]
# A name or a place counts until the next one begins, also after the unit has ended.
_OF_UNIT = {"unit_id": OuterRef("pk")}


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit as it was on the day, whether it was there, and the ids of what stood above it, the nearest first."""

    pk: int
    kind: UnitKind
    name: str
    parent_id: int | None
    is_alive: bool
    above: tuple[int, ...] = ()


@dataclass(frozen=True)
class Tree:
    """All units of a day."""

    units: dict[int, UnitLine]

    @cached_property
    def below(self) -> dict[int, tuple[int, ...]]:
        """Of each unit, itself and everything under it."""
        found: dict[int, list[int]] = {pk: [pk] for pk in self.units}
        for unit in self.units.values():
            for above in unit.above:
                found[above].append(unit.pk)
        return {pk: tuple(ids) for pk, ids in found.items()}

    @cached_property
    def top(self) -> UnitLine | None:
        """What stands above most."""
        return max(self.units.values(), key=lambda unit: len(self.below[unit.pk]), default=None)

    def children(self, pk: int) -> Iterator[UnitLine]:
        """What stands right under a unit and has not ended."""
        return (unit for unit in self.units.values() if unit.parent_id == pk and unit.is_alive)

    def name(self, pk: int | None) -> str:
        """What a unit was called."""
        return self.units[pk].name if pk in self.units else ""


@dataclass(frozen=True, slots=True)
class Place:
    """The unit whose dossiers are counted: with all below it, or what is its own only.

    `ids` are the units to which those dossiers belong; None means everywhere.
    """

    unit: UnitLine
    ids: tuple[int, ...] | None
    direct: bool = False


def day_counted(period: Period, now: datetime) -> date:
    """The day as of which units are read: the last of the period, or today while it lasts."""
    return min(period.last, now.astimezone(LOCAL).date())


def tree(on: date) -> Tree:
    """All units as of a day, in one statement; those that were not there on it are not alive."""
    names = UnitName.objects.filter(**_OF_UNIT)
    parents = UnitParent.objects.filter(**_OF_UNIT)
    rows = (
        Unit.objects.annotate(
            name=_as_of(names, "name", on),
            sort_key=_as_of(names, "sort_key", on),
            parent_id=_as_of(parents, "parent_id", on),
            is_alive=Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on)),
        )
        .order_by("sort_key", "pk")
        .values_list("pk", "kind", "name", "parent_id", "is_alive")
    )
    return arrange(
        UnitLine(pk, UnitKind(kind), name or "", parent_id, is_alive)
        for pk, kind, name, parent_id, is_alive in sorted(rows, key=lambda row: ORDER.index(row[1]))
    )


def _as_of(rows: QuerySet[Any], column: str, on: date) -> Coalesce:
    """What held on the day: the last that had begun by then, for a unit that came later its first."""
    begun = rows.filter(valid_from__lte=on).order_by("-valid_from")
    first = rows.order_by("valid_from")
    return Coalesce(Subquery(begun.values(column)[:1]), Subquery(first.values(column)[:1]))


def arrange(lines: Iterable[UnitLine]) -> Tree:
    """Give each unit what stands above it."""
    units = {line.pk: line for line in lines}
    return Tree(
        {
            pk: UnitLine(pk, line.kind, line.name, line.parent_id, line.is_alive, tuple(_above(line, units)))
            for pk, line in units.items()
        }
    )


def _above(line: UnitLine, units: dict[int, UnitLine]) -> Iterator[int]:
    parent_id, seen = line.parent_id, {line.pk}
    while parent_id in units and parent_id not in seen:
        assert parent_id is not None
        yield parent_id
        seen.add(parent_id)
        parent_id = units[parent_id].parent_id


def choose(actor: Actor, units: Tree, unit_id: int | None, *, direct: bool = False) -> Place:
    """The unit asked for; without one the actor's own, or the whole province for whoever may see all of it.

    Raises Refused NOT_FOUND for a unit that is not the actor's to see.
    """
    if unit_id is None:
        whole = units.top
        sees_all = whole is not None and policy.allows(actor, "figures.view", whole)
        chosen = whole if sees_all else units.units.get(actor.unit_id or 0)
    else:
        chosen = units.units.get(unit_id)
    if chosen is None or not policy.allows(actor, "figures.view", chosen):
        raise Refused(Refusal.NOT_FOUND)
    if direct:
        return Place(chosen, own_ids(units, chosen.pk), direct=True)
    ids = units.below[chosen.pk]
    return Place(chosen, None if len(ids) == len(units.units) else ids)


def own_ids(units: Tree, pk: int) -> tuple[int, ...]:
    """The units counted as a unit's own: itself, and what stood below it and has ended."""
    below = {inner for child in units.children(pk) for inner in units.below[child.pk]}
    return tuple(inner for inner in units.below[pk] if inner not in below)


def reading_for(unit: UnitLine, wanted: Reading) -> Reading:
    """A one-stop only receives and a division only handles; any other unit is read as one wishes."""
    only = {UnitKind.ONE_STOP: Reading.RECEIVED, UnitKind.DIVISION: Reading.HANDLED}
    return only.get(unit.kind, wanted)
