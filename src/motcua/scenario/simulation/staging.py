"""The desks of the ready accounts at the opening: dossiers whose way is counted backwards from when they are due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from motcua.casework.dossiers import rules
from motcua.casework.dossiers.queries.terms import terms_of
from motcua.catalogue.processes import queries as processes
from motcua.catalogue.processes.rules import Definition, Step, StepKind
from motcua.people.calendars.rules import WorkingTime
from motcua.people.organisation.models import Role
from motcua.scenario.province.draw import stream
from motcua.scenario.province.files import read_table
from motcua.scenario.province.units import FOCUS, one_stop_code
from motcua.scenario.province.year import OPENING
from motcua.scenario.simulation.cases import Case, draw_case
from motcua.scenario.simulation.hours import after, before, between, opening
from motcua.scenario.simulation.world import Offered, World

FOCUS_COUNTER = one_stop_code(FOCUS)
SHARE = 0.9
ROLE_OF = {
    StepKind.ASSIGN: Role.HEAD_OF_DIVISION,
    StepKind.HANDLE: Role.HANDLER,
    StepKind.VERIFY: Role.HEAD_OF_DIVISION,
}
"""Whose such a step is on the desks; published processes have others of the same kind at the counter."""
TRIES = 400


@dataclass(frozen=True, slots=True)
class Wanted:
    """One dossier to be found on a desk: whose division, at which step, due or promised when."""

    division: str
    kind: StepKind
    due: float | None = None
    promised: int | None = None
    ready: str = ""
    waits: bool = False
    counter: str = FOCUS_COUNTER


@dataclass(frozen=True, slots=True)
class Way:
    """How it got there: when it was received, and when each step before the desk was done."""

    arrival: datetime
    halt: str
    moments: dict[str, datetime]


def wanted() -> list[Wanted]:
    """What the file puts on the desks, each desk's dossiers spread over the list so that a part of it has all."""
    desks = [list(_desk(desk)) for desk in read_table("staging.toml")["desk"]]
    placed = [
        ((place + 0.5) / len(desk), number, one)
        for number, desk in enumerate(desks)
        for place, one in enumerate(desk)
    ]
    return [one for _place, _number, one in sorted(placed, key=lambda entry: entry[:2])]


def _desk(desk: dict[str, object]) -> Iterator[Wanted]:
    whose = Wanted(
        str(desk["division"]),
        StepKind(str(desk["step"])),
        ready=str(desk.get("ready", "")),
        waits=bool(desk.get("waiting", False)),
        counter=str(desk.get("counter", FOCUS_COUNTER)),
    )
    due, promised = desk.get("due", []), desk.get("promised", [])
    assert isinstance(due, list)
    assert isinstance(promised, list)
    yield from (replace(whose, due=float(hours)) for hours in due)
    yield from (replace(whose, promised=int(days)) for days in promised)


def staged_cases(world: World, count: int, first_number: int, hero: str) -> list[Case]:
    """The first `count` of them as cases, numbered from `first_number`; `hero` is the ready handler's code."""
    return [_staged(world, one, first_number + place, hero) for place, one in enumerate(wanted()[:count])]


def _staged(world: World, one: Wanted, number: int, hero: str) -> Case:
    rng = stream(world.seed, world.tree, "staged", number)
    division_id = world.ids[one.division]
    offers = [offer for offer in world.offers[one.counter] if offer.division_id == division_id]
    for _ in range(TRIES):
        offered = rng.choice(offers)
        case = draw_case(world, one.counter, number, OPENING, offered)
        way = _way(rng, world.working, offered, case, one)
        if way is not None:
            pace = "on_time"
            staged = replace(case, arrival=way.arrival, halt=way.halt, moments=way.moments, pace=pace)
            return replace(staged, hand_to=hero if one.ready else "", waits=one.waits)
    raise LookupError(f"no procedure of {one.division} can stand so: {one}")


def _way(rng: Random, working: WorkingTime, offered: Offered, case: Case, one: Wanted) -> Way | None:
    definition = processes.definition(offered.process_version_id)
    desk = desk_step(definition, one)
    if desk is None or not definition.previous_steps(desk.key):
        return None
    if one.promised is not None:
        return _way_from_arrival(rng, working, offered, case, definition, desk, one.promised)
    assert one.due is not None
    return way_to_due(rng, working, definition, desk, one.due)


def desk_step(definition: Definition, one: Wanted) -> Step | None:
    """The step of this process that stands for the desk, if it has one."""
    roles = {
        StepKind.HANDLE: Role.HANDLER,
        StepKind.ASSIGN: Role.HEAD_OF_DIVISION,
        StepKind.VERIFY: Role.HEAD_OF_DIVISION,
    }
    wanted_role = roles.get(one.kind)
    found = [
        step
        for step in definition.steps
        if step.kind is one.kind and (wanted_role is None or step.role == wanted_role.value)
    ]
    if one.ready:
        # It must have been given to him by name, which the head of the division does.
        found = [s for s in found if _giver(definition, s) == Role.HEAD_OF_DIVISION.value]
    return found[0] if found else None


def _giver(definition: Definition, step: Step) -> str:
    return definition.previous_steps(step.key)[-1].role if definition.previous_steps(step.key) else ""


def way_to_due(
    rng: Random, working: WorkingTime, definition: Definition, desk: Step, due: float
) -> Way | None:
    """Backwards: the desk's step began as many working hours before its due time as it has."""
    if desk.kind is StepKind.RETURN:
        return _way_to_return(rng, working, definition, desk, due)
    if desk.hours is None:
        return None
    at = after(working, OPENING, due) if due >= 0 else before(working, OPENING, -due)
    begun = before(working, at, float(desk.hours))
    return None if begun >= OPENING - timedelta(days=3) else _backwards(rng, working, definition, desk, begun)


def _way_to_return(
    rng: Random, working: WorkingTime, definition: Definition, desk: Step, hours: float
) -> Way | None:
    """A result that has waited at the counter for so many working hours."""
    begun = before(working, OPENING, hours)
    return _backwards(rng, working, definition, desk, begun)


def _backwards(
    rng: Random, working: WorkingTime, definition: Definition, desk: Step, begun: datetime
) -> Way | None:
    moments: dict[str, datetime] = {}
    at = begun
    for step in reversed(definition.previous_steps(desk.key)[1:]):
        moments[step.key] = at
        hours = float(step.hours) if step.hours else 2.0
        at = before(working, at, max(hours * SHARE * rng.uniform(0.6, 1.0), 0.5))
    return Way(opening(working, at + timedelta(seconds=rng.randrange(1, 600))), desk.key, moments)


def _way_from_arrival(
    rng: Random,
    working: WorkingTime,
    offered: Offered,
    case: Case,
    definition: Definition,
    desk: Step,
    days: int,
) -> Way | None:
    """Forwards: received on the day from which the published limit leads to the wanted promise."""
    row = terms_of(offered.version_id).limit(case.intake.case, case.intake.area, case.intake.channel)
    if row.same_day_before is not None:
        return None
    wanted_day = _working_day(working, days)
    arrival = opening(working, OPENING.replace(hour=8, minute=rng.randrange(60)) - timedelta(days=1))
    for back in range(120):
        start = opening(working, arrival - timedelta(days=back))
        due = rules.promise(row, start, working).due_at
        if due.date() == wanted_day:
            moments, at = {}, start
            for step in definition.previous_steps(desk.key)[1:]:
                at = after(working, at, max(float(step.hours or 2) * SHARE, 0.5))
                moments[step.key] = at
            return Way(start, desk.key, moments) if at < OPENING else None
        if due.date() < wanted_day and between(working, due, OPENING) > 400:
            return None
    return None


def _working_day(working: WorkingTime, days: int) -> date:
    """The working day so many before or after that of the opening."""
    day, step = OPENING.date(), 1 if days > 0 else -1
    for _ in range(abs(days)):
        day += timedelta(days=step)
        while not working.is_working_day(day):
            day += timedelta(days=step)
    return day
