"""Paper: from the press of the button to the finished file, events, reading and typesetting included.

One receipt, forty receipts in one file, and a part of the register, each time of dossiers that were not printed before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from time import perf_counter

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.prints import Form, Part, sheets_as_pdf
from motcua.casework.dossiers.queries import printing
from motcua.casework.dossiers.tests.cast import MORNING, Cast, set_the_stage
from motcua.ground.kernel.actors import Actor
from motcua.ground.printing import qr
from motcua.people.organisation.models import Role
from motcua.site.bench.measurement import Measurement, percentile
from motcua.site.bench.scratch import scratch_database

RECEIPTS, TIMES, ONES = 40, 10, 50
# Seconds for forty receipts: people wait for them at the printer.
TARGET = 2.0
LINES = RECEIPTS * TIMES + ONES + 1
SITE = "http://motcua.example"


def run() -> list[Measurement]:
    """Measure in a database of its own."""
    with scratch_database():
        cast = set_the_stage()
        by = cast.here.actor(Role.RECEPTIONIST)
        dossiers = iter([cast.receive().dossier_id for _ in range(LINES)])
        print_receipts([next(dossiers)], by)
        return [
            measured("prints.receipt", lambda: print_receipts([next(dossiers)], by), ONES, "1 receipt"),
            measured(
                f"prints.receipts.{RECEIPTS}",
                lambda: print_receipts([next(dossiers) for _ in range(RECEIPTS)], by),
                TIMES,
                f"{RECEIPTS} receipts, {2 * RECEIPTS} pages, in one file",
                TARGET,
            ),
            measured("prints.register", lambda: print_register(cast, by), 3, f"a part of {LINES} lines"),
        ]


def print_receipts(dossier_ids: list[int], by: Actor) -> bytes:
    """The verb, and then the file, as the page asks for them."""
    places = actions.print_forms(Form.RECEIPT, dossier_ids, by=by, now=MORNING)
    return sheets_as_pdf([one.sheet(_site(one.code)) for one in printing.printed(places, by=by)])


def print_register(cast: Cast, by: Actor) -> bytes:
    """A part of the year's register."""
    asked = Part(cast.here.one_stop.pk, date(MORNING.year, 1, 1), date(MORNING.year, 12, 31))
    places = actions.print_register(asked, by=by, now=MORNING)
    return sheets_as_pdf([one.sheet({}) for one in printing.printed(places, by=by)])


def measured(
    name: str, act: Callable[[], bytes], times: int, load: str, target: float | None = None
) -> Measurement:
    """Seconds of one act, the middle of some; raises AssertionError for what is no PDF."""
    seconds = sorted(_timed(act, times))
    return Measurement(
        name=name,
        value=percentile(seconds, 0.5),
        unit="s",
        p50=percentile(seconds, 0.5) * 1000,
        p95=percentile(seconds, 0.95) * 1000,
        target=target,
        target_is_ceiling=True,
        load=f"{times} × {load}",
    )


def _timed(act: Callable[[], bytes], times: int) -> Iterator[float]:
    for _ in range(times):
        began = perf_counter()
        paper = act()
        yield perf_counter() - began
        if not paper.startswith(b"%PDF"):
            raise AssertionError("that is no paper")


def _site(code: str) -> dict[str, object]:
    tracking = f"{SITE}/tra-cuu/{code}/"
    return {"codes": [qr.drawing(f"{tracking}#ABCDE-FGHIJ"), qr.drawing(tracking)], "site": SITE}
