"""What runs beside the work, again and again: ids in, one action, nothing else."""

from __future__ import annotations

from datetime import timedelta

from motcua.casework.dossiers.queries import files
from motcua.ground.files import store

# A form that was begun is kept for a day, and whoever takes it up on its last moment has a day to send it.
UNWANTED_AFTER = timedelta(days=2)


def sweep_files() -> int:
    """Remove the files of forms that were never sent; returns how many. By the machine's clock, as drafts are."""
    return store.sweep(files.attached, older_than=UNWANTED_AFTER)
