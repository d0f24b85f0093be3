"""What stands around the work on every page: the banner, the office in which one acts, the rail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from motcua.faces.look.decorators import Request


@dataclass(frozen=True, slots=True)
class Banner:
    """A demonstration says so on every page, with the business time."""

    now: datetime


@dataclass(frozen=True, slots=True)
class RailLine:
    """A place where work waits; `count` is None where nothing is counted."""

    label: str
    url: str
    count: int | None = None
    late: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class RailGroup:
    """Lines of the rail under one heading; the first group has none."""

    label: str
    lines: tuple[RailLine, ...]


@dataclass(frozen=True, slots=True)
class OfficeName:
    """The office in which one acts, as the bar says it."""

    unit: str
    parent: str
    role: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything around the work, for one person at one moment."""

    banner: Banner | None = None
    person: str = ""
    office: OfficeName | None = None
    may_change_office: bool = False
    rail: tuple[RailGroup, ...] = ()
    help: str = ""


# A face names its part of the rail in its AppConfig: `rail = "motcua.faces.desk.rail.lines"`. It is given the whole
# request, so that what a page counts is counted once for its tabs and its rail.
RailPart = Callable[[Request], tuple[RailGroup, ...]]


# One face names where the handbook speaks of a screen: `help = "motcua.faces.handbook.places.address_of"`; it is given
# the name of the screen's address.
HelpPart = Callable[[str], str]


def at_path(rail: tuple[RailGroup, ...], path: str) -> tuple[RailGroup, ...]:
    """Mark the one line on whose pages one stands: the longest address that the path (with its query) begins with."""
    urls = [line.url for group in rail for line in group.lines]
    begun = [url for url in urls if path.startswith(url)]
    bare = [url for url in urls if path.partition("?")[0].startswith(url.partition("?")[0])]
    here = max(begun or bare, key=len, default=None)
    return tuple(
        replace(group, lines=tuple(replace(line, current=line.url == here) for line in group.lines))
        for group in rail
    )
