"""The year of one tree of agencies: who comes when, and everything that becomes of it, in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from motcua.catalogue.procedures.models import Channel
from motcua.people.organisation.models import Role
from motcua.scenario.province.draw import Weighted, stream
from motcua.scenario.province.staff import FOCUS_DIVISION
from motcua.scenario.province.units import FOCUS
from motcua.scenario.province.year import FIRST_DAY, LAST_DAY, OPENING
from motcua.scenario.simulation.absences import Absences
from motcua.scenario.simulation.agenda import Agenda
from motcua.scenario.simulation.cases import Case, draw_case, draw_offer
from motcua.scenario.simulation.course import Stage
from motcua.scenario.simulation.hours import time_of_arrival, weight_of, working_days
from motcua.scenario.simulation.lives import give_notice, live
from motcua.scenario.simulation.staging import staged_cases
from motcua.scenario.simulation.world import World, read_world

NOTICES = 0.035


@dataclass(frozen=True, slots=True)
class Share:
    """What a tree of agencies has to live: how many dossiers at each one-stop, and how many are staged."""

    tree: int
    seed: int
    counts: Mapping[str, int]
    staged: int = 0

    @property
    def dossiers(self) -> int:
        """How many dossiers it will have."""
        return sum(self.counts.values()) + self.staged


@dataclass(frozen=True, slots=True)
class Lived:
    """What was lived: dossiers and verbs."""

    tree: int
    lives: int
    verbs: int


def live_a_year(share: Share, on_life: Callable[[int], None]) -> Lived:
    """Live the share of a tree through the public verbs; `on_life` hears of each dossier received."""
    world = read_world(share.tree, share.seed)
    stage = stage_of(world)
    days = Weighted.of([(day, weight_of(day)) for day in working_days(world.working, FIRST_DAY, LAST_DAY)])
    number = 0
    for one_stop, count in sorted(share.counts.items()):
        for _ in range(count):
            stage.agenda.add(live(stage, case_of(world, days, one_stop, number)))
            number += 1
        for _ in range(_notices(world, one_stop, count)):
            stage.agenda.add(give_notice(stage, case_of(world, days, one_stop, number)))
            number += 1
    if share.staged:
        for case in staged_cases(world, share.staged, number, _hero(world)):
            stage.agenda.add(live(stage, case))
    heard = 0
    for _moment in stage.agenda.run():
        if stage.lives > heard:
            on_life(stage.lives - heard)
            heard = stage.lives
    return Lived(share.tree, stage.lives, stage.verbs)


def stage_of(world: World) -> Stage:
    """The stage of a tree, its agenda open until the opening."""
    focus = FOCUS in world.ids
    quiet = frozenset({(world.ids[FOCUS], Role.LEADER.value)}) if focus else frozenset()
    kept_free = frozenset({_hero(world)}) if focus else frozenset()
    return Stage(world, Agenda(OPENING), Absences(world.seed), quiet, kept_free)


def _hero(world: World) -> str:
    """The code of the handler of the ready accounts."""
    return world.holders(world.ids[FOCUS_DIVISION], Role.HANDLER.value)[0].code


def case_of(world: World, days: Weighted[date], one_stop: str, number: int) -> Case:
    """What somebody asks at a one-stop on one of these days."""
    rng = stream(world.seed, world.tree, "arrival", number)
    case = draw_case(world, one_stop, number, OPENING, draw_offer(world, one_stop, rng))
    by_post = case.intake.channel == Channel.POSTAL.value
    return replace(case, arrival=time_of_arrival(rng, days.draw(rng), by_post=by_post))


def _notices(world: World, one_stop: str, count: int) -> int:
    rng = stream(world.seed, "notices", one_stop)
    exact = count * NOTICES
    return int(exact) + (rng.random() < exact % 1)
