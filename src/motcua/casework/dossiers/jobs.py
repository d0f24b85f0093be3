"""What runs beside the work, again and again: ids in, one action, nothing else."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from random import randrange

from motcua.casework.dossiers.actions.changes import working
from motcua.casework.dossiers.queries import files
from motcua.ground.files import store
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import SYSTEM

# A form that was begun is kept for a day, and whoever takes it up on its last moment has a day to send it.
UNWANTED_AFTER = timedelta(days=2)
# How long changes of many dossiers are worked at before the worker looks at its other work again.
TURN = 3.0
# From anywhere on: a worker that is started often would else go through the first parts again and again.
_parts = count(randrange(store.PARTS))


def sweep_files() -> int:
    """Remove the files of forms that were never sent; returns how many. By the machine's clock, as drafts are.

    Each time it goes through the next part of the files, and after `store.PARTS` times it has gone through all.
    """
    return store.sweep(files.attached, older_than=UNWANTED_AFTER, part=next(_parts) % store.PARTS)


def work_off_changes() -> int:
    """Do the next batches of changes of many dossiers that were confirmed; returns how many dossiers had their turn."""
    return working.work_off(by=SYSTEM, now=clock.now(), seconds=TURN)
