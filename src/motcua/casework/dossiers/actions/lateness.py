"""The moment at which a dossier becomes late is an event of its own, written by the system in business time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from motcua.casework.dossiers import events
from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.states import RUNNING
from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor

BATCH = 200


@transaction.atomic
def fall_late(dossier_id: int, *, by: Actor, now: datetime) -> bool:
    """Write down that the promised time has passed; False when it has not, or was written down before.

    The event bears the moment at which it happened, not the one at which it was noticed.
    """
    policy.check(by, "dossiers.fall_late")
    dossier = Dossier.objects.select_for_update(of=("self",), no_key=True).get(pk=dossier_id)
    if dossier.state not in RUNNING or dossier.fell_late_at is not None or dossier.late_after >= now:
        return False
    event = events.DossierFellLate(object_id=dossier_id, late_after=dossier.late_after)
    number = journal.record(event, by=by, at=dossier.late_after)
    Dossier.objects.filter(pk=dossier_id).update(fell_late_at=dossier.late_after, events=number)
    return True


def fall_late_all(*, by: Actor, now: datetime) -> int:
    """Do it for all whose time has passed, oldest first; returns how many."""
    found = 0
    while due := list(
        Dossier.objects.filter(
            finished_at__isnull=True, fell_late_at__isnull=True, late_after__lt=now, state__in=RUNNING
        )
        .order_by("late_after", "pk")
        .values_list("pk", flat=True)[:BATCH]
    ):
        found += sum(fall_late(pk, by=by, now=now) for pk in due)
    return found
