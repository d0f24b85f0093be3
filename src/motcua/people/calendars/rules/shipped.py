"""The calendar that comes with the project, read from its files, without a database."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from motcua.people.calendars.rules.days import Checked, DayKind, Hours, SpecialDay
from motcua.people.calendars.rules.working_time import WorkingTime

FOLDER = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A calendar as its files describe it; `is_ours` when no official act stands behind the hours."""

    name: str
    zone: str
    source: str
    is_ours: bool
    hours: tuple[Hours, ...]
    days: tuple[SpecialDay, ...]


@cache
def calendar() -> Shipped:
    """The shipped calendar; it raises Refused when its files contradict themselves, as any calendar does."""
    described = tomllib.loads((FOLDER / "tien_giang.toml").read_text(encoding="utf-8"))
    hours = tuple(
        Hours(weekday, stretch["opens"], stretch["closes"])
        for stretch in described["hours"]
        for weekday in stretch["weekdays"]
    )
    return Shipped(
        described["name"], described["zone"], described["source"], described["is_ours"], hours, _holidays()
    )


def _holidays() -> tuple[SpecialDay, ...]:
    with (FOLDER / "holidays.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(
            SpecialDay(
                on=date.fromisoformat(row["on"]),
                kind=DayKind(row["kind"]),
                name_vi=row["name_vi"],
                name_en=row["name_en"],
                source=row["source"],
                checked=Checked(row["checked"]),
                makes_up_for=date.fromisoformat(row["makes_up_for"]) if row["makes_up_for"] else None,
            )
            for row in csv.DictReader(rows)
        )


@cache
def working_time() -> WorkingTime:
    """The shipped calendar, ready to count."""
    shipped = calendar()
    return WorkingTime(ZoneInfo(shipped.zone), shipped.hours, shipped.days)
