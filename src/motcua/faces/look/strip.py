"""The clock strip: one bar from receipt to promise, drawn the same way everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.utils.translation import gettext as _

from motcua.faces.look.formats import Tone, number, percent

Kind = Literal["worked", "stopped", "late", "left", "done"]
Size = Literal["row", "page", "phone", "share"]

# In a row the bar is 110 px wide; elsewhere its unit is a hundredth of its width.
WIDTHS: dict[Size, float] = {"row": 110.0, "share": 110.0, "page": 100.0, "phone": 100.0}
LEAST: dict[Size, float] = {"row": 3.0, "share": 1.5, "page": 1.0, "phone": 1.5}
HEIGHTS: dict[Size, int] = {"row": 8, "share": 8, "page": 22, "phone": 22}

# A name under its segment: how much of a 960 px bar one letter of 13 px takes, in hundredths of the bar.
LETTER = 0.72
GAP = 1.2
ROWS = 2
NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class StripSegment:
    """One stretch of a dossier's clock: its kind, its share of the whole (0–1), and its name."""

    kind: Kind
    share: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A date of its own along the bar, by its share of the whole (0–1): that of the step in hand."""

    share: float
    passed: bool


@dataclass(frozen=True, slots=True)
class ClockStrip:
    """A dossier's clock from receipt to promise (or to now, when now is later), and the same in words."""

    segments: tuple[StripSegment, ...]
    text: str
    tone: Tone = "calm"
    mark: Mark | None = None

    @classmethod
    def measured(
        cls,
        stretches: Iterable[tuple[Kind, timedelta, str]],
        *,
        text: str,
        tone: Tone = "calm",
        marked: timedelta | None = None,
        passed: bool = False,
    ) -> ClockStrip:
        """Make a strip from measured stretches (kind, length, name), in their order; empty ones are left out.

        `marked` is how far along them a date of its own is marked, and `passed` that it is behind already.
        """
        kept = [(kind, length, label) for kind, length, label in stretches if length > timedelta(0)]
        whole = sum((length for _kind, length, _label in kept), timedelta(0))
        segments = (StripSegment(kind, length / whole, label) for kind, length, label in kept)
        mark = Mark(marked / whole, passed) if marked is not None and NOTHING <= marked < whole else None
        return cls(tuple(segments), text, tone, mark)


@dataclass(frozen=True, slots=True)
class Piece:
    """One drawn segment: where it begins and how wide it is, in the unit of its size."""

    kind: Kind
    x: str
    width: str
    label: str
    cut: bool


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a segment under the bar, in its row, so that no two names touch."""

    kind: Kind
    x: str
    y: int
    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template needs: pieces, names and the words for those who do not see."""

    size: Size
    height: int
    pieces: tuple[Piece, ...]
    names: tuple[Name, ...]
    names_height: int
    text: str
    tick: str = ""
    passed: bool = False


def draw(strip: ClockStrip, size: Size) -> Drawing:
    """Lay the segments out at this size; a segment never becomes too narrow to be seen."""
    widths = _widths([segment.share for segment in strip.segments], WIDTHS[size], LEAST[size])
    unit = "%" if size in ("page", "phone") else ""
    pieces, at, before = [], 0.0, ""
    for segment, width in zip(strip.segments, widths, strict=True):
        cut = segment.kind == before == "worked"
        pieces.append(Piece(segment.kind, f"{at:.2f}{unit}", f"{width:.2f}{unit}", segment.label, cut))
        at, before = at + width, segment.kind
    names, rows = _names(strip.segments, widths) if size == "page" else ((), 0)
    mark = strip.mark
    return Drawing(
        size=size,
        height=HEIGHTS[size],
        pieces=tuple(pieces),
        names=names,
        names_height=6 + 18 * rows,
        text=strip.text,
        tick=f"{_drawn_at(mark.share, strip.segments, widths):.2f}{unit}" if mark else "",
        passed=mark.passed if mark else False,
    )


def _drawn_at(share: float, segments: tuple[StripSegment, ...], widths: list[float]) -> float:
    """Where a share of the whole lies in the drawing, in which narrow segments are wider than they are long."""
    at = 0.0
    for segment, width in zip(segments, widths, strict=True):
        if share < segment.share:
            return at + width * share / segment.share
        share, at = share - segment.share, at + width
    return at


def share_strip(part: int, whole: int) -> ClockStrip:
    """The same bar for leaders: the share on time, and the rest late."""
    if not whole:
        return ClockStrip((StripSegment("left", 1.0),), _("chưa có hồ sơ nào"))
    share = part / whole
    text = _("%(percent)s: %(part)s trên %(whole)s hồ sơ đúng hạn") % {
        "percent": percent(share),
        "part": number(part),
        "whole": number(whole),
    }
    segments = (StripSegment("worked", share), StripSegment("late", 1 - share))
    return ClockStrip(tuple(segment for segment in segments if segment.share), text)


def _widths(shares: list[float], whole: float, least: float) -> list[float]:
    wanted = [max(share * whole, least) for share in shares]
    spare = sum(wanted) - whole
    if spare <= 0:
        return wanted
    # What the narrow ones gained is taken from the wide ones, each by its size above the least.
    above = sum(width - least for width in wanted) or 1.0
    return [width - spare * (width - least) / above for width in wanted]


def _names(segments: tuple[StripSegment, ...], widths: list[float]) -> tuple[tuple[Name, ...], int]:
    """Names in at most two rows: of many short steps the shortest go without, the list of steps has them all."""
    named = {at for at, segment in enumerate(segments) if segment.label}
    while True:
        names, rows = _rows_of(segments, widths, named)
        spare = [at for at in named if segments[at].kind == "worked"]
        if rows <= ROWS or not spare:
            return names, rows
        named.remove(min(spare, key=lambda at: (widths[at], at)))


def _rows_of(
    segments: tuple[StripSegment, ...], widths: list[float], named: set[int]
) -> tuple[tuple[Name, ...], int]:
    ends: list[float] = []
    names: list[Name] = []
    at = 0.0
    for place, (segment, width) in enumerate(zip(segments, widths, strict=True)):
        if place in named:
            length = len(segment.label) * LETTER
            left = min(at, 100 - length)
            row = next((row for row, end in enumerate(ends) if end + GAP <= left), len(ends))
            ends[row : row + 1] = [left + length]
            at_end = left < at
            x, anchor = ("100%", "end") if at_end else (f"{at:.2f}%", "start")
            names.append(Name(segment.kind, x, 18 * row + 16, anchor, segment.label))
        at += width
    return tuple(names), len(ends)
