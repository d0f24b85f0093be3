"""The successions of 2025 that come with the project: facts of a list, each with whether it was checked."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "successions_2025.csv"
LISTED, UNVERIFIED = "listed", "unverified"


@dataclass(frozen=True, slots=True)
class ShippedSuccession:
    """A commune of 2017 and the one of 2025 that goes on for it, by their numbers in the statistics."""

    predecessor: str
    name: str
    district: str
    successor: str
    successor_name: str
    mark: str
    reason: str

    @property
    def is_listed(self) -> bool:
        """Whether the list has it under its name of 2017; what it has not is our reading."""
        return self.mark == LISTED


@lru_cache(maxsize=1)
def successions_2025() -> tuple[ShippedSuccession, ...]:
    """All of them, in the order of their numbers."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(ShippedSuccession(**row) for row in csv.DictReader(file))
