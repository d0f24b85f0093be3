"""How much of the processors a program and everything that it has started has used, as the kernel counts it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")


def seconds_of(roots: set[int]) -> float:
    """Seconds of processor time of these processes, of all that they have started, and of those that have ended."""
    parents, used = _processes()
    return sum(ticks for pid, ticks in used.items() if _descends(pid, roots, parents)) / TICKS


def parent_of(pid: int) -> int:
    """Who started a process; raises LookupError when it cannot be seen from here."""
    parents, _used = _processes()
    return parents[pid]


def _processes() -> tuple[dict[int, int], dict[int, int]]:
    """By process number its parent's, and its ticks together with those of its children that have ended."""
    parents, used = {}, {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            # It may end while we look.
            with suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
                used[int(entry.name)] = sum(map(int, fields[11:15]))
    return parents, used


def _descends(pid: int, roots: set[int], parents: dict[int, int]) -> bool:
    while pid and pid not in roots:
        pid = parents.get(pid, 0)
    return pid in roots
