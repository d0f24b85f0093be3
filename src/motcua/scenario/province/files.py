"""Reading the data files of the scenario."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"


@cache
def read_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file by their column names."""
    with (DATA / name).open(encoding="utf8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def read_table(name: str) -> dict[str, Any]:
    """A TOML file."""
    return tomllib.loads((DATA / name).read_text(encoding="utf8"))
