"""What happens next in a tree of agencies: lives wait for their moments and act in the order of time."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import datetime

Life = Iterator[datetime]
"""Something that yields the moment at which it wants to go on, acts when it is woken, and yields the next."""


class Agenda:
    """Lives by their next moment; equal moments in the order of their coming."""

    def __init__(self, until: datetime) -> None:
        self._until = until
        self._waiting: list[tuple[datetime, int, Life]] = []
        self._order = 0
        self._now: datetime | None = None

    def add(self, life: Life) -> None:
        """Begin a life, or go on with it: it names its next moment; what lies after the end never happens.

        Raises ValueError for a life that would go back in time.
        """
        moment = next(life, None)
        if moment is None or moment > self._until:
            return
        if self._now is not None and moment < self._now:
            raise ValueError(f"a life goes back from {self._now} to {moment}")
        self._order += 1
        heapq.heappush(self._waiting, (moment, self._order, life))

    def run(self) -> Iterator[datetime]:
        """Let everything happen in order; yields the moment after each act."""
        while self._waiting:
            self._now, _order, life = heapq.heappop(self._waiting)
            self.add(life)
            yield self._now
