"""The law of a period as rules: which set holds on a date, and how a code is made under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AfterCompletion(StrEnum):
    """What becomes of the clock when the missing papers have come."""

    RECOUNT = "recount"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The law of a period as rules; `text_at_hand` says whether its own text was, or the nearest known stands in."""

    key: str
    from_on: date
    until: date | None
    name: str
    text_at_hand: bool
    source: str
    recount_basis: str
    completion_limit: int
    after_completion: AfterCompletion


_DECREE_61 = "Nghị định 61/2018/NĐ-CP"
_RECOUNT_61 = f"khoản 4 Điều 19 {_DECREE_61}"

RULE_SETS = (
    RuleSet(
        "2015",
        date(2015, 5, 15),
        date(2018, 6, 21),
        "Quyết định 09/2015/QĐ-TTg",
        False,
        _DECREE_61,
        _RECOUNT_61,
        1,
        AfterCompletion.RECOUNT,
    ),
    RuleSet(
        "2018",
        date(2018, 6, 21),
        date(2025, 7, 1),
        _DECREE_61,
        True,
        _DECREE_61,
        _RECOUNT_61,
        1,
        AfterCompletion.RECOUNT,
    ),
    RuleSet(
        "2025",
        date(2025, 7, 1),
        None,
        "Nghị định 118/2025/NĐ-CP",
        False,
        _DECREE_61,
        _RECOUNT_61,
        1,
        AfterCompletion.RECOUNT,
    ),
)


def rule_set(on: date) -> RuleSet:
    """The rule set of a date; the first one also stands for the years before it."""
    return next((r for r in reversed(RULE_SETS) if r.from_on <= on), RULE_SETS[0])


def code_prefix(unit_code: str, on: date) -> str:
    """What stands before the sequence in a dossier code: unit code and date (circular 01/2018, art. 19)."""
    return f"{unit_code}-{on:%y%m%d}-"
