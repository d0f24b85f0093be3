"""What setting up keeps by itself: a file that was looked through and is not yet written."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from motcua.people.accounts.models import Account


class ImportFile(models.Model):
    """A file that an administrator has brought, until it is written or another takes its place; for a day at most."""

    class What(models.TextChoices):
        """What the rows of a file are."""

        UNITS = "units"
        OFFICERS = "officers"
        PROCEDURES = "procedures"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=16, choices=What.choices)
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    # By the machine's clock, as sessions are: a demonstration whose clock stands still must forget too.
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "import_file"
        constraints = [
            models.UniqueConstraint(fields=["account", "what"], name="an_account_imports_one_file_at_a_time"),
        ]
        indexes = [models.Index(fields=["saved_at"], name="import_file_by_age")]
