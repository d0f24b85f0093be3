"""What the journal says of internal processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from motcua.ground.kernel.journal import Event, event_kind


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessPublished(Event):
    """An internal process of a procedure came into force, and ended the one before it."""

    verb: ClassVar[str] = "processes.published"
    object_kind: ClassVar[str] = "procedure"
    process_version_id: int
    number: int
    origin: str
    steps: int
    valid_from: date
    superseded_id: int | None = None


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookImported(Event):
    """The procedures of a workbook became the items of a decision in preparation; the digest is the file's SHA-256."""

    verb: ClassVar[str] = "processes.workbook_imported"
    object_kind: ClassVar[str] = "decision_draft"
    digest: str
    procedures: int
    warnings: int
