"""Telling a dossier again from its events alone: what its rows must then say (`proof`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from motcua.casework.dossiers import events
from motcua.casework.dossiers.models import Obligation, Segment, Task
from motcua.catalogue.processes import queries as processes
from motcua.ground.kernel.models import JournalRow


@dataclass(frozen=True, slots=True)
class ToldTask:
    """A task as the events tell it: where, whose, when it began and is due, how it ended and by whom."""

    element: str
    token: int
    iteration: int
    unit: int
    role: str
    officer: int | None
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None = None
    ended_by: int | None = None
    outcome: str = Task.Outcome.OPEN.value


@dataclass(frozen=True, slots=True)
class ToldSegment:
    """A stretch of the clock: why, from when, due when, until when."""

    cause: str
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ToldObligation:
    """Something owed: since which event, met by which."""

    kind: str
    amount: int | None
    opened_at: datetime
    opened_number: int
    met_at: datetime | None = None
    met_number: int | None = None
    voided: bool = False


@dataclass(frozen=True, slots=True)
class ToldLateness:
    """Which step made it late, by which moment, and the cause that was named."""

    since: datetime | None = None
    element: str = ""
    unit: int | None = None
    officer: int | None = None
    used: int = 0
    allowed: int = 0
    cause: str = ""
    cause_at: datetime | None = None
    cause_by: int | None = None
    cause_number: int | None = None


@dataclass(frozen=True, slots=True)
class ToldApology:
    """An apology: whose step, from which promise to which, drafted and issued by whom, under which number."""

    number: int
    cause: str
    element: str
    unit: int | None
    promised_at: datetime
    proposed_at: datetime
    drafted_at: datetime
    drafted_by: int | None
    issued_at: datetime | None = None
    issued_by: int | None = None
    year: int | None = None
    sequence: int | None = None


Period = tuple[datetime, datetime | None]


@dataclass(slots=True)
class Told:
    """A dossier as its events tell it; `facts` are its columns by name."""

    number: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    tasks: dict[int, ToldTask] = field(default_factory=dict)
    segments: list[ToldSegment] = field(default_factory=list)
    pauses: list[Period] = field(default_factory=list)
    obligations: dict[str, ToldObligation] = field(default_factory=dict)
    papers_at: tuple[int, datetime, int] | None = None
    lateness: ToldLateness | None = None
    apology: ToldApology | None = None


# What tells one paper of an object from another.
PAPER = ("form", "about", "first_on", "last_on", "part")
TIMES = ("promised_at", "due_at", "late_after")
UNITS = ("one_stop", "agency", "division", "procedure_version", "process_version")

OPENING = {
    events.PaperExpected.verb: Obligation.Kind.PAPER,
    events.AnswerAsked.verb: Obligation.Kind.ANSWER,
}
ENDING = {
    events.PaperBrought.verb: (Obligation.Kind.PAPER,),
    events.AnswerNoted.verb: (Obligation.Kind.ANSWER,),
    events.ObligationWaived.verb: (Obligation.Kind.PAPER, Obligation.Kind.ANSWER),
}
# The verbs that end a dossier wherever it lies.
LETTING_GO = (events.DossierVoided.verb, events.DossierWithdrawn.verb, events.DossierStopped.verb)


def retell(rows: Iterable[JournalRow]) -> Told:
    """Tell a dossier from its events, in their order."""
    told = Told()
    for row in rows:
        told.number = row.number
        if row.verb == events.DossierReceived.verb:
            _received(told, row)
        if "state" in row.data:
            told.facts["state"] = row.data["state"]
        if row.verb == events.DossierMoved.verb:
            _moved(told, row)
        if "papers_at" in row.data:
            told.papers_at = (row.data["papers_at"], row.at, row.number)
        _tasks(told, row)
        _clock(told, row)
        _ends(told, row)
        _late(told, row)
    return told


def _received(told: Told, row: JournalRow) -> None:
    data = row.data
    told.facts = {f"{name}_id": data[name] for name in UNITS}
    told.facts |= {name: _time(data[name]) for name in TIMES}
    told.facts |= {name: data[name] for name in ("code", "channel", "fee")}
    told.facts |= {"received_at": row.at, "received_by_id": row.officer_id}
    told.facts |= dict.fromkeys(("finished_at", "finished_by_id", "returned_at", "returned_by_id"))
    told.facts |= {"last_called_at": None, "fell_late_at": None, "completion_requests": 0}
    told.segments = [ToldSegment(Segment.Cause.RECEPTION.value, row.at, told.facts["due_at"])]
    if data["owed"]:
        kind = Obligation.Kind.FEE.value
        told.obligations[kind] = ToldObligation(kind, data["owed"], row.at, row.number)
    definition = processes.definition(data["process_version"])
    marking, _effects = definition.start()
    first = marking.tokens[0]
    told.tasks[data["received"]] = ToldTask(
        first.element,
        first.id,
        first.iteration,
        data["one_stop"],
        definition.step(first.element).role,
        row.officer_id,
        row.at,
        row.at,
        row.at,
        row.officer_id,
        Task.Outcome.DONE.value,
    )


def _tasks(told: Told, row: JournalRow) -> None:
    data = row.data
    if (ended := told.tasks.get(data.get("ended", 0))) is not None:
        told.tasks[data["ended"]] = replace(
            ended,
            officer=ended.officer or row.officer_id,
            ended_at=row.at,
            ended_by=row.officer_id,
            outcome=data["outcome"],
        )
    if opened := data.get("opened"):
        told.tasks[opened["id"]] = ToldTask(
            opened["element"],
            opened["token"],
            opened["iteration"],
            opened["unit"],
            opened["role"],
            opened.get("officer"),
            row.at,
            _time(opened["due_at"]),
        )
    if (reopened := told.tasks.get(data.get("reopened", 0))) is not None:
        told.tasks[data["reopened"]] = replace(
            reopened, officer=None, ended_at=None, ended_by=None, outcome=Task.Outcome.OPEN.value
        )
    if (task := told.tasks.get(data.get("task", 0))) is not None:
        due_at = _time(data["task_due_at"]) if "task_due_at" in data else task.due_at
        told.tasks[data["task"]] = replace(task, officer=data.get("officer", task.officer), due_at=due_at)


def _clock(told: Told, row: JournalRow) -> None:
    kind = Obligation.Kind.COMPLETION.value
    if row.verb == events.CompletionRequested.verb:
        told.facts["completion_requests"] += 1
        told.pauses.append((row.at, None))
        told.obligations[f"{kind}{row.number}"] = ToldObligation(kind, None, row.at, row.number)
    elif row.verb == events.CompletionReceived.verb:
        told.facts |= {"due_at": _time(row.data["due_at"]), "promised_at": _time(row.data["due_at"])}
        told.facts["late_after"] = _time(row.data["late_after"])
        told.pauses[-1] = (told.pauses[-1][0], row.at)
        told.segments[-1] = replace(told.segments[-1], ended_at=row.at)
        told.segments.append(ToldSegment(row.data["cause"], row.at, told.facts["due_at"]))
        _met(told, kind, row)
    elif row.verb == events.DossierRecounted.verb:
        _recounted(told, row)
    elif row.verb == events.FeeCollected.verb:
        _met(told, Obligation.Kind.FEE.value, row)
    elif row.verb == events.DossierFellLate.verb:
        told.facts["fell_late_at"] = _time(row.data["late_after"])
    elif row.verb in OPENING:
        kind = OPENING[row.verb].value
        told.obligations[f"{kind}{row.number}"] = ToldObligation(kind, None, row.at, row.number)
    elif "owed" in row.data and row.verb in ENDING:
        _ended(told, row)
    elif row.verb == events.DossierCorrected.verb:
        _corrected(told, row)
    elif row.verb in LETTING_GO or row.verb == events.DossierRejected.verb:
        _let_go(told, row)


def _ended(told: Told, row: JournalRow) -> None:
    """The obligation that the event names is met, or waived."""
    voided = row.verb == events.ObligationWaived.verb
    for name, owed in told.obligations.items():
        if owed.opened_number == row.data["owed"] and owed.met_at is None and owed.kind in ENDING[row.verb]:
            told.obligations[name] = replace(owed, met_at=row.at, met_number=row.number, voided=voided)


def _corrected(told: Told, row: JournalRow) -> None:
    """Another channel and fee, perhaps another sum owed, perhaps another promise from the moment of reception."""
    data = row.data
    told.facts |= {"channel": data["channel"], "fee": data["fee"]}
    kind = Obligation.Kind.FEE.value
    before = next((n for n, o in told.obligations.items() if o.kind == kind and o.met_at is None), None)
    owed = (told.obligations[before].amount or 0) if before else 0
    if data["owed"] != owed:
        if before is not None:
            open_one = told.obligations[before]
            told.obligations[before] = replace(open_one, met_at=row.at, met_number=row.number, voided=True)
        if data["owed"]:
            name = f"{kind}{row.number}"
            told.obligations[name] = ToldObligation(kind, data["owed"], row.at, row.number)
    if data["recounted"]:
        due = _time(data["due_at"])
        told.facts |= {"due_at": due, "promised_at": due, "late_after": _time(data["late_after"])}
        told.segments[-1] = replace(told.segments[-1], ended_at=row.at)
        cause = Segment.Cause.CORRECTION.value
        told.segments.append(ToldSegment(cause, told.facts["received_at"], due))


def _let_go(told: Told, row: JournalRow) -> None:
    """A dossier that ends without a result stands still no longer; what is owed is voided, at a stop all but a fee."""
    told.pauses = [(start, end or row.at) for start, end in told.pauses]
    decided = (events.DossierStopped.verb, events.DossierRejected.verb)
    stays = Obligation.Kind.FEE.value if row.verb in decided else ""
    for name, owed in told.obligations.items():
        if owed.met_at is None and owed.kind != stays:
            told.obligations[name] = replace(owed, met_at=row.at, met_number=row.number, voided=True)


def _moved(told: Told, row: JournalRow) -> None:
    """The units went over into others; an officer who did not go over with them no longer has the step."""
    told.facts |= {f"{name}_id": unit for name, unit in row.data["units"].items()}
    if (task := told.tasks.get(row.data.get("moved_task", 0))) is not None:
        officer = None if row.data.get("is_untaken") else task.officer
        told.tasks[row.data["moved_task"]] = replace(task, unit=row.data["task_unit"], officer=officer)


def _recounted(told: Told, row: JournalRow) -> None:
    """The stretch goes on from where it began, to another end; one that is no longer late has not fallen late."""
    if "due_at" not in row.data:
        return
    told.facts |= {name: _time(row.data[name]) for name in ("due_at", "late_after")}
    fell_late_at = told.facts["fell_late_at"]
    if fell_late_at is not None and told.facts["late_after"] > fell_late_at:
        told.facts["fell_late_at"] = None
        if told.lateness is not None:
            told.lateness = replace(
                told.lateness, since=None, element="", unit=None, officer=None, used=0, allowed=0
            )
    running = told.segments[-1]
    told.segments[-1] = replace(running, ended_at=row.at)
    told.segments.append(ToldSegment(row.data["cause"], running.started_at, told.facts["due_at"]))


def _met(told: Told, kind: str, row: JournalRow) -> None:
    for name, owed in told.obligations.items():
        if owed.kind == kind and owed.met_at is None:
            told.obligations[name] = replace(owed, met_at=row.at, met_number=row.number)


def _ends(told: Told, row: JournalRow) -> None:
    if row.verb in (*LETTING_GO, events.DossierFinished.verb, events.DossierRejected.verb):
        told.facts |= {"finished_at": row.at, "finished_by_id": row.officer_id}
    elif row.verb == events.ReturnUndone.verb:
        told.facts |= {"returned_at": None, "returned_by_id": None}
    elif row.verb == events.CallNoted.verb:
        told.facts["last_called_at"] = row.at
    elif row.verb == events.ResultReturned.verb:
        told.facts |= {"returned_at": row.at, "returned_by_id": row.officer_id}


def _late(told: Told, row: JournalRow) -> None:
    data = row.data
    if (guilt := data.get("late")) is not None:
        told.lateness = replace(
            told.lateness or ToldLateness(),
            since=_time(guilt["since"]),
            element=guilt["element"],
            unit=guilt["unit"],
            officer=guilt["officer"],
            used=guilt["used"],
            allowed=guilt["allowed"],
        )
    if row.verb in (events.CauseNamed.verb, events.ApologyIssued.verb):
        told.lateness = replace(
            told.lateness or ToldLateness(),
            cause=data["lateness_cause"],
            cause_at=row.at,
            cause_by=row.officer_id,
            cause_number=row.number,
        )
    if row.verb == events.ApologyDrafted.verb:
        told.apology = _drafted(row, _time(data["proposed_at"]))
    elif row.verb == events.ApologyIssued.verb:
        _issued(told, row)


def _drafted(row: JournalRow, proposed_at: datetime) -> ToldApology:
    data = row.data
    return ToldApology(
        row.number,
        data["lateness_cause"],
        data["element"],
        data.get("at_unit"),
        _time(data["before"]),
        proposed_at,
        row.at,
        row.officer_id,
    )


def _issued(told: Told, row: JournalRow) -> None:
    data, before = row.data, told.apology
    due_at = _time(data["due_at"])
    said = _drafted(row, due_at)
    told.apology = replace(
        said,
        drafted_at=before.drafted_at if before else row.at,
        drafted_by=before.drafted_by if before else row.officer_id,
        issued_at=row.at,
        issued_by=row.officer_id,
        year=data["year"],
        sequence=data["sequence"],
    )
    told.facts |= {"due_at": due_at, "promised_at": due_at}
    told.segments[-1] = replace(told.segments[-1], ended_at=row.at)
    told.segments.append(ToldSegment(Segment.Cause.APOLOGY.value, row.at, due_at))


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def are_counted(prints: Iterable[JournalRow]) -> bool:
    """Whether the prints of an object, in their order, say of each paper that it is the first, the second and so on."""
    found: Counter[tuple[Any, ...]] = Counter()
    for row in prints:
        data = row.data if isinstance(row.data, dict) else {}
        paper = tuple(data.get(name) for name in PAPER)
        found[paper] += 1
        if data.get("copy") != found[paper]:
            return False
    return True
