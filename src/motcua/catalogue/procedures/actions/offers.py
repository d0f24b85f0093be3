"""Where procedures are received, and who then decides and handles them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db import transaction

from motcua.catalogue.procedures import queries
from motcua.catalogue.procedures.actions.contents import locked_procedure
from motcua.catalogue.procedures.events import OfferEnded, ProcedureOffered
from motcua.catalogue.procedures.models import Offer
from motcua.catalogue.procedures.rules import Refusal
from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Unit, UnitKind


@dataclass(frozen=True, slots=True)
class Place:
    """Where a procedure is received and who acts on it, as ids of units; a commune handles in no division."""

    one_stop_id: int
    agency_id: int
    division_id: int


@transaction.atomic
def offer_at(
    procedure_id: int, places: Iterable[Place], *, valid_from: date, by: Actor, now: datetime
) -> list[Offer]:
    """One-stops begin to receive a procedure; one that still receives it on that day, or will, stays as it is.

    Returns the offers that are new; when none is, nothing is recorded.
    Raises Refused PROCEDURE_NOT_FOUND, NOT_A_ONE_STOP, NOT_ALLOWED.
    """
    policy.check(by, "procedures.offer")
    locked_procedure(procedure_id)
    wanted = {place.one_stop_id: place for place in places}
    one_stops = Unit.objects.filter(pk__in=wanted, kind=UnitKind.ONE_STOP).count()
    if one_stops != len(wanted):
        raise Refused(Refusal.NOT_A_ONE_STOP)
    receiving = queries.receiving_from(valid_from).filter(procedure_id=procedure_id)
    there = set(receiving.values_list("one_stop_id", flat=True))
    created = Offer.objects.bulk_create(
        Offer(
            procedure_id=procedure_id,
            one_stop_id=place.one_stop_id,
            agency_id=place.agency_id,
            division_id=place.division_id,
            valid_from=valid_from,
        )
        for one_stop_id, place in wanted.items()
        if one_stop_id not in there
    )
    if created:
        event = ProcedureOffered(
            object_id=procedure_id,
            valid_from=valid_from,
            offer_ids=tuple(offer.pk for offer in created),
            one_stop_ids=tuple(offer.one_stop_id for offer in created),
            agency_ids=tuple(offer.agency_id for offer in created),
            division_ids=tuple(offer.division_id for offer in created),
        )
        journal.record(event, by=by, at=now)
    return created


@transaction.atomic
def offer_many(
    wanted: Iterable[tuple[int, Place]], *, valid_from: date, by: Actor, now: datetime
) -> list[Offer]:
    """Procedures are offered to one-stops, given as (procedure, place): all or none, one event for each procedure.

    Raises Refused OFFERED_ALREADY when a one-stop receives one of them meanwhile, else as `offer_at` does.
    """
    made = []
    # In one order, so that two who offer the same procedures wait for each other.
    ordered = sorted(wanted, key=lambda pair: (pair[0], pair[1].one_stop_id))
    for procedure_id, pairs in groupby(ordered, key=lambda pair: pair[0]):
        places = [place for _procedure_id, place in pairs]
        offers = offer_at(procedure_id, places, valid_from=valid_from, by=by, now=now)
        if len(offers) != len(places):
            raise Refused(Refusal.OFFERED_ALREADY)
        made += offers
    return made


@transaction.atomic
def end_many(wanted: Iterable[tuple[int, int]], *, valid_to: date, by: Actor, now: datetime) -> list[Offer]:
    """One-stops cease to receive procedures, given as (procedure, one-stop): all of them or none, one event each.

    Raises Refused as `end_offer` does.
    """
    return [
        end_offer(procedure_id, one_stop_id=one_stop_id, valid_to=valid_to, by=by, now=now)
        for procedure_id, one_stop_id in sorted(wanted)
    ]


@transaction.atomic
def end_offer(procedure_id: int, *, one_stop_id: int, valid_to: date, by: Actor, now: datetime) -> Offer:
    """A one-stop ceases to receive a procedure; `valid_to` is the first day on which it no longer does.

    Raises Refused PROCEDURE_NOT_FOUND, NOT_OFFERED, NOT_ALLOWED.
    """
    policy.check(by, "procedures.offer")
    locked_procedure(procedure_id)
    offer = Offer.objects.filter(
        procedure_id=procedure_id, one_stop_id=one_stop_id, valid_to__isnull=True
    ).first()
    if offer is None or valid_to <= offer.valid_from:
        raise Refused(Refusal.NOT_OFFERED)
    offer.valid_to = valid_to
    offer.save(update_fields=["valid_to"])
    event = OfferEnded(object_id=procedure_id, offer_id=offer.pk, one_stop_id=one_stop_id, valid_to=valid_to)
    journal.record(event, by=by, at=now)
    return offer
