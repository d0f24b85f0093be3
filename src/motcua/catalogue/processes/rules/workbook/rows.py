"""Rows of the sheets beside the first: time limits, fees, papers and steps of one procedure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from motcua.catalogue.procedures.rules import ANY, FeeRow, LimitRow, PaperRow
from motcua.catalogue.processes.rules.derive import limit_in_hours
from motcua.catalogue.processes.rules.workbook import cells
from motcua.catalogue.processes.rules.workbook.findings import Findings, Trap
from motcua.ground.kernel.vietnamese import fold
from motcua.ground.sheets.books import BookCell, BookRow

# How lines begin that stand in lists of papers and ask for none.
NOTES = ("luu y", "ghi chu", "chu y")
CHOSEN_BY = ("case", "area", "channel")


class _Chosen(Protocol):
    @property
    def case(self) -> str: ...
    @property
    def area(self) -> str: ...
    @property
    def channel(self) -> str: ...


def limits(rows: Sequence[BookRow], found: Findings) -> tuple[LimitRow, ...]:
    """The time limits of one procedure; what cannot be counted is left out, its trap noted."""
    read: list[tuple[BookRow, LimitRow]] = []
    for row in rows:
        allowed = cells.allowance(row["amount"], row["unit"], found)
        case, area, channel = _chosen(row, found)
        hour, basis = cells.hour(row["same_day_before"], found), cells.text(row["basis"], found, 300)
        if allowed is not None:
            read.append((row, LimitRow(*allowed, case, area, channel, hour, basis)))
    _never_count(read, found)
    _channels_differ(read, found)
    return tuple(limit for _row, limit in read)


def fees(rows: Sequence[BookRow], found: Findings) -> tuple[FeeRow, ...]:
    """The fees of one procedure, in đồng."""
    read: list[tuple[BookRow, FeeRow]] = []
    for row in rows:
        if not row["amount"].text and not row["amount"].is_unread:
            found.at(row["amount"], Trap.EMPTY, column="Mức thu (đồng)")
        fee = cells.count(row["amount"], found, 0, cells.LARGEST)
        read.append((row, FeeRow(fee, *_chosen(row, found), cells.text(row["basis"], found, 300))))
    _never_count(read, found)
    return tuple(fee for _row, fee in read)


def _chosen(row: BookRow, found: Findings) -> tuple[str, str, str]:
    return (
        cells.case(row["case"], found),
        cells.case(row["area"], found),
        cells.channel(row["channel"], found),
    )


def _never_count(read: Sequence[tuple[BookRow, _Chosen]], found: Findings) -> None:
    """The first row that fits counts, so a row that an earlier one covers is never asked."""
    for number, (row, later) in enumerate(read):
        covering = next((above for above, earlier in read[:number] if _covers(earlier, later)), None)
        if covering is not None:
            found.at(row["amount"], Trap.NEVER_COUNTS, line=covering.line)


def _covers(earlier: _Chosen, later: _Chosen) -> bool:
    return all(getattr(earlier, key) in (ANY, getattr(later, key)) for key in CHOSEN_BY)


def _channels_differ(read: Sequence[tuple[BookRow, LimitRow]], found: Findings) -> None:
    """18, 4 and 18 days by the way of filing are most often cases that a collection has mixed up."""
    alike: dict[tuple[str, str], list[tuple[BookRow, LimitRow]]] = defaultdict(list)
    for row, limit in read:
        if limit.channel != ANY:
            alike[limit.case, limit.area].append((row, limit))
    for group in alike.values():
        if len({(limit.amount, limit.unit) for _row, limit in group}) > 1:
            shown = "/".join(f"{limit.amount.normalize():f}".replace(".", ",") for _row, limit in group)
            found.at(group[0][0]["amount"], Trap.CHANNELS_DIFFER, text=shown)


def papers(rows: Sequence[BookRow], found: Findings) -> tuple[PaperRow, ...]:
    """The papers of one procedure; a note that stands among them must say that it is one."""
    return tuple(_paper(row, found) for row in rows)


def _paper(row: BookRow, found: Findings) -> PaperRow:
    name = cells.text(row["name"], found)
    if not name and not row["name"].is_unread:
        found.at(row["name"], Trap.EMPTY, column="Tên giấy tờ")
    originals, copies = cells.count(row["originals"], found, 0), cells.count(row["copies"], found, 0)
    is_note = cells.choice(row["is_note"], found, cells.YES_NO, False)
    asks = any(row[key].text not in ("", "0") for key in ("originals", "copies"))
    folded = fold(name)
    if is_note and asks:
        found.at(row["is_note"], Trap.NOTE_WITH_COPIES)
    elif not is_note and (folded.startswith(NOTES) or (folded.startswith("truong hop") and not asks)):
        found.at(row["name"], Trap.NOTE_AS_PAPER)
    elif name and not is_note and not asks:
        found.at(row["name"], Trap.NO_COPIES)
    is_required = cells.choice(row["is_required"], found, cells.YES_NO, not is_note)
    return PaperRow(name, originals, copies, is_note, is_required, cells.case(row["case"], found))


def steps(rows: Sequence[BookRow], found: Findings) -> Decimal | None:
    """The working hours of all steps of one procedure; none where one of them cannot be counted."""
    total: Decimal | None = Decimal(0)
    for row in rows:
        if not row["name"].text and not row["name"].is_unread:
            found.at(row["name"], Trap.EMPTY, column="Tên bước")
        allowed = cells.allowance(row["amount"], row["unit"], found)
        total = None if allowed is None or total is None else total + limit_in_hours(*allowed)
    return total


def steps_add_up(cell: BookCell, total: Decimal, time_limits: Sequence[LimitRow], found: Findings) -> None:
    """The steps together take no longer than the limit that was published, and leave nothing of it over."""
    hours = [limit_in_hours(limit.amount, limit.unit) for limit in time_limits]
    shortest, longest = min(hours), max(hours)
    if total > longest:
        found.at(cell, Trap.STEPS_EXCEED, total=_told(total), limit=_told(longest))
    elif total > shortest:
        found.at(cell, Trap.STEPS_EXCEED_SOME, total=_told(total), limit=_told(shortest))
    elif total < shortest:
        found.at(cell, Trap.STEPS_SHORT, total=_told(total), limit=_told(shortest))


def _told(hours: Decimal) -> str:
    return f"{hours.normalize():f}".replace(".", ",")
