"""Form 05, the control sheet: every hand a dossier went through, told from its events alone.

What stands on it is what the journal says up to an event, so that a copy is the same paper whatever came afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from motcua.casework.dossiers.models import Dossier, Task
from motcua.casework.dossiers.prints.forms import Content
from motcua.casework.dossiers.prints.heads import Heads
from motcua.casework.dossiers.prints.receipts import applicant
from motcua.casework.dossiers.prints.words import hours_words, minute_words, moment_words
from motcua.casework.dossiers.queries.retelling import Period, Told, ToldTask, retell
from motcua.casework.dossiers.states import State
from motcua.catalogue.processes import queries as processes
from motcua.catalogue.processes.rules import Definition
from motcua.ground.kernel.models import JournalRow
from motcua.people.calendars import queries as calendars
from motcua.people.calendars.rules import WorkingTime
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Officer, Role
from motcua.people.organisation.queries import UnitView, day_of

BEFORE, ON_TIME, LATE, OPEN = "Trước hạn", "Đúng hạn", "Quá hạn", "Đang giải quyết"
NOTES = {
    Task.Outcome.SENT_BACK.value: "Trả lại bước trước",
    Task.Outcome.REJECTED.value: "Không đủ điều kiện giải quyết",
    Task.Outcome.VOIDED.value: "Hủy tiếp nhận",
    Task.Outcome.WITHDRAWN.value: "Người nộp rút hồ sơ",
    Task.Outcome.STOPPED.value: "Dừng giải quyết",
}
CLOSED_SO = {State.VOIDED: "Hủy tiếp nhận", State.WITHDRAWN: "Người nộp rút hồ sơ"}


@dataclass(frozen=True, slots=True)
class _Names:
    """What units, officers and steps are called on the day of the print."""

    units: Mapping[int, UnitView]
    officers: Mapping[int, str]
    definition: Definition

    def unit(self, unit_id: int) -> str:
        return self.units[unit_id].name if unit_id in self.units else ""

    def holder(self, task: ToldTask) -> str:
        """Who had a task: the one who ended it, else who holds it, else the role that has not taken it yet."""
        officer = self.officers.get(task.ended_by or task.officer or 0)
        return officer or str(Role(task.role).label)


def control_sheet(dossier: Dossier, until: int, at: datetime) -> Content:
    """Form 05 of a dossier by its events up to this number, as of this moment."""
    rows = list(
        JournalRow.objects.filter(object_kind="dossier", object_id=dossier.pk, number__lte=until).order_by(
            "number"
        )
    )
    told = retell(rows)
    tasks = list(told.tasks.values())
    names = _names(dossier, tasks, at)
    working = calendars.working_time_of(dossier.calendar_id, dossier.calendar.revision)
    return {
        "head": Heads().head(dossier.one_stop_id, day_of(dossier.received_at)),
        "code": dossier.code,
        "number": dossier.code,
        "applicant": applicant(dossier.party_version),
        "request": dossier.summary or dossier.procedure_version.name,
        "received": moment_words(dossier.received_at),
        "promised": moment_words(told.facts["promised_at"]),
        "agency": names.unit(dossier.agency_id),
        "others": _others(dossier, tasks, names),
        "hands": [_hand(before, task, told, names, working, at) for before, task in pairwise(tasks)],
        "ended": _ended(told),
    }


def _names(dossier: Dossier, tasks: Sequence[ToldTask], at: datetime) -> _Names:
    units = {dossier.one_stop_id, dossier.agency_id, dossier.division_id} | {task.unit for task in tasks}
    officers = {officer for task in tasks for officer in (task.ended_by, task.officer) if officer}
    return _Names(
        organisation.names(units, day_of(at)),
        dict(Officer.objects.filter(pk__in=officers).values_list("pk", "name")),
        processes.definition(dossier.process_version_id),
    )


def _others(dossier: Dossier, tasks: Iterable[ToldTask], names: _Names) -> str:
    """The units that have worked on it besides the deciding agency and its one-stop."""
    own = {dossier.agency_id, dossier.one_stop_id}
    return "; ".join(dict.fromkeys(names.unit(task.unit) for task in tasks if task.unit not in own))


def _hand(
    before: ToldTask, task: ToldTask, told: Told, names: _Names, working: WorkingTime, at: datetime
) -> Content:
    end = task.ended_at or at
    pauses = [span for span in told.pauses if _meets(span, task, end)]
    used = working.between(task.started_at, end) - sum(
        (working.between(max(start, task.started_at), min(stop or end, end)) for start, stop in pauses),
        timedelta(),
    )
    notes = [NOTES[task.outcome]] if task.outcome in NOTES else []
    notes += [_paused(start, stop) for start, stop in pauses]
    return {
        "step": names.definition.step(task.element).name,
        "from": [names.unit(before.unit), names.holder(before)],
        "to": [names.unit(task.unit), names.holder(task)],
        "at": minute_words(task.started_at),
        "until": minute_words(task.ended_at) if task.ended_at else "",
        "agreed": hours_words(_agreed(task, pauses, working)),
        "used": hours_words(max(used, timedelta())),
        "result": _result(task, at),
        "notes": notes,
    }


def _agreed(task: ToldTask, pauses: Sequence[Period], working: WorkingTime) -> timedelta:
    """What the step was given: the time to its date, without the stops, which have moved that date."""
    stops = (working.between(max(start, task.started_at), stop) for start, stop in pauses if stop is not None)
    return max(working.between(task.started_at, task.due_at) - sum(stops, timedelta()), timedelta())


def _meets(span: Period, task: ToldTask, end: datetime) -> bool:
    start, stop = span
    return start < end and (stop is None or stop > task.started_at)


def _paused(start: datetime, stop: datetime | None) -> str:
    if stop is None:
        return f"Chờ bổ sung từ {minute_words(start)}"
    return f"Chờ bổ sung từ {minute_words(start)} đến {minute_words(stop)}"


def _result(task: ToldTask, at: datetime) -> str:
    """Before its day, on its day in time, or after its time; one not ended is late once its time has passed."""
    if task.ended_at is None:
        return LATE if at > task.due_at else OPEN
    if task.ended_at > task.due_at:
        return LATE
    return BEFORE if day_of(task.ended_at) < day_of(task.due_at) else ON_TIME


def _ended(told: Told) -> Content:
    """How the whole of it stands against its promise; what ended without an answer says how instead."""
    found = {"closed": "", "finished": "", "returned": "", "result": ""}
    finished, returned = told.facts["finished_at"], told.facts["returned_at"]
    if told.facts["state"] in CLOSED_SO:
        return found | {"closed": CLOSED_SO[State(told.facts["state"])]}
    if finished:
        late = finished > told.facts["late_after"]
        early = day_of(finished) < day_of(told.facts["due_at"])
        found |= {
            "finished": moment_words(finished),
            "result": LATE if late else BEFORE if early else ON_TIME,
        }
    return found | {"returned": moment_words(returned)} if returned else found
