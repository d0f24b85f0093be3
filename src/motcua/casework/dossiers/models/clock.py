"""The dossier's clock: the stretches it runs, the pauses in which it stands still."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.casework.dossiers.models.dossier import Dossier
from motcua.people.calendars.rules import AllowanceUnit

UNITS = [(unit.value, unit.value) for unit in AllowanceUnit]


class Segment(models.Model):
    """A stretch of a dossier's clock: from when, how much, why, by which rule, until when."""

    class Cause(models.TextChoices):
        """Why a stretch begins."""

        RECEPTION = "reception", _("Tiếp nhận hồ sơ")
        RECOUNT = "recount", _("Tính lại từ đầu sau khi bổ sung đủ")
        CORRECTION = "correction", _("Tính lại từ lúc tiếp nhận sau khi chỉnh sửa hồ sơ")
        RESUMED = "resumed", _("Tính tiếp sau khi bổ sung đủ")
        APOLOGY = "apology", _("Hẹn lại ngày trả, kèm phiếu xin lỗi")
        CALENDAR = "calendar", _("Tính lại do lịch làm việc thay đổi")

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="segments")
    number = models.SmallIntegerField()
    cause = models.CharField(max_length=12, choices=Cause.choices)
    basis = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    amount = models.DecimalField(max_digits=8, decimal_places=4)
    unit = models.CharField(max_length=16, choices=UNITS)
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "segment"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="a_dossier_numbers_its_segments"),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(ended_at__isnull=True),
                name="a_dossier_has_one_running_segment",
            ),
        ]


class Pause(models.Model):
    """A lawful stop of a dossier's clock."""

    class Cause(models.TextChoices):
        """Why the clock stands still."""

        COMPLETION = "completion", _("Chờ người nộp bổ sung hồ sơ")

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="pauses")
    cause = models.CharField(max_length=12, choices=Cause.choices)
    basis = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "pause"
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(ended_at__isnull=True),
                name="a_dossier_is_paused_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="a_pause_ends_after_it_begins",
            ),
        ]
