"""A unit that is split: to which part each of its open dossiers goes."""

from __future__ import annotations

from django.db import models

from motcua.casework.dossiers.models.dossier import Dossier
from motcua.people.organisation.models import Succession, Unit


class PartAssignment(models.Model):
    """Where an open dossier goes when its unit is split: the agency of the part.

    It may be changed until the dossier has gone.
    """

    succession = models.ForeignKey(Succession, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "part_assignment"
        constraints = [
            models.UniqueConstraint(fields=["succession", "dossier"], name="a_dossier_goes_to_one_part")
        ]
