"""Accounts are created, closed and helped out of trouble; each time one event, and nothing of the person in it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from motcua.ground.kernel.actors import ANONYMOUS, SYSTEM, Actor
from motcua.ground.kernel.journal import fingerprint
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.people.accounts import actions, factors, queries, rules
from motcua.people.accounts.models import Account
from motcua.people.accounts.rules import PASSWORD_LETTERS, Refusal
from motcua.people.accounts.tests.conftest import NEW, PASSWORD, account_for, actor_of
from motcua.people.organisation import actions as organisation
from motcua.people.organisation.models import Appointment
from motcua.people.organisation.rules import Refusal as OrganisationRefusal
from motcua.people.organisation.tests.conftest import NOW, TODAY, Town, build, count_events, events, refusal

STRANGERS = ("sister_administrator", "leader", "handler", "receptionist", "inspector")
Verb = Callable[..., Any]


def administrator(town: Town) -> Actor:
    return town.actor("administrator")


def create(town: Town, by: Actor | None = None, **changes: Any) -> tuple[Account, str]:
    wanted: dict[str, Any] = {"officer_id": town.officer("handler"), "username": "thuly.caibe"}
    return actions.create_account(**(wanted | changes), by=by or administrator(town), now=NOW)


def verbs(account: Account) -> list[str]:
    return [verb.removeprefix("accounts.") for verb, _ in events("account", account.pk)]


def test_a_new_account_opens_with_the_password_shown_and_must_replace_it(town: Town) -> None:
    account, password = create(town, username=" ThuLy.CaiBe ")
    assert account.username == "thuly.caibe"
    assert account.check_password(password)
    assert account.must_change_password


def test_creating_records_one_event_without_name_and_password(town: Town) -> None:
    account, password = create(town)
    ((verb, data),) = events("account", account.pk)
    assert verb == "accounts.created"
    assert data == {
        "holder_id": town.officer("handler"),
        "must_change_password": True,
        "password": fingerprint(account.password),
    }
    assert password not in str(data)


def test_shown_passwords_are_long_and_all_different() -> None:
    passwords = {actions.new_password() for _ in range(200)}
    assert len(passwords) == 200
    assert all(len(p.replace("-", "")) == 16 and set(p) <= {*PASSWORD_LETTERS, "-"} for p in passwords)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"officer_id": 999_999}, Refusal.OFFICER_NOT_FOUND),
        ({"username": "x"}, Refusal.USERNAME_WRONG),
        ({"username": "thụ lý"}, Refusal.USERNAME_WRONG),
        ({"username": "-thuly-"}, Refusal.USERNAME_WRONG),
        ({"username": "x" * 81}, Refusal.USERNAME_WRONG),
    ],
)
def test_it_refuses_an_account_that_cannot_be(town: Town, changes: dict[str, Any], code: Refusal) -> None:
    assert refusal(create, town, **changes) == code


def test_an_officer_has_one_account_and_a_name_is_given_once(town: Town) -> None:
    create(town)
    assert refusal(create, town, username="khac.ten") == Refusal.HAS_ACCOUNT
    assert refusal(create, town, officer_id=town.officer("head")) == Refusal.USERNAME_TAKEN


@pytest.mark.parametrize("part", STRANGERS)
def test_only_an_administrator_above_creates(town: Town, part: str) -> None:
    assert refusal(create, town, town.actor(part)) == KernelRefusal.NOT_ALLOWED


def test_creating_fails_whole_when_the_event_fails(town: Town, broken_journal: Callable[[], None]) -> None:
    broken_journal()
    with pytest.raises(RuntimeError):
        create(town)
    assert not Account.objects.exists()


def test_only_the_system_opens_ready_accounts(town: Town) -> None:
    wanted: dict[str, Any] = {
        "officer_id": town.officer("handler"),
        "username": "handler",
        "password": PASSWORD,
    }
    for by in (administrator(town), ANONYMOUS):
        assert refusal(actions.open_ready_account, **wanted, by=by, now=NOW) == KernelRefusal.NOT_ALLOWED
    account = actions.open_ready_account(**wanted, by=SYSTEM, now=NOW)
    assert not account.must_change_password
    assert verbs(account) == ["created"]


# --- what an administrator does for others -------------------------------------------------------------------------


def reset(account: Account, by: Actor) -> Any:
    return actions.reset_password(account.pk, by=by, now=NOW)


def close(account: Account, by: Actor) -> Any:
    return actions.close_account(account.pk, by=by, now=NOW)


def reopen(account: Account, by: Actor) -> Any:
    return actions.reopen_account(account.pk, by=by, now=NOW)


def end(account: Account, by: Actor) -> Any:
    return actions.end_sessions(account.pk, by=by, now=NOW)


def re_enrol(account: Account, by: Actor) -> Any:
    return actions.re_enrol_second_factor(account.pk, by=by, now=NOW)


HELPING: dict[Verb, str] = {
    reset: "password_reset",
    close: "closed",
    end: "sessions_ended",
    re_enrol: "second_factor_removed",
}


@pytest.fixture
def account(town: Town) -> Account:
    found = account_for(town, "handler")
    factors.add_factor(found, factors.new_secret())
    return found


@pytest.mark.parametrize(("verb", "event"), HELPING.items())
def test_each_of_these_is_one_event_and_ends_the_sessions(
    town: Town, account: Account, verb: Verb, event: str
) -> None:
    before = account.get_session_auth_hash()
    verb(account, administrator(town))
    account.refresh_from_db()
    assert verbs(account)[1:] == [event]
    assert account.get_session_auth_hash() != before


@pytest.mark.parametrize("verb", [*HELPING, reopen])
@pytest.mark.parametrize("part", STRANGERS)
def test_only_an_administrator_above_does_these(town: Town, account: Account, verb: Verb, part: str) -> None:
    if part == "handler":
        part = "head"
    assert refusal(verb, account, town.actor(part)) == KernelRefusal.NOT_ALLOWED


@pytest.mark.parametrize("verb", [*HELPING, reopen])
def test_a_stranger_does_none_of_these(account: Account, verb: Verb) -> None:
    assert refusal(verb, account, ANONYMOUS) == KernelRefusal.NOT_ALLOWED


@pytest.mark.parametrize("verb", [*HELPING, reopen])
def test_an_unknown_account_is_not_found(town: Town, verb: Verb) -> None:
    assert refusal(verb, Account(pk=999_999), administrator(town)) == Refusal.ACCOUNT_NOT_FOUND


@pytest.mark.parametrize("verb", [reset, close, re_enrol])
def test_nobody_does_these_to_himself(town: Town, verb: Verb) -> None:
    own = account_for(town, "administrator")
    factors.add_factor(own, factors.new_secret())
    assert refusal(verb, own, actor_of(own)) == Refusal.OWN_ACCOUNT


@pytest.mark.parametrize("verb", HELPING)
def test_each_fails_whole_when_the_event_fails(
    town: Town, account: Account, broken_journal: Callable[[], None], verb: Verb
) -> None:
    by, before = administrator(town), account.get_session_auth_hash()
    broken_journal()
    with pytest.raises(RuntimeError):
        verb(account, by)
    account.refresh_from_db()
    assert account.get_session_auth_hash() == before
    assert factors.has_factor(account)


def test_an_account_whose_holder_is_in_office_elsewhere_too_is_out_of_reach(
    town: Town, account: Account
) -> None:
    """Whoever resets a password could become that person, also in the office that is not his."""
    organisation.appoint(
        officer_id=town.officer("sister_administrator"),
        unit_id=town.unit("district"),
        role="administrator",
        valid_from=TODAY,
        by=SYSTEM,
        now=NOW,
    )
    offices = town.actor("sister_administrator").offices
    by = Actor("officer", 999_999, offices[0].officer_id, offices[1], offices)
    assert reset(account, by)
    organisation.appoint(
        officer_id=town.officer("handler"),
        unit_id=town.unit("province"),
        role="clerk",
        valid_from=TODAY + timedelta(days=3),
        valid_to=TODAY + timedelta(days=9999),
        by=SYSTEM,
        now=NOW,
    )
    assert refusal(reset, account, by) == KernelRefusal.NOT_ALLOWED
    assert list(queries.visible_to(by)) == []
    assert refusal(queries.get_account, account.pk, by) == Refusal.ACCOUNT_NOT_FOUND
    assert queries.get_account(account.pk, administrator(town)) == account


def test_a_reset_password_is_another_one_and_must_be_replaced(town: Town, account: Account) -> None:
    password = reset(account, administrator(town))
    account.refresh_from_db()
    assert account.check_password(password)
    assert not account.check_password(PASSWORD)
    assert account.must_change_password


def test_the_password_of_a_closed_account_is_not_reset(town: Town, account: Account) -> None:
    close(account, administrator(town))
    assert refusal(reset, account, administrator(town)) == Refusal.CLOSED


def test_it_refuses_to_close_the_account_of_the_last_administrator(town: Town) -> None:
    last = account_for(town, "administrator")
    account_for(town, "sister_administrator")
    assert refusal(close, last, SYSTEM) == OrganisationRefusal.LAST_ADMINISTRATOR


def test_an_administrators_account_closes_when_one_above_can_sign_in(town: Town) -> None:
    above, below = account_for(town, "administrator"), account_for(town, "sister_administrator")
    close(below, actor_of(above))
    below.refresh_from_db()
    assert below.is_closed


def test_who_cannot_sign_in_does_not_stand_in_for_an_administrator(town: Town) -> None:
    below = account_for(town, "sister_administrator")
    assert refusal(close, below, SYSTEM) == OrganisationRefusal.LAST_ADMINISTRATOR
    above = account_for(town, "administrator")
    Account.objects.filter(pk=above.pk).update(is_closed=True)
    assert refusal(close, below, SYSTEM) == OrganisationRefusal.LAST_ADMINISTRATOR


def test_who_leaves_earlier_does_not_stand_in_for_a_closed_account(town: Town) -> None:
    account_for(town, "administrator")
    below = account_for(town, "sister_administrator")
    Appointment.objects.filter(pk=town.appointment("administrator")).update(
        valid_to=NOW.date() + timedelta(days=7)
    )
    assert refusal(close, below, SYSTEM) == OrganisationRefusal.LAST_ADMINISTRATOR


def test_closing_and_opening_again_are_one_event_each_however_often(town: Town, account: Account) -> None:
    for verb in (close, close, reopen, reopen):
        verb(account, administrator(town))
    assert verbs(account) == ["created", "closed", "reopened"]
    account.refresh_from_db()
    assert account.is_active


def test_reopening_fails_whole_when_the_event_fails(
    town: Town, account: Account, broken_journal: Callable[[], None]
) -> None:
    close(account, administrator(town))
    by = administrator(town)
    broken_journal()
    with pytest.raises(RuntimeError):
        reopen(account, by)
    account.refresh_from_db()
    assert account.is_closed


def test_after_the_second_factor_is_removed_neither_code_nor_recovery_code_is_left(
    town: Town, account: Account
) -> None:
    re_enrol(account, administrator(town))
    assert not factors.has_factor(account)
    assert factors.recovery_codes_left(account) == 0
    assert refusal(re_enrol, account, administrator(town)) == Refusal.NO_FACTOR


# --- what the holder does ------------------------------------------------------------------------------------------


def set_own(account: Account, by: Actor | None = None, **changes: Any) -> Account:
    wanted: dict[str, Any] = {"current": PASSWORD, "new": NEW, "again": NEW}
    return actions.set_own_password(account.pk, **(wanted | changes), by=by or actor_of(account), now=NOW)


def test_an_own_password_ends_the_other_sessions_and_is_one_event(account: Account) -> None:
    before = account.get_session_auth_hash()
    changed = set_own(account)
    assert changed.check_password(NEW)
    assert changed.get_session_auth_hash() != before
    assert verbs(account) == ["created", "own_password_set"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"current": "sai rồi"}, Refusal.PASSWORD_WRONG),
        ({"again": NEW + "!"}, Refusal.PASSWORDS_DIFFER),
        ({"new": PASSWORD, "again": PASSWORD}, Refusal.PASSWORD_SAME),
        ({"new": "ngắn quá", "again": "ngắn quá"}, Refusal.PASSWORD_WEAK),
        ({"new": "098765432109", "again": "098765432109"}, Refusal.PASSWORD_WEAK),
        ({"new": "handlerhandler1", "again": "handlerhandler1"}, Refusal.PASSWORD_LIKE_USERNAME),
    ],
)
def test_it_refuses_a_password_that_cannot_be(
    account: Account, changes: dict[str, Any], code: Refusal
) -> None:
    assert refusal(set_own, account, **changes) == code


@pytest.mark.parametrize(
    "password", ["thulythulythuly", "ThuLyThuLy-2017", "thuly.caibe", "thuly.caibe.2017"]
)
def test_a_password_is_not_the_user_name_again(password: str) -> None:
    username = "thuly.caibe" if "caibe" in password else "thuly"
    with pytest.raises(Refused) as refused:
        rules.check_unlike_username(password, username)
    assert refused.value.code == Refusal.PASSWORD_LIKE_USERNAME


@pytest.mark.parametrize("password", [NEW, PASSWORD, "thuly trồng sầu riêng"])
def test_a_password_that_tells_more_than_the_user_name_is_taken(password: str) -> None:
    rules.check_unlike_username(password, "thuly")


def test_nobody_sets_the_password_of_another(town: Town, account: Account) -> None:
    assert refusal(set_own, account, administrator(town)) == KernelRefusal.NOT_ALLOWED


def test_setting_fails_whole_when_the_event_fails(
    account: Account, broken_journal: Callable[[], None]
) -> None:
    by = actor_of(account)
    broken_journal()
    with pytest.raises(RuntimeError):
        set_own(account, by)
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def enrol(account: Account, sealed: str, code: str, by: Actor | None = None) -> list[str]:
    wanted: dict[str, Any] = {"sealed": sealed, "code": code, "by": by or actor_of(account), "now": NOW}
    return actions.enrol_second_factor(account.pk, **wanted)


def test_a_second_factor_is_set_up_with_its_first_code(town: Town) -> None:
    account, sealed = account_for(town, "leader"), factors.new_secret()
    codes = enrol(account, sealed, factors.code_of(sealed))
    assert len(set(codes)) == 10
    assert factors.has_factor(account)
    assert verbs(account) == ["created", "second_factor_enrolled"]


def test_a_wrong_code_sets_nothing_up(town: Town) -> None:
    account, sealed = account_for(town, "leader"), factors.new_secret()
    for code in ("", "12345", "abcdef"):
        assert refusal(enrol, account, sealed, code) == Refusal.CODE_WRONG
    assert not factors.has_factor(account)


def test_a_second_factor_is_not_replaced_unseen(account: Account) -> None:
    sealed = factors.new_secret()
    assert refusal(enrol, account, sealed, factors.code_of(sealed)) == Refusal.FACTOR_EXISTS


def test_nobody_sets_up_the_second_factor_of_another(town: Town) -> None:
    account, sealed = account_for(town, "leader"), factors.new_secret()
    refused = refusal(enrol, account, sealed, factors.code_of(sealed), administrator(town))
    assert refused == KernelRefusal.NOT_ALLOWED


def test_setting_up_fails_whole_when_the_event_fails(town: Town, broken_journal: Callable[[], None]) -> None:
    account, sealed = account_for(town, "leader"), factors.new_secret()
    by = actor_of(account)
    broken_journal()
    with pytest.raises(RuntimeError):
        enrol(account, sealed, factors.code_of(sealed), by)
    assert not factors.has_factor(account)


def renew(account: Account, password: str = PASSWORD, by: Actor | None = None) -> list[str]:
    by = by or actor_of(account)
    return actions.renew_recovery_codes(account.pk, password=password, by=by, now=NOW)


def test_new_recovery_codes_are_one_event_each_time(account: Account) -> None:
    assert not set(renew(account)) & set(renew(account))
    assert verbs(account) == ["created", "recovery_codes_renewed", "recovery_codes_renewed"]


def test_recovery_codes_are_renewed_with_the_password_by_the_holder(town: Town, account: Account) -> None:
    assert refusal(renew, account, "sai rồi") == Refusal.PASSWORD_WRONG
    assert refusal(renew, account, by=administrator(town)) == KernelRefusal.NOT_ALLOWED
    assert refusal(renew, account_for(town, "head")) == Refusal.NO_FACTOR


def test_the_holder_ends_his_own_sessions(account: Account) -> None:
    end(account, actor_of(account))
    assert verbs(account) == ["created", "sessions_ended"]


def test_a_sign_in_is_noted(account: Account) -> None:
    noted = actions.note_sign_in(account.pk, with_code=True, by=actor_of(account), now=NOW)
    assert noted.signed_in_at == NOW
    assert events("account", account.pk)[-1] == ("accounts.signed_in", {"with_code": True})


def test_two_at_once_create_one_account(real_db: None) -> None:
    town = build()
    outcomes: list[object] = []
    ready = threading.Barrier(2)

    def run() -> None:
        ready.wait(10)
        try:
            outcomes.append(create(town, SYSTEM)[0].username)
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert "thuly.caibe" in outcomes
    assert Account.objects.count() == 1


def test_two_resets_at_once_leave_one_password_that_was_shown(real_db: None) -> None:
    account = account_for(build(), "handler")
    shown: list[str] = []

    def run() -> None:
        shown.append(reset(account, SYSTEM))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    account.refresh_from_db()
    assert [account.check_password(password) for password in shown].count(True) == 1
    assert account.session_epoch == 2


def test_no_event_is_lost_or_doubled_over_a_whole_life(town: Town) -> None:
    account, _once = create(town)
    before = count_events()
    for verb in (end, reset, close, reopen):
        verb(account, administrator(town))
    assert count_events() - before == 4
