"""The six forms of circular 01/2018/TT-VPCP: what each says, as plain data, and its template."""

from motcua.casework.dossiers.prints.apologies import apology
from motcua.casework.dossiers.prints.control import control_sheet
from motcua.casework.dossiers.prints.forms import Form, Print, sheets_as_pdf
from motcua.casework.dossiers.prints.notices import completion_request, counter_notice
from motcua.casework.dossiers.prints.receipts import receipts
from motcua.casework.dossiers.prints.registers import PART, Part, register, register_part

__all__ = [
    "PART",
    "Form",
    "Part",
    "Print",
    "apology",
    "completion_request",
    "control_sheet",
    "counter_notice",
    "receipts",
    "register",
    "register_part",
    "sheets_as_pdf",
]
