"""What a face keeps by itself: forms that were begun and not yet sent."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from motcua.people.accounts.models import Account


class FormDraft(models.Model):
    """What an officer has typed into a form that is not yet sent; it goes when it is sent, or after a day."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    fields = models.JSONField()
    # By the machine's clock, as sessions are: a demonstration whose clock stands still must forget too.
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "form_draft"
        constraints = [
            models.UniqueConstraint(fields=["account", "form", "key"], name="a_form_is_drafted_once"),
        ]
        indexes = [models.Index(fields=["saved_at"], name="form_draft_by_age")]
