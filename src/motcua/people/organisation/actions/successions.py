"""Units that go over into others on a day: planned, the officers reviewed, begun, done; until the day it is given up.

What is open in the hands of the predecessor is not known here: whoever knows it calls `begin` when the day has come,
moves it, and calls `finish`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from motcua.people.organisation.queries.successions import Rows, appointments_of_succession, pairs_of
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
    return _plan(predecessor_id, (successor_id,), kind, on, act, is_checked, by=by, now=now)


@transaction.atomic
def plan_split(
    predecessor_id: int,
    successor_ids: Sequence[int],
    *,
    on: date,
    act: str,
    is_checked: bool,
    by: Actor,
    now: datetime,
) -> Succession:
    """From a day on several agencies go on for one, each for a part; officers go to the first unless said otherwise.

    Raises Refused PARTS_TOO_FEW, and as `plan_succession` does.
    """
    parts = tuple(dict.fromkeys(successor_ids))
    if len(parts) < 2:
        raise Refused(Refusal.PARTS_TOO_FEW)
    return _plan(predecessor_id, parts, Succession.Kind.SPLIT.value, on, act, is_checked, by=by, now=now)


def _plan(
    predecessor_id: int,
    successor_ids: Sequence[int],
    kind: str,
    on: date,
    act: str,
    is_checked: bool,
    *,
    by: Actor,
    now: datetime,
) -> Succession:
    # In the order of their ids: two that plan the same the other way round wait for each other.
    units = {unit_id: locked_unit(unit_id) for unit_id in sorted({predecessor_id, *successor_ids})}
    predecessor = units[predecessor_id]
    for unit_id in (predecessor_id, *successor_ids):
        policy.check(by, "units.change", units[unit_id])
        if units[unit_id].valid_to is not None or on <= units[unit_id].valid_from:
            raise Refused(Refusal.UNIT_CLOSED, day=f"{on:%d/%m/%Y}")
    for unit_id in successor_ids:
        rules.check_succession(predecessor.kind, units[unit_id].kind, is_same=predecessor_id == unit_id)
    if on <= queries.day_of(now):
        raise Refused(Refusal.NOT_AHEAD)
    for unit_id in successor_ids:
        _check_chain(predecessor_id, unit_id)
    if not act.strip():
        raise Refused(Refusal.BASIS_EMPTY)
    pairs = [pair for unit_id in successor_ids for pair in _pairs(predecessor, units[unit_id], on)]
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
    succession_id: int,
    fates: Mapping[int, str],
    *,
    units: Mapping[int, int] | None = None,
    by: Actor,
    now: datetime,
) -> Succession:
    """What becomes of the officers of the predecessor: each appointment carried over, moved elsewhere or ended.

    Those not named are carried over; `units` says of each that goes elsewhere, to which unit. Raises Refused
    SUCCESSION_NOT_FOUND, SUCCESSION_BEGUN, NOT_OF_THE_PREDECESSOR, FATE_UNKNOWN, UNIT_CLOSED, or as
    `appoint` does where the role does not fit.
    """
    lead = _locked(succession_id, by)
    theirs = {row.pk: row for row in appointments_of_succession(lead)}
    if set(fates) - set(theirs):
        raise Refused(Refusal.NOT_OF_THE_PREDECESSOR)
    wanted = {pk: (fate, (units or {}).get(pk) if fate == Fate.OTHER else None) for pk, fate in fates.items()}
    for pk, (fate, unit_id) in wanted.items():
        if fate not in Fate.values or (fate == Fate.OTHER and unit_id is None):
            raise Refused(Refusal.FATE_UNKNOWN)
        if unit_id is not None:
            _check_target(lead, theirs[pk], unit_id)
    known = {row.appointment_id: (row.fate, row.to_unit_id) for row in lead.appointments.all()}
    untouched = (Fate.CARRIED.value, None)
    changed = {pk: fate for pk, fate in wanted.items() if known.get(pk, untouched) != fate}
    if not changed:
        return lead
    SuccessionAppointment.objects.bulk_create(
        [
            SuccessionAppointment(succession=lead, appointment_id=pk, fate=fate, to_unit_id=unit_id)
            for pk, (fate, unit_id) in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["succession", "appointment"],
        update_fields=["fate", "to_unit"],
    )
    event = AppointmentsReviewed(
        object_id=lead.pk,
        fates=tuple((pk, fate) for pk, (fate, _unit) in sorted(changed.items())),
        units=tuple((pk, unit) for pk, (_fate, unit) in sorted(changed.items()) if unit is not None) or None,
    )
    journal.record(event, by=by, at=now)
    return lead


def _check_target(lead: Succession, row: Appointment, unit_id: int) -> None:
    """Who goes to another unit finds it there on the day, with room for the role."""
    unit = locked_unit(unit_id)
    goes = Succession.objects.filter(predecessor=unit).exclude(state=State.CANCELLED).exists()
    if goes or unit.valid_to is not None or unit.valid_from > lead.on_date:
        raise Refused(Refusal.UNIT_CLOSED, day=f"{lead.on_date:%d/%m/%Y}")
    rules.check_role_of_unit(row.role, unit.kind)


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
    successors = pairs_of(lead)
    reviewed = {row.appointment_id: row for row in lead.appointments.select_related("to_unit")}
    carried, ended = [], []
    for row in appointments_of_succession(lead):
        end_appointment(row.pk, valid_to=max(today, row.valid_from), by=by, now=now)
        target = _target(reviewed.get(row.pk), successors[row.unit_id])
        if target is None:
            ended.append(row.pk)
        elif not _is_there(row, target, today):
            appoint(
                officer_id=row.officer_id,
                unit_id=target,
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


def _target(reviewed: SuccessionAppointment | None, successor_id: int) -> int | None:
    """To which unit an officer goes, nobody's when it ends; another unit that is gone by now gives way."""
    if reviewed is None or reviewed.fate == Fate.CARRIED:
        return successor_id
    elsewhere = reviewed.to_unit
    if elsewhere is None:
        return None
    return elsewhere.pk if elsewhere.valid_to is None else successor_id


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
    gone = reversed(pairs_of(lead))
    closed = [close_unit(unit_id, from_on=queries.day_of(now), by=by, now=now).pk for unit_id in gone]
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
