"""The internal processes shipped: those that a province has published, with the hours of their steps."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from motcua.catalogue.processes.rules.definition import Definition, Place, Step, StepKind
from motcua.catalogue.processes.rules.derive import HOURS_OF_A_DAY

DATA = files("motcua.catalogue.processes") / "data"


@dataclass(frozen=True, slots=True)
class Published:
    """A published internal process; `procedure` is the code of the one it is used for, empty for none of
    ours.

    `stated_days` is the limit that its decision states, in working days: its steps do not always add up to
    it.
    """

    id: str
    name: str
    procedure: str
    stated_days: Decimal
    step_names_are_ours: bool
    source: str
    definition: Definition


@cache
def published() -> tuple[Published, ...]:
    """Every published process shipped, in the order of the file."""
    data = tomllib.loads((DATA / "published.toml").read_text("utf-8"))
    return tuple(_published(row, data["source"]) for row in data["process"])


def published_for(code: str) -> Published | None:
    """The published process of the procedure with this code, if there is one."""
    return next((process for process in published() if process.procedure == code), None)


def _published(row: Mapping[str, Any], source: str) -> Published:
    ours = row.get("step_names") == "ours"
    said = "; nguồn không ghi tên bước, tên do hệ thống đặt" if ours else ""
    return Published(
        id=row["id"],
        name=row["name"],
        procedure=row.get("procedure", ""),
        stated_days=Decimal(str(row["stated_days"])),
        step_names_are_ours=ours,
        source=f"{source} ({row['id']}){said}",
        definition=Definition.from_steps(_step(step, number) for number, step in enumerate(row["steps"], 1)),
    )


def _step(row: Mapping[str, Any], number: int) -> Step:
    kind = StepKind(row["kind"])
    hours = Decimal(str(row["days"])) * HOURS_OF_A_DAY
    return Step(f"{kind.value}{number}", row["name"], kind, row["role"], Place(row["place"]), hours)
