"""A slice, drawn and written down: its lives one after another, then its rows and its day counters, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import connection, transaction

from motcua.people.calendars.rules import MeasuredTime
from motcua.scenario.filling.grounds import Grounds
from motcua.scenario.filling.ledger import Ledger
from motcua.scenario.filling.rows import Rows
from motcua.scenario.filling.slices import FIRST_DAY, Slice, measured_until, span, weight_in_its_year
from motcua.scenario.province.draw import Weighted
from motcua.scenario.province.year import OPENING
from motcua.scenario.simulation.agenda import Agenda
from motcua.scenario.simulation.cases import Case
from motcua.scenario.simulation.course import Stage
from motcua.scenario.simulation.lives import live
from motcua.scenario.simulation.office import Office
from motcua.scenario.simulation.tree import case_of, stage_of
from motcua.scenario.simulation.world import World, read_world

OFTEN = 50
COUNTERS = (
    "SELECT unit_id, day, last FROM day_counter WHERE unit_id = ANY(%s) AND day BETWEEN %s AND %s FOR UPDATE"
)
COUNTED = """
INSERT INTO day_counter (unit_id, day, last) VALUES (%s, %s, %s)
ON CONFLICT (unit_id, day) DO UPDATE SET last = excluded.last
"""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a slice came to: dossiers, verbs, rows."""

    dossiers: int
    verbs: int
    rows: int


@dataclass(slots=True)
class Writer:
    """A process that fills slices: what it has read of each tree, and the ids that it has drawn."""

    grounds: Grounds = field(default_factory=lambda: Grounds(FIRST_DAY, measured_until()))
    rows: Rows = field(default_factory=Rows)
    _worlds: dict[tuple[int, int], World] = field(default_factory=dict)

    def fill(self, piece: Slice, on_step: Callable[[int], None]) -> Filled:
        """Write a slice, all of it or nothing; `on_step` hears of the dossiers as they are written down."""
        world = self.world(piece)
        one_stops = [world.ids[code] for code in piece.counts]
        with transaction.atomic():
            counters = _counters(one_stops, *span(piece))
            ledger = Ledger(world, self.grounds, self.rows, dict(counters))
            stage = live_slice(piece, world, ledger, on_step)
            written = self.rows.send()
            _count(counters, ledger.counters)
        return Filled(stage.lives, stage.verbs, written)

    def world(self, piece: Slice) -> World:
        """The tree of a slice, whose applicants come again only within it."""
        key = (piece.tree, piece.seed)
        if key not in self._worlds:
            world = read_world(*key)
            world.working = MeasuredTime.of(world.working, FIRST_DAY, measured_until())
            self._worlds[key] = world
        return replace(self._worlds[key], first_number=piece.first_number)


def live_slice(piece: Slice, world: World, office: Office, on_step: Callable[[int], None]) -> Stage:
    """Live the dossiers of a slice in an office, in the order of their coming, each to its end."""
    stage = stage_of(world)
    stage.office = office
    for number, case in enumerate(cases_of(piece, world), 1):
        stage.agenda = Agenda(OPENING)
        stage.agenda.add(live(stage, case))
        for _moment in stage.agenda.run():
            pass
        if number % OFTEN == 0:
            on_step(OFTEN)
    on_step(stage.lives % OFTEN)
    return stage


def cases_of(piece: Slice, world: World) -> list[Case]:
    """The cases of a slice in the order of their coming."""
    days = Weighted.of([(day, weight_in_its_year(day)) for day in piece.days])
    cases, number = [], piece.first_number
    for one_stop, count in piece.counts.items():
        cases += [case_of(world, days, one_stop, number + place) for place in range(count)]
        number += count
    return sorted(cases, key=lambda case: (case.arrival, case.number))


def _counters(one_stops: list[int], first: date, last: date) -> dict[tuple[int, date], int]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTERS, [one_stops, first, last])
        return {(unit, day): count for unit, day, count in cursor.fetchall()}


def _count(before: dict[tuple[int, date], int], after: dict[tuple[int, date], int]) -> None:
    changed = [(*key, count) for key, count in after.items() if before.get(key) != count]
    with connection.cursor() as cursor:
        cursor.executemany(COUNTED, changed)
