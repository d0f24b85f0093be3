"""A line of somebody's worklist, whichever package it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to do: keyed by (due_at, id); `kind` names the package's work so that a face knows where it leads."""

    kind: str
    id: int
    object_id: int
    reference: str
    title: str
    subject: str
    step: str
    due_at: datetime
    started_at: datetime
    officer_id: int | None
    remark: str = ""
