"""Who may read the reading trail.

The subject of `sightings.view` is a sighting, or the unit in which it happened (`unit_id`); that of
`sightings.of_dossier` is the dossier whose readers are asked for.
"""

from __future__ import annotations

from django.db.models import Q

from motcua.casework.dossiers.access import BELOW
from motcua.ground.access import policy
from motcua.ground.access.policy import Relation
from motcua.ground.kernel.actors import Actor
from motcua.people.organisation.models import Role


def _units(actor: Actor) -> tuple[int, ...]:
    return actor.office.unit_ids if actor.office else ()


SEEN_BELOW = Relation(
    "seen_in_unit_below", lambda a, s: s.unit_id in _units(a), lambda a: Q(unit_id__in=_units(a))
)
"""It was an officer of the actor's unit, or of one below it, who was shown the data."""

policy.add("sightings.view", {Role.INSPECTOR.value: SEEN_BELOW})
policy.add("sightings.of_dossier", {Role.INSPECTOR.value: BELOW})
