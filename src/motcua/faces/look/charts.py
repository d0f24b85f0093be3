"""Bars drawn by the server: they print, they need no script, and patterns tell them apart besides colour."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.faces.look.formats import number
from motcua.faces.look.strip import Kind

WIDTH, HEIGHT, TOP, BOTTOM = 320, 120, 8, 18


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, how many of each series, and the list that it opens."""

    label: str
    values: tuple[int, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of the bars, with its name in the legend."""

    label: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class BarChart:
    """Counts over periods, stacked by series; `title` names what is counted and in what unit."""

    title: str
    series: tuple[Series, ...]
    bars: tuple[Bar, ...]

    @property
    def text(self) -> str:
        """The same figures in words."""
        return f"{self.title}. {'; '.join(self.told(bar) for bar in self.bars)}."

    def told(self, bar: Bar) -> str:
        """One bar in words."""
        pairs = zip(self.series, bar.values, strict=True)
        return f"{bar.label}: " + ", ".join(f"{series.label} {number(value)}" for series, value in pairs)


@dataclass(frozen=True, slots=True)
class Block:
    """One drawn part of a bar."""

    kind: Kind
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Column:
    """One drawn bar with its name under it."""

    label: str
    url: str
    text: str
    middle: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ChartDrawing:
    """What the template needs to draw the bars."""

    chart: BarChart
    columns: tuple[Column, ...]
    width: int = WIDTH
    height: int = HEIGHT
    ground: int = HEIGHT - BOTTOM
    text_at: int = HEIGHT - 4


def draw_bars(chart: BarChart) -> ChartDrawing:
    """Lay the bars out; the highest fills the height, and no value but nought is too low to be seen."""
    highest = max((sum(bar.values) for bar in chart.bars), default=0) or 1
    pitch = WIDTH / max(len(chart.bars), 1)
    return ChartDrawing(chart, tuple(_column(chart, at, pitch, highest) for at in range(len(chart.bars))))


def _column(chart: BarChart, at: int, pitch: float, highest: int) -> Column:
    bar = chart.bars[at]
    width = min(pitch * 0.66, 40)
    x = at * pitch + (pitch - width) / 2
    y = float(HEIGHT - BOTTOM)
    blocks = []
    for series, value in zip(chart.series, bar.values, strict=True):
        if not value:
            continue
        height = max(value / highest * (HEIGHT - BOTTOM - TOP), 1.5)
        y -= height
        blocks.append(Block(series.kind, f"{x:.1f}", f"{y:.1f}", f"{width:.1f}", f"{height:.1f}"))
    return Column(bar.label, bar.url, chart.told(bar), f"{x + width / 2:.1f}", tuple(blocks))
