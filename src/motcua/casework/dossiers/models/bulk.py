"""A change that concerns many dossiers: what it is, how far the work has come, and a line for each dossier."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.casework.dossiers.models.dossier import Dossier


class BulkChange(models.Model):
    """A change that was confirmed and is then worked off in batches, so many dossiers of so many.

    `subject` is the id of what changed (of a calendar, of a succession of units), `about` says what was changed in
    codes and dates. What the change does to a dossier is an event of that dossier.
    """

    class Kind(models.TextChoices):
        """What changed."""

        CALENDAR = "calendar", _("Thay đổi lịch làm việc")
        SUCCESSION = "succession", _("Thay đổi đơn vị")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject = models.BigIntegerField()
    about = models.JSONField(default=dict)
    total = models.IntegerField()
    done = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    confirmed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "bulk_change"
        constraints = [
            models.CheckConstraint(
                condition=Q(done__gte=0, unchanged__gte=0, total__gte=F("done") + F("unchanged")),
                name="a_bulk_change_does_no_more_than_it_has",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(total=F("done") + F("unchanged")),
                name="a_bulk_change_is_finished_when_all_is_done",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "subject", "-id"], name="bulk_change_of_a_subject"),
            models.Index(
                fields=["id"], condition=Q(finished_at__isnull=True), name="bulk_change_to_work_off"
            ),
        ]

    @property
    def looked_at(self) -> int:
        """How many dossiers have had their turn."""
        return self.done + self.unchanged


class BulkLine(models.Model):
    """One dossier of a change: its date as it was foreseen, and the event by which it was done.

    A line that has had its turn without an event found nothing left to change: the dossier had ended, or had been
    counted by the new state already.
    """

    change = models.ForeignKey(BulkChange, on_delete=models.PROTECT, related_name="lines")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()
    is_done = models.BooleanField(default=False)
    number = models.IntegerField(null=True)

    class Meta:
        db_table = "bulk_line"
        constraints = [
            models.UniqueConstraint(fields=["change", "dossier"], name="a_change_has_a_dossier_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(is_done=True), name="a_line_with_an_event_is_done"
            ),
        ]
        indexes = [
            models.Index(fields=["change", "id"], condition=Q(is_done=False), name="bulk_line_to_do"),
            models.Index(fields=["change", "due_after", "id"], name="bulk_line_by_due_date"),
            models.Index(fields=["dossier"], name="bulk_line_of_a_dossier"),
        ]
