"""What happens to a hand-over list, in the past tense: ids and states; the words of a difference stand in its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from motcua.ground.kernel.journal import Event, event_kind

HANDOVER = "handover_list"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverGiven(Event):
    """Paper files were listed and given away; each line is dossier, originals, copies."""

    verb: ClassVar[str] = "custody.give"
    object_kind: ClassVar[str] = HANDOVER
    giver: int
    taker: int
    year: int
    sequence: int
    lines: tuple[tuple[int, int, int], ...]
    state: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverTaken(Event):
    """The other side said which files came (in the order of the list) and what differs."""

    verb: ClassVar[str] = "custody.take"
    object_kind: ClassVar[str] = HANDOVER
    came: tuple[bool, ...]
    state: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverSettled(Event):
    """The giver has confirmed what differs."""

    verb: ClassVar[str] = "custody.settle"
    object_kind: ClassVar[str] = HANDOVER
    state: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverCancelled(Event):
    """The giver has taken the list back before it was answered."""

    verb: ClassVar[str] = "custody.cancel"
    object_kind: ClassVar[str] = HANDOVER
    state: str
