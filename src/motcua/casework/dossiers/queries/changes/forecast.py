"""What a change of a calendar would do, before it is confirmed: every open dossier whose date would move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.queries.changes import recounts
from motcua.casework.dossiers.queries.changes.recounts import Fate, Outcome
from motcua.casework.dossiers.queries.changes.sql import HAPPENED_SINCE
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.statements import rows
from motcua.people.calendars.rules import WorkingTime

# The order in which a reader wants them: whose date moves later, earlier, stays though it would be earlier.
ORDER = {Fate.LATER: 0, Fate.EARLIER: 1, Fate.KEPT: 2, Fate.STEP: 3}
SHOWN_DIFFERENCES = 20


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many dossiers of one agency and one procedure move, and which way."""

    agency_id: int
    procedure_id: int
    later: int
    earlier: int
    kept: int
    steps: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.later + self.earlier + self.kept + self.steps


@dataclass(frozen=True, slots=True)
class Forecast:
    """Every open dossier that a change concerns; `token` names this very forecast.

    `outcomes` are ordered by agency, procedure, fate and old date; those that only stay because they were promised
    are among them, though nothing is written for them.
    """

    outcomes: tuple[Outcome, ...]
    revision: int
    last_event: int
    _counts: Counter[Fate] = field(default_factory=Counter)

    def count(self, fate: Fate) -> int:
        """How many have this fate."""
        return self._counts[fate]

    @property
    def changing(self) -> list[Outcome]:
        """Those for which something is written, by id."""
        return sorted((one for one in self.outcomes if one.changes), key=lambda one: one.clock.dossier_id)

    @property
    def token(self) -> str:
        """What the forecast was seen as, and the last event of that moment: the form carries it to the confirmation."""
        return f"{self.fingerprint}.{self.last_event}"

    @property
    def fingerprint(self) -> str:
        """The calendar's revision and the whole set with its dates, as one short word."""
        told = sha256(str(self.revision).encode())
        dates = [
            (
                one.clock.dossier_id,
                one.clock.due,
                one.clock.task_due or 0,
                one.due,
                one.late,
                one.task_due or 0,
            )
            for one in self.changing
        ]
        told.update(np.array(dates, dtype=np.int64).tobytes())
        return told.hexdigest()[:32]

    def groups(self) -> list[GroupCount]:
        """How many by agency and procedure, in the order of the outcomes."""
        counted: dict[tuple[int, int], Counter[Fate]] = {}
        for one in self.outcomes:
            key = one.clock.agency_id, one.clock.procedure_id
            counted.setdefault(key, Counter())[one.fate or Fate.STEP] += 1
        return [
            GroupCount(*key, found[Fate.LATER], found[Fate.EARLIER], found[Fate.KEPT], found[Fate.STEP])
            for key, found in counted.items()
        ]


def forecast(calendar_id: int, revision: int, working: WorkingTime) -> Forecast:
    """What would move if the calendar were as this working time."""
    last = JournalRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found = [(one.fate, one) for one in recounts.of_calendar(calendar_id, working)]
    concerned = [(fate, one) for fate, one in found if fate is not None]
    concerned.sort(
        key=lambda pair: (
            pair[1].clock.agency_id,
            pair[1].clock.procedure_id,
            ORDER[pair[0]],
            pair[1].clock.due,
            pair[1].clock.dossier_id,
        )
    )
    return Forecast(
        tuple(one for _f, one in concerned), revision, last, Counter(fate for fate, _o in concerned)
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """A dossier to which something has happened since a forecast was seen; `moves` when it is in the new one."""

    code: str
    moves: bool


def differences(calendar_id: int, token: str, now: Forecast) -> list[Difference]:
    """What has happened since the forecast of this token: the first dossiers, with whether they move now."""
    _fingerprint, _dot, since = token.partition(".")
    if not since.isdecimal() or len(since) > 18:
        return []
    found = rows(HAPPENED_SINCE, {"since": int(since), "calendar": calendar_id, "limit": SHOWN_DIFFERENCES})
    moving = {one.clock.dossier_id for one in now.outcomes}
    return [Difference(code, pk in moving) for pk, code in found]


def named(outcomes: Sequence[Outcome]) -> dict[int, str]:
    """The codes of these dossiers."""
    ids = [one.clock.dossier_id for one in outcomes]
    return dict(Dossier.objects.filter(pk__in=ids).values_list("pk", "code"))
