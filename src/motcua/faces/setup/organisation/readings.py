"""What the pages of setting up show together: each function is one statement, or says how many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from motcua.people.accounts.models import Account
from motcua.people.calendars.models import Calendar
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Appointment, Delegation, Unit, UnitName
from motcua.people.organisation.queries import UnitView


def valid_on(on: date, prefix: str = "") -> Q:
    """What is valid on a day."""
    ends = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": on})
    return ends & Q(**{f"{prefix}valid_from__lte": on})


def people_by_unit(on: date) -> dict[int, int]:
    """How many officers are in office in each unit on that day."""
    rows = Appointment.objects.filter(valid_on(on)).values_list("unit_id")
    return dict(rows.annotate(people=Count("officer_id", distinct=True)))


@dataclass(frozen=True, slots=True)
class Office:
    """An office of an officer, with the unit's name of that day."""

    appointment: Appointment
    unit: str
    above: str = ""


def unit_names(unit_ids: Iterable[int], on: date) -> dict[int, str]:
    """The names of units on that day; one that was not there then goes by its first or last name."""
    wanted = set(unit_ids)
    rows = UnitName.objects.filter(unit_id__in=wanted).order_by("valid_from")
    found: dict[int, str] = {}
    for row in rows:
        if row.unit_id not in found or row.valid_from <= on:
            found[row.unit_id] = row.name
    return found


def offices_of(officer_ids: Sequence[int], on: date) -> dict[int, list[Office]]:
    """The offices that each of these officers holds on a day, in two statements."""
    rows = list(
        Appointment.objects.filter(valid_on(on), officer_id__in=officer_ids).order_by("valid_from", "pk")
    )
    names = unit_names((row.unit_id for row in rows), on)
    found: dict[int, list[Office]] = {}
    for row in rows:
        found.setdefault(row.officer_id, []).append(Office(row, names[row.unit_id]))
    return found


def accounts_of(officer_ids: Sequence[int]) -> dict[int, Account]:
    """The account of each of these officers who has one."""
    return {row.officer_id or 0: row for row in Account.objects.filter(officer_id__in=officer_ids)}


def given_by(appointment_ids: Sequence[int]) -> list[Delegation]:
    """The delegations of these appointments, the latest first."""
    rows = Delegation.objects.filter(appointment_id__in=appointment_ids)
    return list(rows.select_related("delegate", "appointment").order_by("-valid_from", "-pk"))


def received_by(officer_id: int) -> list[Delegation]:
    """The delegations that an officer was given, the latest first."""
    rows = Delegation.objects.filter(delegate_id=officer_id)
    return list(rows.select_related("appointment__officer").order_by("-valid_from", "-pk"))


def parents_named(units: Iterable[UnitView], on: date) -> dict[int, str]:
    """What stands above each of these units, by the unit's id."""
    units = tuple(units)
    names = organisation.names((unit.parent_id for unit in units if unit.parent_id), on)
    return {
        unit.id: names[unit.parent_id].name for unit in units if unit.parent_id and unit.parent_id in names
    }


def calendars() -> list[tuple[str, str]]:
    """All calendars as choices."""
    return [(str(row.pk), row.name) for row in Calendar.objects.order_by("name", "pk")]


def shown_as_of(unit: Unit, on: date) -> tuple[UnitView, date]:
    """The unit as it was on that day, or on the nearest day on which it existed."""
    if unit.valid_to is not None and unit.valid_to <= on:
        on = date.fromordinal(unit.valid_to.toordinal() - 1)
    on = max(on, unit.valid_from)
    return organisation.unit_as_of(unit.pk, on), on
