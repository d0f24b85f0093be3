"""When officers are ill or on leave: stretches of working days drawn for each of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from motcua.ground.kernel.clock import LOCAL
from motcua.scenario.province.draw import stream
from motcua.scenario.province.year import FIRST_DAY, LAST_DAY

Gap = tuple[datetime, datetime]
BUSIEST_FROM = date(2017, 12, 1)


@dataclass(slots=True)
class Absences:
    """The absences of the officers of a tree, drawn when they are asked for."""

    seed: int
    _known: dict[str, tuple[Gap, ...]] = field(default_factory=dict)

    def at(self, officer: str, moment: datetime) -> Gap | None:
        """The absence in which this moment falls, if the officer is away then."""
        gaps = self._known.get(officer)
        if gaps is None:
            gaps = self._known[officer] = _drawn(self.seed, officer)
        return next((gap for gap in gaps if gap[0] <= moment < gap[1]), None)


def _drawn(seed: int, officer: str) -> tuple[Gap, ...]:
    rng = stream(seed, "absence", officer)
    gaps = []
    for _ in range(rng.choice((0, 1, 1, 2))):
        first = FIRST_DAY + timedelta(days=rng.randrange((LAST_DAY - FIRST_DAY).days))
        # In the last month everybody is there: what waits then waits for another reason.
        if first < BUSIEST_FROM - timedelta(days=12):
            gaps.append((_midnight(first), _midnight(first + timedelta(days=rng.randint(2, 10)))))
    return tuple(gaps)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)
