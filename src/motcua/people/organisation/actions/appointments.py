"""Officers are appointed to roles of units, and appointments end."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import queries, rules
from motcua.people.organisation.actions.officers import locked_officer
from motcua.people.organisation.actions.units import locked_unit
from motcua.people.organisation.events import AppointmentEnded, OfficerAppointed
from motcua.people.organisation.models import Appointment, Delegation, Role
from motcua.people.organisation.queries.proof import words_of_appointment
from motcua.people.organisation.rules import Refusal


@transaction.atomic
def appoint(
    *,
    officer_id: int,
    unit_id: int,
    role: str,
    title: str = "",
    valid_from: date,
    valid_to: date | None = None,
    by: Actor,
    now: datetime,
) -> Appointment:
    """An officer is appointed to a role of a unit, from–to.

    Raises Refused UNIT_NOT_FOUND, OFFICER_NOT_FOUND, ROLE_UNKNOWN, ROLE_NOT_OF_THIS_UNIT, UNIT_CLOSED,
    ENDS_BEFORE_IT_BEGINS, NAME_TOO_LONG or ALREADY_APPOINTED.
    """
    unit = locked_unit(unit_id)
    appointment = Appointment(unit=unit, role=rules.checked_role(role), valid_from=valid_from)
    policy.check(by, "appointments.change", appointment)
    rules.check_role_of_unit(appointment.role, unit.kind)
    rules.check_period(valid_from, valid_to)
    _check_unit_lasts(unit.valid_from, unit.valid_to, valid_from, valid_to)
    appointment.officer = locked_officer(officer_id)
    appointment.valid_to = valid_to
    appointment.title = rules.checked_text(title, 120) if title.strip() else ""
    others = Appointment.objects.filter(officer_id=officer_id, unit=unit, role=appointment.role)
    for other in others:
        if rules.overlap((other.valid_from, other.valid_to), (valid_from, valid_to)):
            raise Refused(Refusal.ALREADY_APPOINTED)
    appointment.save(force_insert=True)
    event = OfficerAppointed(
        object_id=appointment.pk,
        appointed_id=officer_id,
        to_unit_id=unit.pk,
        to_role=appointment.role,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    journal.record(event, by=by, at=now, content=words_of_appointment(appointment))
    return appointment


@transaction.atomic
def end_appointment(appointment_id: int, *, valid_to: date, by: Actor, now: datetime) -> Appointment:
    """An appointment ends, and every delegation of it; `valid_to` is the first day that no longer counts.

    The row's lock waits for acts that decide under the appointment (`queries.hold_for_share`): once this is
    confirmed, nothing more commits under it. Raises Refused APPOINTMENT_NOT_FOUND, ENDS_IN_THE_PAST,
    ENDS_BEFORE_IT_BEGINS, OWN_ADMINISTRATION or LAST_ADMINISTRATOR.
    """
    administrators = hold_administrators(appointment_id, valid_to)
    appointment = locked_appointment(appointment_id)
    policy.check(by, "appointments.change", appointment)
    if appointment.valid_to is not None and appointment.valid_to <= valid_to:
        return appointment
    rules.check_end(appointment.valid_from, valid_to, queries.day_of(now))
    if appointment.role == Role.ADMINISTRATOR:
        rules.check_not_own(appointment.officer_id, by.officer_id)
        others = [
            (row.unit_id, row.valid_to) for row in administrators if row.officer_id != appointment.officer_id
        ]
        path = queries.path_ids(appointment.unit_id, valid_to)
        rules.check_administrator_remains(appointment.valid_to, others, path)
    appointment.valid_to = valid_to
    appointment.save(update_fields=["valid_to"])
    ended = _end_delegations(appointment, valid_to)
    event = AppointmentEnded(object_id=appointment.pk, valid_to=valid_to, ended_delegations=ended)
    journal.record(event, by=by, at=now)
    return appointment


def hold_administrators(appointment_id: int, on: date) -> list[Appointment]:
    """Who administers what on that day, when the appointment is one of theirs; none of them can end meanwhile.

    All are locked in one order, before the appointment itself: two who end each other wait for each other, and
    the second finds nobody left.
    """
    if not Appointment.objects.filter(pk=appointment_id, role=Role.ADMINISTRATOR).exists():
        return []
    return locked_administrators(on)


def locked_administrators(on: date) -> list[Appointment]:
    """The appointments as administrator that count on that day, under their locks."""
    rows = Appointment.objects.select_for_update(no_key=True).filter(role=Role.ADMINISTRATOR).order_by("pk")
    return [row for row in rows if rules.holds_on(row.valid_from, row.valid_to, on)]


def locked_appointment(appointment_id: int) -> Appointment:
    """The appointment under its lock; raises Refused APPOINTMENT_NOT_FOUND."""
    appointment = Appointment.objects.select_for_update(no_key=True).filter(pk=appointment_id).first()
    if appointment is None:
        raise Refused(Refusal.APPOINTMENT_NOT_FOUND)
    return appointment


def _end_delegations(appointment: Appointment, valid_to: date) -> tuple[int, ...]:
    hanging = Delegation.objects.select_for_update(no_key=True).filter(
        Q(valid_to__gt=valid_to), appointment=appointment
    )
    ended = []
    for delegation in hanging.order_by("pk"):
        # One that had not begun yet never counts.
        delegation.valid_to = max(valid_to, delegation.valid_from)
        delegation.save(update_fields=["valid_to"])
        ended.append(delegation.pk)
    return tuple(ended)


def _check_unit_lasts(unit_from: date, unit_to: date | None, valid_from: date, valid_to: date | None) -> None:
    if not rules.holds_on(unit_from, unit_to, valid_from):
        raise Refused(Refusal.UNIT_CLOSED, day=f"{valid_from:%d/%m/%Y}")
    if unit_to is not None and (valid_to is None or valid_to > unit_to):
        raise Refused(Refusal.UNIT_CLOSED, day=f"{unit_to:%d/%m/%Y}")
