"""What an officer may do with a dossier now, and the reason why not: the same rules and policy that the verbs ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.casework.dossiers import rules
from motcua.casework.dossiers.access import CORRECTORS
from motcua.casework.dossiers.models import Apology, Dossier, Lateness, Obligation, Task
from motcua.casework.dossiers.queries.waiting import owed
from motcua.casework.dossiers.rules import Refusal, StepVerb
from motcua.casework.dossiers.states import CLOSED, OPEN, UNCOLLECTED, State
from motcua.catalogue.processes.rules import Definition, StepKind
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.queries import day_of


class Verb(StrEnum):
    """The verbs that a person may be offered on a dossier's page; the value is the permission's second half."""

    FORWARD = "forward"
    APPROVE = "approve"
    FINISH = "finish"
    RETURN = "return_result"
    TAKE = "take"
    SEND_BACK = "send_back"
    REQUEST_COMPLETION = "request_completion"
    RECEIVE_COMPLETION = "receive_completion"
    REJECT = "reject"
    REASSIGN = "reassign"
    COLLECT_FEE = "collect_fee"
    EXPECT_PAPER = "expect_paper"
    BRING_PAPER = "bring_paper"
    ASK_ANSWER = "ask_answer"
    NOTE_ANSWER = "note_answer"
    WAIVE = "waive"
    NOTE_CALL = "note_call"
    UNDO_RETURN = "undo_return"
    CORRECT = "correct"
    VOID = "void"
    WITHDRAW = "withdraw"
    STOP = "stop"
    NOTE = "note"
    ATTACH = "attach"
    NAME_CAUSE = "name_cause"
    DRAFT_APOLOGY = "draft_apology"
    ISSUE_APOLOGY = "issue_apology"

    @property
    def permission(self) -> str:
        """Its row of the policy table."""
        return f"dossiers.{self.value}"


FOR_THE_LATE = frozenset({Verb.NAME_CAUSE, Verb.DRAFT_APOLOGY, Verb.ISSUE_APOLOGY})
ENDS_STEP = {
    StepVerb.FORWARD: Verb.FORWARD,
    StepVerb.APPROVE: Verb.APPROVE,
    StepVerb.FINISH: Verb.FINISH,
    StepVerb.RETURN: Verb.RETURN,
}
OPENING = (Verb.EXPECT_PAPER, Verb.ASK_ANSWER)
# Which obligations each of these ends.
MEETING: Mapping[Verb, tuple[Obligation.Kind, ...]] = {
    Verb.BRING_PAPER: (Obligation.Kind.PAPER,),
    Verb.NOTE_ANSWER: (Obligation.Kind.ANSWER,),
    Verb.WAIVE: (Obligation.Kind.PAPER, Obligation.Kind.ANSWER),
}
# They end a dossier wherever it lies.
ENDINGS = (Verb.VOID, Verb.WITHDRAW, Verb.STOP)
# Wherever the work lies, while there is no result.
OF_THE_WHOLE = (Verb.CORRECT, *ENDINGS)


@dataclass(frozen=True, slots=True)
class Offer:
    """A verb that this office has; `refusal` says why not now, None that it may be done."""

    verb: Verb
    refusal: Refused | None = None


@dataclass(frozen=True, slots=True)
class _Subject:
    """A dossier and its task as the policy's relations ask of them."""

    one_stop_id: int
    agency_id: int
    division_id: int
    unit_id: int | None = None
    role: str | None = None
    officer_id: int | None = None


def offers(
    actor: Actor, dossier: Dossier, task: Task | None, definition: Definition, now: datetime
) -> list[Offer]:
    """Everything that the actor's role may do with such a dossier, the verb that ends the step first."""
    subject = _subject(dossier, task)
    return [
        Offer(verb, _why_not(verb, actor, dossier, task, definition, subject, now))
        for verb in (*_verbs(task, definition, dossier.state), *_for_the_late(dossier, now))
        if policy.has(actor, verb.permission)
    ]


def check_may(actor: Actor, verb: Verb, dossier: Dossier, task: Task | None) -> None:
    """The verb is this office's to do here; raises Refused NOT_ALLOWED, before a word of its form is answered."""
    policy.check(actor, verb.permission, _subject(dossier, task))


def _subject(dossier: Dossier, task: Task | None) -> _Subject:
    return _Subject(
        dossier.one_stop_id,
        dossier.agency_id,
        dossier.division_id,
        task.unit_id if task else None,
        task.role if task else None,
        task.officer_id if task else None,
    )


def _verbs(task: Task | None, definition: Definition, dossier_state: int) -> Iterator[Verb]:
    if task is not None:
        yield ENDS_STEP[rules.verb_of(definition, task.element)]
        if task.officer_id is None:
            yield Verb.TAKE
        yield Verb.RECEIVE_COMPLETION
        yield Verb.SEND_BACK
        yield Verb.REQUEST_COMPLETION
        yield Verb.REJECT
        yield Verb.REASSIGN
    yield Verb.COLLECT_FEE
    if task is not None:
        yield Verb.CORRECT
        yield Verb.VOID
        yield Verb.WITHDRAW
        yield Verb.STOP
    if dossier_state in UNCOLLECTED:
        yield Verb.NOTE_CALL
    if dossier_state == State.RETURNED:
        yield Verb.UNDO_RETURN
    yield from (*MEETING, *OPENING)
    yield Verb.NOTE
    yield Verb.ATTACH


def _for_the_late(dossier: Dossier, now: datetime) -> Iterator[Verb]:
    """A cause is asked of what is late; an apology may be due before (decree 61/2018, art. 19.9)."""
    is_open = dossier.finished_at is None
    lateness: Lateness | None = getattr(dossier, "lateness", None)
    if (is_open and dossier.late_after < now) or (lateness is not None and lateness.since is not None):
        yield Verb.NAME_CAUSE
    if is_open:
        yield Verb.DRAFT_APOLOGY
        yield Verb.ISSUE_APOLOGY


def _of_the_late(verb: Verb, actor: Actor, dossier: Dossier) -> Refused | None:
    if verb is Verb.NAME_CAUSE:
        lateness: Lateness | None = getattr(dossier, "lateness", None)
        named, over = lateness.cause if lateness else "", dossier.finished_at is not None
        may = rules.may_name_cause(named, actor.role or "", CORRECTORS, is_finished=over)
        return None if may else Refused(Refusal.CAUSE_NAMED)
    apology: Apology | None = getattr(dossier, "apology", None)
    if apology is not None and apology.issued_at is not None:
        return Refused(Refusal.APOLOGISED)
    return Refused(Refusal.WAITING) if dossier.state == State.AWAITING_COMPLETION else None


def _why_not(
    verb: Verb,
    actor: Actor,
    dossier: Dossier,
    task: Task | None,
    definition: Definition,
    subject: _Subject,
    now: datetime,
) -> Refused | None:
    if not policy.allows(actor, verb.permission, subject):
        return Refused(KernelRefusal.NOT_ALLOWED)
    if verb is Verb.NOTE:
        return None
    if verb in FOR_THE_LATE:
        return _of_the_late(verb, actor, dossier)
    if verb is Verb.ATTACH:
        return Refused(Refusal.CLOSED) if dossier.state in CLOSED else None
    if verb is Verb.RECEIVE_COMPLETION:
        return None if dossier.state == State.AWAITING_COMPLETION else Refused(Refusal.NOT_WAITING)
    if verb is Verb.COLLECT_FEE:
        owes = any(o.kind == o.Kind.FEE and o.met_at is None for o in dossier.obligations.all())
        return None if owes else Refused(Refusal.FEE_NOT_OWED)
    if verb is Verb.NOTE_CALL:
        return None
    if verb is Verb.UNDO_RETURN:
        today = dossier.returned_at is not None and day_of(dossier.returned_at) == day_of(now)
        return None if today else Refused(Refusal.UNDONE_TOO_LATE)
    if verb in OPENING or verb in MEETING:
        return _why_not_owing(verb, dossier)
    if task is None:
        return Refused(Refusal.CLOSED)
    if verb in OF_THE_WHOLE:
        return _why_not_ended(verb, dossier, definition)
    if verb is not Verb.REASSIGN:
        if task.officer_id is not None and task.officer_id != actor.officer_id:
            return Refused(Refusal.TASK_OF_ANOTHER)
        if dossier.state == State.AWAITING_COMPLETION:
            return Refused(Refusal.WAITING)
    return _by_rule(verb, dossier, task, definition, now)


def _refused(check: Callable[[Iterable[Obligation]], None], owed_now: Iterable[Obligation]) -> Refused | None:
    try:
        check(owed_now)
    except Refused as refused:
        return refused
    return None


def _why_not_owing(verb: Verb, dossier: Dossier) -> Refused | None:
    """An obligation is opened while there is no result, and ended while it is open."""
    if verb in OPENING:
        if dossier.state in OPEN:
            return None
        return Refused(Refusal.CLOSED if dossier.state in CLOSED else Refusal.HAS_RESULT)
    kinds = MEETING[verb]
    is_open = any(one.kind in kinds and one.met_at is None for one in dossier.obligations.all())
    return None if is_open else Refused(Refusal.NO_SUCH_OBLIGATION)


def _why_not_ended(verb: Verb, dossier: Dossier, definition: Definition) -> Refused | None:
    if dossier.state not in OPEN:
        return Refused(Refusal.HAS_RESULT)
    if verb not in (Verb.CORRECT, Verb.VOID):
        return None
    begun = any(
        rules.is_begun(
            definition.step(task.element).place,
            is_taken=task.officer_id is not None,
            is_ended=task.ended_at is not None,
        )
        for task in dossier.tasks.all()
    )
    return Refused(Refusal.BEGUN) if begun else None


def _by_rule(
    verb: Verb, dossier: Dossier, task: Task, definition: Definition, now: datetime
) -> Refused | None:
    kind = definition.step(task.element).kind
    open_ones = [one for one in dossier.obligations.all() if one.met_at is None]
    if verb is Verb.RETURN and dossier.open_obligations:
        return _refused(owed.check_nothing_open, open_ones)
    if verb in (Verb.APPROVE, Verb.FINISH) and (refused := _refused(owed.check_no_answer_awaited, open_ones)):
        return refused
    if verb is Verb.SEND_BACK and (
        dossier.finished_at is not None or not rules.earlier_steps(definition, task.element)
    ):
        return Refused(Refusal.WRONG_STEP)
    if verb is Verb.REJECT and kind is not StepKind.SIGN:
        return Refused(Refusal.WRONG_STEP)
    if verb is Verb.REQUEST_COMPLETION:
        asked = dossier.completion_requests
        refusal = rules.can_ask_completion(kind, asked, rules.rule_set(day_of(now)))
        return Refused(refusal, times=asked) if refusal else None
    return None
