"""Who acts through an account."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import InvalidToken

from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import ANONYMOUS, SYSTEM
from motcua.people.accounts import actions, factors, queries, rules
from motcua.people.accounts.models import Account
from motcua.people.accounts.rules import Refusal
from motcua.people.accounts.tests.conftest import account_for
from motcua.people.organisation import actions as organisation
from motcua.people.organisation.tests.conftest import NOW, TODAY, Town, refusal


def second_office(town: Town) -> int:
    """The handler receives at the one-stop from tomorrow on; returns that appointment."""
    appointment = organisation.appoint(
        officer_id=town.officer("handler"),
        unit_id=town.unit("one_stop"),
        role="receptionist",
        valid_from=TODAY + timedelta(days=1),
        by=SYSTEM,
        now=NOW,
    )
    return appointment.pk


def test_the_actor_is_built_in_one_statement(town: Town, django_assert_num_queries: Any) -> None:
    account = account_for(town, "leader")
    with django_assert_num_queries(1):
        actor = queries.actor(account.pk, NOW)
    assert (actor.kind, actor.account_id, actor.officer_id) == ("officer", account.pk, town.officer("leader"))
    assert actor.office == town.actor("leader").office


def test_the_office_chosen_is_the_one_acted_in(town: Town) -> None:
    account, other = account_for(town, "handler"), second_office(town)
    tomorrow = NOW + timedelta(days=1)
    assert queries.actor(account.pk, tomorrow, other).role == "receptionist"
    assert queries.actor(account.pk, tomorrow, None).role == "handler"
    assert len(queries.actor(account.pk, tomorrow, other).offices) == 2


def test_an_office_not_held_that_day_gives_way_to_the_first(town: Town) -> None:
    account, other = account_for(town, "handler"), second_office(town)
    assert queries.actor(account.pk, NOW, other).role == "handler"
    assert queries.actor(account.pk, NOW, town.appointment("leader")).role == "handler"


def test_the_day_is_the_local_one(town: Town) -> None:
    account, other = account_for(town, "handler"), second_office(town)
    before_midnight = NOW.replace(hour=16, minute=59)
    assert queries.actor(account.pk, before_midnight, other).role == "handler"
    assert queries.actor(account.pk, before_midnight + timedelta(minutes=1), other).role == "receptionist"


def test_a_closed_account_and_an_unknown_one_hold_no_office(town: Town) -> None:
    account = account_for(town, "handler")
    actions.close_account(account.pk, by=SYSTEM, now=NOW)
    for account_id in (account.pk, 999_999):
        actor = queries.actor(account_id, NOW)
        assert actor.offices == ()
        assert actor.office is None


def test_a_delegate_acts_in_the_office_delegated(town: Town) -> None:
    account = account_for(town, "head")
    delegation = organisation.delegate(
        appointment_id=town.appointment("leader"),
        delegate_id=town.officer("head"),
        form="KT.",
        basis="Quyết định 1",
        valid_from=TODAY,
        valid_to=TODAY + timedelta(days=5),
        by=SYSTEM,
        now=NOW,
    )
    actor = queries.actor(account.pk, NOW, town.appointment("leader"))
    assert actor.role == "leader"
    assert actor.office is not None
    assert actor.office.delegation_id == delegation.pk
    assert actor.officer_id == town.officer("head")


def test_administrators_see_the_accounts_below_them(town: Town) -> None:
    for part in ("handler", "sister_leader"):
        account_for(town, part)
    seen = [account.username for account in queries.visible_to(town.actor("administrator"))]
    assert seen == ["handler", "sister_leader"]
    assert [a.username for a in queries.visible_to(town.actor("sister_administrator"))] == ["sister_leader"]


@pytest.mark.parametrize("part", ["leader", "handler", "receptionist", "inspector"])
def test_nobody_else_sees_accounts(town: Town, part: str) -> None:
    account_for(town, "handler")
    assert not queries.visible_to(town.actor(part)).exists()
    assert not queries.visible_to(ANONYMOUS).exists()


def test_the_account_of_an_officer_is_found(town: Town) -> None:
    account = account_for(town, "handler")
    assert queries.account_of(town.officer("handler")) == account
    assert queries.account_of(town.officer("leader")) is None


def test_codes_are_shown_in_a_demonstration_only(town: Town) -> None:
    account = account_for(town, "leader")
    assert refusal(queries.current_code, account.pk) == Refusal.NOT_A_DEMONSTRATION
    clock.mark_demonstration(at=NOW)
    assert queries.current_code(account.pk) is None
    sealed = factors.new_secret()
    factors.add_factor(account, sealed)
    code = queries.current_code(account.pk)
    assert code is not None
    assert factors.code_is_right(sealed, code)
    assert refusal(queries.current_code, 999_999) == Refusal.ACCOUNT_NOT_FOUND


@pytest.mark.parametrize(("seconds", "right"), [(0, True), (30, True), (60, False), (-60, False)])
def test_a_code_is_right_for_half_a_minute_longer(
    monkeypatch: pytest.MonkeyPatch, seconds: int, right: bool
) -> None:
    sealed, began = factors.new_secret(), time.time()
    monkeypatch.setattr(time, "time", lambda: began)
    code = factors.code_of(sealed)
    monkeypatch.setattr(time, "time", lambda: began + seconds)
    assert factors.code_is_right(sealed, code) is right


def test_a_secret_opens_with_its_own_key_only(settings: Any) -> None:
    sealed = factors.new_secret()
    assert factors.open_secret(sealed) not in sealed
    settings.MFA_KEY = b"another"
    with pytest.raises(InvalidToken):
        factors.open_secret(sealed)


def test_the_drawing_is_made_here_from_the_address(town: Town) -> None:
    account = account_for(town, "leader")
    text = factors.address(account, factors.new_secret())
    assert text.startswith("otpauth://totp/leader?secret=")
    assert "M%E1%BB%99t%20C%E1%BB%ADa" in text
    assert factors.drawing(text).startswith("<svg")


@pytest.mark.parametrize(
    ("roles", "needed"),
    [
        (["handler"], False),
        (["handler", "leader"], True),
        (["administrator"], True),
        (["reform_office"], True),
        ([], False),
    ],
)
def test_which_roles_need_a_code(roles: list[str], needed: bool) -> None:
    assert rules.needs_code(roles) is needed


def test_an_account_belongs_to_somebody(db: None) -> None:
    with pytest.raises(Exception, match="an_account_belongs_to_an_officer_or_a_party"):
        Account.objects.create(username="nobody", created_at=NOW)
