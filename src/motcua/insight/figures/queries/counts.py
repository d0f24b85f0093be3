"""One definition per measure: a condition. A count is how many dossiers meet it, its list is those that do."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from django.db.models import Count, Expression, Max, Min, QuerySet
from django.db.models.functions import TruncDate

from motcua.casework.dossiers.models import Dossier
from motcua.catalogue.procedures.models import Channel, ProcedureVersion
from motcua.ground.kernel.clock import LOCAL
from motcua.insight.figures.queries.conditions import condition, not_finished_before
from motcua.insight.figures.queries.narrowing import ANY, Narrow, narrowed
from motcua.insight.figures.queries.units import Place, Tree, UnitLine, own_ids
from motcua.insight.figures.rules import Measure, Period, Reading, stretches

UNIT_OF = {Reading.HANDLED: "division_id", Reading.RECEIVED: "one_stop_id"}


@dataclass(frozen=True, slots=True)
class Scope:
    """Which dossiers are looked at: whose, in which reading, when, and as known at which moment."""

    place: Place
    reading: Reading
    period: Period
    now: datetime
    procedure_id: int | None = None
    field_id: int | None = None
    channel: str = ""
    narrow: Narrow = ANY


@dataclass(frozen=True, slots=True)
class Counts:
    """How many dossiers meet each measure, and the oldest promise among those past their date."""

    of: Mapping[Measure, int] = field(default_factory=dict)
    oldest: datetime | None = None

    def __getitem__(self, measure: Measure) -> int:
        return self.of.get(measure, 0)

    def __add__(self, other: Counts) -> Counts:
        promises = [found for found in (self.oldest, other.oldest) if found is not None]
        return Counts({m: self[m] + other[m] for m in Measure}, min(promises, default=None))

    def __bool__(self) -> bool:
        return any(self.of.values())

    @property
    def share_in_time(self) -> Decimal | None:
        """The part of the resolved dossiers that was not late; None when there are none."""
        resolved = self[Measure.RESOLVED]
        return Decimal(self[Measure.IN_TIME]) / resolved if resolved else None


NOTHING = Counts()

# What is left of a whole when its other parts are counted need not be counted again: a condition is not free.
REMAINING: Mapping[Measure, tuple[Measure, tuple[Measure, ...]]] = {
    Measure.ON_TIME: (Measure.RESOLVED, (Measure.EARLY, Measure.LATE)),
    Measure.IN_TIME: (Measure.RESOLVED, (Measure.LATE,)),
    Measure.WITHIN: (Measure.OPEN, (Measure.PAST,)),
}
TALLIED = tuple(measure for measure in Measure if measure not in REMAINING)


# --- whose dossiers ---------------------------------------------------------------------------------------------


def within(scope: Scope) -> QuerySet[Dossier]:
    """The dossiers of the scope's unit and narrowing, of all times."""
    found = Dossier.objects.order_by()
    if scope.place.ids is not None:
        found = found.filter(**{f"{UNIT_OF[scope.reading]}__in": scope.place.ids})
    if scope.procedure_id is not None:
        found = found.filter(procedure_id=scope.procedure_id)
    if scope.field_id is not None:
        found = found.filter(procedure__field_id=scope.field_id)
    if scope.channel:
        found = found.filter(channel=scope.channel)
    return narrowed(found, scope.narrow, scope.period, scope.now)


def dossiers(scope: Scope, measure: Measure) -> QuerySet[Dossier]:
    """Those that a measure counts."""
    return within(scope).filter(condition(measure, scope.period, scope.now))


def _touched(scope: Scope) -> QuerySet[Dossier]:
    """All that any measure can count: there before the end, and not finished before the beginning."""
    period = scope.period
    return within(scope).filter(
        not_finished_before(period.start), received_at__lt=max(period.until(scope.now), period.start)
    )


def _tally(scope: Scope, key: str, **more: Expression) -> list[dict[str, object]]:
    """One statement: for each value of the key, how many dossiers meet each measure."""
    period, now = scope.period, scope.now
    aggregates: dict[str, Expression] = {
        f"n_{measure}": Count("pk", filter=condition(measure, period, now)) for measure in TALLIED
    }
    rows = _touched(scope).values(key).annotate(**aggregates, **more)
    return list(rows)


def _counts_of(row: Mapping[str, object]) -> Counts:
    oldest = row.get("oldest")
    of = {measure: int(str(row[f"n_{measure}"])) for measure in TALLIED}
    for left, (whole, parts) in REMAINING.items():
        of[left] = of[whole] - sum(of[part] for part in parts)
    return Counts(of, oldest if isinstance(oldest, datetime) else None)


def _oldest(scope: Scope) -> Expression:
    return Min("due_at", filter=condition(Measure.PAST, scope.period, scope.now))


# --- by unit, procedure, field, channel --------------------------------------------------------------------------


class By(StrEnum):
    """What the lines of the table are."""

    UNIT = "unit"
    PROCEDURE = "procedure"
    FIELD = "field"
    CHANNEL = "channel"
    STEP = "step"
    CAUSE = "cause"
    OFFICER = "officer"
    AGE = "age"


TABLES = (By.UNIT, By.PROCEDURE, By.FIELD, By.CHANNEL)
"""Those whose lines have every measure; the others tell apart only what is late or open (`breakdown`)."""
KEYS = {By.PROCEDURE: "procedure_id", By.FIELD: "procedure__field_id", By.CHANNEL: "channel"}


@dataclass(frozen=True, slots=True)
class CountedLine:
    """A line of a table: what it is, its counts; of units also whether it is the unit's own share (`direct`)."""

    key: Hashable
    name: str
    counts: Counts
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The lines, and their sum, which is the scope's own count."""

    lines: tuple[CountedLine, ...]
    total: Counts


def table(scope: Scope, by: By, units: Tree) -> Table:
    """Count the scope line by line; one statement, and for procedures another for their names."""
    if by is By.UNIT:
        return _by_unit(scope, units)
    key = KEYS[by]
    more: dict[str, Expression] = {"oldest": _oldest(scope)}
    if by is By.FIELD:
        more["label"] = Max("procedure__field__name")
    rows = _tally(scope, key, **more)
    names = _names(by, rows, key)
    lines = [CountedLine(_hashable(row[key]), names[_hashable(row[key])], _counts_of(row)) for row in rows]
    shown = tuple(sorted(filter(lambda line: line.counts, lines), key=_worst_first))
    return Table(shown, sum((line.counts for line in lines), NOTHING))


def _names(by: By, rows: list[dict[str, object]], key: str) -> dict[Hashable, str]:
    if by is By.CHANNEL:
        return {value: str(Channel(value).label) for value in Channel.values}
    if by is By.FIELD:
        return {_hashable(row[key]): str(row["label"]) for row in rows}
    versions = ProcedureVersion.objects.filter(procedure_id__in=[row[key] for row in rows])
    found = versions.order_by("procedure_id", "number").values_list("procedure_id", "name")
    return dict(found)


def _hashable(value: object) -> Hashable:
    assert isinstance(value, Hashable)
    return value


def _worst_first(line: CountedLine) -> tuple[int, int, str]:
    late = line.counts[Measure.LATE] + line.counts[Measure.PAST]
    return (-late, -line.counts[Measure.RESOLVED], line.name)


def _by_unit(scope: Scope, units: Tree) -> Table:
    key = UNIT_OF[scope.reading]
    rows = _tally(scope, key, oldest=_oldest(scope))
    counted = {_hashable(row[key]): _counts_of(row) for row in rows}
    total = sum(counted.values(), NOTHING)
    if scope.place.direct:
        return Table((), total)
    chosen = scope.place.unit
    own = _sum(counted, own_ids(units, chosen.pk))
    lines = [
        CountedLine(unit.pk, unit.name, counts)
        for unit in units.children(chosen.pk)
        if (counts := _sum(counted, units.below[unit.pk])) or _belongs(unit, scope.reading)
    ]
    if own and lines:
        lines.insert(0, CountedLine(chosen.pk, chosen.name, own, direct=True))
    return Table(tuple(lines), total)


def _belongs(unit: UnitLine, reading: Reading) -> bool:
    """Agencies always have a line, also an empty one; divisions and one-stops only where they count."""
    other = {Reading.HANDLED: "one_stop", Reading.RECEIVED: "division"}
    return unit.kind.value != other[reading]


def _sum(counted: Mapping[Hashable, Counts], ids: Iterable[int]) -> Counts:
    return sum((counted[pk] for pk in ids if pk in counted), NOTHING)


def total(scope: Scope) -> Counts:
    """The scope's own count; one statement."""
    rows = _tally(scope, "channel", oldest=_oldest(scope))
    return sum(map(_counts_of, rows), NOTHING)


# --- over time ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bar:
    """What was resolved in one stretch of the period."""

    period: Period
    in_time: int
    late: int


def by_time(scope: Scope) -> tuple[Bar, ...]:
    """Resolved by month, or by week in a short period: one statement that counts by day."""
    day = TruncDate("finished_at", tzinfo=LOCAL)
    rows = (
        dossiers(scope, Measure.RESOLVED)
        .values(day=day)
        .annotate(
            in_time=Count("pk", filter=condition(Measure.IN_TIME, scope.period, scope.now)),
            late=Count("pk", filter=condition(Measure.LATE, scope.period, scope.now)),
        )
        .values_list("day", "in_time", "late")
    )
    found: dict[date, tuple[int, int]] = {on: (in_time, late) for on, in_time, late in rows}
    return tuple(_bar(stretch, found) for stretch in stretches(scope.period))


def _bar(stretch: Period, found: Mapping[date, tuple[int, int]]) -> Bar:
    days = [stretch.first + timedelta(days=n) for n in range((stretch.last - stretch.first).days + 1)]
    pairs = [found[on] for on in days if on in found]
    return Bar(stretch, sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs))
