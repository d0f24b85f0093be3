"""What a counter numbers, and what it gives to those who leave without a receipt."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.procedures.models import ProcedureVersion
from motcua.people.organisation.models import Officer, Unit
from motcua.people.parties.models import PartyVersion


class DayCounter(models.Model):
    """How many dossiers a one-stop has received on a day: the source of gapless codes; its row is locked last."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.IntegerField()

    class Meta:
        db_table = "day_counter"
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="a_one_stop_counts_once_a_day")]


class NoticeCounter(models.Model):
    """How many notices a one-stop has given in a year; an agency counts its apologies likewise."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    last = models.IntegerField()

    class Meta:
        db_table = "notice_counter"
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="a_one_stop_counts_notices_by_year")
        ]


class CounterNotice(models.Model):
    """What a person left the counter with instead of a receipt: a list to complete (form 02), or a rejection (03)."""

    class Kind(models.TextChoices):
        """Which of the two."""

        COMPLETION = "completion", _("Yêu cầu bổ sung, hoàn thiện hồ sơ")
        REJECTION = "rejection", _("Từ chối tiếp nhận giải quyết hồ sơ")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    one_stop = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    procedure_version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    party_version = models.ForeignKey(PartyVersion, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    sequence = models.IntegerField()
    body = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "counter_notice"
        constraints = [
            models.UniqueConstraint(
                fields=["one_stop", "year", "sequence"], name="a_one_stop_numbers_its_notices_by_year"
            ),
            models.CheckConstraint(condition=~Q(body=""), name="a_notice_says_why"),
        ]
