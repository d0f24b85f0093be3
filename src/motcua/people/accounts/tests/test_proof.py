"""The proof of accounts: what was changed, removed or put in behind their back is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from motcua.ground.kernel.actors import SYSTEM, Actor
from motcua.people.accounts import actions, factors
from motcua.people.accounts.models import Account
from motcua.people.accounts.queries.proof import broken_rules
from motcua.people.accounts.tests.conftest import NEW, PASSWORD, account_for, actor_of
from motcua.people.organisation.tests.conftest import NOW, Town, build

Owner = Callable[..., int]


def found() -> set[str]:
    return {broken.code for broken in broken_rules()}


@pytest.fixture(scope="module")
def story(owners_transaction: None) -> Town:
    """Accounts to which everything has happened that can."""
    town = build()
    actions.create_account(
        officer_id=town.officer("inspector"),
        username="thanhtra",
        by=SYSTEM,
        now=NOW,
    )
    closed, leader = account_for(town, "handler"), account_for(town, "leader")
    by = town.actor("administrator")
    for verb in (actions.close_account, actions.reopen_account, actions.end_sessions, actions.close_account):
        verb(closed.pk, by=by, now=NOW)
    actions.reset_password(leader.pk, by=by, now=NOW)
    set_own(leader, actor_of(leader))
    for _ in range(2):
        enrol(leader)
        actions.renew_recovery_codes(leader.pk, password=NEW, by=actor_of(leader), now=NOW)
        if not _:
            actions.re_enrol_second_factor(leader.pk, by=by, now=NOW)
    actions.note_sign_in(leader.pk, with_code=True, by=actor_of(leader), now=NOW)
    return town


def set_own(account: Account, by: Actor, current: str | None = None) -> None:
    actions.set_own_password(account.pk, current=current, new=NEW, again=NEW, by=by, now=NOW)


def enrol(account: Account) -> None:
    sealed = factors.new_secret()
    code = factors.code_of(sealed)
    actions.enrol_second_factor(account.pk, sealed=sealed, code=code, by=actor_of(account), now=NOW)


def test_a_whole_story_holds(as_owner: Owner, story: Town) -> None:
    assert found() == set()


LEADER = "WHERE username = 'leader'"
WITH_A_CARD = (
    "INSERT INTO mfa_authenticator (user_id, type, data, created_at) SELECT id, 'webauthn', '{}', now() FROM account "
    f"{LEADER}"
)
ANOTHER = (
    "INSERT INTO account (username, officer_id, password, must_change_password, is_closed, session_epoch, created_at) "
    "SELECT 'x', id, '!', false, false, 0, now() FROM officer WHERE name LIKE '%receptionist'"
)
CHANGES = {
    f"UPDATE account SET username = 'khac' {LEADER}": {"words_differ"},
    f"UPDATE account SET officer_id = (SELECT max(id) FROM officer) {LEADER}": {"facts_differ"},
    f"UPDATE account SET created_at = created_at - interval '1 day' {LEADER}": {"facts_differ"},
    f"UPDATE account SET signed_in_at = NULL {LEADER}": {"facts_differ"},
    f"UPDATE account SET session_epoch = session_epoch + 1 {LEADER}": {"facts_differ"},
    "UPDATE account SET is_closed = false": {"closing_differs"},
    f"UPDATE account SET is_closed = true {LEADER}": {"closing_differs"},
    "UPDATE account SET must_change_password = false": {"password_differs"},
    f"UPDATE account SET password = (SELECT password FROM account WHERE username = 'handler') {LEADER}": {
        "password_differs"
    },
    "UPDATE account SET password = '!' WHERE username = 'thanhtra'": {"password_differs"},
    "UPDATE mfa_authenticator SET data = data || '{\"secret\": \"x\"}' WHERE type = 'totp'": {
        "second_factor_differs"
    },
    "UPDATE mfa_authenticator SET data = data || '{\"seed\": \"x\"}' WHERE type <> 'totp'": {
        "second_factor_differs"
    },
    "DELETE FROM mfa_authenticator WHERE type = 'totp'": {"second_factor_differs"},
    "UPDATE mfa_authenticator SET user_id = (SELECT min(id) FROM account)": {"second_factor_differs"},
    WITH_A_CARD: {"second_factor_differs"},
    "DELETE FROM account WHERE username = 'thanhtra'": {"is_gone"},
    ANOTHER: {"without_event"},
    "UPDATE journal SET data = '{}' WHERE verb = 'accounts.created'": {"events_cannot_be_read"},
}


@pytest.mark.parametrize("statement", sorted(CHANGES))
def test_a_change_behind_its_back_is_found(as_owner: Owner, story: Town, statement: str) -> None:
    assert as_owner(statement)
    assert found() == CHANGES[statement]


def test_a_verb_does_not_take_over_what_was_changed_before_it(as_owner: Owner, story: Town) -> None:
    as_owner("UPDATE account SET is_closed = false WHERE username = 'handler'")
    account = Account.objects.get(username="handler")
    set_own(account, actor_of(account), PASSWORD)
    actions.note_sign_in(account.pk, with_code=False, by=actor_of(account), now=NOW)
    assert {(broken.code, broken.name) for broken in broken_rules()} == {("closing_differs", str(account.pk))}


def test_signing_in_leaves_the_password_as_it_was_hashed(story: Town, settings: Any) -> None:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    account = Account.objects.get(username="leader")
    assert account.check_password(NEW)
    assert not account.check_password(PASSWORD)
    assert found() == set()


def test_a_recovery_code_used_up_is_no_difference(as_owner: Owner, story: Town) -> None:
    as_owner("UPDATE mfa_authenticator SET data = data || '{\"used_mask\": 3}' WHERE type = 'recovery_codes'")
    assert found() == set()
