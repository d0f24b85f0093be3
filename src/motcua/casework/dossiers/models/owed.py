"""What a dossier waits for before its result is returned."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.casework.dossiers.models.dossier import Dossier


class Obligation(models.Model):
    """What a dossier waits for; while one is open, its result is not returned."""

    class Kind(models.TextChoices):
        """What is owed."""

        FEE = "fee", _("Phí, lệ phí")
        COMPLETION = "completion", _("Giấy tờ bổ sung")
        PAPER = "paper", _("Giấy tờ nộp sau")
        ANSWER = "answer", _("Ý kiến trả lời")

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="obligations")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    amount = models.BigIntegerField(null=True)
    # Of a paper or an answer: what, of whom, and until which day it was promised.
    what = models.CharField(max_length=400, default="", db_default="", blank=True)
    whom = models.CharField(max_length=200, default="", db_default="", blank=True)
    until = models.DateField(null=True)
    opened_at = models.DateTimeField()
    opened_number = models.IntegerField()
    met_at = models.DateTimeField(null=True)
    met_number = models.IntegerField(null=True)
    # Ended with the dossier or its cause, and was never met.
    voided = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "obligation"
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind"],
                condition=Q(met_at__isnull=True, kind__in=["fee", "completion"]),
                name="an_obligation_is_open_once",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True, met_number__isnull=True)
                | Q(met_at__isnull=False, met_number__isnull=False),
                name="an_obligation_is_met_by_an_event",
            ),
            models.CheckConstraint(
                condition=Q(voided=False) | Q(met_at__isnull=False),
                name="a_voided_obligation_is_open_no_longer",
            ),
        ]
