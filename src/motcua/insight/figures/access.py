"""Whose figures may be seen: of one's own unit and what stands below it; the reform office sees the whole province.

The subject is anything with a `pk` that is a unit's id; a unit of a past day also says what stood `above` it then.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from motcua.ground.access import policy
from motcua.ground.access.policy import Relation
from motcua.ground.kernel.actors import Actor
from motcua.people.organisation.models import Role


def _units(actor: Actor) -> tuple[int, ...]:
    return actor.office.unit_ids if actor.office else ()


def _below(actor: Actor, unit: Any) -> bool:
    return not {unit.pk, *getattr(unit, "above", ())}.isdisjoint(_units(actor))


UNIT_BELOW = Relation("figures_of_unit_below", _below, lambda actor: Q(pk__in=_units(actor)))
"""The unit is the actor's or stands below it, today or on the last day of the period that is counted."""

policy.add(
    "figures.view",
    {
        Role.LEADER.value: UNIT_BELOW,
        Role.ONE_STOP_HEAD.value: UNIT_BELOW,
        Role.HEAD_OF_DIVISION.value: UNIT_BELOW,
        Role.INSPECTOR.value: UNIT_BELOW,
        Role.REFORM_OFFICE.value: policy.ANY,
    },
)

# How many dossiers each officer had late is for those who lead him and those who inspect, not for who compares units.
policy.add(
    "figures.by_officer",
    {
        Role.LEADER.value: UNIT_BELOW,
        Role.ONE_STOP_HEAD.value: UNIT_BELOW,
        Role.HEAD_OF_DIVISION.value: UNIT_BELOW,
        Role.INSPECTOR.value: UNIT_BELOW,
    },
)
