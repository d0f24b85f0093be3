"""Who hands over paper files: whoever works on dossiers, for the unit in which he acts."""

from __future__ import annotations

from django.db.models import Q

from motcua.casework.dossiers.access import WORKING
from motcua.ground.access.policy import ANY, Relation, add
from motcua.ground.kernel.actors import Actor


def _unit(actor: Actor) -> int:
    return actor.unit_id or 0


GIVEN_BY_US = Relation("given_by_us", lambda a, h: h.giver_id == _unit(a), lambda a: Q(giver_id=_unit(a)))
GIVEN_TO_US = Relation("given_to_us", lambda a, h: h.taker_id == _unit(a), lambda a: Q(taker_id=_unit(a)))
OURS = Relation(
    "ours",
    lambda a, h: _unit(a) in (h.giver_id, h.taker_id),
    lambda a: Q(giver_id=_unit(a)) | Q(taker_id=_unit(a)),
)

add("custody.view", {role.value: OURS for role in WORKING})
add("custody.give", {role.value: ANY for role in WORKING})
add("custody.cancel", {role.value: GIVEN_BY_US for role in WORKING})
add("custody.settle", {role.value: GIVEN_BY_US for role in WORKING})
add("custody.take", {role.value: GIVEN_TO_US for role in WORKING})
