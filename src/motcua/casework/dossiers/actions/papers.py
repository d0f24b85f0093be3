"""Where the papers of a dossier lie: they go from unit to unit, each time by an event of the dossier."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from motcua.casework.dossiers import events
from motcua.casework.dossiers.models import Dossier, PaperFile
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor


@transaction.atomic
def hand_over_papers(
    dossier_ids: Collection[int], to_unit: int, *, by: Actor, now: datetime, handover_list: int | None = None
) -> int:
    """The papers of these dossiers now lie at the unit; returns how many were not there already.

    Who may is asked by the verb that hands over. The dossiers are locked in the order of their ids.
    """
    wanted = Dossier.objects.select_for_update(no_key=True).filter(pk__in=dossier_ids).order_by("pk")
    locked = list(wanted)
    # Read after the locks: joined to them, it would be as it was before the wait.
    held = dict(PaperFile.objects.filter(dossier__in=locked).values_list("dossier_id", "unit_id"))
    moved = 0
    for dossier in locked:
        before = held.get(dossier.pk, dossier.one_stop_id)
        if before == to_unit:
            continue
        event = events.PapersHandedOver(
            object_id=dossier.pk, papers_from=before, papers_at=to_unit, handover_list=handover_list
        )
        number = journal.record(event, by=by, at=now)
        Dossier.objects.filter(pk=dossier.pk).update(events=number)
        PaperFile.objects.update_or_create(
            dossier_id=dossier.pk, defaults={"unit_id": to_unit, "since": now, "number": number}
        )
        moved += 1
    return moved
