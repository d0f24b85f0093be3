"""What the journal says of reminders: only that a threshold was changed; a reminder itself is nobody's deed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from motcua.ground.kernel.journal import Event, event_kind, plain

THRESHOLD = "notice_threshold"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdChanged(Event):
    """An administrator set how long before or after a date somebody is reminded."""

    verb: ClassVar[str] = "notices.change_threshold"
    object_kind: ClassVar[str] = THRESHOLD
    kind: str
    recipient: str
    hours: Decimal | None

    def data(self) -> dict[str, Any]:
        """All three, also when nobody is reminded any more."""
        return {"kind": self.kind, "recipient": self.recipient, "hours": plain(self.hours)}
