"""How long each step of a life takes: shares of the time until the promise, in working hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random

from motcua.catalogue.processes.rules import Definition, Step, StepKind
from motcua.people.calendars.rules import WorkingTime
from motcua.scenario.simulation.hours import after, between

SHORTEST = 0.05
WEIGHTS = {
    StepKind.RECEIVE: 0.03,
    StepKind.ASSIGN: 0.05,
    StepKind.HANDLE: 0.55,
    StepKind.VERIFY: 0.12,
    StepKind.SIGN: 0.17,
    StepKind.STAMP: 0.08,
}


def steps_to_finish(definition: Definition, element: str) -> list[Step]:
    """The steps from this one to the one that finishes, in their order."""
    found = []
    step: Step | None = definition.step(element)
    while step is not None and step.kind is not StepKind.RETURN:
        found.append(step)
        step = definition.next_step(step.key)
    return found


def durations(
    rng: Random, steps: Sequence[Step], start: datetime, due: datetime, working: WorkingTime, pace: str
) -> dict[str, float]:
    """How many working hours each of these steps will take, so that the life ends as its pace says."""
    if not steps:
        return {}
    weights = [float(step.hours) if step.hours else WEIGHTS[step.kind] for step in steps]
    if not all(step.hours for step in steps):
        weights = [WEIGHTS[step.kind] for step in steps]
    jittered = [weight * rng.lognormvariate(0, 0.35) for weight in weights]
    whole = _whole(rng, between(working, start, due), pace)
    found = {
        step.key: max(SHORTEST, whole * weight / sum(jittered))
        for step, weight in zip(steps, jittered, strict=True)
    }
    if pace == "unclicked":
        last = steps[-1].key
        spent = sum(found.values()) - found[last]
        found[last] = max(between(working, start, due) - spent, 0.0) + rng.uniform(6, 44)
    return found


def _whole(rng: Random, promised: float, pace: str) -> float:
    """The working hours from now to the end, given those until the promise."""
    match pace:
        case "late":
            return promised + 2 + rng.expovariate(1 / 22)
        case "early":
            return promised * rng.uniform(0.25, 0.75)
        case "unclicked":
            return promised * rng.uniform(0.6, 0.9)
        case _:
            return promised * rng.uniform(0.75, 0.97)


def collected(
    rng: Random, finished: datetime, promised: datetime, working: WorkingTime, *, by_post: bool
) -> datetime | None:
    """When the result leaves the counter: handed to the post the next day, fetched sooner or later, or never yet."""
    if by_post:
        return after(working, finished, rng.uniform(0.5, 9))
    chance = rng.random()
    if chance < 0.02:
        return None
    soonest = finished if chance < 0.45 else max(finished, promised)
    if between(working, finished, soonest) < 1 and promised.date() == finished.date():
        return after(working, finished, rng.uniform(0.1, 1.5))
    return after(working, soonest, rng.uniform(0.3, 6) if chance < 0.8 else rng.expovariate(1 / 40) + 4)
