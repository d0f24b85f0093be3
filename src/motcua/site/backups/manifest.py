"""What a backup says of itself: which program and schema, which rows, which seal, whose keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from motcua.site.backups.tables import Table

NAME = "manifest.json"
SECRETS = "secrets.json"
SEALS = "beside/seals.txt"
# What a demonstration keeps beside its database, so that it is shown again as it was.
DEMONSTRATION = ("demo.json", "accounts.json")

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Manifest:
    """The account of a backup."""

    program: str
    made_at: str
    server: int
    migrations: list[tuple[str, str]]
    # The newest seal: its number, the last event under it, how many events, the head in hexadecimal.
    seal: list[Any] | None
    unsealed: int
    marks: dict[str, str]
    tables: list[Table] = field(default_factory=list)
    sequences: dict[str, list[Any]] = field(default_factory=dict)
    files: int = 0
    file_bytes: int = 0
    # Contents that rows name and that were gone, or changed, when the backup was made.
    missing: list[str] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """As JSON takes it."""
        found = asdict(self)
        for table in found["tables"]:
            del table["expected"]
        return found

    @classmethod
    def read(cls, values: dict[str, Any]) -> Self:
        """As `plain` gave it; raises TypeError or KeyError for anything else."""
        tables = [Table(**row) for row in values["tables"]]
        migrations = [(app, name) for app, name in values["migrations"]]
        return cls(**values | {"tables": tables, "migrations": migrations})

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(table.rows for table in self.tables)
