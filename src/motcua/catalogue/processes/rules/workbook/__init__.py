"""A decision's procedures as a workbook: its sheets, what they say, and every trap in them with its cell."""

from motcua.catalogue.processes.rules.workbook.against import Known, Standing, compared, field_code, in_order
from motcua.catalogue.processes.rules.workbook.findings import Finding, Trap
from motcua.catalogue.processes.rules.workbook.pages import Brought, Reading, read
from motcua.catalogue.processes.rules.workbook.sheets import SHEETS

__all__ = [
    "SHEETS",
    "Brought",
    "Finding",
    "Known",
    "Reading",
    "Standing",
    "Trap",
    "compared",
    "field_code",
    "in_order",
    "read",
]
