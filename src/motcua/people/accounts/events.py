"""What the journal says of accounts; user names are of people and do not stand here.

`password`, `secret` and `codes` are keyed hashes of what was stored then: what stands sealed or hashed in the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from motcua.ground.kernel.journal import Event, event_kind


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCreated(Event):
    """An account was created for an officer, with a password to be used once, or one that a demonstration prints."""

    verb: ClassVar[str] = "accounts.created"
    object_kind: ClassVar[str] = "account"
    holder_id: int
    must_change_password: bool
    password: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordReset(Event):
    """An administrator gave an account a password to be used once; its sessions ended."""

    verb: ClassVar[str] = "accounts.password_reset"
    object_kind: ClassVar[str] = "account"
    password: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPasswordSet(Event):
    """The holder set a password that nobody else knows; other sessions ended."""

    verb: ClassVar[str] = "accounts.own_password_set"
    object_kind: ClassVar[str] = "account"
    password: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosed(Event):
    """An account was closed; its sessions ended."""

    verb: ClassVar[str] = "accounts.closed"
    object_kind: ClassVar[str] = "account"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReopened(Event):
    """A closed account was opened again."""

    verb: ClassVar[str] = "accounts.reopened"
    object_kind: ClassVar[str] = "account"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsEnded(Event):
    """All sessions of an account were ended."""

    verb: ClassVar[str] = "accounts.sessions_ended"
    object_kind: ClassVar[str] = "account"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorEnrolled(Event):
    """The holder set up an application for one-time codes."""

    verb: ClassVar[str] = "accounts.second_factor_enrolled"
    object_kind: ClassVar[str] = "account"
    secret: str
    codes: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorRemoved(Event):
    """An administrator removed the second factor, so that the holder sets up a new one; sessions ended."""

    verb: ClassVar[str] = "accounts.second_factor_removed"
    object_kind: ClassVar[str] = "account"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodesRenewed(Event):
    """The holder made new recovery codes; the old ones are worthless."""

    verb: ClassVar[str] = "accounts.recovery_codes_renewed"
    object_kind: ClassVar[str] = "account"
    codes: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Event):
    """The holder signed in, with a one-time code or without."""

    verb: ClassVar[str] = "accounts.signed_in"
    object_kind: ClassVar[str] = "account"
    with_code: bool
