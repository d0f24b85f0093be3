"""The page of figures: what came in, what went out in time or late, what is still open; every number opens its list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from motcua.catalogue.processes.rules import StepKind
from motcua.faces.look import charts, exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import number, percent
from motcua.faces.look.parts import Crumb, Figure, Tab
from motcua.faces.oversight import breakdowns, taken_away, words
from motcua.faces.oversight.asked import Asked, asked_of
from motcua.faces.oversight.comparing import Earlier, earlier, of_count, of_share
from motcua.ground.access import policy
from motcua.ground.kernel.clock import LOCAL
from motcua.insight.figures.queries.breakdown import Tally, guilty_steps
from motcua.insight.figures.queries.counts import TABLES, By, CountedLine, Counts, by_time, table, total
from motcua.insight.figures.queries.narrowing import NoStep
from motcua.insight.figures.queries.units import reading_for
from motcua.insight.figures.rules import Measure, Reading, by_week, usual_periods

SHOWN = 100
NARROW = {By.PROCEDURE: "procedure", By.FIELD: "field", By.CHANNEL: "channel"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and the list that it opens; `under` is a part of it that is counted apart."""

    measure: Measure
    count: int
    url: str
    under: int = 0
    under_url: str = ""

    @property
    def label(self) -> str:
        """What it counts, where no heading stands above it."""
        return str(words.COLUMNS[self.measure])

    @property
    def opens(self) -> bool:
        """Whether a group of columns begins here."""
        return self.measure in (Measure.EARLY, Measure.WITHIN)

    @property
    def tone(self) -> str:
        """Red only for what is late."""
        return "late-text" if self.count and self.measure in (Measure.LATE, Measure.PAST) else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    name: str
    url: str
    before: tuple[Cell, ...]
    in_time: int
    resolved: int
    share: Decimal | None
    after: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class BlamedStep:
    """A kind of step, how many dossiers it made late, and its part of the most guilty one."""

    name: str
    count: int
    share: float
    url: str


@may("figures.view")
def figures(request: Request) -> HttpResponse:
    """A unit's figures in a period."""
    asked = asked_of(request)
    if asked.by not in TABLES:
        return _told_apart(request, asked)
    counted = table(asked.scope, asked.by, asked.units)
    if exports.asked(request):
        return exports.answer(request, taken_away.figures(asked, counted))
    guilty = guilty_steps(asked.scope, Measure.LATE) if counted.total[Measure.LATE] else {}
    skip = _page(request)
    shown = tuple(islice(counted.lines, skip, skip + SHOWN))
    context = {
        **_about(request, asked),
        "title": _("Tình hình giải quyết"),
        "cards": _cards(asked, counted.total, earlier(asked), guilty),
        "apart": _apart(asked, counted.total),
        "total": _row(asked, CountedLine(None, _("Cộng"), counted.total), whole=True),
        "rows": [_row(asked, line) for line in shown],
        "chart": _chart(asked) if counted.total[Measure.RESOLVED] else None,
        "steps": _steps(asked, guilty),
        "is_empty": not counted.total,
        "more": f"{asked.figures_url()}&skip={skip + SHOWN}" if len(counted.lines) > skip + SHOWN else "",
    }
    return render(request, "oversight/figures.html", context)


def _told_apart(request: Request, asked: Asked) -> HttpResponse:
    """The same page with a table of what is late or open by step, cause, officer or age."""
    shown = breakdowns.breakdowns(request, asked)
    if exports.asked(request):
        return exports.answer(request, taken_away.told_apart(asked, shown))
    counted = total(asked.scope)
    context = {
        **_about(request, asked),
        "title": _("Tình hình giải quyết"),
        "cards": _cards(asked, counted, earlier(asked), {}),
        "apart": _apart(asked, counted),
        "breakdowns": shown,
        "is_empty": not counted,
    }
    return render(request, "oversight/figures.html", context)


def _apart(asked: Asked, counted: Counts) -> list[tuple[str, int, str]]:
    """What was withdrawn or voided in the period, which no other number contains."""
    measures = [measure for measure in (Measure.WITHDRAWN, Measure.VOIDED) if counted[measure]]
    return [
        (str(words.MEASURES[measure]).lower(), counted[measure], asked.list_url(measure))
        for measure in measures
    ]


def _page(request: Request) -> int:
    text = request.GET.get("skip", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _about(request: Request, asked: Asked) -> dict[str, Any]:
    """Whose figures, when and how counted, and the ways to others."""
    scope, unit = asked.scope, asked.scope.place.unit
    today = request.now.astimezone(LOCAL).date()
    periods = usual_periods(today)
    readings = [reading for reading in Reading if reading_for(unit, reading) is reading]
    return {
        "unit": unit,
        "crumbs": tuple(crumbs(request, asked)),
        "period_words": words.period_words(scope.period),
        "reading_words": words.READINGS[scope.reading],
        "read": words.READ[scope.reading],
        "counted": words.counted_words(scope.period, scope.now),
        "not_begun": scope.period.start > scope.now,
        "period": scope.period,
        "this_year": asked.figures_url(period=periods[0]) if scope.period.last < today else "",
        "by_week": by_week(scope.period),
        "periods": [(p.key, words.period_words(p)) for p in dict.fromkeys((*periods, scope.period))],
        "readings": [(reading.value, words.READINGS[reading]) for reading in readings],
        "reading": scope.reading.value,
        "by": asked.by.value,
        "by_unit": asked.by is By.UNIT,
        "columns": {measure.value: label for measure, label in words.COLUMNS.items()},
        "heading": words.HEADINGS[asked.by],
        "tabs": [
            Tab(str(words.TABS[by]), asked.figures_url(by=by), current=by is asked.by)
            for by in breakdowns.offered(request, asked)
        ],
    }


def crumbs(request: Request, asked: Asked) -> Iterator[Crumb]:
    """The units above this one that the actor may see, and this one."""
    unit = asked.scope.place.unit
    for pk in reversed(unit.above):
        above = asked.units.units[pk]
        if policy.allows(request.actor, "figures.view", above):
            yield Crumb(above.name, asked.figures_url(unit_id=pk))
    yield Crumb(unit.name)


def _cards(asked: Asked, total: Counts, earlier: tuple[Earlier, ...], guilty: Tally) -> tuple[Figure, ...]:
    past, late, resolved = total[Measure.PAST], total[Measure.LATE], total[Measure.RESOLVED]
    worst = next((step for step in _most_first(guilty) if isinstance(step, StepKind)), None)
    said = {"part": number(total[Measure.IN_TIME]), "whole": number(resolved)}
    return (
        Figure(
            str(words.COLUMNS[Measure.RECEIVED]),
            number(total[Measure.RECEIVED]),
            _("và tồn từ kỳ trước %(n)s") % {"n": number(total[Measure.CARRIED_OVER])},
            asked.list_url(Measure.RECEIVED),
            compared=of_count(asked, Measure.RECEIVED, total, earlier, less_is_better=None),
        ),
        Figure(
            _("Đúng và trước hạn"),
            percent(total.share_in_time),
            _("%(part)s / %(whole)s hồ sơ đã giải quyết") % said,
            asked.list_url(Measure.IN_TIME),
            compared=tuple(of_share(asked, total, earlier)),
        ),
        Figure(
            _("Giải quyết trễ hạn"),
            number(late),
            _("nhiều nhất ở bước: %(step)s") % {"step": words.step_words(worst)} if worst else "",
            asked.list_url(Measure.LATE),
            "late" if late else "calm",
            of_count(asked, Measure.LATE, total, earlier, less_is_better=True),
        ),
        Figure(
            _("Đang giải quyết, quá hạn"),
            number(past),
            _oldest(asked, total),
            asked.list_url(Measure.PAST),
            "late" if past else "calm",
            of_count(asked, Measure.PAST, total, earlier, less_is_better=True),
        ),
    )


def _oldest(asked: Asked, total: Counts) -> str:
    if total.oldest is None:
        return _("trong %(n)s hồ sơ đang giải quyết") % {"n": number(total[Measure.OPEN])}
    moment = asked.scope.period.counted_at(asked.scope.now)
    return _("lâu nhất %(days)s") % {"days": words.days_words(total.oldest, moment)}


def _row(asked: Asked, line: CountedLine, *, whole: bool = False) -> Row:
    cells = tuple(_cell(asked, line, measure, whole) for measure in words.COLUMNS)
    name, url = line.name, ""
    if line.direct:
        name = _("Trực tiếp tại %(unit)s") % {"unit": line.name}
    elif asked.by is By.UNIT and not whole:
        url = asked.figures_url(unit_id=_id(line))
    counts = line.counts
    return Row(
        name,
        url,
        cells[:5],
        counts[Measure.IN_TIME],
        counts[Measure.RESOLVED],
        counts.share_in_time,
        cells[5:],
    )


def _cell(asked: Asked, line: CountedLine, measure: Measure, whole: bool) -> Cell:
    def url(wanted: Measure) -> str:
        if whole:
            return asked.list_url(wanted)
        if asked.by is By.UNIT:
            return asked.list_url(wanted, unit_id=_id(line), direct=line.direct)
        return asked.list_url(wanted, narrow=(NARROW[asked.by], line.key))

    waiting = line.counts[Measure.WAITING] if measure is Measure.WITHIN else 0
    return Cell(measure, line.counts[measure], url(measure), waiting, url(Measure.WAITING) if waiting else "")


def _id(line: CountedLine) -> int:
    assert isinstance(line.key, int)
    return line.key


def _chart(asked: Asked) -> charts.BarChart:
    period = asked.scope.period
    bars = by_time(asked.scope)
    return charts.BarChart(
        _("Hồ sơ đã giải quyết, %(period)s") % {"period": words.period_words(period)},
        (charts.Series(_("đúng, trước hạn"), "worked"), charts.Series(_("trễ hạn"), "late")),
        tuple(
            charts.Bar(
                words.bar_words(bar.period, period),
                (bar.in_time, bar.late),
                asked.list_url(Measure.RESOLVED, period=bar.period),
            )
            for bar in bars
        ),
    )


def _steps(asked: Asked, guilty: Tally) -> list[BlamedStep]:
    most = max(guilty.values(), default=1)
    return [
        BlamedStep(
            words.step_words(step),
            guilty[step],
            guilty[step] / most,
            asked.list_url(Measure.LATE, narrow=("step", step.value)),
        )
        for step in _most_first(guilty)
    ]


def _most_first(guilty: Tally) -> list[StepKind | NoStep]:
    """The steps that made dossiers late, the most first; none of them last."""
    steps = [step for step in guilty if isinstance(step, StepKind | NoStep)]
    return sorted(steps, key=lambda step: (isinstance(step, NoStep), -guilty[step]))
