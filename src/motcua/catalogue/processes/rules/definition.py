"""A process definition as a graph, the tokens on it, and the stepper: marking and event in, marking and
effects out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise
from typing import Any

from motcua.catalogue.processes.rules.refusals import Refusal
from motcua.ground.kernel.refusals import Refused

END = ""  # The target of a flow that leaves the process.
WHOLE_PROCESS = 0  # The scope of a token that belongs to no sub-process.


class StepKind(StrEnum):
    """What is done in a step."""

    RECEIVE = "receive"
    ASSIGN = "assign"
    HANDLE = "handle"
    VERIFY = "verify"
    SIGN = "sign"
    STAMP = "stamp"
    RETURN = "return"


class Place(StrEnum):
    """Which unit of the dossier does a step: where it was received, who handles it, or who decides it."""

    ONE_STOP = "one_stop"
    DIVISION = "division"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an internal process: who does what, and in how many working hours (None: by the dossier's
    date).
    """

    key: str
    name: str
    kind: StepKind
    role: str
    place: Place
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """A way from one step to the next; `outcome` None is for every outcome without a way of its own."""

    source: str
    target: str
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """Where the process stands; `iteration` counts from 1 and rises by one each time it is sent back."""

    id: int
    element: str
    iteration: int = 1
    scope: int = WHOLE_PROCESS


@dataclass(frozen=True, slots=True)
class ActivateTask:
    """A step begins: a task is to be given out."""

    element: str
    token_id: int
    iteration: int
    parent_scope: int = WHOLE_PROCESS


@dataclass(frozen=True, slots=True)
class EndTask:
    """The task of the step in which the token stood is over."""

    token_id: int
    element: str
    iteration: int


@dataclass(frozen=True, slots=True)
class Complete:
    """Nothing is left to do."""


Effect = ActivateTask | EndTask | Complete
Stepped = tuple["Marking", tuple[Effect, ...]]


@dataclass(frozen=True, slots=True)
class Marking:
    """The tokens of one running process, in the order in which they were born."""

    tokens: tuple[Token, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether no token is left."""
        return not self.tokens

    def token(self, token_id: int) -> Token:
        """The token with this id; raises Refused NO_SUCH_TOKEN when it has moved out meanwhile."""
        for token in self.tokens:
            if token.id == token_id:
                return token
        raise Refused(Refusal.NO_SUCH_TOKEN)

    def replaced(self, old: Token, new: Token | None) -> Marking:
        """The same with one token moved, or gone."""
        if len(self.tokens) == 1:
            return Marking((new,) if new else ())
        moved = tuple(new if token is old else token for token in self.tokens)
        return Marking(tuple(token for token in moved if token is not None))

    def to_json(self) -> list[list[int | str]]:
        """Plain integers and strings, one list for each token."""
        return [[t.id, t.element, t.iteration, t.scope] for t in self.tokens]

    @classmethod
    def from_json(cls, data: Iterable[Iterable[Any]]) -> Marking:
        """The marking that `to_json` gave; raises Refused BAD_DEFINITION for anything else."""
        try:
            rows = [(int(i), str(element), int(n), int(scope)) for i, element, n, scope in data]
        except (TypeError, ValueError) as error:
            raise Refused(Refusal.BAD_DEFINITION, part="marking") from error
        return cls(tuple(Token(*row) for row in rows))


@dataclass(frozen=True, slots=True)
class Definition:
    """An internal process: steps and the ways between them; a plain list of steps is one way through all.

    Immutable and shared by all dossiers that run on it; every method answers without touching anything.
    """

    steps: tuple[Step, ...]
    flows: tuple[Flow, ...]
    _steps: Mapping[str, Step] = field(init=False, repr=False, compare=False)
    _ways: Mapping[tuple[str, str | None], str] = field(init=False, repr=False, compare=False)
    _before: Mapping[str, tuple[Step, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        steps = {step.key: step for step in self.steps}
        object.__setattr__(self, "_steps", steps)
        object.__setattr__(self, "_ways", {(f.source, f.outcome): f.target for f in self.flows})
        before = {
            key: tuple(s for s in self.steps if s.key in found) for key, found in _ancestors(self).items()
        }
        object.__setattr__(self, "_before", before)

    @classmethod
    def from_steps(cls, steps: Iterable[Step]) -> Definition:
        """The process that goes through the steps in their order and then ends."""
        listed = tuple(steps)
        keys = [step.key for step in listed]
        return cls(listed, tuple(Flow(a, b) for a, b in pairwise([*keys, END])))

    def start(self) -> Stepped:
        """A token on the first step; raises Refused NO_SUCH_STEP for a process without steps."""
        if not self.steps:
            raise Refused(Refusal.NO_SUCH_STEP)
        token = Token(1, self.steps[0].key)
        return Marking((token,)), (ActivateTask(token.element, token.id, token.iteration, token.scope),)

    def step(self, element: str) -> Step:
        """The step with this key; raises Refused NO_SUCH_STEP."""
        found = self._steps.get(element)
        if found is None:
            raise Refused(Refusal.NO_SUCH_STEP)
        return found

    def previous_steps(self, element: str) -> tuple[Step, ...]:
        """The steps from which this one is reached, in the order of the definition: where it may be sent
        back to.
        """
        return self._before.get(element, ())

    def next_step(self, element: str, outcome: str | None = None) -> Step | None:
        """The step that follows when this one ends so; None when the process then ends."""
        target = self._target(element, outcome)
        return None if target == END else self._steps[target]

    def complete(self, marking: Marking, token_id: int, outcome: str | None = None) -> Stepped:
        """The step in which the token stands is done: the token moves on, or leaves the process.

        Raises Refused NO_SUCH_TOKEN when another was quicker, NO_WAY_ON for an outcome without a way.
        """
        token = marking.token(token_id)
        return self._move(marking, token, self._target(token.element, outcome), token.iteration)

    def send_back(self, marking: Marking, token_id: int, to_element: str) -> Stepped:
        """Back to an earlier step, a new iteration; raises Refused NO_SUCH_TOKEN, NOT_EARLIER."""
        token = marking.token(token_id)
        if all(step.key != to_element for step in self.previous_steps(token.element)):
            raise Refused(Refusal.NOT_EARLIER)
        return self._move(marking, token, to_element, token.iteration + 1)

    def go_to(self, marking: Marking, token_id: int, to_element: str) -> Stepped:
        """Straight to a later step, as when a rejected dossier is to be handed back; raises Refused
        NOT_LATER.
        """
        token = marking.token(token_id)
        if all(step.key != token.element for step in self.previous_steps(to_element)):
            raise Refused(Refusal.NOT_LATER)
        return self._move(marking, token, to_element, token.iteration)

    def stop(self, marking: Marking) -> Stepped:
        """The process ends where it stands, as when the applicant withdraws the dossier."""
        ended: tuple[Effect, ...] = tuple(EndTask(t.id, t.element, t.iteration) for t in marking.tokens)
        return Marking(), (*ended, Complete())

    def to_json(self) -> dict[str, Any]:
        """Plain values for a jsonb column; the ways are left out when they are those of the list."""
        steps = [
            {
                "key": s.key,
                "name": s.name,
                "kind": s.kind.value,
                "role": s.role,
                "place": s.place.value,
                "hours": None if s.hours is None else str(s.hours),
            }
            for s in self.steps
        ]
        if self.flows == Definition.from_steps(self.steps).flows:
            return {"steps": steps}
        return {"steps": steps, "flows": [[f.source, f.target, f.outcome] for f in self.flows]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Definition:
        """The definition that `to_json` gave; raises Refused BAD_DEFINITION naming the part that cannot be
        read.
        """
        try:
            steps = tuple(_step_from_json(row) for row in data["steps"])
        except (KeyError, TypeError, ValueError, InvalidOperation) as error:
            raise Refused(Refusal.BAD_DEFINITION, part="steps") from error
        if "flows" not in data:
            return cls.from_steps(steps)
        try:
            return cls(
                steps, tuple(Flow(source, target, outcome) for source, target, outcome in data["flows"])
            )
        except (TypeError, ValueError) as error:
            raise Refused(Refusal.BAD_DEFINITION, part="flows") from error

    def _target(self, element: str, outcome: str | None) -> str:
        target = self._ways.get((element, outcome))
        if target is None:
            target = self._ways.get((element, None))
        if target is None:
            raise Refused(Refusal.NO_WAY_ON, step=self.step(element).name)
        return target

    def _move(self, marking: Marking, token: Token, target: str, iteration: int) -> Stepped:
        ended = EndTask(token.id, token.element, token.iteration)
        if target == END:
            left = marking.replaced(token, None)
            return left, (ended, Complete()) if left.is_complete else (ended,)
        moved = Token(token.id, target, iteration, token.scope)
        return marking.replaced(token, moved), (ended, ActivateTask(target, token.id, iteration, token.scope))


def _step_from_json(row: Mapping[str, Any]) -> Step:
    hours = row.get("hours")
    return Step(
        key=str(row["key"]),
        name=str(row["name"]),
        kind=StepKind(row["kind"]),
        role=str(row["role"]),
        place=Place(row["place"]),
        hours=None if hours is None else Decimal(str(hours)),
    )


def _ancestors(definition: Definition) -> dict[str, set[str]]:
    """For each step, the steps before it by which it is reached; a loop does not make a later step an
    earlier one.
    """
    order = {step.key: number for number, step in enumerate(definition.steps)}
    found: dict[str, set[str]] = {key: set() for key in order}
    ways = [f for f in definition.flows if f.target in order and f.source in order]
    forward = sorted((f for f in ways if order[f.source] < order[f.target]), key=lambda f: order[f.target])
    for flow in forward:
        found[flow.target] |= found[flow.source] | {flow.source}
    return found
