"""Which unit goes on for which, and what a plan concerns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Appointment, Succession, Unit
from motcua.people.organisation.rules import Refusal

Rows = QuerySet[Succession]

# A chain ends: what receives does not go before it is done, and twenty is longer than any.
_WALK = """
WITH RECURSIVE chain AS (
  SELECT %(id)s::bigint AS unit_id, 0 AS depth
  UNION
  SELECT s.{far}_id, chain.depth + 1 FROM chain JOIN succession s ON s.{near}_id = chain.unit_id
     AND s.state IN ('under_way', 'done') AND s.on_date <= %(on)s::date
   WHERE chain.depth < 20
)
SELECT DISTINCT unit_id FROM chain WHERE unit_id <> %(id)s::bigint ORDER BY unit_id
"""
_SUCCESSORS = _WALK.format(near="predecessor", far="successor")
_PREDECESSORS = _WALK.format(near="successor", far="predecessor")


def successors(unit_id: int, on: date) -> tuple[int, ...]:
    """The units that have gone on for this one until that day, the last of them included."""
    return _walk(_SUCCESSORS, unit_id, on)


def predecessors(unit_id: int, on: date) -> tuple[int, ...]:
    """The units for which this one has gone on until that day: what lay in its boundaries before."""
    return _walk(_PREDECESSORS, unit_id, on)


def _walk(statement: str, unit_id: int, on: date) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"id": unit_id, "on": on})
        return tuple(row[0] for row in cursor.fetchall())


def heirs(unit_ids: Iterable[int]) -> dict[int, int]:
    """Of these units those that are succeeded, each with its successor."""
    rows = Succession.objects.filter(predecessor_id__in=set(unit_ids)).exclude(
        state=Succession.State.CANCELLED
    )
    return dict(rows.values_list("predecessor_id", "successor_id"))


def successions_visible_to(actor: Actor) -> Rows:
    """Plans and what was done, the newest first; of each the leading one."""
    rows = Succession.objects.filter(lead=None).order_by("-on_date", "-pk")
    return rows if policy.has(actor, "units.view_successions") else rows.none()


def get_succession(succession_id: int, actor: Actor) -> Succession:
    """One of them; raises Refused SUCCESSION_NOT_FOUND."""
    found = successions_visible_to(actor).filter(pk=succession_id).first()
    if found is None:
        raise Refused(Refusal.SUCCESSION_NOT_FOUND)
    return found


def pairs_of(lead: Succession) -> dict[int, int]:
    """Every unit that goes with this succession, with its successor; of a split the first part."""
    return next(iter(parts_of(lead).values()))


def parts_of(lead: Succession) -> dict[int, dict[int, int]]:
    """By each agency that goes on: every unit that goes, with the one that goes on for it in this part."""
    rows = Succession.objects.filter(Q(pk=lead.pk) | Q(lead=lead)).order_by("pk")
    parts: dict[int, dict[int, int]] = {}
    for predecessor_id, successor_id in rows.values_list("predecessor_id", "successor_id"):
        # A part begins with its agency; what belongs to it follows.
        if predecessor_id == lead.predecessor_id:
            part = parts.setdefault(successor_id, {})
        part[predecessor_id] = successor_id
    return parts


def appointments_of_succession(lead: Succession) -> list[Appointment]:
    """The appointments to the units that go, which last until that day or begin later."""
    lasting = Q(valid_to=None) | Q(valid_to__gt=lead.on_date)
    found = Appointment.objects.filter(lasting, unit_id__in=pairs_of(lead)).select_related("officer")
    return list(found.order_by("unit_id", "role", "pk"))


def due(on: date) -> Rows:
    """Plans whose day has come and that have not begun, the oldest first."""
    return Succession.objects.filter(lead=None, state=Succession.State.PLANNED, on_date__lte=on).order_by(
        "pk"
    )


def under_way() -> Rows:
    """What has begun and is not done."""
    return Succession.objects.filter(lead=None, state=Succession.State.UNDER_WAY).order_by("pk")


def planned_for(unit: Unit) -> Succession | None:
    """The succession of this unit that is planned or done, if there is one."""
    return Succession.objects.filter(predecessor=unit).exclude(state=Succession.State.CANCELLED).first()
