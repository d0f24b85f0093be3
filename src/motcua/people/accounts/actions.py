"""The verbs of accounts."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.constraints import refusing
from motcua.ground.kernel.journal import fingerprint
from motcua.ground.kernel.refusals import Refused
from motcua.people.accounts import factors, rules
from motcua.people.accounts.events import (
    AccountClosed,
    AccountCreated,
    AccountReopened,
    OwnPasswordSet,
    PasswordReset,
    RecoveryCodesRenewed,
    SecondFactorEnrolled,
    SecondFactorRemoved,
    SessionsEnded,
    SignedIn,
)
from motcua.people.accounts.models import Account
from motcua.people.accounts.queries.proof import words_of_account
from motcua.people.accounts.rules import Refusal
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.actions import locked_administrators
from motcua.people.organisation.models import Appointment, Officer
from motcua.people.organisation.rules import check_administrator_remains


@transaction.atomic
def create_account(*, officer_id: int, username: str, by: Actor, now: datetime) -> tuple[Account, str]:
    """An officer gets an account; returns it and its password, which is shown once and replaced at first use.

    Raises Refused OFFICER_NOT_FOUND, USERNAME_WRONG, USERNAME_TAKEN or HAS_ACCOUNT.
    """
    password = new_password()
    return _create(officer_id, username, password, must_change=True, by=by, now=now), password


@transaction.atomic
def open_ready_account(*, officer_id: int, username: str, password: str, by: Actor, now: datetime) -> Account:
    """A demonstration's ready account: its password is printed at every start and need not be replaced.

    Only the system opens one. Raises Refused as `create_account` does.
    """
    policy.check(by, "accounts.open_ready")
    return _create(officer_id, username, password, must_change=False, by=by, now=now)


def _create(
    officer_id: int, username: str, password: str, *, must_change: bool, by: Actor, now: datetime
) -> Account:
    if not Officer.objects.filter(pk=officer_id).exists():
        raise Refused(Refusal.OFFICER_NOT_FOUND)
    account = Account(officer_id=officer_id, username=rules.checked_username(username), created_at=now)
    policy.check(by, "accounts.create", account)
    account.set_password(password)
    account.must_change_password = must_change
    with refusing(
        account_username_key=Refused(Refusal.USERNAME_TAKEN),
        account_officer_id_key=Refused(Refusal.HAS_ACCOUNT),
    ):
        account.save(force_insert=True)
    event = AccountCreated(
        object_id=account.pk,
        holder_id=officer_id,
        must_change_password=must_change,
        password=fingerprint(account.password),
    )
    journal.record(event, by=by, at=now, content=words_of_account(account))
    return account


@transaction.atomic
def reset_password(account_id: int, *, by: Actor, now: datetime) -> str:
    """Somebody who lost a password gets one to be used once; it is shown once, and all sessions end.

    Raises Refused ACCOUNT_NOT_FOUND, OWN_ACCOUNT or CLOSED.
    """
    account = _locked_for("accounts.reset_password", account_id, by)
    _check_not_own(account, by)
    if account.is_closed:
        raise Refused(Refusal.CLOSED)
    password = new_password()
    account.set_password(password)
    account.must_change_password = True
    account.session_epoch += 1
    account.save(update_fields=["password", "must_change_password", "session_epoch"])
    event = PasswordReset(object_id=account.pk, password=fingerprint(account.password))
    journal.record(event, by=by, at=now)
    return password


@transaction.atomic
def set_own_password(
    account_id: int, *, current: str | None, new: str, again: str, by: Actor, now: datetime
) -> Account:
    """The holder sets a password that nobody else knows; every other session of the account ends.

    `current` is None only in a sign-in that has just checked it. Raises Refused ACCOUNT_NOT_FOUND,
    PASSWORD_WRONG, PASSWORDS_DIFFER, PASSWORD_SAME, PASSWORD_WEAK or PASSWORD_LIKE_USERNAME.
    """
    account = _locked_for("accounts.own", account_id, by)
    # Without the current password only where one for a single use waits: of two who sign in with it the first sets.
    is_right = account.must_change_password if current is None else account.check_password(current)
    if not is_right:
        raise Refused(Refusal.PASSWORD_WRONG)
    if new != again:
        raise Refused(Refusal.PASSWORDS_DIFFER)
    if account.check_password(new):
        raise Refused(Refusal.PASSWORD_SAME)
    try:
        validate_password(new, account)
    except ValidationError as error:
        raise Refused(Refusal.PASSWORD_WEAK) from error
    rules.check_unlike_username(new, account.username)
    account.set_password(new)
    account.must_change_password = False
    account.session_epoch += 1
    account.save(update_fields=["password", "must_change_password", "session_epoch"])
    event = OwnPasswordSet(object_id=account.pk, password=fingerprint(account.password))
    journal.record(event, by=by, at=now)
    return account


@transaction.atomic
def close_account(account_id: int, *, by: Actor, now: datetime) -> Account:
    """Nobody signs in with the account any more, and its sessions end.

    Raises Refused ACCOUNT_NOT_FOUND, OWN_ACCOUNT or LAST_ADMINISTRATOR (of organisation).
    """
    # Before the account: two administrators who close each other's wait here, and the second finds nobody left.
    administrators = locked_administrators(organisation.day_of(now))
    account = _locked_for("accounts.close", account_id, by)
    _check_not_own(account, by)
    if account.is_closed:
        return account
    _check_administrator_remains(account, administrators, organisation.day_of(now))
    account.is_closed = True
    account.session_epoch += 1
    account.save(update_fields=["is_closed", "session_epoch"])
    journal.record(AccountClosed(object_id=account.pk), by=by, at=now)
    return account


@transaction.atomic
def reopen_account(account_id: int, *, by: Actor, now: datetime) -> Account:
    """A closed account may be signed in with again, by the password it had."""
    account = _locked_for("accounts.close", account_id, by)
    if not account.is_closed:
        return account
    account.is_closed = False
    account.save(update_fields=["is_closed"])
    journal.record(AccountReopened(object_id=account.pk), by=by, at=now)
    return account


@transaction.atomic
def end_sessions(account_id: int, *, by: Actor, now: datetime) -> Account:
    """Every session of the account ends at its next request; the holder may do it, or an administrator."""
    account = _locked_for("accounts.end_sessions", account_id, by)
    account.session_epoch += 1
    account.save(update_fields=["session_epoch"])
    journal.record(SessionsEnded(object_id=account.pk), by=by, at=now)
    return account


@transaction.atomic
def enrol_second_factor(account_id: int, *, sealed: str, code: str, by: Actor, now: datetime) -> list[str]:
    """The holder's application shows one-time codes for this secret; returns the recovery codes, shown once.

    Raises Refused ACCOUNT_NOT_FOUND, FACTOR_EXISTS or CODE_WRONG.
    """
    account = _locked_for("accounts.own", account_id, by)
    if factors.has_factor(account):
        raise Refused(Refusal.FACTOR_EXISTS)
    if not factors.code_is_right(sealed, code):
        raise Refused(Refusal.CODE_WRONG)
    codes = factors.add_factor(account, sealed)
    secret, kept_codes = map(fingerprint, factors.kept(account))
    event = SecondFactorEnrolled(object_id=account.pk, secret=secret, codes=kept_codes)
    journal.record(event, by=by, at=now)
    return codes


@transaction.atomic
def renew_recovery_codes(account_id: int, *, password: str, by: Actor, now: datetime) -> list[str]:
    """The holder makes new recovery codes, shown once; the old ones are worthless.

    Raises Refused ACCOUNT_NOT_FOUND, PASSWORD_WRONG or NO_FACTOR.
    """
    account = _locked_for("accounts.own", account_id, by)
    if not account.check_password(password):
        raise Refused(Refusal.PASSWORD_WRONG)
    if not factors.has_factor(account):
        raise Refused(Refusal.NO_FACTOR)
    codes = factors.renew_recovery_codes(account)
    _secret, kept_codes = factors.kept(account)
    event = RecoveryCodesRenewed(object_id=account.pk, codes=fingerprint(kept_codes))
    journal.record(event, by=by, at=now)
    return codes


@transaction.atomic
def re_enrol_second_factor(account_id: int, *, by: Actor, now: datetime) -> Account:
    """Somebody who lost the telephone sets up another one at the next sign-in; all sessions end.

    Raises Refused ACCOUNT_NOT_FOUND, OWN_ACCOUNT or NO_FACTOR.
    """
    account = _locked_for("accounts.re_enrol", account_id, by)
    _check_not_own(account, by)
    if not factors.remove_factors(account):
        raise Refused(Refusal.NO_FACTOR)
    account.session_epoch += 1
    account.save(update_fields=["session_epoch"])
    journal.record(SecondFactorRemoved(object_id=account.pk), by=by, at=now)
    return account


@transaction.atomic
def note_sign_in(account_id: int, *, with_code: bool, by: Actor, now: datetime) -> Account:
    """The holder has signed in."""
    account = _locked_for("accounts.own", account_id, by)
    account.signed_in_at = now
    account.save(update_fields=["signed_in_at"])
    journal.record(SignedIn(object_id=account.pk, with_code=with_code), by=by, at=now)
    return account


def new_password() -> str:
    """A password to be told by telephone: 16 letters and digits, no two of them alike to eye or ear (79
    bits).
    """
    letters = [secrets.choice(rules.PASSWORD_LETTERS) for _ in range(16)]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, 16, 4))


def _locked_for(permission: str, account_id: int, by: Actor) -> Account:
    """The account under its lock; raises Refused ACCOUNT_NOT_FOUND or NOT_ALLOWED."""
    account = Account.objects.select_for_update(no_key=True).filter(pk=account_id).first()
    if account is None:
        raise Refused(Refusal.ACCOUNT_NOT_FOUND)
    policy.check(by, permission, account)
    return account


def _check_administrator_remains(account: Account, administrators: list[Appointment], on: date) -> None:
    """Every unit that the holder administers keeps an administrator who can sign in, its own or one above."""
    can_sign_in = set(
        Account.objects.filter(is_closed=False, officer_id__in=[row.officer_id for row in administrators])
        .exclude(pk=account.pk)
        .values_list("officer_id", flat=True)
    )
    others = [(row.unit_id, row.valid_to) for row in administrators if row.officer_id in can_sign_in]
    for row in administrators:
        if row.officer_id == account.officer_id:
            check_administrator_remains(row.valid_to, others, organisation.path_ids(row.unit_id, on))


def _check_not_own(account: Account, by: Actor) -> None:
    if by.account_id == account.pk:
        raise Refused(Refusal.OWN_ACCOUNT)
