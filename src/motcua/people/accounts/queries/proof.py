"""The proof: accounts, their passwords and second factors are what their events say."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import OuterRef, Subquery

from motcua.ground.kernel.journal import fingerprint
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.proofs import Broken, compare, says
from motcua.people.accounts import events, factors
from motcua.people.accounts.models import Account

ENDING_SESSIONS = frozenset(
    {
        events.PasswordReset.verb,
        events.OwnPasswordSet.verb,
        events.AccountClosed.verb,
        events.SessionsEnded.verb,
        events.SecondFactorRemoved.verb,
    }
)
# Whether the password that the verb sets must be replaced at the next sign-in; a new account's event says it.
SETTING_PASSWORD = {
    events.AccountCreated.verb: None,
    events.PasswordReset.verb: True,
    events.OwnPasswordSet.verb: False,
}
CLOSING = {events.AccountClosed.verb: True, events.AccountReopened.verb: False}
OF_FACTORS = (
    events.SecondFactorEnrolled.verb,
    events.SecondFactorRemoved.verb,
    events.RecoveryCodesRenewed.verb,
)
# All but signing in, of which only the last time is kept in the row.
VERBS = ENDING_SESSIONS | set(SETTING_PASSWORD) | set(CLOSING) | set(OF_FACTORS)


def broken_rules() -> Iterator[Broken]:
    """Every account that differs from its events; memory is that of one batch."""
    signing_in = JournalRow.objects.filter(
        object_kind="account", object_id=OuterRef("pk"), verb=events.SignedIn.verb
    )
    accounts = Account.objects.prefetch_related("authenticator_set").annotate(
        told_signed_in_at=Subquery(signing_in.order_by("-number").values("at")[:1])
    )
    yield from compare(accounts, "account", VERBS, _differing)


def words_of_account(account: Account) -> dict[str, str]:
    """What is said in words of an account."""
    return {"username": account.username}


def _differing(account: Account, told: list[JournalRow]) -> Iterator[str]:
    created = told[0]
    if not says(created, words_of_account(account)):
        yield "words_differ"
    standing = (account.officer_id, account.party_id, account.created_at, account.signed_in_at)
    said = (created.data["holder_id"], None, created.at, getattr(account, "told_signed_in_at", None))
    if standing != said or account.session_epoch != sum(row.verb in ENDING_SESSIONS for row in told):
        yield "facts_differ"
    if account.is_closed != ([False] + [CLOSING[row.verb] for row in told if row.verb in CLOSING])[-1]:
        yield "closing_differs"
    last = [row for row in told if row.verb in SETTING_PASSWORD][-1]
    must_change = SETTING_PASSWORD[last.verb]
    if must_change is None:
        must_change = last.data["must_change_password"]
    if (fingerprint(account.password), account.must_change_password) != (last.data["password"], must_change):
        yield "password_differs"
    factors_told = _told_factors(told)
    # A row of another kind than these two was put there by nobody.
    rows = len(factors.rows_of(account))
    if _factors(account) != factors_told or rows != sum(told is not None for told in factors_told):
        yield "second_factor_differs"


def _factors(account: Account) -> list[str | None]:
    return [None if kept is None else fingerprint(kept) for kept in factors.kept(account)]


def _told_factors(told: list[JournalRow]) -> list[str | None]:
    secret = codes = None
    for row in told:
        if row.verb in OF_FACTORS:
            codes = row.data.get("codes")
            secret = secret if row.verb == events.RecoveryCodesRenewed.verb else row.data.get("secret")
    return [secret, codes]
