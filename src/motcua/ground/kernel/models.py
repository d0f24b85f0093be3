"""What the kernel keeps: events, seals, the business clock, requests already done."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class JournalRow(models.Model):
    """One event: who did which verb to what, when; ids, codes and times, never personal data."""

    verb = models.CharField(max_length=80)
    object_kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    number = models.IntegerField()
    account_id = models.BigIntegerField(null=True)
    officer_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40, default="")
    appointment_id = models.BigIntegerField(null=True)
    delegation_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    content_hash = models.BinaryField(null=True, max_length=32)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "journal"
        constraints = [
            models.UniqueConstraint(
                fields=["object_kind", "object_id", "number"], name="journal_numbers_an_objects_events"
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="journal_numbers_from_one"),
        ]


class Seal(models.Model):
    """A stretch of the journal, closed: the head of the hash chain after its last event."""

    last_event_id = models.BigIntegerField(unique=True)
    count = models.BigIntegerField()
    head = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "journal_seal"


class BusinessClock(models.Model):
    """The one clock of the province: real time plus an offset, which only a demonstration has."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    offset = models.DurationField()
    is_demonstration = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "business_clock"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_business_clock"),
        ]


class DoneRequest(models.Model):
    """A request that a person has already made, by the key of its form: asking again gives the same answer."""

    account_id = models.BigIntegerField()
    key = models.CharField(max_length=64)
    verb = models.CharField(max_length=80)
    body_hash = models.BinaryField(max_length=32)
    result = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "done_request"
        constraints = [
            models.UniqueConstraint(fields=["account_id", "key"], name="a_request_is_done_once"),
        ]
        indexes = [models.Index(fields=["created_at"], name="done_request_by_age")]


class ThrottleCounter(models.Model):
    """How often something was tried in a stretch of machine time; whose it is stands as a keyed hash only."""

    whose = models.CharField(max_length=64)
    window = models.BigIntegerField()
    count = models.IntegerField()

    class Meta:
        db_table = "throttle_window"
        constraints = [
            models.UniqueConstraint(fields=["whose", "window"], name="tries_are_counted_by_window")
        ]
        indexes = [models.Index(fields=["window"], name="throttle_window_by_age")]
