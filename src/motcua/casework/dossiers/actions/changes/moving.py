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
from motcua.casework.dossiers.models import BulkChange, PartAssignment
from motcua.casework.dossiers.queries.changes.succession import ENDED, assigned, left_in, unassigned
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
    begun = [_begin(lead, by=by, now=now) for lead in successions.due(day_of(now))]
    finished = [_finish(lead.pk, by=by, now=now) for lead in successions.under_way()]
    return sum(begun) + sum(finished)


@transaction.atomic
def _begin(planned: Succession, *, by: Actor, now: datetime) -> bool:
    """Officers go over, what the one-stops receive goes over, and the moving of what is open begins: all or nothing.

    A split waits, whatever the day, until every open dossier has its part.
    """
    if planned.kind == Succession.Kind.SPLIT and unassigned(planned).exists():
        return False
    lead = organisation.begin_succession(planned.pk, by=by, now=now)
    _offers(list(successions.parts_of(lead).values()), day_of(now), by=by, now=now)
    _move_what_is_left(lead, by=by, now=now)
    return True


@transaction.atomic
def _finish(succession_id: int, *, by: Actor, now: datetime) -> bool:
    """Close what has been moved out of; what came in at the last moment is moved first."""
    lead = Succession.objects.select_for_update(no_key=True).get(pk=succession_id)
    if BulkChange.objects.filter(kind=KIND, subject=lead.pk, finished_at__isnull=True).exists():
        return False
    if left_in(tuple(successions.pairs_of(lead))).exists():
        _move_what_is_left(lead, by=by, now=now)
        return False
    organisation.finish_succession(lead.pk, by=by, now=now)
    return True


def _move_what_is_left(lead: Succession, *, by: Actor, now: datetime) -> None:
    """Begin the moving; of a split what came in at the last moment waits until it is said where it goes."""
    is_split = lead.kind == Succession.Kind.SPLIT
    left = assigned(lead) if is_split else left_in(tuple(successions.pairs_of(lead)))
    lines = [(pk, due_at, due_at) for pk, due_at in left.order_by("pk").values_list("pk", "due_at")]
    if lines:
        verb = "split" if is_split else "succeed"
        about = {"verb": verb, "from": lead.predecessor_id, "to": lead.successor_id}
        bulk.begin(KIND, lead.pk, about, lines, by=by, now=now)


def _offers(parts: Sequence[Mapping[int, int]], today: date, *, by: Actor, now: datetime) -> None:
    """What the units that go receive, decide or handle, is received, decided and handled by those that go on.

    Of a split every part goes on with all of it.
    """
    pairs = parts[0]
    concerned = Q(one_stop__in=pairs) | Q(agency__in=pairs) | Q(division__in=pairs)
    for offer in Offer.objects.filter(concerned, valid_to__isnull=True, valid_from__lt=today).order_by(
        "procedure_id", "one_stop_id"
    ):
        procedures.end_offer(
            offer.procedure_id, one_stop_id=offer.one_stop_id, valid_to=today, by=by, now=now
        )
        units = offer.one_stop_id, offer.agency_id, offer.division_id
        places = [Place(*(part.get(pk, pk) for pk in units)) for part in parts]
        procedures.offer_at(offer.procedure_id, places, valid_from=today, by=by, now=now)


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


@dataclass(frozen=True, slots=True)
class Moving:
    """A dossier with its units from now on, and by which units those that go are replaced."""

    one: Placed
    units: Mapping[str, int]
    way: Mapping[int, int]

    @property
    def task_unit(self) -> int | None:
        """Where its open step goes, if it goes."""
        return self.way.get(self.one.task_unit or 0)

    def moves(self) -> bool:
        """Whether anything of it goes."""
        return (
            any(unit != getattr(self.one, name) for name, unit in self.units.items())
            or self.one.task_unit in self.way
            or self.one.papers in self.way
        )

    def keeper(self, staying: set[tuple[int, int, str]]) -> int | None:
        """The officer who keeps its open step, because he holds the role where it goes."""
        held = self.one.officer or 0, self.task_unit or 0, self.one.role or ""
        return self.one.officer if held in staying else None


def move(change: BulkChange, ids: Sequence[int], now: datetime) -> int:
    """Move these dossiers to the units that go on, each as it stands now; returns how many got an event.

    Their rows are locked. What has ended, or lies with the successor already, is left alone.
    """
    policy.check(SYSTEM, "dossiers.move")
    lead = Succession.objects.get(pk=change.subject)
    placed = [Placed(*row) for row in rows(sql.PLACES, {"ids": list(ids)}) if row[2] not in ENDED]
    ways = _ways(lead, placed)
    moving = [Moving(one, _units(one, ways[one.dossier_id]), ways[one.dossier_id]) for one in placed]
    moved = [each for each in moving if each.moves()]
    if moved:
        staying = _staying(moved, day_of(now))
        rows(sql.MOVE, _columns(change, lead, moved, staying, now))
    return len(moved)


def _ways(lead: Succession, placed: Sequence[Placed]) -> dict[int, Mapping[int, int]]:
    """By which units each dossier's own are replaced: of a split by those of the part that it was given to."""
    ids = [one.dossier_id for one in placed]
    if lead.kind != Succession.Kind.SPLIT:
        return dict.fromkeys(ids, successions.pairs_of(lead))
    parts = successions.parts_of(lead)
    said = PartAssignment.objects.filter(succession=lead, dossier_id__in=ids)
    return {pk: parts[unit] for pk, unit in said.values_list("dossier_id", "unit_id")}


def _units(one: Placed, pairs: Mapping[int, int]) -> dict[str, int]:
    """The units of the dossier from now on; one that is decided keeps who decided it."""
    names = ("one_stop", "agency", "division") if one.state in OPEN else ("one_stop",)
    now = {name: getattr(one, name) for name in ("one_stop", "agency", "division")}
    return now | {name: pairs.get(now[name], now[name]) for name in names}


def _staying(moved: Sequence[Moving], today: date) -> set[tuple[int, int, str]]:
    """Which officers hold the role of their open step at the successor: these keep it in their hands."""
    lasting = Q(valid_to=None) | Q(valid_to__gt=today)
    held = Appointment.objects.filter(
        lasting,
        officer_id__in={each.one.officer for each in moved if each.one.officer},
        unit_id__in={unit for each in moved for unit in each.way.values()},
        valid_from__lte=today,
    )
    return set(held.values_list("officer_id", "unit_id", "role"))


def _columns(
    change: BulkChange,
    lead: Succession,
    moved: Sequence[Moving],
    staying: set[tuple[int, int, str]],
    now: datetime,
) -> dict[str, object]:
    told = [_told(each, change, lead, staying) for each in moved]
    return journal.signature_of(SYSTEM) | {
        "verb": events.DossierMoved.verb,
        "at": now,
        "change": change.pk,
        "dossiers": [each.one.dossier_id for each in moved],
        "numbers": [each.one.events + 1 for each in moved],
        "data": [json.dumps(event.data()) for event in told],
        "one_stops": [each.units["one_stop"] for each in moved],
        "agencies": [each.units["agency"] for each in moved],
        "divisions": [each.units["division"] for each in moved],
        "tasks": [each.one.task for each in moved],
        "task_units": [each.task_unit for each in moved],
        "officers": [each.keeper(staying) for each in moved],
        "papers": [event.papers_at for event in told],
    }


def _told(
    each: Moving, change: BulkChange, lead: Succession, staying: set[tuple[int, int, str]]
) -> events.DossierMoved:
    one, unit = each.one, each.task_unit
    return events.DossierMoved(
        object_id=one.dossier_id,
        change=change.pk,
        succession=lead.pk,
        units={name: to for name, to in each.units.items() if to != getattr(one, name)},
        moved_task=one.task if unit else None,
        task_unit=unit,
        is_untaken=True if unit and one.officer and not each.keeper(staying) else None,
        papers_at=each.way.get(one.papers or 0),
    )
