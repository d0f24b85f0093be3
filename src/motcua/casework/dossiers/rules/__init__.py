"""The law of the dossier, pure: which rule set holds on a date, what is promised, what may be done next."""

from motcua.casework.dossiers.rules.promise import (
    PUBLISHED,
    REMAINDER,
    SAME_DAY,
    Promise,
    as_hours,
    due_of,
    promise,
    resumed,
    step_due,
)
from motcua.casework.dossiers.rules.receipt_secret import is_receipt_secret, receipt_secret
from motcua.casework.dossiers.rules.refusals import Refusal
from motcua.casework.dossiers.rules.rule_sets import (
    RULE_SETS,
    AfterCompletion,
    RuleSet,
    code_prefix,
    rule_set,
)
from motcua.casework.dossiers.rules.steps import (
    DECIDING,
    StepVerb,
    can_ask_completion,
    check_reason,
    earlier_steps,
    given_to,
    returning_step,
    verb_of,
)
from motcua.casework.dossiers.rules.ways import Ways, ways

__all__ = [
    "DECIDING",
    "PUBLISHED",
    "REMAINDER",
    "RULE_SETS",
    "SAME_DAY",
    "AfterCompletion",
    "Promise",
    "Refusal",
    "RuleSet",
    "StepVerb",
    "Ways",
    "as_hours",
    "can_ask_completion",
    "check_reason",
    "code_prefix",
    "due_of",
    "earlier_steps",
    "given_to",
    "is_receipt_secret",
    "promise",
    "receipt_secret",
    "resumed",
    "returning_step",
    "rule_set",
    "step_due",
    "verb_of",
    "ways",
]
