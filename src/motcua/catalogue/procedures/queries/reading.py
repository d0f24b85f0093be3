"""Rows of a content as the rules read them."""

from __future__ import annotations

from motcua.catalogue.procedures.models import Fee, Paper, TimeLimit
from motcua.catalogue.procedures.rules import FeeRow, LimitRow, PaperRow
from motcua.catalogue.procedures.rules.content import Part
from motcua.people.calendars.rules import AllowanceUnit

PLAIN_PARTS = tuple(part.value for part in Part if part not in (Part.PAPERS, Part.TIME_LIMITS, Part.FEES))


def paper_row(row: Paper) -> PaperRow:
    """A paper, or a note."""
    return PaperRow(row.name, row.originals, row.copies, row.is_note, row.is_required, row.case)


def limit_row(row: TimeLimit) -> LimitRow:
    """A time limit."""
    return LimitRow(
        amount=row.amount.normalize() if row.amount % 1 else row.amount.to_integral_value(),
        unit=AllowanceUnit(row.unit),
        case=row.case,
        area=row.area,
        channel=row.channel,
        same_day_before=row.same_day_before,
        basis=row.basis,
        unit_is_ours=row.unit_is_ours,
    )


def fee_row(row: Fee) -> FeeRow:
    """A fee."""
    return FeeRow(amount=row.amount, case=row.case, area=row.area, channel=row.channel, basis=row.basis)
