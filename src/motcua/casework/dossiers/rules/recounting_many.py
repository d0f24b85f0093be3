"""The same recount for many clocks at once, by the tables of cumulative working time; both ways agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from motcua.casework.dossiers.rules.promise import REMAINDER, SAME_DAY
from motcua.casework.dossiers.rules.recounting import COUNTED, ROUNDING
from motcua.people.calendars.rules import Allowance, AllowanceUnit
from motcua.people.calendars.rules.vectors import Micros, VectorTime

MICROSECOND = timedelta(microseconds=1)
UNIX = datetime(1970, 1, 1, tzinfo=UTC)

# By which rule, how much, of what: clocks of one kind are counted together.
Kind = tuple[str, Decimal, str]


@dataclass(frozen=True, slots=True)
class Clocks:
    """Running clocks, one to a place of the tables; moments are microseconds since 1970 UTC."""

    kinds: Sequence[Kind]
    started: Micros
    promised: Micros
    due: Micros
    late: Micros


@dataclass(frozen=True, slots=True)
class RecountedMany:
    """As `Recounted`, one to a place."""

    counted: Micros
    due: Micros
    late: Micros


def recount_many(clocks: Clocks, tables: VectorTime) -> RecountedMany:
    """As `recount` for each of the clocks; raises Refused TOO_FAR for one outside the tables."""
    counted = np.zeros_like(clocks.due)
    for kind, places in _by_kind(clocks.kinds).items():
        counted[places] = _counted(kind, clocks, places, tables)
    due = np.maximum(counted, clocks.promised)
    late = np.where(clocks.late == clocks.due, due, tables.midnights_after(due))
    stays = (due == clocks.due) | np.array([kind[0] not in COUNTED for kind in clocks.kinds], dtype=bool)
    return RecountedMany(counted, due, np.where(stays, clocks.late, late))


def _by_kind(kinds: Sequence[Kind]) -> dict[Kind, NDArray[np.int64]]:
    found: dict[Kind, list[int]] = {}
    for place, kind in enumerate(kinds):
        found.setdefault(kind, []).append(place)
    return {kind: np.array(places, dtype=np.int64) for kind, places in found.items()}


def _counted(kind: Kind, clocks: Clocks, places: NDArray[np.int64], tables: VectorTime) -> Micros:
    basis, amount, unit = kind
    present = clocks.due[places]
    if basis not in COUNTED:
        return tables.on_working_days(present)
    due = tables.add(clocks.started[places], Allowance(amount, AllowanceUnit(unit)))
    if basis == SAME_DAY:
        return tables.closings(due)
    if basis == REMAINDER:
        return np.where(np.abs(due - present) < ROUNDING // MICROSECOND, present, due)
    return due


@lru_cache(maxsize=1024)
def work_of(hours: Decimal) -> int:
    """So many working hours in microseconds."""
    return Allowance(hours, AllowanceUnit.WORKING_HOUR).duration // MICROSECOND


def moment_of(micros: int) -> datetime:
    """A moment of the tables as one with a zone."""
    return UNIX + timedelta(microseconds=int(micros))
