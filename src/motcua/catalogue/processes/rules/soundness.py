"""Whether a process can be used: every step reached, exactly one receiving, nothing returned unsigned, an
end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.processes.rules.definition import END, Definition, StepKind


class ProblemCode(StrEnum):
    """What may be wrong with a definition."""

    EMPTY = "empty"
    KEY_TWICE = "key_twice"
    UNKNOWN_TARGET = "unknown_target"
    NOT_ONE_RECEIVE = "not_one_receive"
    RECEIVE_NOT_FIRST = "receive_not_first"
    NO_RETURN = "no_return"
    ENDS_ELSEWHERE = "ends_elsewhere"
    RETURN_WITHOUT_SIGNATURE = "return_without_signature"
    NOT_REACHED = "not_reached"
    NEVER_ENDS = "never_ends"
    NEGATIVE_HOURS = "negative_hours"


SENTENCES: Mapping[ProblemCode, str | Promise] = {
    ProblemCode.EMPTY: _("quy trình chưa có bước nào."),
    ProblemCode.KEY_TWICE: _("hai bước cùng mang mã “%(step)s”."),
    ProblemCode.UNKNOWN_TARGET: _("bước “%(step)s” dẫn tới hoặc đi từ một bước không có."),
    ProblemCode.NOT_ONE_RECEIVE: _("phải có đúng một bước tiếp nhận."),
    ProblemCode.RECEIVE_NOT_FIRST: _("bước tiếp nhận phải đứng đầu."),
    ProblemCode.NO_RETURN: _("chưa có bước trả kết quả."),
    ProblemCode.ENDS_ELSEWHERE: _("quy trình kết thúc ở bước “%(step)s” mà không trả kết quả."),
    ProblemCode.RETURN_WITHOUT_SIGNATURE: _("có đường tới bước “%(step)s” mà không qua bước ký."),
    ProblemCode.NOT_REACHED: _("không có đường nào tới bước “%(step)s”."),
    ProblemCode.NEVER_ENDS: _("từ bước “%(step)s” không tới được bước trả kết quả."),
    ProblemCode.NEGATIVE_HOURS: _("thời gian của bước “%(step)s” là số âm."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a definition; `step` is the key of the step where it lies, if it lies at one."""

    code: ProblemCode
    step: str = ""

    def sentence(self) -> str:
        """The fault in the language now active."""
        return str(SENTENCES[self.code]) % {"step": self.step}


def soundness(definition: Definition) -> list[Problem]:
    """Every fault of the definition, in the order in which a person would mend them; an empty list when
    none.
    """
    if not definition.steps:
        return [Problem(ProblemCode.EMPTY)]
    faults = _faults_of_graph(definition)
    if faults:
        return faults
    return [*_faults_of_kinds(definition), *_faults_of_ways(definition)]


def _faults_of_graph(definition: Definition) -> list[Problem]:
    counts = Counter(step.key for step in definition.steps)
    known = set(counts)
    twice = [Problem(ProblemCode.KEY_TWICE, key) for key, count in counts.items() if count > 1]
    lost = [
        Problem(ProblemCode.UNKNOWN_TARGET, flow.source)
        for flow in definition.flows
        if flow.source not in known or flow.target not in known | {END}
    ]
    return twice + lost


def _faults_of_kinds(definition: Definition) -> list[Problem]:
    kinds = Counter(step.kind for step in definition.steps)
    found = []
    if kinds[StepKind.RECEIVE] != 1:
        found.append(Problem(ProblemCode.NOT_ONE_RECEIVE))
    elif definition.steps[0].kind is not StepKind.RECEIVE:
        found.append(Problem(ProblemCode.RECEIVE_NOT_FIRST))
    if not kinds[StepKind.RETURN]:
        found.append(Problem(ProblemCode.NO_RETURN))
    for step in definition.steps:
        if step.hours is not None and step.hours < 0:
            found.append(Problem(ProblemCode.NEGATIVE_HOURS, step.key))
    return found


def _faults_of_ways(definition: Definition) -> list[Problem]:
    forward: dict[str, set[str]] = {}
    backward: dict[str, set[str]] = {}
    for flow in definition.flows:
        forward.setdefault(flow.source, set()).add(flow.target)
        backward.setdefault(flow.target, set()).add(flow.source)
    first = definition.steps[0].key
    kind = {step.key: step.kind for step in definition.steps}
    signing = {key for key in kind if kind[key] is StepKind.SIGN}
    reached = _walk(first, forward, avoiding=set())
    unsigned = _walk(first, forward, avoiding=signing)
    ending = _walk(END, backward, avoiding=set())
    found = []
    for key, is_a in kind.items():
        if key not in reached:
            found.append(Problem(ProblemCode.NOT_REACHED, key))
        elif key not in ending:
            found.append(Problem(ProblemCode.NEVER_ENDS, key))
        if is_a is StepKind.RETURN and key in unsigned:
            found.append(Problem(ProblemCode.RETURN_WITHOUT_SIGNATURE, key))
        if is_a is not StepKind.RETURN and END in forward.get(key, ()):
            found.append(Problem(ProblemCode.ENDS_ELSEWHERE, key))
    return found


def _walk(start: str, ways: Mapping[str, set[str]], *, avoiding: set[str]) -> set[str]:
    """All that is reached from `start` without passing through what is avoided."""
    seen, waiting = {start}, [start]
    while waiting:
        for target in ways.get(waiting.pop(), ()):
            if target not in seen and target not in avoiding:
                seen.add(target)
                waiting.append(target)
    return seen
