"""What the journal says of parties: that something was written down, never what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from motcua.ground.kernel.journal import Event, event_kind


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRecorded(Event):
    """A party was written down for the first time."""

    verb: ClassVar[str] = "parties.recorded"
    object_kind: ClassVar[str] = "party"
    version_id: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class PartyChanged(Event):
    """What is known of a party was written down anew."""

    verb: ClassVar[str] = "parties.changed"
    object_kind: ClassVar[str] = "party"
    version_id: int
