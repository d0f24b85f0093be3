"""What those who watch take away: the table of figures and the list behind a number, as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from motcua.faces.look.decorators import Request
from motcua.faces.look.exports import Table
from motcua.faces.oversight import breakdowns, words
from motcua.faces.oversight.asked import Asked
from motcua.faces.oversight.breakdowns import Breakdown
from motcua.ground.kernel.clock import LOCAL
from motcua.ground.sheets.writing import Heading, Kind, Values
from motcua.insight.figures.queries import counts, lists
from motcua.insight.figures.queries.counts import CountedLine
from motcua.insight.figures.queries.lists import ListedDossier
from motcua.insight.figures.rules import Measure

MEASURES = (
    Measure.CARRIED_OVER,
    Measure.RECEIVED,
    Measure.RESOLVED,
    Measure.EARLY,
    Measure.ON_TIME,
    Measure.LATE,
    Measure.OPEN,
    Measure.WITHIN,
    Measure.WAITING,
    Measure.PAST,
    Measure.WITHDRAWN,
    Measure.VOIDED,
)


def figures(asked: Asked, counted: counts.Table) -> Table:
    """The table of figures, its sum first; all lines, also those that stand on further pages."""
    headings = (
        Heading(words.HEADINGS[asked.by], width=50),
        *(Heading(words.MEASURES[measure], Kind.WHOLE, 13) for measure in MEASURES),
        Heading(_("Tỷ lệ đúng và trước hạn"), Kind.SHARE, 13),
    )
    lines = (CountedLine(None, _("Cộng"), counted.total), *counted.lines)
    return Table(_title(asked, _("Tình hình giải quyết")), headings, (_figures(line) for line in lines))


def _figures(line: CountedLine) -> Values:
    name = _("Trực tiếp tại %(unit)s") % {"unit": line.name} if line.direct else line.name
    share = line.counts.share_in_time
    return (
        name,
        *(line.counts[measure] for measure in MEASURES),
        None if share is None else round(share, 4),
    )


def told_apart(asked: Asked, shown: tuple[Breakdown, ...]) -> Table:
    """The tables of a page by step, cause, officer or age, one under the other where there are two."""
    first = shown[0]
    rows: list[Values] = breakdowns.rows(first)
    width = len(first.columns) + 1
    for more in shown[1:]:
        rows += [[None] * width, [more.title, *[None] * (width - 1)]]
        rows += [[*row, *[None] * (width - len(row))] for row in breakdowns.rows(more)]
    return Table(_title(asked, str(words.TABS[asked.by])), breakdowns.headings(first), rows)


def dossiers(request: Request, asked: Asked, measure: Measure) -> Table:
    """The list behind a number; names only of those that the actor may open."""
    shown: list[int] = []
    headings = (
        Heading(_("Mã hồ sơ"), Kind.CODE),
        Heading(_("Người nộp")),
        Heading(_("Thủ tục"), width=50),
        Heading(_("Lĩnh vực")),
        Heading(_("Nơi tiếp nhận")),
        Heading(_("Nơi giải quyết")),
        Heading(_("Kênh nộp"), width=15),
        Heading(_("Tình trạng hiện nay"), width=22),
        Heading(_("Tiếp nhận"), Kind.MOMENT),
        Heading(_("Hẹn trả"), Kind.MOMENT),
        Heading(_("Có kết quả"), Kind.MOMENT),
        Heading(_("Đánh giá"), width=12),
        Heading(_("Số ngày trễ"), Kind.WHOLE),
        Heading(_("Bước gây trễ hạn")),
        Heading(_("Nguyên nhân trễ"), width=40),
    )

    def rows() -> Iterator[Values]:
        for dossier in lists.every(request.actor, asked.scope, measure, asked.units):
            if dossier.applicant:
                shown.append(dossier.pk)
            yield _dossier(asked, dossier)

    return Table(_title(asked, str(words.MEASURES[measure])), headings, rows(), dossier_ids=shown)


def _dossier(asked: Asked, dossier: ListedDossier) -> Values:
    judged, late_by = _judged(asked, dossier)
    return (
        dossier.code,
        dossier.applicant,
        dossier.procedure,
        dossier.field,
        dossier.received_by,
        dossier.handled_by,
        dossier.channel.label,
        dossier.state.label,
        dossier.received_at,
        dossier.due_at,
        dossier.finished_at if dossier.outcome else None,
        judged,
        late_by,
        dossier.step,
        dossier.cause.label if dossier.cause else "",
    )


def _judged(asked: Asked, dossier: ListedDossier) -> tuple[str, int | None]:
    """On time or not, and by how many days of the calendar it is late: finished, or open when it was counted."""
    counted_at = asked.scope.period.counted_at(asked.scope.now)
    until = dossier.finished_at or counted_at
    late_by = (until.astimezone(LOCAL).date() - dossier.due_at.astimezone(LOCAL).date()).days
    if dossier.outcome is not None:
        return str(words.OUTCOMES[dossier.outcome]), late_by if dossier.outcome is Measure.LATE else None
    if dossier.finished_at is not None:
        return "", None
    return (_("quá hạn"), late_by) if dossier.is_past else (_("trong hạn"), None)


def _title(asked: Asked, what: str) -> str:
    return f"{what} - {asked.scope.place.unit.name} - {words.period_words(asked.scope.period)}"
