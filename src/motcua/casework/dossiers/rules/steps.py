"""What may be done at a step, and to whom its work is given."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from motcua.casework.dossiers.rules.refusals import Refusal
from motcua.casework.dossiers.rules.rule_sets import RuleSet
from motcua.catalogue.processes.rules import Definition, Place, Step, StepKind
from motcua.ground.kernel.refusals import Refused


class StepVerb(StrEnum):
    """The verb that ends a step well."""

    FORWARD = "forward"
    APPROVE = "approve"
    FINISH = "finish"
    RETURN = "return"


def verb_of(definition: Definition, element: str) -> StepVerb:
    """Which verb ends this step: returning at the counter, the result before it, signing, else passing on."""
    step = definition.step(element)
    if step.kind is StepKind.RETURN:
        return StepVerb.RETURN
    following = definition.next_step(element)
    if following is not None and following.kind is StepKind.RETURN:
        return StepVerb.FINISH
    return StepVerb.APPROVE if step.kind is StepKind.SIGN else StepVerb.FORWARD


DECIDING = frozenset({StepVerb.APPROVE, StepVerb.FINISH})


def can_ask_completion(kind: StepKind, asked: int, rules: RuleSet) -> Refusal | None:
    """Why completion may not be asked at this step, or None when it may (decree 61/2018, art. 15.3 and 19)."""
    if kind not in (StepKind.HANDLE, StepKind.VERIFY):
        return Refusal.WRONG_STEP
    return Refusal.ASKED_ENOUGH if asked >= rules.completion_limit else None


def given_to(appointed: Collection[int]) -> int | None:
    """Whose a work is that was given out without a name, of those who are appointed to the office that does it.

    Work is given out to a person (decree 61/2018, art. 19.1): of several one must be named, and one alone is meant
    without being named. Where nobody is appointed nobody can be, and the applicant's time runs on: the work lies there
    until somebody comes into the office. Delegates stand in for one of the appointed, so they are meant only by name.
    Raises Refused(NO_OFFICER).
    """
    if len(appointed) > 1:
        raise Refused(Refusal.NO_OFFICER)
    return next(iter(appointed), None)


def check_reason(text: str) -> str:
    """A reason in words, without the spaces around it; raises Refused(NO_REASON)."""
    if not text.strip():
        raise Refused(Refusal.NO_REASON)
    return text.strip()


def check_basis(text: str) -> str:
    """A legal basis in words, without the spaces around it; raises Refused(NO_BASIS)."""
    if not text.strip():
        raise Refused(Refusal.NO_BASIS)
    return text.strip()


def is_begun(place: Place, *, is_taken: bool, is_ended: bool) -> bool:
    """Whether with this task somebody of the agency has begun: it is not the counter's, and was taken or done.

    A task that was given to a person counts as taken: the dossier has been handed over to him.
    """
    return place is not Place.ONE_STOP and (is_taken or is_ended)


def check_not_begun(begun: Iterable[bool]) -> None:
    """A reception is corrected or undone only before hand-over; raises Refused(BEGUN).

    Circular 01/2018 has the counter hand a dossier over on the day of its reception, and says nothing of undoing one.
    That it may be undone until the agency has begun with it, and not after, is our reading: until then nobody but the
    counter has relied on it.
    """
    if any(begun):
        raise Refused(Refusal.BEGUN)


def earlier_steps(definition: Definition, element: str) -> list[Step]:
    """The steps that a dossier may be sent back to: those before this one, after the counter's own."""
    return [step for step in definition.previous_steps(element) if step.kind is not StepKind.RECEIVE]


def returning_step(definition: Definition) -> Step:
    """The step at which the result is handed over; every sound definition has one."""
    return next(step for step in definition.steps if step.kind is StepKind.RETURN)
