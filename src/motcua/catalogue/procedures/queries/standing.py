"""Which contents stand how on a day: in force, coming, repealed, or a draft that nobody outside sees."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.catalogue.procedures.models import ProcedureVersion
from motcua.catalogue.procedures.states import IN_FORCE, VersionState


def covering(on: date) -> Q:
    """Rows valid on a day: from `valid_from` on, to the day before `valid_to`."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def in_force(on: date) -> QuerySet[ProcedureVersion]:
    """The contents in force on a day."""
    return ProcedureVersion.objects.filter(covering(on), state__in=IN_FORCE)


def drafts() -> QuerySet[ProcedureVersion]:
    """The contents that nobody outside sees yet."""
    return ProcedureVersion.objects.filter(state=VersionState.DRAFT)


def coming(on: date) -> QuerySet[ProcedureVersion]:
    """The contents that a decision brings into force after that day."""
    return ProcedureVersion.objects.filter(state__in=IN_FORCE, valid_from__gt=on)


def repealed(on: date) -> QuerySet[ProcedureVersion]:
    """The last contents of the procedures that are repealed by that day, and not brought back since."""
    later = ProcedureVersion.objects.filter(
        procedure_id=OuterRef("procedure_id"), number__gt=OuterRef("number")
    )
    gone = ProcedureVersion.objects.filter(state=VersionState.REPEALED, valid_to__lte=on)
    return gone.exclude(Exists(later.exclude(state=VersionState.DRAFT)))
