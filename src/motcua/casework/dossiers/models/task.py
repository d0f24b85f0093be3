"""The steps of a dossier in the hands of officers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.casework.dossiers.models.dossier import Dossier
from motcua.people.organisation.models import Officer, Role, Unit


class Task(models.Model):
    """One step of a dossier in somebody's hands: from the definition's element, for a role of a unit."""

    class Outcome(models.TextChoices):
        """How a step ended."""

        OPEN = "", _("Đang làm")
        DONE = "done", _("Xong")
        SENT_BACK = "sent_back", _("Trả lại bước trước")
        REJECTED = "rejected", _("Không đủ điều kiện giải quyết")
        VOIDED = "voided", _("Hủy tiếp nhận")
        WITHDRAWN = "withdrawn", _("Người nộp rút hồ sơ")
        STOPPED = "stopped", _("Dừng giải quyết")

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="tasks")
    element = models.CharField(max_length=40)
    token = models.IntegerField()
    scope = models.IntegerField(default=0)
    iteration = models.IntegerField(default=1)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=Role.choices)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default="", blank=True)

    class Meta:
        db_table = "task"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="", ended_by__isnull=True)
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(outcome="")),
                name="a_task_ends_with_an_outcome_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["dossier", "token"],
                condition=Q(ended_at__isnull=True),
                name="a_token_stands_at_one_task",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "role", "due_at", "id"],
                condition=Q(ended_at__isnull=True),
                name="task_open_of_a_role",
            ),
            models.Index(
                fields=["officer", "due_at", "id"],
                condition=Q(ended_at__isnull=True),
                name="task_open_of_an_officer",
            ),
            models.Index(fields=["due_at"], condition=Q(ended_at__isnull=True), name="task_open_by_date"),
            models.Index(fields=["dossier", "id"], name="task_of_a_dossier"),
            models.Index(fields=["ended_by", "ended_at"], name="task_done_by_an_officer"),
        ]
