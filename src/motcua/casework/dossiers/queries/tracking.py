"""What the public may know of a dossier: by its code status, agency and dates; by the receipt's secret the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from motcua.casework.dossiers import rules
from motcua.casework.dossiers.models import Apology, Decision, Dossier, Obligation, Remark, Task
from motcua.casework.dossiers.queries.clock import Clock, Reading, Span, read_clock
from motcua.casework.dossiers.rules import Cause
from motcua.casework.dossiers.states import OPEN, UNANSWERED, State
from motcua.people.calendars import queries as calendars
from motcua.people.organisation import queries as organisation


@dataclass(frozen=True, slots=True)
class Apologised:
    """What anybody may know of an apology: which promise was not kept, the one new date, and the cause of the list."""

    promised_at: datetime
    proposed_at: datetime
    issued_at: datetime
    cause: str
    is_past: bool


@dataclass(frozen=True, slots=True)
class Tracked:
    """A dossier as anybody who has its code may see it."""

    code: str
    state: State
    one_stop: str
    agency: str
    division: str
    received_at: datetime
    promised_at: datetime
    due_at: datetime
    taken_up_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    asked_at: datetime | None
    clock: Clock
    apologised: Apologised | None = None

    @property
    def is_late(self) -> bool:
        """Past its promise and still not finished."""
        return self.clock.is_late and self.state in OPEN

    @property
    def is_unanswered(self) -> bool:
        """Ended without an answer: voided or withdrawn."""
        return self.state in UNANSWERED


@dataclass(frozen=True, slots=True)
class Personal:
    """What the holder of the receipt's secret sees besides."""

    procedure: str
    applicant: str
    summary: str
    papers: tuple[tuple[str, int, int], ...]
    missing: str
    why_ended: str
    why_late: str
    owed: int
    document: tuple[str, date] | None


def track(code: str, now: datetime) -> Tracked | None:
    """A dossier by its code, whatever case and spaces it was typed with; None when there is none."""
    typed = "".join(code.upper().split())[:60]
    dossier = Dossier.objects.filter(code=typed).prefetch_related("pauses").first()
    if dossier is None:
        return None
    pauses = [Span(pause.started_at, pause.ended_at) for pause in dossier.pauses.order_by("started_at")]
    reading = Reading(
        dossier.received_at, dossier.due_at, dossier.late_after, dossier.finished_at, tuple(pauses)
    )
    units = organisation.names(
        [dossier.one_stop_id, dossier.agency_id, dossier.division_id], organisation.day_of(now)
    )
    names = {unit_id: units[unit_id].name if unit_id in units else "" for unit_id in _units(dossier)}
    working = calendars.working_time(dossier.calendar_id)
    later = Task.objects.filter(dossier=dossier, started_at__gt=dossier.received_at).order_by("started_at")
    return Tracked(
        code=dossier.code,
        state=State(dossier.state),
        one_stop=names[dossier.one_stop_id],
        agency=names[dossier.agency_id],
        division=names[dossier.division_id] if dossier.division_id != dossier.agency_id else "",
        received_at=dossier.received_at,
        promised_at=dossier.promised_at,
        due_at=dossier.due_at,
        taken_up_at=later.values_list("started_at", flat=True).first(),
        finished_at=dossier.finished_at,
        returned_at=dossier.returned_at,
        asked_at=next((span.start for span in pauses if span.end is None), None),
        clock=read_clock(reading, now, working),
        apologised=_apologised(dossier, now),
    )


def _apologised(dossier: Dossier, now: datetime) -> Apologised | None:
    """The apology while the dossier is open; afterwards there is a result to speak of."""
    found = Apology.objects.filter(dossier=dossier, issued_at__isnull=False).first()
    if found is None or found.issued_at is None or dossier.state not in OPEN:
        return None
    # A recount after the apology has given another date since: that one holds.
    return Apologised(
        found.promised_at,
        dossier.promised_at,
        found.issued_at,
        str(Cause(found.cause).label),
        dossier.promised_at < now,
    )


def _units(dossier: Dossier) -> tuple[int, int, int]:
    return dossier.one_stop_id, dossier.agency_id, dossier.division_id


def opens(code: str, secret: str) -> bool:
    """Whether this is the secret of that code's receipt; computed alike for codes that do not exist."""
    typed = "".join(code.upper().split())[:60]
    return rules.is_receipt_secret(secret, typed, settings.RECEIPT_KEY)


def personal(code: str) -> Personal:
    """The personal part of a dossier that exists; ask `opens` first."""
    dossier = Dossier.objects.select_related("procedure_version", "party_version").get(code=code)
    missing = Remark.objects.filter(dossier=dossier, kind=Remark.Kind.COMPLETION).order_by("-number").first()
    owed = Obligation.objects.filter(dossier=dossier, kind=Obligation.Kind.FEE, met_at__isnull=True).first()
    decision = Decision.objects.filter(dossier=dossier).first()
    papers = (
        dossier.papers.filter(struck_number__isnull=True)
        .order_by("ordinal")
        .values_list("name", "originals", "copies")
    )
    return Personal(
        procedure=dossier.procedure_version.name,
        applicant=dossier.party_version.name,
        summary=dossier.summary,
        papers=tuple(papers),
        missing=missing.body if missing and dossier.state == State.AWAITING_COMPLETION else "",
        why_ended=_why_ended(dossier),
        why_late=_why_late(dossier),
        owed=(owed.amount or 0) if owed else 0,
        document=(decision.document_number, decision.signed_on) if decision else None,
    )


def _why_late(dossier: Dossier) -> str:
    """The reason on the apology, in the words of the one who signed it."""
    signed = Apology.objects.filter(dossier=dossier, issued_at__isnull=False).values_list("number", flat=True)
    said = Remark.objects.filter(dossier=dossier, number__in=signed).values_list("body", flat=True)
    return said.first() or ""


def _why_ended(dossier: Dossier) -> str:
    """Why it ended without what was asked for, in the words of the one who ended it."""
    kinds = (Remark.Kind.VOID, Remark.Kind.WITHDRAWAL, Remark.Kind.STOP)
    said = Remark.objects.filter(dossier=dossier, kind__in=kinds).values_list("body", flat=True)
    return said.first() or ""
