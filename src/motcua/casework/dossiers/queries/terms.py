"""What a version of a procedure promises and asks for, ready to count; a published version never changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from functools import lru_cache
from typing import Protocol, TypeVar

from motcua.catalogue.procedures.models import Fee, Paper, TimeLimit
from motcua.people.calendars.rules import AllowanceUnit

EVERY = "*"


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A row of the time limits."""

    case: str
    area: str
    channel: str
    amount: Decimal
    unit: AllowanceUnit
    same_day_before: time | None


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A row of the fees, in đồng."""

    case: str
    area: str
    channel: str
    amount: int


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A line of the list of papers."""

    id: int
    name: str
    originals: int
    copies: int
    is_note: bool
    is_required: bool
    case: str

    def fits(self, case: str) -> bool:
        """Whether it is asked for in this case."""
        return self.case in (EVERY, case)


class _Row(Protocol):
    @property
    def case(self) -> str: ...
    @property
    def area(self) -> str: ...
    @property
    def channel(self) -> str: ...


R = TypeVar("R", bound=_Row)


def first_fit(rows: Iterable[R], case: str, area: str, channel: str) -> R | None:
    """The first row that fits case, area and channel; `*` fits all."""
    return next(
        (
            row
            for row in rows
            if row.case in (EVERY, case) and row.area in (EVERY, area) and row.channel in (EVERY, channel)
        ),
        None,
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """Time limits, fees and papers of one version."""

    limits: tuple[LimitRow, ...]
    fees: tuple[FeeRow, ...]
    papers: tuple[PaperRow, ...]

    def limit(self, case: str, area: str, channel: str) -> LimitRow | None:
        """The time limit that counts, or None when none fits."""
        return first_fit(self.limits, case, area, channel)

    def fee(self, case: str, area: str, channel: str) -> int:
        """The fee in đồng; nothing when no row fits."""
        row = first_fit(self.fees, case, area, channel)
        return row.amount if row else 0


@lru_cache(maxsize=4096)
def terms_of(version_id: int) -> Terms:
    """The terms of a published version."""
    limits = TimeLimit.objects.filter(version_id=version_id).order_by("ordinal")
    fees = Fee.objects.filter(version_id=version_id).order_by("ordinal")
    papers = Paper.objects.filter(version_id=version_id).order_by("ordinal")
    return Terms(
        tuple(
            LimitRow(r.case, r.area, r.channel, r.amount, AllowanceUnit(r.unit), r.same_day_before) for r in limits
        ),
        tuple(FeeRow(r.case, r.area, r.channel, r.amount) for r in fees),
        tuple(
            PaperRow(r.pk, r.name, r.originals, r.copies, r.is_note, r.is_required and not r.is_note, r.case)
            for r in papers
        ),
    )
