"""`./motcua scenario fill N`: as many dossiers more, spread over three years, slice by slice, each whole or not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import connection

from motcua.catalogue.procedures.models import Offer
from motcua.ground.kernel import clock, seals
from motcua.ground.kernel.refusals import Refusal, Refused
from motcua.people.calendars import queries as calendars
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import UnitName
from motcua.scenario.crews import in_parallel
from motcua.scenario.filling.slices import LAST_DAY, Slice, slices_of
from motcua.scenario.filling.writing import Filled, Writer
from motcua.scenario.plan import Plan
from motcua.scenario.province.units import PROVINCE

Progress = Callable[[str, int, int], None]
FILLING = "Hồ sơ 2015–2017 / dossiers of 2015–2017"
SEALING = "Niêm phong sổ sự kiện / sealing the journal"

AT_ONCE = 60

# The numbers in the middle of made-up identity numbers and tax codes (`province.people`), by tree.
TAKEN = """
SELECT tree, max(number) + 1 FROM (
  SELECT substr(identity_number, 1, 3)::int - 900 AS tree, substr(identity_number, 7, 6)::int AS number
    FROM party WHERE identity_number ~ '^9[0-8][0-9]{10}$'
  UNION ALL
  SELECT substr(identity_number, 3, 2)::int,
         substr(identity_number, 6, 4)::int + 10000 * coalesce(nullif(substr(identity_number, 12, 3), '')::int, 0)
    FROM party WHERE identity_number ~ '^99[0-9]{8}(-[0-9]{3})?$'
) taken GROUP BY tree
"""


@dataclass(frozen=True, slots=True)
class FilledProvince:
    """What was filled in, and how long it took: seconds of filling, seconds of sealing."""

    dossiers: int
    events: int
    filling: float
    sealing: float
    workers: int

    def sentence(self) -> str:
        """The rates in both languages."""
        rate = f"{self.dossiers / self.filling:.0f}" if self.filling else "0"
        return (
            f"Đã thêm {self.dossiers} hồ sơ, {rate} hồ sơ mỗi giây với {self.workers} tiến trình; "
            f"niêm phong {self.events} sự kiện trong {self.sealing:.0f} giây.\n"
            f"{self.dossiers} dossiers added, {rate} a second with {self.workers} workers; "
            f"{self.events} events sealed in {self.sealing:.0f} seconds."
        )


def fill(plan: Plan, workers: int, progress: Progress) -> FilledProvince:
    """Add what a plan says to the province that is there, then seal the journal.

    Interrupted, it leaves whole slices; the worker seals them, and another run adds more. Raises Refused
    NOT_A_DEMONSTRATION.
    """
    if not clock.state().is_demonstration:
        raise Refused(Refusal.NOT_A_DEMONSTRATION)
    pieces = planned(plan)
    writer = Writer()
    begun = time.monotonic()
    done = in_parallel(partial(_fill, writer=writer), pieces, workers, _counted(progress, plan.dossiers))
    filled = time.monotonic()
    events = seals.seal(spread=partial(_hashed, workers=workers, progress=progress))
    sealed = time.monotonic()
    dossiers = sum(one.dossiers for one in done)
    return FilledProvince(dossiers, events, filled - begun, sealed - filled, workers)


def planned(plan: Plan) -> list[Slice]:
    """The slices of a plan in the province that is there."""
    receiving = Offer.objects.filter(valid_to__isnull=True).values("one_stop_id")
    named = UnitName.objects.filter(valid_to__isnull=True, unit_id__in=receiving)
    province_id = UnitName.objects.values_list("unit_id", flat=True).get(valid_to=None, code=PROVINCE)
    calendar_id = organisation.calendar_id_of(province_id, LAST_DAY)
    if calendar_id is None:
        raise LookupError("the province has no calendar")
    working = calendars.working_time(calendar_id)
    return slices_of(plan, named.values_list("code", flat=True), working, _taken())


def _taken() -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(TAKEN)
        return dict(cursor.fetchall())


def _fill(piece: Slice, on_step: Callable[[int], None], *, writer: Writer) -> Filled:
    return writer.fill(piece, on_step)


def _hashed(
    hash_span: Callable[[seals.Span], seals.Leaves],
    spans: Sequence[seals.Span],
    *,
    workers: int,
    progress: Progress,
) -> Iterator[seals.Leaves]:
    """The hashes of these spans in their order, by several processes, some spans at a time."""
    for first in range(0, len(spans), AT_ONCE):
        progress(SEALING, first, len(spans))
        yield from in_parallel(partial(_one, hash_span), spans[first : first + AT_ONCE], workers, _unheard)
    progress(SEALING, len(spans), len(spans))


def _one(
    hash_span: Callable[[seals.Span], seals.Leaves], span: seals.Span, _on_step: Callable[[int], None]
) -> seals.Leaves:
    return hash_span(span)


def _unheard(_count: int) -> None:
    """Nobody counts the spans one by one."""


def _counted(progress: Progress, total: int) -> Callable[[int], None]:
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        progress(FILLING, done, total)

    progress(FILLING, 0, total)
    return step
