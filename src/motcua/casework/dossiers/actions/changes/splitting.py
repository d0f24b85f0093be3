"""A unit that is split: an administrator says of each open dossier to which part it goes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from motcua.casework.dossiers import events
from motcua.casework.dossiers.models import PartAssignment
from motcua.casework.dossiers.queries.changes.succession import left_in
from motcua.casework.dossiers.rules import Refusal
from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import rules as organisation
from motcua.people.organisation.models import Succession
from motcua.people.organisation.queries import successions


@transaction.atomic
def assign_part(
    succession_id: int, part_id: int, dossier_ids: Collection[int], *, by: Actor, now: datetime
) -> int:
    """These open dossiers go to this part; returns how many of them went elsewhere, or nowhere, before.

    May be said anew until the dossier has gone. Raises Refused SUCCESSION_NOT_FOUND, SUCCESSION_BEGUN, NOT_A_PART,
    NOTHING_CHOSEN or NOT_IN_THE_SPLIT.
    """
    lead = Succession.objects.select_for_update(no_key=True).filter(pk=succession_id, lead=None).first()
    if lead is None:
        raise Refused(organisation.Refusal.SUCCESSION_NOT_FOUND)
    policy.check(by, "units.change", lead.predecessor)
    if lead.state not in (Succession.State.PLANNED, Succession.State.UNDER_WAY):
        raise Refused(organisation.Refusal.SUCCESSION_BEGUN)
    parts = successions.parts_of(lead)
    if lead.kind != Succession.Kind.SPLIT or part_id not in parts:
        raise Refused(Refusal.NOT_A_PART)
    wanted = set(dossier_ids)
    if not wanted:
        raise Refused(Refusal.NOTHING_CHOSEN)
    if left_in(tuple(parts[part_id])).filter(pk__in=wanted).count() != len(wanted):
        raise Refused(Refusal.NOT_IN_THE_SPLIT)
    said = PartAssignment.objects.filter(succession=lead, dossier_id__in=wanted, unit_id=part_id)
    changed = sorted(wanted - set(said.values_list("dossier_id", flat=True)))
    if not changed:
        return 0
    PartAssignment.objects.bulk_create(
        [PartAssignment(succession=lead, dossier_id=pk, unit_id=part_id) for pk in changed],
        update_conflicts=True,
        unique_fields=["succession", "dossier"],
        update_fields=["unit"],
    )
    event = events.PartAssigned(object_id=lead.pk, part=part_id, dossiers=tuple(changed))
    journal.record(event, by=by, at=now)
    return len(changed)
