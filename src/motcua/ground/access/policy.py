"""The policy table: for each permission, which role has it, and how its holder must stand to the object.

Mechanism only. `organisation` registers the roles, each package its relations and rows (`access.py`). A relation is
one predicate in two forms, a bool and a `Q`, so that a list and a check cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refusal, Refused

M = TypeVar("M", bound=Model)

ANYONE = "anyone"
OFFICER = "officer"
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Relation:
    """How an actor stands to an object, as a bool for one and a `Q` for many."""

    name: str
    holds: Callable[[Actor, Any], bool]
    q: Callable[[Actor], Q]


def _always(_actor: Actor, _subject: Any) -> bool:
    return True


def _everything(_actor: Actor) -> Q:
    return Q()


ANY = Relation("any", _always, _everything)

_ROLES: dict[str, Any] = {ANYONE: ANYONE, OFFICER: OFFICER, SYSTEM: SYSTEM}
_ROWS: dict[str, dict[str, Relation]] = {}


def register_roles(names: Mapping[str, Any]) -> None:
    """Name the roles that rows may use, each with its title."""
    _ROLES.update(names)


def add(permission: str, row: Mapping[str, Relation]) -> None:
    """Add one row of the table; raises ValueError for a second row or an unknown role."""
    unknown = set(row) - set(_ROLES)
    if unknown:
        raise ValueError(f"{permission}: unknown roles {sorted(unknown)}")
    if permission in _ROWS and _ROWS[permission] != dict(row):
        raise ValueError(f"{permission} has two rows")
    _ROWS[permission] = dict(row)


def rows() -> Mapping[str, Mapping[str, Relation]]:
    """The whole table, for the tests and the generated page."""
    return _ROWS


def roles() -> Mapping[str, Any]:
    """The roles that rows may use."""
    return _ROLES


def _relations(actor: Actor, permission: str) -> list[Relation]:
    row = _ROWS[permission]
    names = [ANYONE]
    if actor.kind == "system":
        names.append(SYSTEM)
    elif actor.office is not None:
        names += [OFFICER, actor.office.role]
    return [row[name] for name in names if name in row]


def has(actor: Actor, permission: str) -> bool:
    """Does the actor's role have the permission at all? What a route asks before any object is known."""
    return bool(_relations(actor, permission))


def allows(actor: Actor, permission: str, subject: Any) -> bool:
    """May the actor do this to this object?"""
    return any(relation.holds(actor, subject) for relation in _relations(actor, permission))


def check(actor: Actor, permission: str, subject: Any = None) -> None:
    """Raises Refused(NOT_ALLOWED) unless the actor may; without a subject, unless the role has the permission."""
    allowed = has(actor, permission) if subject is None else allows(actor, permission, subject)
    if not allowed:
        raise Refused(Refusal.NOT_ALLOWED)


def visible(actor: Actor, permission: str, queryset: QuerySet[M]) -> QuerySet[M]:
    """Those of the queryset for which `allows` answers yes."""
    conditions = [relation.q(actor) for relation in _relations(actor, permission)]
    if not conditions:
        return queryset.none()
    # An empty Q means everything, but Django's `Q() | x` is x.
    if not all(conditions):
        return queryset
    return queryset.filter(reduce(or_, conditions))
