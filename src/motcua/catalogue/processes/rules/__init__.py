"""How a process runs: pure rules without database or clock; the plain list of steps is already a graph."""

from motcua.catalogue.processes.rules.definition import (
    END,
    ActivateTask,
    Complete,
    Definition,
    Effect,
    EndTask,
    Flow,
    Marking,
    Place,
    Step,
    StepKind,
    Token,
)
from motcua.catalogue.processes.rules.derive import (
    HOURS_OF_A_DAY,
    derived_steps,
    limit_in_hours,
    mismatch_note,
)
from motcua.catalogue.processes.rules.labels import KIND_LABELS, PLACE_LABELS
from motcua.catalogue.processes.rules.refusals import Refusal
from motcua.catalogue.processes.rules.soundness import Problem, ProblemCode, soundness

__all__ = [
    "END",
    "HOURS_OF_A_DAY",
    "KIND_LABELS",
    "PLACE_LABELS",
    "ActivateTask",
    "Complete",
    "Definition",
    "Effect",
    "EndTask",
    "Flow",
    "Marking",
    "Place",
    "Problem",
    "ProblemCode",
    "Refusal",
    "Step",
    "StepKind",
    "Token",
    "derived_steps",
    "limit_in_hours",
    "mismatch_note",
    "soundness",
]
