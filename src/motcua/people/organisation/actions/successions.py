"""Units that go over into others on a day: planned, the officers reviewed, begun, done; until the day it is given up.

What is open in the hands of the predecessor is not known here: whoever knows it calls `begin` when the day has come,
moves it, and calls `finish`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.constraints import refusing
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import queries, rules
from motcua.people.organisation.actions.appointments import appoint, end_appointment
from motcua.people.organisation.actions.units import close_unit, locked_unit
from motcua.people.organisation.events import (
    AppointmentsReviewed,
    SuccessionBegun,
    SuccessionCancelled,
    SuccessionDone,
    SuccessionPlanned,
)
from motcua.people.organisation.models import (
    Appointment,
    Succession,
    SuccessionAppointment,
    Unit,
)
from motcua.people.organisation.queries.proof import words_of_succession
from motcua.people.organisation.queries.successions import Rows, appointments_of_succession
from motcua.people.organisation.rules import Refusal

Fate = SuccessionAppointment.Fate
State = Succession.State


@transaction.atomic
def plan_succession(
    predecessor_id: int,
    successor_id: int,
    *,
    kind: str = Succession.Kind.MERGE.value,
    on: date,
    act: str,
    is_checked: bool,
    by: Actor,
    now: datetime,
) -> Succession:
    """From a day on one agency goes on for another, and its one-stop for the other's.

    Raises Refused UNIT_NOT_FOUND, UNIT_CLOSED, SUCCESSOR_WRONG, SUCCEEDED_ALREADY, SUCCESSOR_GOES,
    PREDECESSOR_SUCCEEDS, ONE_STOP_MISSING, DIVISIONS_LEFT, NOT_AHEAD, BASIS_EMPTY or NAME_TOO_LONG.
    """
    # In the order of their ids: two that plan the same the other way round wait for each other.
    units = {unit_id: locked_unit(unit_id) for unit_id in sorted({predecessor_id, successor_id})}
    predecessor, successor = units[predecessor_id], units[successor_id]
    for unit in (predecessor, successor):
        policy.check(by, "units.change", unit)
        if unit.valid_to is not None or on <= unit.valid_from:
            raise Refused(Refusal.UNIT_CLOSED, day=f"{on:%d/%m/%Y}")
    rules.check_succession(predecessor.kind, successor.kind, is_same=predecessor_id == successor_id)
    if on <= queries.day_of(now):
        raise Refused(Refusal.NOT_AHEAD)
    _check_chain(predecessor_id, successor_id)
    if not act.strip():
        raise Refused(Refusal.BASIS_EMPTY)
    pairs = _pairs(predecessor, successor, on)
    lead = _insert(pairs[0], None, kind, on, rules.checked_text(act, 300), is_checked)
    for pair in pairs[1:]:
        _insert(pair, lead, kind, on, lead.act, is_checked)
    event = SuccessionPlanned(
        object_id=lead.pk, kind=lead.kind, on=on, is_checked=is_checked, units=tuple(pairs)
    )
    journal.record(event, by=by, at=now, content=words_of_succession(lead))
    return lead


def _check_chain(predecessor_id: int, successor_id: int) -> None:
    """No circle, and no chain that is not done yet: what goes does not receive, what receives does not go."""
    standing = Succession.objects.exclude(state=State.CANCELLED)
    if standing.filter(predecessor_id=predecessor_id).exists():
        raise Refused(Refusal.SUCCEEDED_ALREADY)
    if standing.filter(predecessor_id=successor_id).exists():
        raise Refused(Refusal.SUCCESSOR_GOES)
    if standing.filter(successor_id=predecessor_id).exclude(state=State.DONE).exists():
        raise Refused(Refusal.PREDECESSOR_SUCCEEDS)


def _pairs(predecessor: Unit, successor: Unit, on: date) -> list[tuple[int, int]]:
    pairs = [(predecessor.pk, successor.pk)]
    if queries.divisions_of(predecessor.pk, on):
        raise Refused(Refusal.DIVISIONS_LEFT)
    if (old := queries.one_stop_of(predecessor.pk, on)) is not None:
        new = queries.one_stop_of(successor.pk, on)
        if new is None:
            raise Refused(Refusal.ONE_STOP_MISSING)
        pairs.append((old.id, new.id))
    return pairs


def _insert(
    pair: tuple[int, int], lead: Succession | None, kind: str, on: date, act: str, is_checked: bool
) -> Succession:
    with refusing(a_unit_is_succeeded_once=Refused(Refusal.SUCCEEDED_ALREADY)):
        return Succession.objects.create(
            predecessor_id=pair[0],
            successor_id=pair[1],
            lead=lead,
            kind=Succession.Kind(kind),
            on_date=on,
            act=act,
            is_checked=is_checked,
            state=State.PLANNED,
        )


@transaction.atomic
def review_appointments(
    succession_id: int, fates: Mapping[int, str], *, by: Actor, now: datetime
) -> Succession:
    """What becomes of the officers of the predecessor: each appointment carried over or ended.

    Those not named are carried over. Raises Refused SUCCESSION_NOT_FOUND, SUCCESSION_BEGUN, NOT_OF_THE_PREDECESSOR
    or FATE_UNKNOWN.
    """
    lead = _locked(succession_id, by)
    theirs = {row.pk for row in appointments_of_succession(lead)}
    if set(fates) - theirs:
        raise Refused(Refusal.NOT_OF_THE_PREDECESSOR)
    if set(fates.values()) - set(Fate.values):
        raise Refused(Refusal.FATE_UNKNOWN)
    known = dict(lead.appointments.values_list("appointment_id", "fate"))
    changed = {pk: fate for pk, fate in fates.items() if known.get(pk, Fate.CARRIED.value) != fate}
    if not changed:
        return lead
    SuccessionAppointment.objects.bulk_create(
        [
            SuccessionAppointment(succession=lead, appointment_id=pk, fate=fate)
            for pk, fate in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["succession", "appointment"],
        update_fields=["fate"],
    )
    event = AppointmentsReviewed(object_id=lead.pk, fates=tuple(sorted(changed.items())))
    journal.record(event, by=by, at=now)
    return lead


@transaction.atomic
def cancel_succession(succession_id: int, *, by: Actor, now: datetime) -> Succession:
    """A plan is given up before its day; given up twice it is given up once. Raises Refused as above."""
    found = Succession.objects.filter(pk=succession_id, lead=None, state=State.CANCELLED).first()
    if found is not None:
        policy.check(by, "units.change", found.predecessor)
        return found
    lead = _locked(succession_id, by)
    _set_state(lead, State.CANCELLED)
    journal.record(SuccessionCancelled(object_id=lead.pk), by=by, at=now)
    return lead


@transaction.atomic
def begin_succession(succession_id: int, *, by: Actor, now: datetime) -> Succession:
    """The day has come: the officers go over to the successor or end, as it was reviewed.

    An officer who holds the same role there already is not appointed twice. Raises Refused as above, NOT_AHEAD before
    the day.
    """
    policy.check(by, "units.succeed")
    lead = _locked(succession_id, by)
    today = queries.day_of(now)
    if today < lead.on_date:
        raise Refused(Refusal.NOT_AHEAD)
    successors = dict(_rows_of(lead).values_list("predecessor_id", "successor_id"))
    fates = dict(lead.appointments.values_list("appointment_id", "fate"))
    carried, ended = [], []
    for row in appointments_of_succession(lead):
        end_appointment(row.pk, valid_to=max(today, row.valid_from), by=by, now=now)
        if fates.get(row.pk, Fate.CARRIED) == Fate.ENDED:
            ended.append(row.pk)
        elif not _is_there(row, successors[row.unit_id], today):
            appoint(
                officer_id=row.officer_id,
                unit_id=successors[row.unit_id],
                role=row.role,
                title=row.title,
                valid_from=max(today, row.valid_from),
                valid_to=row.valid_to,
                by=by,
                now=now,
            )
            carried.append(row.pk)
    _set_state(lead, State.UNDER_WAY)
    event = SuccessionBegun(object_id=lead.pk, carried=tuple(carried), ended=tuple(ended))
    journal.record(event, by=by, at=now)
    return lead


def _is_there(row: Appointment, unit_id: int, today: date) -> bool:
    lasting = Q(valid_to=None) | Q(valid_to__gt=today)
    return Appointment.objects.filter(
        lasting, officer_id=row.officer_id, unit_id=unit_id, role=row.role
    ).exists()


@transaction.atomic
def finish_succession(succession_id: int, *, by: Actor, now: datetime) -> Succession:
    """Everything open has been moved: the predecessor is no more; its id and its codes stay what they were."""
    policy.check(by, "units.succeed")
    lead = Succession.objects.select_for_update(no_key=True).get(pk=succession_id)
    if lead.state != State.UNDER_WAY:
        return lead
    # The one-stop before its agency: a unit with units below it is not closed.
    rows = _rows_of(lead).order_by("-pk")
    closed = [close_unit(row.predecessor_id, from_on=queries.day_of(now), by=by, now=now).pk for row in rows]
    _set_state(lead, State.DONE)
    journal.record(SuccessionDone(object_id=lead.pk, closed=tuple(closed)), by=by, at=now)
    return lead


def _locked(succession_id: int, by: Actor) -> Succession:
    """A plan that has not begun, under its lock; raises Refused."""
    lead = Succession.objects.select_for_update(no_key=True).filter(pk=succession_id, lead=None).first()
    if lead is None:
        raise Refused(Refusal.SUCCESSION_NOT_FOUND)
    policy.check(by, "units.change", lead.predecessor)
    if lead.state != State.PLANNED:
        raise Refused(Refusal.SUCCESSION_BEGUN)
    return lead


def _rows_of(lead: Succession) -> Rows:
    return Succession.objects.filter(Q(pk=lead.pk) | Q(lead=lead))


def _set_state(lead: Succession, state: str) -> None:
    _rows_of(lead).update(state=state)
    lead.state = state
