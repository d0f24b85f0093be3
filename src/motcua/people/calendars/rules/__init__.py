"""How time is counted: pure rules without settings or database, the law cited where it is applied."""

from motcua.people.calendars.rules.allowance import Allowance, AllowanceUnit
from motcua.people.calendars.rules.days import Checked, DayKind, Hours, SpecialDay
from motcua.people.calendars.rules.explanation import Line, LineCode, Rule
from motcua.people.calendars.rules.measured_time import MeasuredTime
from motcua.people.calendars.rules.moves import Clock, Move, changed_spans, moved
from motcua.people.calendars.rules.refusals import Refusal
from motcua.people.calendars.rules.working_time import WorkingTime

__all__ = [
    "Allowance",
    "AllowanceUnit",
    "Checked",
    "Clock",
    "DayKind",
    "Hours",
    "Line",
    "LineCode",
    "MeasuredTime",
    "Move",
    "Refusal",
    "Rule",
    "SpecialDay",
    "WorkingTime",
    "changed_spans",
    "moved",
]
