"""The hand-over lists of a unit: what it must answer, what it waits for, what it has done."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from motcua.casework.custody.models import HandoverLine, HandoverList
from motcua.casework.custody.states import OWNER, Side, State
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused

TAKERS_TURN = [state for state, side in OWNER.items() if side is Side.TAKER]
GIVERS_TURN = [state for state, side in OWNER.items() if side is Side.GIVER]


def visible_to(actor: Actor) -> QuerySet[HandoverList]:
    """The lists that the actor's unit gave or was given."""
    return policy.visible(actor, "custody.view", HandoverList.objects.all())


def ours_to_answer(actor: Actor) -> QuerySet[HandoverList]:
    """The lists on which the actor's unit must say something now."""
    return _described(_our_turn(actor))


def count_ours(actor: Actor) -> int:
    """How many lists the actor's unit has to answer."""
    return _our_turn(actor).count()


def theirs_to_answer(actor: Actor) -> QuerySet[HandoverList]:
    """The lists that wait for the other side."""
    unit = actor.unit_id or 0
    turn = Q(giver_id=unit, state__in=TAKERS_TURN) | Q(taker_id=unit, state__in=GIVERS_TURN)
    return _described(visible_to(actor).filter(turn))


def done(actor: Actor) -> QuerySet[HandoverList]:
    """The lists on which nobody has to say anything any more, newest first."""
    closed = [state for state, side in OWNER.items() if side is Side.NOBODY]
    return _described(visible_to(actor).filter(state__in=closed))


def get(actor: Actor, handover_id: int) -> HandoverList:
    """One list with its people; raises Refused NOT_FOUND, also for one of other units."""
    found = (
        visible_to(actor)
        .filter(pk=handover_id)
        .select_related("given_by", "answered_by", "closed_by")
        .first()
    )
    if found is None:
        raise Refused(KernelRefusal.NOT_FOUND)
    return found


def lines(handover: HandoverList) -> list[HandoverLine]:
    """Its lines in their order, with what each dossier is about."""
    found = handover.lines.select_related("dossier__party_version", "dossier__procedure_version")
    return list(found.order_by("ordinal"))


def last_of(dossier_id: int) -> HandoverList | None:
    """The list on which a dossier's papers went, or are going, last; cancelled ones left out."""
    found = HandoverList.objects.filter(lines__dossier_id=dossier_id).exclude(state=State.CANCELLED)
    return found.order_by("-given_at", "-pk").first()


def _our_turn(actor: Actor) -> QuerySet[HandoverList]:
    unit = actor.unit_id or 0
    turn = Q(taker_id=unit, state__in=TAKERS_TURN) | Q(giver_id=unit, state__in=GIVERS_TURN)
    return visible_to(actor).filter(turn)


def _described(found: QuerySet[HandoverList]) -> QuerySet[HandoverList]:
    counted = found.annotate(files=Count("lines"), differing=Count("lines", filter=~Q(lines__difference="")))
    return counted.select_related("given_by", "answered_by").order_by("-given_at", "-pk")
