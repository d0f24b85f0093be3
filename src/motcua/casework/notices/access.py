"""Whose a reminder is: the office's to which it went, and the person's when it named one."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from motcua.casework.dossiers.access import WORKING
from motcua.ground.access import policy
from motcua.ground.access.policy import Relation
from motcua.ground.kernel.actors import Actor
from motcua.people.organisation.models import Role


def _mine(actor: Actor, notice: Any) -> bool:
    office = notice.unit_id == (actor.unit_id or 0) and notice.role == (actor.role or "")
    return bool(office and notice.officer_id in (None, actor.officer_id))


def _q(actor: Actor) -> Q:
    own = Q(officer_id__isnull=True) | Q(officer_id=actor.officer_id or 0)
    return Q(unit_id=actor.unit_id or 0, role=actor.role or "") & own


TO_ME = Relation("to_me", _mine, _q)

policy.add("notices.view", {role.value: TO_ME for role in WORKING})
policy.add("notices.read", {role.value: TO_ME for role in WORKING})
policy.add("notices.change_threshold", {Role.ADMINISTRATOR.value: policy.ANY})
