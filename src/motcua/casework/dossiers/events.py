"""What happens to a dossier, in the past tense: ids, codes and times; the words and names stand in rows beside it.

Every event says in the same fields what it changed (`state`, `ended`, `opened`, `task` with `officer`, `due_at`), so
that a dossier's state and tasks can be told from its events alone (`queries.retell`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from motcua.ground.kernel.journal import Event, event_kind, plain

DOSSIER = "dossier"


@dataclass(frozen=True, slots=True)
class Opened:
    """A task that begins; its id is known only to the statement that writes it."""

    element: str
    token: int
    scope: int
    iteration: int
    unit: int
    role: str
    officer: int | None
    due_at: datetime

    def data(self) -> dict[str, Any]:
        """As it stands in the event."""
        return {
            "element": self.element,
            "token": self.token,
            "iteration": self.iteration,
            "unit": self.unit,
            "role": self.role,
            "officer": self.officer,
            "due_at": plain(self.due_at),
        }


@dataclass(frozen=True, slots=True)
class Guilt:
    """Which step made a dossier late that ought to have been done by `since`: minutes used, and those of its share.

    Without an element every step kept its share.
    """

    since: datetime
    element: str = ""
    unit: int | None = None
    officer: int | None = None
    used: int = 0
    allowed: int = 0

    def data(self) -> dict[str, Any]:
        """As it stands in the event."""
        found = {name: plain(getattr(self, name)) for name in ("since", "element", "unit", "officer")}
        return found | {"used": self.used, "allowed": self.allowed}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEvent(Event):
    """A task ended, and perhaps another began; one that ended late says which step made it so."""

    object_kind: ClassVar[str] = DOSSIER
    ended: int
    outcome: str
    state: int
    opened: Opened | None = None
    late: Guilt | None = None

    def data(self) -> dict[str, Any]:
        """The step as plain values."""
        found: dict[str, Any] = {"ended": self.ended, "outcome": self.outcome, "state": self.state}
        if self.opened is not None:
            found["opened"] = self.opened.data()
        if self.late is not None:
            found["late"] = self.late.data()
        return found


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DossierReceived(Event):
    """A dossier was received at a counter; code and first tasks are added by the statement that writes it."""

    verb: ClassVar[str] = "dossiers.receive"
    object_kind: ClassVar[str] = DOSSIER
    procedure_version: int
    process_version: int
    one_stop: int
    agency: int
    division: int
    channel: str
    state: int
    promised_at: datetime
    due_at: datetime
    late_after: datetime
    fee: int
    owed: int
    rule_set: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskForwarded(StepEvent):
    """A step was done and the dossier passed on."""

    verb: ClassVar[str] = "dossiers.forward"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskApproved(StepEvent):
    """The one who signs has approved."""

    verb: ClassVar[str] = "dossiers.approve"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFinished(StepEvent):
    """The result is there; the agency's clock has ended."""

    verb: ClassVar[str] = "dossiers.finish"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRejected(StepEvent):
    """The agency will not do what was asked, and has said why; the clock has ended."""

    verb: ClassVar[str] = "dossiers.reject"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCorrected(Event):
    """What a reception said was put right before the agency had begun; `recounted`: the promise with it.

    `owed` is what of the fee is owed now.
    """

    verb: ClassVar[str] = "dossiers.correct"
    object_kind: ClassVar[str] = DOSSIER
    task: int
    task_due_at: datetime
    channel: str
    fee: int
    owed: int
    recounted: bool
    due_at: datetime
    late_after: datetime


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DossierVoided(StepEvent):
    """The counter struck out a reception before the agency had begun; what was owed is owed no longer."""

    verb: ClassVar[str] = "dossiers.void"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DossierWithdrawn(StepEvent):
    """The applicant took the dossier back, with its papers; what was owed is owed no longer."""

    verb: ClassVar[str] = "dossiers.withdraw"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DossierStopped(StepEvent):
    """The agency has stopped of its own accord, by a signed document; nothing but a fee is owed any longer."""

    verb: ClassVar[str] = "dossiers.stop"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultReturned(StepEvent):
    """The result was handed to the one who came for it."""

    verb: ClassVar[str] = "dossiers.return_result"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnUndone(Event):
    """A result that was said to be returned was not; the step of returning is open again, in nobody's hands."""

    verb: ClassVar[str] = "dossiers.undo_return"
    object_kind: ClassVar[str] = DOSSIER
    reopened: int
    state: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class CallNoted(Event):
    """Somebody was called about a result that waits, and was reached or not."""

    verb: ClassVar[str] = "dossiers.note_call"
    object_kind: ClassVar[str] = DOSSIER
    reached: bool


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSentBack(StepEvent):
    """A step was sent back to an earlier one, with a reason."""

    verb: ClassVar[str] = "dossiers.send_back"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTaken(Event):
    """Somebody took a task of the unit."""

    verb: ClassVar[str] = "dossiers.take"
    object_kind: ClassVar[str] = DOSSIER
    task: int
    officer: int
    state: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReassigned(Event):
    """A task was given to another officer."""

    verb: ClassVar[str] = "dossiers.reassign"
    object_kind: ClassVar[str] = DOSSIER
    task: int
    officer: int
    before: int | None = None


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionRequested(Event):
    """The applicant was asked, once and in full, for what is missing; the clock stands still."""

    verb: ClassVar[str] = "dossiers.request_completion"
    object_kind: ClassVar[str] = DOSSIER
    task: int
    officer: int
    state: int
    rule_set: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionReceived(Event):
    """The missing papers have come; the clock runs again, as the rule set says."""

    verb: ClassVar[str] = "dossiers.receive_completion"
    object_kind: ClassVar[str] = DOSSIER
    task: int
    state: int
    due_at: datetime
    late_after: datetime
    task_due_at: datetime
    cause: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten(Event):
    """Somebody wrote a note."""

    verb: ClassVar[str] = "dossiers.note"
    object_kind: ClassVar[str] = DOSSIER


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class FeeCollected(Event):
    """The fee was paid at the counter."""

    verb: ClassVar[str] = "dossiers.collect_fee"
    object_kind: ClassVar[str] = DOSSIER
    amount: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class PaperExpected(Event):
    """The applicant will bring a paper later, before the result is returned."""

    verb: ClassVar[str] = "dossiers.expect_paper"
    object_kind: ClassVar[str] = DOSSIER


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAsked(Event):
    """Somebody outside was asked for an opinion; the clock runs on."""

    verb: ClassVar[str] = "dossiers.ask_answer"
    object_kind: ClassVar[str] = DOSSIER


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class PaperBrought(Event):
    """The paper that was to come has come; `owed` is the number of the event that opened the obligation."""

    verb: ClassVar[str] = "dossiers.bring_paper"
    object_kind: ClassVar[str] = DOSSIER
    owed: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerNoted(Event):
    """The answer that was awaited has come; `owed` as above."""

    verb: ClassVar[str] = "dossiers.note_answer"
    object_kind: ClassVar[str] = DOSSIER
    owed: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationWaived(Event):
    """A paper or an answer is waited for no longer, with a reason; `owed` as above."""

    verb: ClassVar[str] = "dossiers.waive"
    object_kind: ClassVar[str] = DOSSIER
    owed: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class FilesAttached(Event):
    """Files were put to the dossier."""

    verb: ClassVar[str] = "dossiers.attach"
    object_kind: ClassVar[str] = DOSSIER
    count: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class ScansAttached(Event):
    """Scanned pages were put to the dossier: a file for each paper, in the order of `papers` (0: of none)."""

    verb: ClassVar[str] = "dossiers.attach_scans"
    object_kind: ClassVar[str] = DOSSIER
    count: int
    pages: int
    papers: tuple[int, ...]


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class PapersHandedOver(Event):
    """The paper file went from one unit to another, by a hand-over list if there was one."""

    verb: ClassVar[str] = "dossiers.hand_over_papers"
    object_kind: ClassVar[str] = DOSSIER
    papers_from: int
    papers_at: int
    handover_list: int | None = None


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFellLate(Event):
    """The promised time has passed without a result."""

    verb: ClassVar[str] = "dossiers.fall_late"
    object_kind: ClassVar[str] = DOSSIER
    late_after: datetime
    late: Guilt

    def data(self) -> dict[str, Any]:
        """When it became late, and through which step."""
        return {"late_after": plain(self.late_after), "late": self.late.data()}


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class CauseNamed(Event):
    """An officer in charge said why the dossier is late."""

    verb: ClassVar[str] = "dossiers.name_cause"
    object_kind: ClassVar[str] = DOSSIER
    lateness_cause: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class ApologyDrafted(Event):
    """An apology was prepared, by the system or by an officer: from which promise to which new date."""

    verb: ClassVar[str] = "dossiers.draft_apology"
    object_kind: ClassVar[str] = DOSSIER
    lateness_cause: str
    element: str
    at_unit: int | None
    before: datetime
    proposed_at: datetime


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class ApologyIssued(Event):
    """The leader has signed the apology: the one new appointment holds from now on."""

    verb: ClassVar[str] = "dossiers.issue_apology"
    object_kind: ClassVar[str] = DOSSIER
    lateness_cause: str
    element: str
    at_unit: int | None
    before: datetime
    due_at: datetime
    late_after: datetime
    year: int
    sequence: int
    task: int | None = None
    task_due_at: datetime | None = None


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeGiven(Event):
    """A person left the counter without a receipt: with a list to complete, or a rejection."""

    verb: ClassVar[str] = "dossiers.give_notice"
    object_kind: ClassVar[str] = "counter_notice"
    kind: str
    one_stop: int
    procedure_version: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class FormPrinted(Event):
    """A form of a dossier was printed: which, the how many-eth time; `about` is the event that the form tells of.

    `printed` is the keyed hash of what stood on the paper, so that a copy is known to be the same.
    """

    verb: ClassVar[str] = "dossiers.print"
    object_kind: ClassVar[str] = DOSSIER
    form: str
    copy: int
    printed: str
    about: int | None = None


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePrinted(Event):
    """A counter notice was printed."""

    verb: ClassVar[str] = "dossiers.print_notice"
    object_kind: ClassVar[str] = "counter_notice"
    form: str
    copy: int
    printed: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPrinted(Event):
    """A part of a stretch of a one-stop's register was printed; the object is the one-stop."""

    verb: ClassVar[str] = "dossiers.print_register"
    object_kind: ClassVar[str] = "register"
    first_on: date
    last_on: date
    part: int
    copy: int
    printed: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRecounted(Event):
    """The clock, the open step or both were counted anew, because the calendar was changed."""

    verb: ClassVar[str] = "dossiers.recount"
    object_kind: ClassVar[str] = DOSSIER
    change: int
    cause: str
    due_at: datetime | None = None
    late_after: datetime | None = None
    task: int | None = None
    task_due_at: datetime | None = None


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class BulkChangeBegun(Event):
    """A change of many dossiers was confirmed as it had been foreseen; it is worked off from now on."""

    verb: ClassVar[str] = "dossiers.begin_bulk"
    object_kind: ClassVar[str] = "bulk_change"
    kind: str
    subject: int
    total: int
    about: dict[str, Any]


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class BulkChangeFinished(Event):
    """Every dossier of the change has had its turn."""

    verb: ClassVar[str] = "dossiers.finish_bulk"
    object_kind: ClassVar[str] = "bulk_change"
    done: int
    unchanged: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class PartAssigned(Event):
    """It was said to which part of a split these open dossiers go; the object is the leading succession."""

    verb: ClassVar[str] = "dossiers.assign_part"
    object_kind: ClassVar[str] = "succession"
    part: int
    dossiers: tuple[int, ...]


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DossierMoved(Event):
    """The units of an open dossier went over into others, and with them its open step and its papers."""

    verb: ClassVar[str] = "dossiers.move"
    object_kind: ClassVar[str] = DOSSIER
    change: int
    succession: int
    units: dict[str, int]
    moved_task: int | None = None
    task_unit: int | None = None
    is_untaken: bool | None = None
    papers_at: int | None = None
