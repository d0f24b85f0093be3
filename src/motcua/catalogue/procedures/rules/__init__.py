"""What a procedure says and how two versions differ: pure rules of decree 63/2010 on the parts of a
procedure.
"""

from motcua.catalogue.procedures.rules.compare import Change, compare
from motcua.catalogue.procedures.rules.content import (
    ANY,
    Content,
    FeeRow,
    LimitRow,
    PaperRow,
    Part,
    areas,
    cases,
    check_complete,
    check_rows,
    fee_for,
    limit_for,
    missing_parts,
)
from motcua.catalogue.procedures.rules.fields import (
    checked_field_code,
    checked_field_name,
    field_code_from,
)
from motcua.catalogue.procedures.rules.refusals import Refusal
from motcua.catalogue.procedures.rules.search import prefix_query, searched_words

__all__ = [
    "ANY",
    "Change",
    "Content",
    "FeeRow",
    "LimitRow",
    "PaperRow",
    "Part",
    "Refusal",
    "areas",
    "cases",
    "check_complete",
    "check_rows",
    "checked_field_code",
    "checked_field_name",
    "compare",
    "fee_for",
    "field_code_from",
    "limit_for",
    "missing_parts",
    "prefix_query",
    "searched_words",
]
