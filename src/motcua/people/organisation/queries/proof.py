"""The proof: units, officers, appointments and delegations are what their events say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Prefetch

from motcua.ground.kernel.journal import plain
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.proofs import Broken, compare, says
from motcua.people.organisation import events
from motcua.people.organisation.models import (
    Appointment,
    Delegation,
    Officer,
    Succession,
    Unit,
    UnitCalendar,
    UnitName,
    UnitParent,
)

OF_UNITS = (
    events.UnitCreated.verb,
    events.UnitRenamed.verb,
    events.UnitMoved.verb,
    events.UnitCalendarSet.verb,
    events.UnitClosed.verb,
)
OF_OFFICERS = (events.OfficerAdded.verb, events.OfficerChanged.verb)
OF_APPOINTMENTS = (events.OfficerAppointed.verb, events.AppointmentEnded.verb)
OF_SUCCESSIONS = (
    events.SuccessionPlanned.verb,
    events.AppointmentsReviewed.verb,
    events.SuccessionCancelled.verb,
    events.SuccessionBegun.verb,
    events.SuccessionDone.verb,
)
STATES = {
    events.SuccessionPlanned.verb: Succession.State.PLANNED,
    events.SuccessionCancelled.verb: Succession.State.CANCELLED,
    events.SuccessionBegun.verb: Succession.State.UNDER_WAY,
    events.SuccessionDone.verb: Succession.State.DONE,
}
OF_DELEGATIONS = (events.AuthorityDelegated.verb, events.DelegationEnded.verb)


def broken_rules() -> Iterator[Broken]:
    """Everything in the organisation that differs from its events; memory is that of one batch."""
    units = Unit.objects.prefetch_related(
        Prefetch("names", UnitName.objects.order_by("valid_from")),
        Prefetch("parents", UnitParent.objects.order_by("valid_from")),
        Prefetch("calendars", UnitCalendar.objects.order_by("valid_from")),
    )
    yield from compare(units, "unit", OF_UNITS, _of_unit, _code)
    yield from compare(Officer.objects.all(), "officer", OF_OFFICERS, _of_officer)
    yield from compare(Appointment.objects.all(), "appointment", OF_APPOINTMENTS, _of_appointment)
    yield from compare(Delegation.objects.all(), "delegation", OF_DELEGATIONS, _of_delegation)
    leading = Succession.objects.filter(lead=None).prefetch_related("followers", "appointments")
    yield from compare(leading, "succession", OF_SUCCESSIONS, _of_succession)


# --- what the hashes of the events cover ------------------------------------------------------------------------


def words_of_unit(name: UnitName, note: str) -> dict[str, str]:
    """What is said in words of a unit from the day of this name on."""
    return {"name": name.name, "short_name": name.short_name, "note": note}


def words_of_officer(officer: Officer) -> dict[str, str]:
    """What is known of an officer."""
    return {"code": officer.code, "name": officer.name, "phone": officer.phone, "email": officer.email}


def words_of_appointment(appointment: Appointment) -> dict[str, str]:
    """What is said in words of an appointment."""
    return {"title": appointment.title}


def words_of_delegation(delegation: Delegation) -> dict[str, str]:
    """What is said in words of a delegation."""
    return {"basis": delegation.basis}


# --- units ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Period:
    """Something of a unit from–to, as its events tell it; `event` is the one that said so."""

    value: Any
    valid_from: str
    valid_to: str | None
    event: JournalRow | None = field(default=None, compare=False)


def _of_unit(unit: Unit, told: list[JournalRow]) -> Iterator[str]:
    created, valid_to = told[0].data, None
    names: list[_Period] = []
    parents: list[_Period] = []
    calendars: list[_Period] = []
    for row in told:
        for periods, key in ((names, "code"), (parents, "parent_id"), (calendars, "calendar_id")):
            if row.data.get(key) is not None:
                _begin(periods, row.data[key], row.data.get("from_on") or row.data["valid_from"], row)
        if row.verb == events.UnitClosed.verb:
            valid_to = row.data["from_on"]
            for periods in (names, parents, calendars):
                periods[:] = [replace(one, valid_to=one.valid_to or valid_to) for one in periods]
    if (unit.kind, *_period(unit)) != (created["kind"], created["valid_from"], valid_to):
        yield "facts_differ"
    if [_Period(row.code, *_period(row)) for row in unit.names.all()] != names:
        yield "names_differ"
    elif not all(_says_name(unit, *pair) for pair in zip(unit.names.all(), names, strict=True)):
        yield "words_differ"
    if [_Period(row.parent_id, *_period(row)) for row in unit.parents.all()] != parents:
        yield "parents_differ"
    if [_Period(row.calendar_id, *_period(row)) for row in unit.calendars.all()] != calendars:
        yield "calendars_differ"


def _begin(periods: list[_Period], value: Any, valid_from: str, row: JournalRow) -> None:
    """What holds from this day on ends what held, or takes its place when that began on the same day."""
    if periods and periods[-1].valid_to is None:
        last = periods.pop()
        if last.valid_from != valid_from:
            periods.append(replace(last, valid_to=valid_from))
    periods.append(_Period(value, valid_from, None, row))


def _says_name(unit: Unit, name: UnitName, told: _Period) -> bool:
    return told.event is not None and says(told.event, words_of_unit(name, unit.note))


def _code(unit: Unit) -> str:
    """The code now, and the id by which it is found whatever the code says."""
    newest = max(unit.names.all(), key=lambda name: name.valid_from, default=None)
    return f"{newest.code} ({unit.pk})" if newest else str(unit.pk)


# --- people -----------------------------------------------------------------------------------------------------


def _of_officer(officer: Officer, told: list[JournalRow]) -> Iterator[str]:
    if not says(told[-1], words_of_officer(officer)):
        yield "words_differ"


def _of_appointment(appointment: Appointment, told: list[JournalRow]) -> Iterator[str]:
    first = told[0].data
    standing = (appointment.officer_id, appointment.unit_id, appointment.role, *_period(appointment))
    said = (first["appointed_id"], first["to_unit_id"], first["to_role"], first["valid_from"])
    if standing != (*said, told[-1].data.get("valid_to")):
        yield "facts_differ"
    if not says(told[0], words_of_appointment(appointment)):
        yield "words_differ"


def _of_delegation(delegation: Delegation, told: list[JournalRow]) -> Iterator[str]:
    first = told[0].data
    standing = (delegation.appointment_id, delegation.delegate_id, delegation.form, *_period(delegation))
    said = (first["of_appointment_id"], first["delegate_id"], first["form"], first["valid_from"])
    if standing != (*said, _told_end(told)):
        yield "facts_differ"
    if not says(told[0], words_of_delegation(delegation)):
        yield "words_differ"


def _told_end(told: list[JournalRow]) -> str:
    """A delegation ends when it was said to, or before, with its appointment; never before it begins."""
    ended = JournalRow.objects.filter(
        object_kind="appointment",
        verb=events.AppointmentEnded.verb,
        object_id=told[0].data["of_appointment_id"],
    )
    ends = [str(row.data["valid_to"]) for row in ended]
    begun, said = str(told[0].data["valid_from"]), str(told[-1].data["valid_to"])
    return max(begun, min([said, *ends]))


def _of_succession(lead: Succession, told: list[JournalRow]) -> Iterator[str]:
    first = told[0].data
    rows = [lead, *sorted(lead.followers.all(), key=lambda row: row.pk)]
    state = [STATES[row.verb] for row in told if row.verb in STATES][-1]
    said = (first["kind"], first["on"], first["is_checked"], state)
    if any((row.kind, plain(row.on_date), row.is_checked, row.state) != said for row in rows):
        yield "facts_differ"
    if [[row.predecessor_id, row.successor_id] for row in rows] != first["units"]:
        yield "lines_differ"
    fates: dict[int, tuple[str, int | None]] = {}
    for row in told:
        units = dict(row.data.get("units", ())) if "fates" in row.data else {}
        fates |= {pk: (fate, units.get(pk)) for pk, fate in row.data.get("fates", ())}
    if {row.appointment_id: (row.fate, row.to_unit_id) for row in lead.appointments.all()} != fates:
        yield "lines_differ"
    # Words are those of the plan, whichever row repeats them.
    if any(not says(told[0], words_of_succession(row)) for row in rows):
        yield "words_differ"


def words_of_succession(row: Succession) -> dict[str, str]:
    """What is said of a succession in words."""
    return {"act": row.act}


def _period(row: Any) -> tuple[str, str | None]:
    valid_from: date = row.valid_from
    return plain(valid_from), plain(row.valid_to)
