"""Drawing by weight from a stream of one's own, so that nothing depends on who draws first."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


def stream(*names: object) -> Random:
    """The random stream of these names: the same names give the same stream, on every machine."""
    return Random("/".join(map(str, names)))


@dataclass(frozen=True, slots=True)
class Weighted(Generic[T]):
    """Things with weights, ready to be drawn."""

    things: tuple[T, ...]
    sums: tuple[float, ...]

    @classmethod
    def of(cls, weights: Mapping[T, float] | Sequence[tuple[T, float]]) -> Weighted[T]:
        """From a table or from pairs; raises ValueError when nothing has a weight."""
        pairs = list(weights.items()) if isinstance(weights, Mapping) else list(weights)
        kept = [(thing, weight) for thing, weight in pairs if weight > 0]
        if not kept:
            raise ValueError("nothing to draw from")
        return cls(tuple(thing for thing, _ in kept), tuple(accumulate(weight for _, weight in kept)))

    def draw(self, rng: Random) -> T:
        """One of them."""
        return self.things[bisect(self.sums, rng.random() * self.sums[-1], hi=len(self.things) - 1)]


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """A whole number shared out by weights to the last unit: largest remainders first, then the earlier place."""
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("nothing to share out among")
    exact = [total * weight / whole for weight in weights]
    shares = [int(share) for share in exact]
    rest = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for place in rest[: total - sum(shares)]:
        shares[place] += 1
    return shares
