"""What an officer was shown, and when."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Sighting(models.Model):
    """One time that an officer was shown personal data: on which page, in which form, of whom.

    Like a row of the journal it has no foreign keys: it stays as it was written. `page` is the name of the address,
    `asked` the words of the address that chose what was shown; neither ever holds personal data.
    """

    class Form(models.TextChoices):
        """In which form the data was seen."""

        PAGE = "page", _("mở trang hồ sơ")
        IDENTITY = "identity", _("xem số giấy tờ tùy thân")
        PERSON = "person", _("tra cứu người nộp")
        FILE = "file", _("mở tệp đính kèm")
        PRINT = "print", _("in")
        FOUND = "found", _("thấy trong kết quả tìm kiếm")
        LISTED = "listed", _("thấy trong danh sách")
        EXPORT = "export", _("xuất tệp")

    form = models.CharField(max_length=10, choices=Form.choices)
    page = models.CharField(max_length=80)
    asked = models.JSONField(default=dict)
    account_id = models.BigIntegerField()
    officer_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40)
    dossier_ids = ArrayField(models.BigIntegerField(), default=list)
    party_ids = ArrayField(models.BigIntegerField(), default=list)
    row_count = models.IntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "sighting"
        constraints = [
            models.CheckConstraint(condition=Q(row_count__gte=0), name="a_sighting_counts_what_was_shown"),
        ]
        indexes = [
            GinIndex(fields=["dossier_ids"], name="sighting_of_a_dossier"),
            GinIndex(fields=["party_ids"], name="sighting_of_a_person"),
            models.Index(fields=["officer_id", "at"], name="sighting_by_an_officer"),
            models.Index(fields=["unit_id", "at"], name="sighting_in_a_unit"),
            models.Index(fields=["at"], name="sighting_by_time"),
        ]
