"""What happens to the demonstration itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from motcua.ground.kernel.journal import Event, event_kind


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockAdvanced(Event):
    """The demonstration's clock was moved forward."""

    verb: ClassVar[str] = "scenario.advance_clock"
    object_kind: ClassVar[str] = "clock"
    to: datetime
