"""Every cell of the policy table against the reviewed page of expected answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import get_resolver

from motcua.casework.dossiers.tests.cast import (
    BEGINNING,
    MORNING,
    Cast,
    Office,
    office,
    officer,
    set_the_stage,
    unit,
)
from motcua.ground.access import policy
from motcua.ground.kernel.actors import ANONYMOUS, Actor
from motcua.people.accounts import queries as accounts
from motcua.people.accounts.models import Account
from motcua.people.organisation.models import Appointment, Delegation, Role, UnitKind
from motcua.site.documents import walk

PAGE = Path(__file__).with_name("permissions_expected.txt")
NINE = tuple(role.value for role in Role)
RELATIONS = ("own", "sister", "parent", "stranger")


@dataclass(frozen=True)
class Expected:
    """One line of the page."""

    permission: str
    relation: str
    who: frozenset[str]


def expected() -> list[Expected]:
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            permission, relation, *who = line.split()
            names = {name for word in who for name in (NINE if word == "all" else (word,)) if word != "–"}
            found.append(Expected(permission, relation, frozenset(names)))
    return found


@dataclass
class Province:
    """The cast with all nine roles in the district, and the objects that stand to them as the page says."""

    cast: Cast
    offices: dict[str, Office]
    everybody: dict[str, Actor]

    def subject(self, permission: str, relation: str, actor: Actor) -> Any:
        """The object that is asked about."""
        package, verb = permission.split(".")
        where = self.offices[relation]
        makers: dict[str, Callable[[], Any]] = {
            "dossiers": lambda: self.dossier(where, relation, actor),
            "notices": lambda: self.dossier(where, relation, actor),
            "custody": lambda: self.handover(where, relation, actor),
            "sightings": lambda: self.dossier(where, relation, actor),
            "figures": lambda: self.own_unit(actor) if relation == "own" else where.agency,
            "units": lambda: where.agency,
            "officers": lambda: self.appointment(where).officer,
            "appointments": lambda: self.appointment(where),
            "delegations": lambda: self.delegation(where, relation, actor),
            "accounts": lambda: self.account(where, relation, actor, verb),
        }
        return makers[package]()

    def own_unit(self, actor: Actor) -> Any:
        return SimpleNamespace(pk=actor.unit_id)

    def dossier(self, where: Office, relation: str, actor: Actor) -> Any:
        """A dossier of that place with a task for the actor's role, in his own unit when the place is his."""
        return SimpleNamespace(
            one_stop_id=where.one_stop.pk,
            division_id=where.division.pk,
            agency_id=where.agency.pk,
            unit_id=actor.unit_id if relation == "own" else where.agency.pk,
            role=actor.role,
            officer_id=None,
        )

    def handover(self, where: Office, relation: str, actor: Actor) -> Any:
        """A hand-over list of that place; given by and to the actor's unit when the place is his."""
        ours = relation == "own"
        return SimpleNamespace(
            giver_id=actor.unit_id if ours else where.one_stop.pk,
            taker_id=actor.unit_id if ours else where.division.pk,
        )

    def appointment(self, where: Office) -> Appointment:
        return where.appointments[Role.HANDLER.value]

    def delegation(self, where: Office, relation: str, actor: Actor) -> Delegation:
        appointed = self.appointment(where).pk
        if relation == "own" and actor.office is not None:
            appointed = actor.office.appointment_id
        appointment = Appointment.objects.get(pk=appointed)
        return Delegation(
            appointment=appointment, delegate=appointment.officer, form="KT.", valid_from=BEGINNING
        )

    def account(self, where: Office, relation: str, actor: Actor, verb: str) -> Account:
        if relation == "own" and verb in ("own", "end_sessions") and actor.account_id:
            return Account.objects.get(pk=actor.account_id)
        return where.accounts[Role.HANDLER.value]


@pytest.fixture
def province(db: None) -> Province:
    cast = set_the_stage()
    above = Office(
        cast.province,
        unit(UnitKind.ONE_STOP, "000.00.98.H58", "Trung tâm", cast.province),
        unit(UnitKind.DIVISION, "000.00.99.H58", "Phòng", cast.province),
    )
    for_handler = officer("Người của tỉnh", above.division, Role.HANDLER)
    above.accounts[Role.HANDLER.value], above.appointments[Role.HANDLER.value] = for_handler
    offices = {
        "own": cast.here,
        "sister": cast.sister,
        "parent": above,
        "stranger": office(cast.province, "Sở Xây dựng", "30"),
    }
    everybody = {"anonymous": ANONYMOUS}
    for role in Role:
        if role.value not in cast.here.accounts:
            made = officer(str(role.label), cast.here.agency, role)
            cast.here.accounts[role.value], cast.here.appointments[role.value] = made
        account, appointed = cast.here.accounts[role.value], cast.here.appointments[role.value]
        everybody[role.value] = accounts.actor(account.pk, MORNING, appointed.pk)
    return Province(cast, offices, everybody)


def test_the_page_has_every_permission_and_every_relation() -> None:
    lines = expected()
    assert len(lines) == len({(line.permission, line.relation) for line in lines})
    by_permission: dict[str, set[str]] = {}
    for line in lines:
        by_permission.setdefault(line.permission, set()).add(line.relation)
    assert set(by_permission) == set(policy.rows())
    assert all(found in ({"any"}, set(RELATIONS)) for found in by_permission.values()), by_permission


def test_every_cell_answers_as_expected(province: Province) -> None:
    wrong = []
    for line in expected():
        for name, actor in province.everybody.items():
            if line.relation == "any":
                answer = policy.has(actor, line.permission)
            else:
                subject = province.subject(line.permission, line.relation, actor)
                answer = policy.allows(actor, line.permission, subject)
            if answer != (name in line.who):
                wrong.append((line.permission, line.relation, name, answer))
    assert wrong == []


def test_nobody_outside_has_what_is_inside(province: Province) -> None:
    open_to_all = {line.permission for line in expected() if "anonymous" in line.who}
    assert {name for name in policy.rows() if policy.has(ANONYMOUS, name)} == open_to_all


def test_every_route_and_method_has_a_row() -> None:
    bare = [
        path
        for path, pattern in walk(get_resolver().url_patterns)
        if not getattr(pattern.callback, "methods", ())
        or getattr(pattern.callback, "permission", "") not in policy.rows()
    ]
    assert bare == []
