"""Form 06, the register: what a one-stop received in a period, in the order and with the numbers of the year's book.

Circular 01/2018/TT-VPCP, art. 10.2: a book for each year, numbers from 01 to the end of the year without a gap, closed
when the year ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Prefetch

from motcua.casework.dossiers.models import Dossier, ReturnMethod, Task
from motcua.casework.dossiers.prints.forms import Content
from motcua.casework.dossiers.prints.heads import Heads
from motcua.casework.dossiers.prints.receipts import book_of, numbers_in_the_register
from motcua.casework.dossiers.prints.words import date_words, day_words, minute_words
from motcua.casework.dossiers.states import State
from motcua.ground.kernel.clock import LOCAL
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.queries import UnitView, day_of

# As many as make a file of some forty pages: a year's book of a large counter is printed in parts.
PART = 500
METHODS = {ReturnMethod.COUNTER.value: "trực tiếp", ReturnMethod.POSTAL.value: "bưu chính"}

# Their numbers are kept, and why they have no result stands in the last column.
WITHOUT_RESULT = {State.VOIDED: "Hủy tiếp nhận", State.WITHDRAWN: "Rút hồ sơ"}


@dataclass(frozen=True, slots=True)
class Part:
    """Which stretch of a one-stop's book: from a day to another within one year, the how many-eth part of it."""

    one_stop_id: int
    first_on: date
    last_on: date
    part: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the book."""

    number: int
    dossier: Dossier
    agency: str
    passed_on_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    collector: str
    note: str


@dataclass(frozen=True, slots=True)
class Book:
    """A stretch of the book: how many lines it has, and those of one part."""

    count: int
    parts: int
    lines: tuple[Line, ...]


def register(asked: Part, at: datetime, size: int = PART) -> Book:
    """The lines of one part of a one-stop's book, as they stood at this moment."""
    received = _received(asked, at)
    count = received.count()
    page = received.order_by("pk")[(asked.part - 1) * size : asked.part * size]
    found = list(
        page.select_related("procedure_version", "party_version", "handover").prefetch_related(
            Prefetch("tasks", Task.objects.order_by("pk"))
        )
    )
    numbers = numbers_in_the_register(found)
    units = organisation.names({dossier.agency_id for dossier in found}, asked.last_on)
    lines = tuple(_line(numbers[dossier.pk], dossier, units, at) for dossier in found)
    return Book(count, -(-count // size) or 1, lines)


def register_part(asked: Part, at: datetime) -> Content:
    """Form 06: one part of a stretch of the book; the last one says whether the book is closed."""
    book = register(asked, at)
    unit = organisation.unit_as_of(asked.one_stop_id, asked.last_on)
    is_last = asked.part >= book.parts
    return {
        "head": Heads().head(asked.one_stop_id, day_of(at)),
        "code": "",
        "number": f"{unit.name}, {date_words(asked.first_on)} – {date_words(asked.last_on)}",
        "unit": unit.name,
        "book": str(asked.first_on.year),
        "period": f"từ {day_words(asked.first_on)} đến {day_words(asked.last_on)}",
        "part": [asked.part, book.parts],
        "rows": [_cells(line) for line in book.lines],
        "closing": _closing(asked, book, at) if is_last else "",
    }


def _received(asked: Part, at: datetime) -> Any:
    first = datetime.combine(asked.first_on, time(), LOCAL)
    after = datetime.combine(asked.last_on + timedelta(days=1), time(), LOCAL)
    return book_of(asked.one_stop_id, asked.first_on.year).filter(
        received_at__gte=first, received_at__lt=after, received_at__lte=at
    )


def _line(number: int, dossier: Dossier, units: Mapping[int, UnitView], at: datetime) -> Line:
    agency = units[dossier.agency_id].name if dossier.agency_id in units else ""
    passed = next((t.started_at for t in dossier.tasks.all() if t.unit_id != dossier.one_stop_id), None)
    returned = _by(dossier.returned_at, at)
    handover = getattr(dossier, "handover", None) if returned else None
    return Line(
        number=number,
        dossier=dossier,
        agency=agency,
        passed_on_at=_by(passed, at),
        finished_at=None if dossier.state in WITHOUT_RESULT else _by(dossier.finished_at, at),
        returned_at=returned,
        collector=handover.collected_by if handover else "",
        note=_note(dossier, at),
    )


def _by(moment: datetime | None, at: datetime) -> datetime | None:
    return moment if moment and moment <= at else None


def _note(dossier: Dossier, at: datetime) -> str:
    finished = _by(dossier.finished_at, at)
    if finished and dossier.state in WITHOUT_RESULT:
        return WITHOUT_RESULT[State(dossier.state)]
    return "Quá hạn" if (finished or at) > dossier.late_after else ""


def _cells(line: Line) -> Sequence[str]:
    dossier, known = line.dossier, line.dossier.party_version
    contact = ", ".join(part for part in (known.address, known.phone) if part)
    returned = minute_words(line.returned_at) if line.returned_at else ""
    return (
        str(line.number),
        dossier.code,
        dossier.procedure_version.name,
        str(dossier.sets),
        known.name,
        contact,
        line.agency,
        minute_words(dossier.received_at),
        minute_words(dossier.promised_at),
        minute_words(line.passed_on_at) if line.passed_on_at else "",
        minute_words(line.finished_at) if line.finished_at else "",
        returned,
        METHODS[dossier.return_method],
        line.collector,
        line.note,
    )


def _closing(asked: Part, book: Book, at: datetime) -> str:
    """Under the last line: how many there are; of a whole year that has ended, that the book is closed."""
    year = asked.first_on.year
    whole = (asked.first_on, asked.last_on) == (date(year, 1, 1), date(year, 12, 31))
    if whole and day_of(at).year > year:
        return (
            f"Khóa sổ {day_words(asked.last_on)}: tổng số {book.count} hồ sơ, ghi liên tục từ số 01 đến số "
            f"{book.count:02}."
        )
    return f"Cộng trong kỳ: {book.count} hồ sơ. Sổ năm {year} chưa khóa khi in."
