"""What holds at a counter on a day: read by the statement of the verb itself, once for each time without a change."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model

from motcua.casework.dossiers import sql
from motcua.casework.dossiers.rules import Refusal
from motcua.catalogue.procedures.models import Offer, ProcedureVersion
from motcua.catalogue.processes.models import ProcessVersion
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.statements import run
from motcua.people.calendars import queries as calendars
from motcua.people.calendars.rules import MeasuredTime
from motcua.people.organisation.models import UnitCalendar, UnitName, UnitParent

DATED: tuple[type[Model], ...] = (Offer, ProcedureVersion, ProcessVersion, UnitName, UnitParent, UnitCalendar)


@dataclass(frozen=True, slots=True)
class Ground:
    """The versions, the units and the calendar by which a dossier is received."""

    procedure_version_id: int
    agency_id: int
    division_id: int
    unit_code: str
    process_version_id: int
    calendar_id: int
    working: MeasuredTime


@dataclass(slots=True)
class Grounds:
    """Grounds by procedure, one-stop and the stretch of time in which nothing of them changes."""

    first: date
    last: date
    _changes: list[date] = field(init=False)
    _known: dict[tuple[int, int, int], Ground] = field(default_factory=dict)
    _working: dict[tuple[int, int], MeasuredTime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        changes: set[date] = set()
        for model in DATED:
            for day in ("valid_from", "valid_to"):
                found = model._default_manager.filter(**{f"{day}__isnull": False})
                changes |= set(found.values_list(day, flat=True).distinct())
        self._changes = sorted(changes)

    def at(self, procedure_id: int, one_stop_id: int, day: date) -> Ground:
        """What holds there on that day; raises Refused NOT_OFFERED or NO_PROCESS."""
        key = (procedure_id, one_stop_id, bisect_right(self._changes, day))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._read(procedure_id, one_stop_id, day)
        return found

    def _read(self, procedure_id: int, one_stop_id: int, day: date) -> Ground:
        asked = {"procedure": procedure_id, "one_stop": one_stop_id, "day": day, "identity": ""}
        row = run(sql.RECEPTION, asked)
        if row is None:
            raise Refused(Refusal.NOT_OFFERED)
        version, agency, division, code, process, calendar, revision, *_nobody = row
        if process is None:
            raise Refused(Refusal.NO_PROCESS)
        return Ground(version, agency, division, code, process, calendar, self._measured(calendar, revision))

    def _measured(self, calendar_id: int, revision: int) -> MeasuredTime:
        key = (calendar_id, revision)
        if key not in self._working:
            working = calendars.working_time_of(calendar_id, revision)
            self._working[key] = MeasuredTime.of(working, self.first, self.last)
        return self._working[key]
