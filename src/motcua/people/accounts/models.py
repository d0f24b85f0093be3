"""Accounts: how a person signs in."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from motcua.people.organisation.models import Officer
from motcua.people.parties.models import Party


class Account(AbstractBaseUser):
    """What a person signs in with: it belongs to an officer or to a party."""

    username = models.CharField(max_length=80, unique=True)
    officer = models.OneToOneField(Officer, on_delete=models.PROTECT, null=True, related_name="account")
    party = models.OneToOneField(Party, on_delete=models.PROTECT, null=True, related_name="account")
    must_change_password = models.BooleanField(default=True)
    is_closed = models.BooleanField(default=False)
    # Part of the session's hash: raising it ends every session of the account.
    session_epoch = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    signed_in_at = models.DateTimeField(null=True)
    # Not used: Django's own note of the last sign-in goes by the machine's clock and without an event.
    last_login = None

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    class Meta:
        db_table = "account"
        constraints = [
            models.CheckConstraint(
                condition=Q(officer__isnull=False, party__isnull=True)
                | Q(officer__isnull=True, party__isnull=False),
                name="an_account_belongs_to_an_officer_or_a_party",
            ),
        ]

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether one may sign in with it."""
        return not self.is_closed

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password; unlike Django's it writes nothing, so that only verbs change a password."""
        return check_password(raw_password, self.password)

    def get_session_auth_hash(self) -> str:
        """A session is valid for one password and one epoch."""
        return salted_hmac(
            "motcua.session", f"{self.password}:{self.session_epoch}", algorithm="sha256"
        ).hexdigest()
