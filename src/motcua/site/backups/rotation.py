"""A folder of backups: names by the time, the newest kept; and the note of when the last one was made."""

from __future__ import annotations

import json
import re
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from motcua.site.launch import places

NOTE = "last-backup.json"
_NAME = re.compile(r"motcua-\d{8}-\d{6}\.tar")


@dataclass(frozen=True, slots=True)
class Last:
    """When the last backup was made (seconds since 1970), and how many bytes it has."""

    at: float
    size: int


def next_name(folder: Path) -> Path:
    """The name of a backup that is made now, in the machine's local time."""
    return folder / f"motcua-{time.strftime('%Y%m%d-%H%M%S')}.tar"


def rotate(folder: Path, keep: int | None) -> list[Path]:
    """Remove all but the newest `keep` backups of this folder, and nothing that is named otherwise."""
    found = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    gone = found[:-keep] if keep else []
    for path in gone:
        path.unlink()
    return gone


def note(path: Path) -> None:
    """Note in the data folder that a backup was made, for those who watch."""
    last = Last(at=time.time(), size=path.stat().st_size)
    places.write_private(Path(settings.DATA_DIR) / NOTE, json.dumps(asdict(last)))


def last() -> Last | None:
    """The last backup of this place, or None before the first."""
    path = Path(settings.DATA_DIR) / NOTE
    return Last(**json.loads(path.read_text(encoding="utf8"))) if path.exists() else None
