"""Reminders, the thresholds that were changed, and how far each threshold has come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.casework.dossiers.models import Dossier, Task
from motcua.casework.notices.rules import Kind, Recipient
from motcua.people.calendars.models import Calendar
from motcua.people.organisation.models import Officer, Role, Unit


class Threshold(models.Model):
    """How many working hours before or after a date somebody is reminded; without hours he is not."""

    kind = models.CharField(max_length=14, choices=Kind.choices)
    recipient = models.CharField(max_length=8, choices=Recipient.choices)
    hours = models.DecimalField(max_digits=6, decimal_places=2, null=True)

    class Meta:
        db_table = "notice_threshold"
        constraints = [
            models.UniqueConstraint(fields=["kind", "recipient"], name="a_threshold_is_set_once"),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gte=0), name="a_threshold_is_not_negative"
            ),
        ]


class Progress(models.Model):
    """Up to which date a threshold has been reminded of, by one calendar; moved with the reminders themselves."""

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    recipient = models.CharField(max_length=8, choices=Recipient.choices)
    upto = models.DateTimeField()

    class Meta:
        db_table = "notice_progress"
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "kind", "recipient"], name="a_threshold_goes_on_from_one_place"
            )
        ]


class Notice(models.Model):
    """Somebody was reminded of a date: of which step or dossier, in which office, when, and whether he has read it."""

    kind = models.CharField(max_length=14, choices=Kind.choices)
    recipient = models.CharField(max_length=8, choices=Recipient.choices)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=Role.choices)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "notice"
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind", "recipient", "task", "due_at"],
                name="nobody_is_reminded_twice_of_a_date",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="a_notice_is_read_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "role", "kind", "due_at", "id"], name="notice_of_an_office"),
            models.Index(fields=["at"], name="notice_by_moment"),
        ]
