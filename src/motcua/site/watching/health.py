"""How the machine is: what is looked at is cheap, so that it may be asked every few seconds."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from motcua.site.backups import rotation
from motcua.site.database import unknown

# From here on somebody must look (docs/handbook/van-hanh.md says what to do).
LATE_WORKER = 60.0
LATE_SEALS = 300.0
LITTLE_ROOM = 0.05
OLD_BACKUP = 36 * 3600.0
MOST_COUNTED = 10_000

# Both ends of what is not sealed yet, without counting more than is worth knowing.
_STATE = """
SELECT extract(epoch FROM clock_timestamp() + c."offset" - c.last_seen_at),
       (SELECT extract(epoch FROM clock_timestamp() - j.recorded_at) FROM journal j
         WHERE j.id > s.last ORDER BY j.id LIMIT 1),
       (SELECT count(*) FROM (SELECT 1 FROM journal j WHERE j.id > s.last LIMIT %s) AS counted),
       c.stopped_at IS NOT NULL
  FROM business_clock c, (SELECT coalesce(max(last_event_id), 0) AS last FROM journal_seal) s
"""


@dataclass(frozen=True, slots=True)
class Health:
    """What was found; times in seconds, None where there is nothing to tell."""

    database: bool
    fits: bool
    worker_age: float | None
    seal_lag: float
    unsealed: int
    disk_free: int
    disk_share: float
    backup_age: float | None

    def can_serve(self) -> bool:
        """Whether pages can be answered: what a proxy that chooses among servers wants to know."""
        return self.database and self.fits

    def alarms(self) -> list[str]:
        """What somebody must look at, by its name in the manual."""
        found = {
            "database": not self.database,
            "version": not self.fits,
            "worker": self.worker_age is None or self.worker_age > LATE_WORKER,
            "seals": self.seal_lag > LATE_SEALS,
            "disk": self.disk_share < LITTLE_ROOM,
            "backup": self.backup_age is None or self.backup_age > OLD_BACKUP,
        }
        return [name for name, is_so in found.items() if is_so]


def look() -> Health:
    """Ask the database and the disk."""
    usage = shutil.disk_usage(_existing(Path(settings.DATA_DIR)))
    last = rotation.last()
    backup_age = time.time() - last.at if last else None
    try:
        with connection.cursor() as cursor:
            cursor.execute(_STATE, [MOST_COUNTED])
            worker_age, lag, count, is_stopped = cursor.fetchone()
        fits = not unknown()
    except (OperationalError, InterfaceError):
        connection.close()
        return Health(False, True, None, 0.0, 0, usage.free, usage.free / usage.total, backup_age)
    age = None if worker_age is None or is_stopped else float(worker_age)
    return Health(
        True, fits, age, float(lag or 0), int(count), usage.free, usage.free / usage.total, backup_age
    )


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)
