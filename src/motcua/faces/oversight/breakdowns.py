"""What is late or open, told apart by step, cause, officer or age; every number opens its list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.casework.dossiers.rules import SIDES, Cause
from motcua.faces.look.decorators import Request
from motcua.faces.oversight import words
from motcua.faces.oversight.asked import Asked
from motcua.ground.access import policy
from motcua.ground.sheets.writing import Heading, Kind, Values
from motcua.insight.figures.queries import breakdown
from motcua.insight.figures.queries.breakdown import Part
from motcua.insight.figures.queries.counts import By, Scope
from motcua.insight.figures.queries.narrowing import NOBODY
from motcua.insight.figures.rules import Measure

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it counts of a part, the measure of its list, and by which word that is narrowed."""

    heading: Words
    count: str
    measure: Measure
    word: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, its list, and its part of the largest in its column (for the bar beside it)."""

    label: str
    count: int
    url: str
    share: float
    late: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a breakdown."""

    name: str
    under: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A table: what it tells apart, in which columns."""

    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    note: str


OPEN_AT = Column(gettext_lazy("Đang ở đây"), "open", Measure.OPEN, "at")
PAST_AT = Column(gettext_lazy("trong đó quá hạn"), "past", Measure.PAST, "at", late=True)
MADE_LATE = Column(gettext_lazy("Đã giải quyết trễ"), "made_late", Measure.LATE, "step", late=True)
MADE_PAST = Column(gettext_lazy("Đang quá hạn"), "made_past", Measure.PAST, "step", late=True)


def _of(column: Column, word: str, heading: Words = "") -> Column:
    return Column(heading or column.heading, column.count, column.measure, word, column.late)


@dataclass(frozen=True, slots=True)
class Made:
    """How a breakdown is made."""

    count: Callable[[Scope], tuple[Part, ...]]
    columns: tuple[Column, ...]
    name: Callable[[Part], str]
    note: Words
    title: Words = ""


def _officer(part: Part) -> str:
    return _("Chưa có người nhận") if part.key == NOBODY else part.name


KINDS: Mapping[By, tuple[Made, ...]] = {
    By.STEP: (
        Made(
            breakdown.by_step,
            (
                OPEN_AT,
                PAST_AT,
                _of(MADE_LATE, "step", gettext_lazy("Gây trễ: đã giải quyết")),
                _of(MADE_PAST, "step", gettext_lazy("Gây trễ: đang quá hạn")),
            ),
            lambda part: words.place_words(part.key) if part.open else words.step_words(part.key),  # type: ignore[arg-type]
            gettext_lazy(
                "Hai cột đầu: hồ sơ đang ở bước nào. Hai cột sau: mỗi hồ sơ trễ được tính cho một bước, bước vượt phần "
                "thời gian của mình nhiều nhất, tính theo giờ làm việc."
            ),
        ),
    ),
    By.CAUSE: (
        Made(
            breakdown.by_cause,
            (_of(MADE_LATE, "cause"), _of(MADE_PAST, "cause")),
            lambda part: words.cause_words(part.key),  # type: ignore[arg-type]
            gettext_lazy(
                "Nguyên nhân do người phụ trách hồ sơ chọn trong danh mục; mỗi hồ sơ trễ có một nguyên nhân."
            ),
        ),
    ),
    By.OFFICER: (
        Made(
            breakdown.by_officer,
            (
                _of(OPEN_AT, "holder", gettext_lazy("Đang giữ")),
                _of(PAST_AT, "holder"),
                _of(MADE_LATE, "guilty", gettext_lazy("Bước gây trễ: đã giải quyết")),
                _of(MADE_PAST, "guilty", gettext_lazy("Bước gây trễ: đang quá hạn")),
            ),
            _officer,
            gettext_lazy(
                "Hai cột đầu: hồ sơ đang ở tay ai. Hai cột sau: người giữ lâu nhất bước đã làm hồ sơ trễ. Con số "
                "không nói vì sao; hãy mở danh sách trước khi kết luận."
            ),
        ),
    ),
    By.AGE: (
        Made(
            breakdown.by_age,
            (_of(OPEN_AT, "age", gettext_lazy("Đang giải quyết")), _of(PAST_AT, "age")),
            lambda part: str(words.AGES[part.key]),  # type: ignore[index]
            gettext_lazy("Số ngày theo lịch từ ngày tiếp nhận đến thời điểm tính."),
            gettext_lazy("Từ ngày tiếp nhận"),
        ),
        Made(
            breakdown.by_left,
            (_of(OPEN_AT, "left", gettext_lazy("Đang giải quyết")),),
            lambda part: str(words.LEFT[part.key]),  # type: ignore[index]
            gettext_lazy("Số ngày theo lịch giữa thời điểm tính và hạn trả."),
            gettext_lazy("So với hạn trả"),
        ),
    ),
}


def offered(request: Request, asked: Asked) -> tuple[By, ...]:
    """The tables that whoever asks may see of this unit."""
    by_officer = policy.allows(request.actor, "figures.by_officer", asked.scope.place.unit)
    return tuple(by for by in By if by is not By.OFFICER or by_officer)


def breakdowns(request: Request, asked: Asked) -> tuple[Breakdown, ...]:
    """The breakdown asked for, one table or two; raises Http404 when it is not the actor's to see."""
    if asked.by not in offered(request, asked):
        raise Http404
    return tuple(_breakdown(asked, kind) for kind in KINDS[asked.by])


def _breakdown(asked: Asked, kind: Made) -> Breakdown:
    parts = kind.count(asked.scope)
    most = {c.count: max((getattr(part, c.count) for part in parts), default=0) for c in kind.columns}
    lines = tuple(
        Line(
            kind.name(part),
            _side(part),
            tuple(_cell(asked, part, column, most[column.count]) for column in kind.columns),
        )
        for part in parts
    )
    title = str(kind.title or words.HEADINGS[asked.by])
    return Breakdown(title, kind.columns, lines, str(kind.note))


def _side(part: Part) -> str:
    """Whose affair a cause is."""
    return str(SIDES[part.key].label) if isinstance(part.key, Cause) else ""


def _cell(asked: Asked, part: Part, column: Column, most: int) -> Cell:
    count = getattr(part, column.count)
    key = getattr(part.key, "value", part.key)
    # Nobody is number nought, which an address would leave out.
    url = asked.list_url(column.measure, narrow=(column.word, str(key)))
    return Cell(str(column.heading), count, url, count / most if most else 0.0, column.late)


def headings(shown: Breakdown) -> tuple[Heading, ...]:
    """The columns of the file."""
    return (Heading(shown.title, width=45), *(Heading(c.heading, Kind.WHOLE, 16) for c in shown.columns))


def rows(shown: Breakdown) -> list[Values]:
    """The rows of the file."""
    return [(line.name, *(cell.count for cell in line.cells)) for line in shown.lines]
