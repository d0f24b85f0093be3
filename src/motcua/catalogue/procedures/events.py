"""What the journal says of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from motcua.ground.kernel.journal import Event, event_kind


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProcedureEvent(Event):
    object_kind: ClassVar[str] = "procedure"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecorded(Event):
    """A publication decision was entered."""

    verb: ClassVar[str] = "procedures.decision_recorded"
    object_kind: ClassVar[str] = "publication_decision"
    number: str
    in_force_on: date


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAdded(Event):
    """A field of administration was added."""

    verb: ClassVar[str] = "procedures.field_added"
    object_kind: ClassVar[str] = "field"
    code: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRenamed(Event):
    """A field of administration got another name."""

    verb: ClassVar[str] = "procedures.field_renamed"
    object_kind: ClassVar[str] = "field"
    changed: str  # the keyed hash of what stood before


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureCreated(_ProcedureEvent):
    """A procedure was created, with a draft of its first content."""

    verb: ClassVar[str] = "procedures.created"
    code: str
    field_id: int
    level: str
    is_illustrative: bool
    version_id: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDrafted(_ProcedureEvent):
    """A new content of a procedure was begun."""

    verb: ClassVar[str] = "procedures.drafted"
    version_id: int
    number: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEdited(_ProcedureEvent):
    """A draft was changed in these parts."""

    verb: ClassVar[str] = "procedures.draft_edited"
    version_id: int
    parts: tuple[str, ...]


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDiscarded(_ProcedureEvent):
    """A draft was thrown away."""

    verb: ClassVar[str] = "procedures.draft_discarded"
    version_id: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPublished(_ProcedureEvent):
    """A content came into force by a decision, and ended the one before it."""

    verb: ClassVar[str] = "procedures.published"
    version_id: int
    decision_id: int
    valid_from: date
    superseded_id: int | None = None


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureRepealed(_ProcedureEvent):
    """A decision ended a procedure."""

    verb: ClassVar[str] = "procedures.repealed"
    version_id: int
    decision_id: int
    valid_to: date


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureOffered(_ProcedureEvent):
    """One-stops began to receive a procedure; the ids of the others stand in the order of the offers'."""

    verb: ClassVar[str] = "procedures.offered"
    valid_from: date
    offer_ids: tuple[int, ...]
    one_stop_ids: tuple[int, ...]
    agency_ids: tuple[int, ...]
    division_ids: tuple[int, ...]


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class OfferEnded(_ProcedureEvent):
    """A one-stop ceased to receive a procedure."""

    verb: ClassVar[str] = "procedures.offer_ended"
    offer_id: int
    one_stop_id: int
    valid_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _DraftEvent(Event):
    object_kind: ClassVar[str] = "decision_draft"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDrafted(_DraftEvent):
    """A publication decision began to be prepared."""

    verb: ClassVar[str] = "procedures.decision_drafted"
    in_force_on: date


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDraftEdited(_DraftEvent):
    """A decision in preparation was given other words or another day."""

    verb: ClassVar[str] = "procedures.decision_draft_edited"
    in_force_on: date


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsPut(_DraftEvent):
    """Procedures were put into a decision in preparation; the ids stand in the order of the kinds."""

    verb: ClassVar[str] = "procedures.items_put"
    procedure_ids: tuple[int, ...]
    kinds: tuple[str, ...]


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDropped(_DraftEvent):
    """A procedure was taken out of a decision in preparation."""

    verb: ClassVar[str] = "procedures.item_dropped"
    procedure_id: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionChecked(_DraftEvent):
    """Another person checked a decision in preparation and found no fault in it."""

    verb: ClassVar[str] = "procedures.decision_checked"
    checked: str  # the keyed hash of what was checked


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionReopened(_DraftEvent):
    """A checked decision went back to be changed."""

    verb: ClassVar[str] = "procedures.decision_reopened"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionWithdrawn(_DraftEvent):
    """A decision in preparation was given up; its drafts stay."""

    verb: ClassVar[str] = "procedures.decision_withdrawn"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSigned(_DraftEvent):
    """A checked decision was signed, and all that it names was published or repealed with it."""

    verb: ClassVar[str] = "procedures.decision_signed"
    decision_id: int
