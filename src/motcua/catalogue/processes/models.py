"""How procedures are done: published definitions, each pinned by the dossiers that started with it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.procedures.models import Procedure


class Origin(models.TextChoices):
    """Where a definition comes from."""

    PUBLISHED = "published", _("Quy trình nội bộ đã công bố")
    DERIVED = "derived", _("Do hệ thống lập từ thời hạn (chưa có quy trình công bố)")


class ProcessVersion(models.Model):
    """An internal process of a procedure from–to; a row never changes once dossiers run on it."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="process_versions")
    number = models.IntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # the first day on which it no longer counts
    definition = models.JSONField()
    origin = models.CharField(max_length=12, choices=Origin.choices)
    source = models.CharField(max_length=300, default="")
    mismatch = models.CharField(max_length=300, default="")

    class Meta:
        db_table = "process_version"
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="a_procedure_numbers_its_processes"),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=Q(valid_to__isnull=True),
                name="a_procedure_has_one_open_process",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="a_process_version_ends_after_it_begins",
            ),
        ]
