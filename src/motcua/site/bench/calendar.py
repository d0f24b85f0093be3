"""A holiday is added while a hundred thousand dossiers are open: how long the look at it takes, and the counting anew.

The dossiers are copies of some that were received by the verb, each with its clock, its tasks and its event, at all
hours of two weeks and with four kinds of limits.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from time import perf_counter

from django.db import connection

from motcua.casework.dossiers.actions import calendars
from motcua.casework.dossiers.actions.changes import working
from motcua.casework.dossiers.models import BulkChange, Dossier
from motcua.casework.dossiers.queries.changes import recounts
from motcua.casework.dossiers.queries.terms import terms_of
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.catalogue.procedures.models import TimeLimit
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.calendars import queries
from motcua.people.calendars.rules import Checked, DayKind, SpecialDay
from motcua.people.organisation.models import Role
from motcua.site.bench.measurement import Measurement
from motcua.site.bench.scratch import scratch_database

OPEN = 100_000
TEMPLATES = 400
TARGET_SECONDS = 60
LIMITS = ((15, "working_day"), (20, "working_day"), (120, "working_hour"), (25, "working_day"))
# The columns that a copy has of its own; everything else is the template's.
COPIES = """
CREATE TEMP TABLE copied AS
SELECT d.id AS old, nextval(pg_get_serial_sequence('dossier', 'id')) AS new
  FROM dossier d, generate_series(1, %(times)s)
"""
OWN = {
    "dossier": {"id": "c.new", "code": "x.code || '-' || c.new"},
    "segment": {"id": "nextval(pg_get_serial_sequence('segment', 'id'))", "dossier_id": "c.new"},
    "task": {"id": "nextval(pg_get_serial_sequence('task', 'id'))", "dossier_id": "c.new"},
    "journal": {"id": "nextval(pg_get_serial_sequence('journal', 'id'))", "object_id": "c.new"},
}
OF = {"dossier": "x.id", "segment": "x.dossier_id", "task": "x.dossier_id", "journal": "x.object_id"}
HOLIDAY = SpecialDay(
    date(2017, 3, 20),
    DayKind.HOLIDAY,
    "Ngày nghỉ của tỉnh",
    "A day off",
    source="QĐ 1",
    checked=Checked.NOTICE,
)


def run() -> list[Measurement]:
    """Measure with a hundred thousand open dossiers."""
    with scratch_database():
        cast = stage.set_the_stage()
        fill(cast, OPEN)
        return measure(cast)


def fill(cast: Cast, number: int) -> None:
    """So many open dossiers: some by the verb, the rest copied from them."""
    templates = min(TEMPLATES, number)
    for place in range(templates):
        amount, unit = LIMITS[place % len(LIMITS)]
        TimeLimit.objects.filter(version__procedure=cast.procedure).update(amount=amount, unit=unit)
        terms_of.cache_clear()
        cast.receive(MORNING + timedelta(minutes=37 * place))
    with connection.cursor() as cursor:
        cursor.execute(COPIES, {"times": (number - templates) // templates})
        for table, own in OWN.items():
            cursor.execute(_copy(table, own))
        cursor.execute("DROP TABLE copied")
        cursor.execute("ANALYZE")


def _copy(table: str, own: dict[str, str]) -> str:
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    quoted = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(own.get(name, f'x."{name}"') for name in columns)
    kind = " AND x.object_kind = 'dossier'" if table == "journal" else ""
    return f"INSERT INTO {table} ({quoted}) SELECT {values} FROM {table} x JOIN copied c ON c.old = {OF[table]}{kind}"  # noqa: S608 names of our own tables


def measure(cast: Cast) -> list[Measurement]:
    """The look at the change, and the change itself: from its confirmation to the last dossier.

    Raises AssertionError when not every dossier was counted, or one would move once more.
    """
    wanted, by = calendars.adding(cast.calendar.pk, HOLIDAY), cast.watcher(Role.ADMINISTRATOR)
    number = Dossier.objects.count()
    began = perf_counter()
    foreseen = calendars.foreseen(wanted, by=by)
    token, concerned = foreseen.token, len(foreseen.changing)
    looked = perf_counter() - began
    began = perf_counter()
    changed = calendars.change_calendar(wanted, seen=token, by=by, now=_later())
    confirmed = perf_counter() - began
    while working.work_off(by=SYSTEM, now=_later(), seconds=5):
        pass
    whole = perf_counter() - began
    done = BulkChange.objects.get(pk=changed.bulk_id or 0)
    if (done.done, done.finished_at is None) != (concerned, False):
        raise AssertionError(f"{done.done} of {concerned} dossiers were counted")
    left = recounts.of_calendar(cast.calendar.pk, queries.working_time(cast.calendar.pk))
    if any(one.changes for one in left):
        raise AssertionError("counted once more, a dossier would move again")
    load = (
        f"{number:,} open dossiers, {concerned:,} move; confirmed in {confirmed:.1f} s, all in {whole:.1f} s"
    )
    return [
        Measurement(name="calendar.look", value=number / looked, unit="dossiers/s", load=f"{looked:.2f} s"),
        Measurement(
            name="calendar.recount",
            value=concerned / whole,
            unit="dossiers/s",
            target=OPEN / TARGET_SECONDS,
            load=load,
        ),
    ]


def _later() -> datetime:
    return MORNING + timedelta(days=14)
