"""What dossiers and faces read of internal processes."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.db.models import Q

from motcua.catalogue.processes.models import ProcessVersion
from motcua.catalogue.processes.rules import Definition, Refusal
from motcua.ground.kernel.refusals import Refused


@lru_cache(maxsize=4096)
def definition(process_version_id: int) -> Definition:
    """The process of a version, read once: its row never changes. Raises Refused VERSION_NOT_FOUND."""
    found = ProcessVersion.objects.filter(pk=process_version_id).values_list("definition", flat=True).first()
    if found is None:
        raise Refused(Refusal.VERSION_NOT_FOUND)
    return Definition.from_json(found)


def in_force(procedure_id: int, on: date) -> ProcessVersion:
    """The process by which a procedure is done on a day; raises Refused VERSION_NOT_FOUND."""
    open_on = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    found = ProcessVersion.objects.filter(open_on, procedure_id=procedure_id, valid_from__lte=on).first()
    if found is None:
        raise Refused(Refusal.VERSION_NOT_FOUND)
    return found


def versions(procedure_id: int) -> list[ProcessVersion]:
    """All processes of a procedure, the newest first."""
    return list(ProcessVersion.objects.filter(procedure_id=procedure_id).order_by("-number"))
