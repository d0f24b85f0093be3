"""What a counter reads before it receives: what is promised for a choice, and who has been here before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.casework.dossiers import rules, sql
from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.queries.terms import AskedPaper, Terms, terms_of
from motcua.casework.dossiers.rules import Promise, Refusal
from motcua.catalogue.procedures import queries as procedures
from motcua.catalogue.procedures.models import ProcedureVersion
from motcua.catalogue.procedures.rules import LimitRow
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.statements import run
from motcua.people.calendars import queries as calendars
from motcua.people.calendars.rules import Line, WorkingTime
from motcua.people.organisation.models import Officer
from motcua.people.organisation.queries import day_of
from motcua.people.parties.models import PartyVersion

KNOWN_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Promised:
    """What the receipt will promise, and why."""

    promise: Promise
    limit: LimitRow
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """What a choice of procedure, case, area and channel means at this counter now.

    `promised` is None while what is chosen is no case of the procedure, or no time limit fits it; `refused` then says
    why.
    """

    version: ProcedureVersion
    agency_id: int
    terms: Terms
    fee: int
    promised: Promised | None
    refused: Refused | None

    def papers(self, case: str) -> tuple[AskedPaper, ...]:
        """The list of papers of a case, notes included, in its order."""
        return tuple(paper for paper in self.terms.papers if paper.fits(case))

    def missing(self, case: str, handed_in: Sequence[int]) -> tuple[AskedPaper, ...]:
        """The papers that must be there and are not."""
        return tuple(paper for paper in self.papers(case) if paper.is_required and paper.id not in handed_in)


def slip(procedure_id: int, *, case: str, area: str, channel: str, by: Actor, now: datetime) -> Slip:
    """What the counter of the actor's one-stop would promise now; raises Refused NOT_OFFERED, NO_PROCESS."""
    policy.check(by, "dossiers.receive")
    asked = {"procedure": procedure_id, "one_stop": by.unit_id, "day": day_of(now), "identity": ""}
    row = run(sql.RECEPTION, asked)
    if row is None:
        raise Refused(Refusal.NOT_OFFERED)
    version_id, agency_id, _division, _code, process_id, calendar_id, revision = row[:7]
    if process_id is None:
        raise Refused(Refusal.NO_PROCESS)
    terms = terms_of(version_id)
    promised, refused = None, None
    try:
        terms.check(case, area)
        limit = terms.limit(case, area, channel)
    except Refused as refusal:
        refused = refusal
    else:
        promised = _promised(limit, now, calendars.working_time_of(calendar_id, revision))
    return Slip(
        version=procedures.version(version_id),
        agency_id=agency_id,
        terms=terms,
        fee=terms.fee(case, area, channel),
        promised=promised,
        refused=refused,
    )


def slip_of_dossier(dossier: Dossier, *, case: str, area: str, channel: str) -> Slip:
    """What a correction would make of the promise: by the version that the dossier keeps, from its reception on.

    The dossier comes with its version and its calendar.
    """
    terms = terms_of(dossier.procedure_version_id)
    promised, refused = None, None
    try:
        terms.check(case, area)
        limit = terms.limit(case, area, channel)
    except Refused as refusal:
        refused = refusal
    else:
        working = calendars.working_time_of(dossier.calendar_id, dossier.calendar.revision)
        promised = _promised(limit, dossier.received_at, working)
    return Slip(
        version=dossier.procedure_version,
        agency_id=dossier.agency_id,
        terms=terms,
        fee=terms.fee(case, area, channel),
        promised=promised,
        refused=refused,
    )


def _promised(limit: LimitRow, start: datetime, working: WorkingTime) -> Promised:
    lines = () if limit.same_day_before else tuple(working.explain(start, limit.allowance))
    return Promised(rules.promise(limit, start, working), limit, lines)


def correctable(code: str, *, by: Actor) -> Dossier:
    """A dossier that was received at the actor's one-stop, with all that is corrected; raises Refused NOT_FOUND."""
    dossiers = Dossier.objects.select_related(
        "procedure_version", "party", "party_version", "calendar"
    ).prefetch_related("papers")
    found = policy.visible(by, "dossiers.correct", dossiers).filter(code=code).first()
    if found is None:
        raise Refused(KernelRefusal.NOT_FOUND)
    return found


def known_here(*, identity_number: str = "", phone: str = "", by: Actor) -> list[PartyVersion]:
    """What was last written down of those with this number or telephone who have filed at the actor's one-stop.

    Nothing of those who have filed elsewhere only: a counter sees its own dossiers, and so its own applicants.
    """
    policy.check(by, "parties.find")
    if identity_number:
        found = PartyVersion.objects.filter(party__identity_number=identity_number)
    elif phone:
        found = PartyVersion.objects.filter(phone=phone)
    else:
        return []
    return _newest(found.values_list("party_id", flat=True).distinct()[: KNOWN_AT_MOST * 4], by)


def known_party(party_version_id: int, *, by: Actor) -> PartyVersion:
    """One of those; raises Refused NOT_FOUND."""
    policy.check(by, "parties.find")
    party = PartyVersion.objects.filter(pk=party_version_id).values_list("party_id", flat=True)
    found = _newest(party, by)
    if not found:
        raise Refused(KernelRefusal.NOT_FOUND)
    return found[0]


def _newest(party_ids: Iterable[int], by: Actor) -> list[PartyVersion]:
    here = Dossier.objects.filter(one_stop_id=by.unit_id, party_id__in=list(party_ids)).values("party_id")
    versions = PartyVersion.objects.filter(party_id__in=here).select_related("party")
    newest = versions.order_by("party_id", "-number").distinct("party_id")
    return sorted(newest, key=lambda version: version.recorded_at, reverse=True)[:KNOWN_AT_MOST]


def done_by(dossier: Dossier, number: int) -> tuple[datetime, Officer]:
    """When and by whom an event of a dossier was done; raises Refused NOT_FOUND."""
    event = JournalRow.objects.filter(object_kind="dossier", object_id=dossier.pk, number=number).first()
    if event is None or event.officer_id is None:
        raise Refused(KernelRefusal.NOT_FOUND)
    return event.at, Officer.objects.get(pk=event.officer_id)
