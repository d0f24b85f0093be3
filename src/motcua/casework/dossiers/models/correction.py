"""What a dossier said before it was corrected."""

from __future__ import annotations

from django.db import models

from motcua.casework.dossiers.models.dossier import Dossier
from motcua.people.parties.models import Party, PartyVersion


class Correction(models.Model):
    """The content of a reception that a correction replaced; `number` is the event that replaced it.

    What the correction said stands in the next one of these, or in the dossier itself.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="corrections")
    number = models.IntegerField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    party_version = models.ForeignKey(PartyVersion, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    case = models.CharField(max_length=120, default="", blank=True)
    area = models.CharField(max_length=120, default="", blank=True)
    return_method = models.CharField(max_length=10)
    sets = models.IntegerField()
    summary = models.CharField(max_length=400, default="", blank=True)
    fee = models.BigIntegerField()

    class Meta:
        db_table = "correction"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="a_correction_replaces_once"),
        ]
