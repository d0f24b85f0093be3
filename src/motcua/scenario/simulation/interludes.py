"""What comes between the steps: taking in hand, waiting for papers, illness, and what lies on a desk at the opening."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime

from motcua.casework.dossiers import actions as dossiers
from motcua.catalogue.processes.rules import StepKind
from motcua.people.organisation.models import Role
from motcua.scenario.province.year import OPENING
from motcua.scenario.simulation.course import MINUTE, Course
from motcua.scenario.simulation.hours import after, opening
from motcua.scenario.simulation.world import Holder

TAKEN_FIRST = 0.35
REPLACED_WHEN_ILL = 0.7
BROUGHT_AFTER = (3.3, 0.7)
"""Working hours until the missing papers come: the two parameters of a log-normal, its middle at 27 hours."""


def take_up(course: Course, when: datetime) -> Iterator[datetime]:
    """Whoever does the step takes it into his hands some time before; one that was given to him is his already."""
    if course.officer is not None:
        return
    is_handling = course.step.role == Role.HANDLER.value
    if not is_handling and (course.case.is_staged or course.rng.random() >= TAKEN_FIRST):
        return
    at = _within(course, when, course.rng.uniform(0.03, 0.3))
    yield at
    _take(course, at)


def _take(course: Course, at: datetime) -> None:
    if course.step.role == Role.HANDLER.value:
        staged = [h for h in _everybody(course) if h.code == course.case.hand_to]
        by = staged[0] if staged else course.rng.choice(course.free_handlers(course.step, at))
    else:
        by = course.who(course.step, at)
    course.office.take(course.task_id, by=by.actor, now=at)
    course.officer = by
    course.counted()


def completion(course: Course, when: datetime) -> Generator[datetime, None, bool]:
    """The applicant is asked once for what is missing, and brings it days later; returns whether that happened."""
    if not course.case.completes or course.was_completed or course.case.is_staged:
        return False
    if course.step.kind is not StepKind.HANDLE or course.officer is None:
        return False
    asked = _within(course, when, 0.4)
    yield asked
    _ask(course, asked)
    brought = after(course.stage.world.working, asked, course.rng.lognormvariate(*BROUGHT_AFTER))
    yield brought
    papers = (dossiers.HandedIn(None, "Giấy tờ bổ sung theo phiếu yêu cầu", originals=1),)
    by = course.at_counter(brought)
    course.office.receive_completion(course.task_id, by=by.actor, now=brought, papers=papers)
    course.waiting = False
    course.started = brought
    course.promised(brought)
    course.counted()
    return True


def _ask(course: Course, at: datetime) -> None:
    assert course.officer is not None
    missing = course.words("missing")
    course.office.request_completion(course.task_id, by=course.officer.actor, now=at, missing=missing)
    course.waiting = course.was_completed = True
    course.counted()


def illness(course: Course, when: datetime) -> Generator[datetime, None, datetime]:
    """Who is ill is replaced by the one who heads the office, or the dossier waits for him; returns when it is done."""
    gap = course.stage.absences.at(course.officer.code, when) if course.officer else None
    if gap is None or course.case.is_staged:
        return when
    working = course.stage.world.working
    head = _head(course, when)
    others = [h for h in course.free_handlers(course.step, when) if h != course.officer]
    if head is None or not others or course.rng.random() >= REPLACED_WHEN_ILL:
        return after(working, opening(working, gap[1]), course.rng.uniform(0.5, 6))
    first = max(opening(working, gap[0]), course.started + 2 * MINUTE)
    at = after(working, first, course.rng.uniform(1, 10))
    yield at
    reason = course.words("sick")
    course.office.reassign(
        course.task_id, by=head.actor, now=at, officer_id=others[0].officer_id, reason=reason
    )
    course.officer = others[0]
    course.counted()
    return max(when, after(working, at, course.rng.uniform(1, 6)))


def rest(course: Course) -> Iterator[datetime]:
    """A staged dossier stays where the opening shows it, in its officer's hands, perhaps waiting for papers."""
    if course.step.role != Role.HANDLER.value:
        return
    if course.officer is None:
        at = course.started + 20 * MINUTE
        yield at
        _take(course, at)
    if course.case.waits:
        at = after(course.stage.world.working, course.started, 3)
        if at < OPENING:
            yield at
            _ask(course, at)


def _within(course: Course, when: datetime, share: float) -> datetime:
    """A moment between the beginning of the step and the one at which it will be done."""
    length = course.lengths.get(course.element, 1.0)
    earliest = course.started + MINUTE
    return min(
        max(after(course.stage.world.working, course.started, length * share), earliest),
        max(when - MINUTE, earliest),
    )


def _everybody(course: Course) -> tuple[Holder, ...]:
    return course.stage.world.holders(course.unit_of(course.step), course.step.role)


def _head(course: Course, at: datetime) -> Holder | None:
    """Who gives out the tasks of the unit: its head, or in a commune its leader."""
    unit = course.unit_of(course.step)
    for role in (Role.HEAD_OF_DIVISION.value, Role.LEADER.value):
        if course.stage.world.has(unit, role) and (there := course.present(unit, role, at)):
            return there[0]
    return None
