"""The policy table: a list and a check cannot disagree, and nobody has what no row gives."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Q

from motcua.ground.access import policy
from motcua.ground.access.policy import ANY, Relation
from motcua.ground.kernel.actors import ANONYMOUS, SYSTEM, Actor, Office
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused

MINE = Relation("mine", lambda a, s: s.unit_id == a.unit_id, lambda a: Q(unit_id=a.unit_id))


@pytest.fixture(autouse=True)
def _table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "_ROWS", {})
    monkeypatch.setattr(
        policy, "_ROLES", dict.fromkeys([policy.ANYONE, policy.OFFICER, policy.SYSTEM, "handler"])
    )


def officer(role: str = "handler", unit: int = 7) -> Actor:
    office = Office(1, 1, role, unit, (unit,), date(2017, 1, 1))
    return Actor(kind="officer", account_id=1, officer_id=1, office=office, offices=(office,))


def test_a_permission_without_a_row_is_a_mistake_not_a_yes() -> None:
    with pytest.raises(KeyError):
        policy.has(officer(), "nothing.known")


def test_a_row_with_an_unknown_role_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown roles"):
        policy.add("x.y", {"king": ANY})


def test_a_permission_has_one_row() -> None:
    policy.add("x.y", {"handler": ANY})
    with pytest.raises(ValueError, match="two rows"):
        policy.add("x.y", {"handler": MINE})


def test_the_relation_decides_for_one() -> None:
    policy.add("x.y", {"handler": MINE})
    assert policy.allows(officer(unit=7), "x.y", SimpleNamespace(unit_id=7))
    assert not policy.allows(officer(unit=8), "x.y", SimpleNamespace(unit_id=7))
    assert not policy.allows(ANONYMOUS, "x.y", SimpleNamespace(unit_id=7))


def test_a_check_without_a_subject_asks_the_role_alone() -> None:
    policy.add("x.y", {"handler": MINE})
    policy.check(officer(), "x.y")
    with pytest.raises(Refused):
        policy.check(ANONYMOUS, "x.y")


def test_the_system_has_only_what_its_rows_give() -> None:
    policy.add("x.y", {"handler": ANY})
    policy.add("x.z", {policy.SYSTEM: ANY})
    assert not policy.has(SYSTEM, "x.y")
    assert policy.has(SYSTEM, "x.z")


def _journal(unit: int) -> Any:
    return JournalRow.objects.create(
        verb="v", object_kind="k", object_id=unit, number=1, unit_id=unit, at="2017-01-02T00:00Z"
    )


@pytest.mark.django_db
def test_a_list_holds_those_that_the_check_allows() -> None:
    policy.add("x.y", {"handler": MINE})
    mine, _other = _journal(7), _journal(8)
    found = policy.visible(officer(unit=7), "x.y", JournalRow.objects.all())
    assert list(found) == [mine]


@pytest.mark.django_db
def test_one_relation_that_holds_for_all_opens_the_whole_list() -> None:
    policy.add("x.y", {"handler": MINE, policy.OFFICER: ANY})
    _journal(7), _journal(8)
    assert policy.visible(officer(unit=7), "x.y", JournalRow.objects.all()).count() == 2


@pytest.mark.django_db
def test_without_a_relation_the_list_is_empty() -> None:
    policy.add("x.y", {"handler": MINE})
    _journal(7)
    assert not policy.visible(ANONYMOUS, "x.y", JournalRow.objects.all()).exists()
