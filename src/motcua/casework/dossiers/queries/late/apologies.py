"""The apologies that wait for a leader's signature."""

from __future__ import annotations

from django.db.models import QuerySet

from motcua.casework.dossiers.models import Apology, Dossier
from motcua.casework.dossiers.states import RUNNING
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor


def to_sign(actor: Actor) -> QuerySet[Apology]:
    """Drafted apologies that the actor may sign, of dossiers that still run; the oldest promise first."""
    theirs = policy.visible(actor, "dossiers.issue_apology", Dossier.objects.filter(state__in=RUNNING))
    return (
        Apology.objects.filter(issued_at__isnull=True, dossier__in=theirs)
        .select_related("dossier__party_version", "dossier__procedure_version", "unit")
        .order_by("promised_at", "pk")
    )
