"""The hand-over list of paper files, and its lines."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.casework.custody.states import State
from motcua.casework.dossiers.models import Dossier
from motcua.people.organisation.models import Officer, Unit


class HandoverList(models.Model):
    """Paper files that one unit gives to another on a day; each side confirms, and what differs is named."""

    giver = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    sequence = models.IntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.GIVEN)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "handover_list"
        constraints = [
            models.UniqueConstraint(
                fields=["giver", "year", "sequence"], name="a_unit_numbers_its_handovers_by_year"
            ),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="nobody_hands_over_to_himself"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="a_handover_is_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="a_handover_is_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.GIVEN, State.DIFFERING], closed_at__isnull=True)
                | Q(state__in=[State.TAKEN, State.SETTLED, State.CANCELLED], closed_at__isnull=False),
                name="a_handover_is_closed_when_its_state_says_so",
            ),
        ]
        indexes = [
            models.Index(fields=["giver", "-given_at"], name="handover_given_by"),
            models.Index(fields=["taker", "-given_at"], name="handover_taken_by"),
            models.Index(
                fields=["giver", "taker"],
                condition=Q(state__in=[State.GIVEN, State.DIFFERING]),
                name="handover_awaited",
            ),
        ]


class HandoverLine(models.Model):
    """One dossier's papers on a list: how many were counted when given, whether they came, what differs."""

    class Arrival(models.TextChoices):
        """Whether the file came."""

        AWAITED = "", _("Chưa xác nhận")
        CAME = "came", _("Đã nhận")
        MISSING = "missing", _("Không nhận được")

    handover = models.ForeignKey(HandoverList, on_delete=models.PROTECT, related_name="lines")
    ordinal = models.IntegerField()
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    originals = models.IntegerField()
    copies = models.IntegerField()
    arrival = models.CharField(max_length=8, choices=Arrival.choices, default="", blank=True)
    difference = models.CharField(max_length=300, default="", blank=True)
    # The file is on its way: it cannot stand on a second list.
    is_open = models.BooleanField(default=True)

    class Meta:
        db_table = "handover_line"
        constraints = [
            models.UniqueConstraint(fields=["handover", "ordinal"], name="a_handover_numbers_its_lines"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(is_open=True), name="a_paper_file_is_on_one_list"
            ),
            models.CheckConstraint(
                condition=~Q(arrival="missing") | ~Q(difference=""), name="a_missing_file_is_explained"
            ),
        ]
        indexes = [models.Index(fields=["dossier", "handover"], name="handover_of_a_dossier")]
