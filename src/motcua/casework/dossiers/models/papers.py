"""What was handed in with a dossier: its papers and their files."""

from __future__ import annotations

from django.db import models

from motcua.casework.dossiers.models.dossier import Dossier
from motcua.catalogue.procedures.models import Paper
from motcua.people.organisation.models import Unit


class DossierPaper(models.Model):
    """A paper that was handed in, at which event, in how many originals and copies.

    One that a correction struck out stays, with the number of that event.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="papers")
    number = models.IntegerField()
    ordinal = models.IntegerField()
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.TextField()
    originals = models.IntegerField(default=0)
    copies = models.IntegerField(default=0)
    struck_number = models.IntegerField(null=True)

    class Meta:
        db_table = "dossier_paper"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "ordinal"], name="papers_of_a_dossier_are_in_order"),
        ]


class Attachment(models.Model):
    """A file of a dossier: what it is called, and the hash under which its content is stored."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="attachments")
    number = models.IntegerField()
    paper = models.ForeignKey(DossierPaper, on_delete=models.PROTECT, null=True, related_name="attachments")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=80)
    size = models.BigIntegerField()

    class Meta:
        db_table = "attachment"
        indexes = [models.Index(fields=["digest"], name="attachment_by_digest")]


class PaperFile(models.Model):
    """Which unit holds the papers of a dossier, since which event; without a row they lie where they were received."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="paper_file")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    number = models.IntegerField()

    class Meta:
        db_table = "paper_file"
