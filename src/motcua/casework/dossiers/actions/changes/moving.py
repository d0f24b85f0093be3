"""Units that go over into others: on the day what they have open is moved, one event for each dossier.

Closed dossiers stay where they were; codes that were given stay what they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from motcua.casework.dossiers import events
from motcua.casework.dossiers.actions.changes import bulk, sql
from motcua.casework.dossiers.models import BulkChange
from motcua.casework.dossiers.queries.changes.succession import ENDED, left_in
from motcua.casework.dossiers.states import OPEN
from motcua.catalogue.procedures import actions as procedures
from motcua.catalogue.procedures.actions.offers import Place
from motcua.catalogue.procedures.models import Offer
from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import SYSTEM, Actor
from motcua.ground.kernel.statements import rows
from motcua.people.organisation import actions as organisation
from motcua.people.organisation.models import Appointment, Succession
from motcua.people.organisation.queries import day_of, successions

KIND = BulkChange.Kind.SUCCESSION


def carry_out(*, by: Actor, now: datetime) -> int:
    """Begin the successions whose day has come, and finish those that have nothing left; returns how many of both."""
    policy.check(by, "dossiers.work_off")
    begun = [_begin(lead.pk, by=by, now=now) for lead in successions.due(day_of(now))]
    finished = [_finish(lead.pk, by=by, now=now) for lead in successions.under_way()]
    return len(begun) + sum(finished)


@transaction.atomic
def _begin(succession_id: int, *, by: Actor, now: datetime) -> None:
    """Officers go over, what the one-stops receive goes over, and the moving of what is open begins: all or nothing."""
    lead = organisation.begin_succession(succession_id, by=by, now=now)
    pairs = successions.pairs_of(lead)
    _offers(pairs, day_of(now), by=by, now=now)
    _move_what_is_left(lead, pairs, by=by, now=now)


@transaction.atomic
def _finish(succession_id: int, *, by: Actor, now: datetime) -> bool:
    """Close what has been moved out of; what came in at the last moment is moved first."""
    lead = Succession.objects.select_for_update(no_key=True).get(pk=succession_id)
    if BulkChange.objects.filter(kind=KIND, subject=lead.pk, finished_at__isnull=True).exists():
        return False
    pairs = successions.pairs_of(lead)
    if left_in(tuple(pairs)).exists():
        _move_what_is_left(lead, pairs, by=by, now=now)
        return False
    organisation.finish_succession(lead.pk, by=by, now=now)
    return True


def _move_what_is_left(lead: Succession, pairs: Mapping[int, int], *, by: Actor, now: datetime) -> None:
    left = left_in(tuple(pairs)).order_by("pk").values_list("pk", "due_at")
    lines = [(pk, due_at, due_at) for pk, due_at in left]
    if lines:
        about = {"verb": "succeed", "from": lead.predecessor_id, "to": lead.successor_id}
        bulk.begin(KIND, lead.pk, about, lines, by=by, now=now)


def _offers(pairs: Mapping[int, int], today: date, *, by: Actor, now: datetime) -> None:
    """What the units that go receive, decide or handle, is received, decided and handled by those that go on."""
    concerned = Q(one_stop__in=pairs) | Q(agency__in=pairs) | Q(division__in=pairs)
    for offer in Offer.objects.filter(concerned, valid_to__isnull=True, valid_from__lt=today).order_by(
        "procedure_id", "one_stop_id"
    ):
        procedures.end_offer(
            offer.procedure_id, one_stop_id=offer.one_stop_id, valid_to=today, by=by, now=now
        )
        place = Place(*(pairs.get(pk, pk) for pk in (offer.one_stop_id, offer.agency_id, offer.division_id)))
        procedures.offer_at(offer.procedure_id, [place], valid_from=today, by=by, now=now)


# --- a batch ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Placed:
    """A dossier with its units, its open step and its papers, as one row of the statement."""

    dossier_id: int
    events: int
    state: int
    one_stop: int
    agency: int
    division: int
    task: int | None
    task_unit: int | None
    role: str | None
    officer: int | None
    papers: int | None


def move(change: BulkChange, ids: Sequence[int], now: datetime) -> int:
    """Move these dossiers to the units that go on, each as it stands now; returns how many got an event.

    Their rows are locked. What has ended, or lies with the successor already, is left alone.
    """
    policy.check(SYSTEM, "dossiers.move")
    lead = Succession.objects.get(pk=change.subject)
    pairs = successions.pairs_of(lead)
    placed = [Placed(*row) for row in rows(sql.PLACES, {"ids": list(ids)})]
    staying = _staying(placed, pairs, day_of(now))
    moved = [(one, _units(one, pairs)) for one in placed if one.state not in ENDED]
    moved = [(one, units) for one, units in moved if _moves(one, units, pairs)]
    if moved:
        rows(sql.MOVE, _columns(change, lead, moved, pairs, staying, now))
    return len(moved)


def _units(one: Placed, pairs: Mapping[int, int]) -> dict[str, int]:
    """The units of the dossier from now on; one that is decided keeps who decided it."""
    names = ("one_stop", "agency", "division") if one.state in OPEN else ("one_stop",)
    now = {name: getattr(one, name) for name in ("one_stop", "agency", "division")}
    return now | {name: pairs.get(now[name], now[name]) for name in names}


def _moves(one: Placed, units: Mapping[str, int], pairs: Mapping[int, int]) -> bool:
    return (
        any(units[name] != getattr(one, name) for name in units)
        or one.task_unit in pairs
        or one.papers in pairs
    )


def _staying(placed: Sequence[Placed], pairs: Mapping[int, int], today: date) -> set[tuple[int, int, str]]:
    """Which officers hold the role of their open step at the successor: these keep it in their hands."""
    lasting = Q(valid_to=None) | Q(valid_to__gt=today)
    held = Appointment.objects.filter(
        lasting,
        officer_id__in={one.officer for one in placed if one.officer},
        unit_id__in=set(pairs.values()),
        valid_from__lte=today,
    )
    return set(held.values_list("officer_id", "unit_id", "role"))


def _columns(
    change: BulkChange,
    lead: Succession,
    moved: Sequence[tuple[Placed, dict[str, int]]],
    pairs: Mapping[int, int],
    staying: set[tuple[int, int, str]],
    now: datetime,
) -> dict[str, object]:
    task_units = [pairs.get(one.task_unit or 0) for one, _units in moved]
    officers = [
        one.officer if (one.officer or 0, unit or 0, one.role or "") in staying else None
        for (one, _units), unit in zip(moved, task_units, strict=True)
    ]
    told = [
        events.DossierMoved(
            object_id=one.dossier_id,
            change=change.pk,
            succession=lead.pk,
            units={name: unit for name, unit in units.items() if unit != getattr(one, name)},
            moved_task=one.task if unit else None,
            task_unit=unit,
            is_untaken=True if unit and one.officer and not officer else None,
            papers_at=pairs.get(one.papers or 0),
        )
        for (one, units), unit, officer in zip(moved, task_units, officers, strict=True)
    ]
    return journal.signature_of(SYSTEM) | {
        "verb": events.DossierMoved.verb,
        "at": now,
        "change": change.pk,
        "dossiers": [one.dossier_id for one, _units in moved],
        "numbers": [one.events + 1 for one, _units in moved],
        "data": [json.dumps(event.data()) for event in told],
        "one_stops": [units["one_stop"] for _one, units in moved],
        "agencies": [units["agency"] for _one, units in moved],
        "divisions": [units["division"] for _one, units in moved],
        "tasks": [one.task for one, _units in moved],
        "task_units": task_units,
        "officers": officers,
        "papers": [event.papers_at for event in told],
    }
