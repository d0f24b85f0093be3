"""The life of a dossier as one would tell it: received, handled, signed, returned; every act is a public verb."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from motcua.casework.dossiers import actions as dossiers
from motcua.casework.dossiers.actions.receiving import Notice
from motcua.casework.dossiers.models import CounterNotice
from motcua.casework.dossiers.rules import StepVerb, returning_step, verb_of
from motcua.catalogue.processes.rules import Step, StepKind
from motcua.people.organisation.models import Role
from motcua.scenario.province.people import person
from motcua.scenario.province.year import OPENING
from motcua.scenario.simulation import interludes
from motcua.scenario.simulation.cases import Case
from motcua.scenario.simulation.course import MINUTE, Course, Stage
from motcua.scenario.simulation.hours import SECOND, after
from motcua.scenario.simulation.pace import collected
from motcua.scenario.simulation.world import Holder

SENT_BACK = {StepKind.VERIFY: 0.03, StepKind.SIGN: 0.015}
REJECTED = 0.012
NOTED = 0.07
REMARKED = 0.15
FETCHED_BY_ANOTHER = 0.12
POST = "Bưu điện (dịch vụ bưu chính công ích)"


def live(stage: Stage, case: Case) -> Iterator[datetime]:
    """A dossier from the counter to the counter, or to the desk where the opening finds it."""
    course = Course(stage, case)
    yield case.arrival
    _receive(course)
    while course.step.kind is not StepKind.RETURN:
        if course.element == case.halt:
            yield from interludes.rest(course)
            return
        when = course.planned()
        yield from interludes.take_up(course, when)
        if (yield from interludes.completion(course, when)):
            when = course.planned()
        when = yield from interludes.illness(course, when)
        if _would_lie_on_a_staged_desk(course, when):
            return
        yield when
        _end_step(course, when)
    if course.element != case.halt:
        yield from _return(course)


def give_notice(stage: Stage, case: Case) -> Iterator[datetime]:
    """Somebody who leaves the counter with a notice instead of a receipt."""
    course = Course(stage, case)
    yield case.arrival
    kind = CounterNotice.Kind.REJECTION if course.rng.random() < 0.25 else CounterNotice.Kind.COMPLETION
    notice = Notice(
        kind=kind.value,
        procedure_id=case.offered.procedure_id,
        applicant=case.intake.applicant,
        body=course.words(f"notice_{kind.value}"),
    )
    dossiers.give_notice(notice, by=course.at_counter(case.arrival).actor, now=case.arrival)
    course.counted()


def _receive(course: Course) -> None:
    now = course.case.arrival
    received = course.office.receive(course.case.intake, by=course.at_counter(now).actor, now=now)
    course.dossier_id, course.element = received.dossier_id, course.definition.steps[0].key
    course.begin(course.following(), now, received.task_id)
    course.promised(now)
    course.counted()
    course.stage.lives += 1


def _would_lie_on_a_staged_desk(course: Course, when: datetime) -> bool:
    """Whether passing it on now would leave it, at the opening, on a desk that is staged."""
    if course.case.is_staged or when > OPENING:
        return False
    following = course.following()
    if (course.unit_of(following), following.role) not in course.stage.quiet:
        return False
    return after(course.stage.world.working, when, course.lengths.get(following.key, 1.0)) >= OPENING


# --- the steps ---------------------------------------------------------------------------------------------------


def _end_step(course: Course, now: datetime) -> None:
    step = course.step
    by = course.officer or course.who(step, now)
    course.did[step.key] = by
    if _is_sent_back(course, step):
        _send_back(course, by, now)
    elif step.kind is StepKind.SIGN and not course.case.is_staged and course.rng.random() < REJECTED:
        _reject(course, by, now)
    else:
        if step.kind is StepKind.HANDLE and course.rng.random() < NOTED:
            course.office.note(course.dossier_id, by=by.actor, now=now - SECOND, body=course.words("notes"))
            course.counted()
        _pass_on(course, by, now)
    course.counted()


def _pass_on(course: Course, by: Holder, now: datetime) -> None:
    verb = verb_of(course.definition, course.element)
    if verb is StepVerb.APPROVE:
        course.signer, course.signed_on = by.name, now.date()
        done = course.office.approve(course.task_id, by=by.actor, now=now)
        course.begin(course.following(), now, done.task_id)
    elif verb is StepVerb.FORWARD:
        _forward(course, by, now)
    else:
        _finish(course, by, now)


def _forward(course: Course, by: Holder, now: datetime) -> None:
    following = course.following()
    to = _handed_to(course, following, now)
    remark = course.words("forward") if course.rng.random() < REMARKED else ""
    named = to.officer_id if to else None
    done = course.office.forward(course.task_id, by=by.actor, now=now, officer_id=named, remark=remark)
    course.begin(following, now, done.task_id, to)


def _handed_to(course: Course, following: Step, now: datetime) -> Holder | None:
    """Who gives out the work names the handler; later steps of the handler go to the same one."""
    if following.role != Role.HANDLER.value or course.step.role != Role.HEAD_OF_DIVISION.value:
        return None
    if course.case.hand_to:
        everybody = course.stage.world.holders(course.unit_of(following), following.role)
        return next(holder for holder in everybody if holder.code == course.case.hand_to)
    return course.rng.choice(course.free_handlers(following, now))


def _finish(course: Course, by: Holder, now: datetime) -> None:
    # The paper may be signed on the promised day although "finish" is clicked days later.
    unclicked = course.case.pace == "unclicked"
    signed_on = course.signed_on or (min(now, course.due) if unclicked else now).date()
    document = dossiers.Document(
        number=course.stage.document_number(course.case.offered.agency_id, signed_on.year),
        signed_on=signed_on,
        signer=course.signer or by.name,
    )
    done = course.office.finish(course.task_id, by=by.actor, now=now, document=document)
    course.finished = True
    course.begin(course.following(), now, done.task_id)


def _reject(course: Course, by: Holder, now: datetime) -> None:
    number = course.stage.document_number(course.case.offered.agency_id, now.year)
    document = dossiers.Document(number=number, signed_on=now.date(), signer=by.name)
    reason = course.words("rejection")
    done = course.office.reject(course.task_id, by=by.actor, now=now, reason=reason, document=document)
    course.finished = True
    course.begin(returning_step(course.definition), now, done.task_id)


def _is_sent_back(course: Course, step: Step) -> bool:
    if course.was_sent_back or course.case.is_staged or course.rng.random() >= SENT_BACK.get(step.kind, 0.0):
        return False
    return bool(_handlers_steps(course))


def _handlers_steps(course: Course) -> list[Step]:
    earlier = course.definition.previous_steps(course.element)
    return [step for step in earlier if step.role == Role.HANDLER.value and step.key in course.did]


def _send_back(course: Course, by: Holder, now: datetime) -> None:
    to = _handlers_steps(course)[-1]
    reason = course.words("send_back")
    done = course.office.send_back(course.task_id, by=by.actor, now=now, element=to.key, reason=reason)
    course.was_sent_back = True
    course.lengths[to.key] = course.lengths.get(to.key, 1.0) * 0.3
    course.begin(to, now, done.task_id, course.did[to.key])


# --- the result --------------------------------------------------------------------------------------------------


def _return(course: Course) -> Iterator[datetime]:
    by_post = course.case.intake.return_method == "postal"
    working = course.stage.world.working
    when = collected(course.rng, course.started, course.due, working, by_post=by_post)
    if when is None:
        return
    now = max(when, course.started + MINUTE)
    yield now
    by = course.at_counter(now)
    if not course.case.intake.fee_paid and _fee(course):
        course.office.collect_fee(course.dossier_id, by=by.actor, now=now)
        course.counted()
    name, identity, is_applicant = _collector(course, by_post=by_post)
    course.office.return_result(
        course.task_id,
        by=by.actor,
        now=now,
        collected_by=name,
        identity_number=identity,
        is_applicant=is_applicant,
    )
    course.counted()


def _fee(course: Course) -> int:
    return course.office.fee(course.dossier_id)


def _collector(course: Course, *, by_post: bool) -> tuple[str, str, bool]:
    asks = course.case.intake.applicant
    if by_post:
        return POST, "", False
    if asks.representative:
        return asks.representative, "", True
    if course.rng.random() < FETCHED_BY_ANOTHER:
        return person(course.rng).name, "", False
    return asks.name, asks.identity_number, True
