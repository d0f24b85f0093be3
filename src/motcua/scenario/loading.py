"""Entering the province through the verbs: calendar, units, catalogue, officers in their offices, ready accounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from motcua.catalogue.procedures.rules.shipped import Agency
from motcua.catalogue.processes.actions import load_shipped_catalogue
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.accounts import actions as accounts
from motcua.people.accounts import factors
from motcua.people.accounts import queries as account_queries
from motcua.people.accounts.rules import needs_code
from motcua.people.calendars import actions as calendars
from motcua.people.organisation import actions as organisation
from motcua.people.organisation.models import Officer, UnitKind, UnitName
from motcua.scenario.province.staff import READY, OfficerPlan, staff_of
from motcua.scenario.province.units import PROVINCE, UnitPlan, all_units, one_stop_code
from motcua.scenario.province.year import ENTERED_AT, IN_OFFICE_FROM

LEVELS = {UnitKind.DEPARTMENT: "province", UnitKind.DISTRICT: "district", UnitKind.COMMUNE: "commune"}
AFFAIRS = "affairs"


@dataclass(frozen=True, slots=True)
class ReadyAccount:
    """An account that the demonstration prints."""

    officer: str
    name: str
    title: str
    role: str
    unit: str
    username: str
    password: str


def units_to_enter(trees: Sequence[int]) -> list[UnitPlan]:
    """The province with these trees, parents before children."""
    return [unit for unit in all_units() if unit.tree == 0 or unit.tree in trees]


@transaction.atomic
def enter_units(units: Sequence[UnitPlan], on_step: Callable[[int], None]) -> dict[str, int]:
    """The calendar and the units; returns the units' ids by code."""
    calendar = calendars.load_shipped_calendar(by=SYSTEM, now=ENTERED_AT)
    ids: dict[str, int] = {}
    for unit in units:
        entered = organisation.create_unit(
            kind=unit.kind.value,
            code=unit.code,
            name=unit.name,
            short_name=unit.short_name,
            parent_id=ids[unit.parent] if unit.parent else None,
            valid_from=IN_OFFICE_FROM,
            calendar_id=calendar.pk if unit.code == PROVINCE else None,
            note=unit.note,
            by=SYSTEM,
            now=ENTERED_AT,
        )
        ids[unit.code] = entered.pk
        on_step(1)
    return ids


def enter_catalogue(units: Sequence[UnitPlan], ids: dict[str, int]) -> None:
    """The shipped procedures and processes, offered at the one-stops of these agencies."""
    agencies = [_agency(unit, units, ids) for unit in units if unit.kind in LEVELS]
    load_shipped_catalogue(agencies, in_force_on=IN_OFFICE_FROM, by=SYSTEM, now=ENTERED_AT)


def _agency(unit: UnitPlan, units: Sequence[UnitPlan], ids: dict[str, int]) -> Agency:
    divisions = {d.key: ids[d.code] for d in units if d.parent == unit.code and d.kind is UnitKind.DIVISION}
    if AFFAIRS in divisions:
        # In a department one division handles all that is filed there.
        divisions[unit.key] = divisions[AFFAIRS]
    return Agency(
        unit_id=ids[unit.code],
        one_stop_id=ids[one_stop_code(unit.code)],
        level=LEVELS[unit.kind],
        code=unit.key if unit.kind is UnitKind.DEPARTMENT else "",
        above=ids[unit.parent] if unit.kind is UnitKind.COMMUNE else None,
        divisions=divisions,
    )


@transaction.atomic
def enter_officers(tree: int, seed: int) -> int:
    """The officers of a tree and their appointments; returns how many officers."""
    ids = dict(UnitName.objects.filter(valid_to__isnull=True).values_list("code", "unit_id"))
    staff = staff_of(tree, seed)
    for officer in staff:
        _enter_officer(officer, ids)
    return len(staff)


def _enter_officer(plan: OfficerPlan, ids: dict[str, int]) -> None:
    officer = organisation.add_officer(
        code=plan.code, name=plan.name, phone=plan.phone, email=plan.email, by=SYSTEM, now=ENTERED_AT
    )
    for post in plan.posts:
        if post.unit in ids:
            organisation.appoint(
                officer_id=officer.pk,
                unit_id=ids[post.unit],
                role=post.role.value,
                title=post.title,
                valid_from=IN_OFFICE_FROM,
                by=SYSTEM,
                now=ENTERED_AT,
            )


def ready_officers(trees: Sequence[int], seed: int) -> list[OfficerPlan]:
    """The officers of these trees whose accounts are ready, in the order in which they are shown."""
    ready = {plan.ready: plan for tree in (0, *trees) for plan in staff_of(tree, seed) if plan.ready}
    return [ready[username] for username in READY.values() if username in ready]


@transaction.atomic
def open_account(plan: OfficerPlan) -> ReadyAccount:
    """A ready account with a fresh password, and a second factor where the role needs one."""
    names = {unit.code: unit.name for unit in all_units()}
    password = accounts.new_password()
    account = accounts.open_ready_account(
        officer_id=Officer.objects.get(code=plan.code).pk,
        username=plan.ready,
        password=password,
        by=SYSTEM,
        now=ENTERED_AT,
    )
    post = plan.posts[0]
    if needs_code([post.role.value]):
        sealed = factors.new_secret()
        holder = account_queries.actor(account.pk, ENTERED_AT)
        code = factors.code_of(sealed)
        accounts.enrol_second_factor(account.pk, sealed=sealed, code=code, by=holder, now=ENTERED_AT)
    return ReadyAccount(
        plan.code, plan.name, post.title, str(post.role.label), names[post.unit], plan.ready, password
    )
