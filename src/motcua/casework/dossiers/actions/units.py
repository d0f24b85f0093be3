"""Closing a unit: only when no dossier is left in its hands."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.rules import Refusal
from motcua.casework.dossiers.states import CLOSED
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import actions as organisation
from motcua.people.organisation.models import Unit


@transaction.atomic
def close_unit(unit_id: int, *, from_on: date, by: Actor, now: datetime) -> Unit:
    """A unit ceases to exist, unless dossiers that it received, handles or decides have not been returned yet.

    Raises Refused UNIT_HAS_DOSSIERS, and what `organisation` refuses. A reception needs an officer of the unit, and a
    unit with officers is not closed: so none can come in between.
    """
    closed = organisation.close_unit(unit_id, from_on=from_on, by=by, now=now)
    theirs = Q(one_stop_id=unit_id) | Q(agency_id=unit_id) | Q(division_id=unit_id)
    if count := Dossier.objects.filter(theirs).exclude(state__in=CLOSED).count():
        raise Refused(Refusal.UNIT_HAS_DOSSIERS, count=count)
    return closed
