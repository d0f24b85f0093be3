"""The apology as it is printed (form 04 of circular 01/2018) and as it waits for a leader's signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from motcua.casework.dossiers.models import Apology, Dossier, Remark
from motcua.casework.dossiers.queries.finding import called, visible_to
from motcua.casework.dossiers.rules import Cause
from motcua.casework.dossiers.states import RUNNING
from motcua.catalogue.processes import queries as processes
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import queries as organisation


@dataclass(frozen=True, slots=True)
class ApologySheet:
    """Form 04: what was asked and when, which promise was not kept, why, through whom, and the one new appointment.

    Moments are zone-aware; `late_unit` and `late_step` are the unit and step that made it late by the rule, empty when
    every step kept its share; `signed_at` and `signer` are those who issued it.
    """

    number: int
    year: int
    agency: str
    code: str
    applicant: str
    address: str
    phone: str
    email: str
    procedure: str
    summary: str
    received_at: datetime
    one_stop: str
    promised_at: datetime
    cause: str
    reason: str
    late_unit: str
    late_step: str
    new_due_at: datetime
    signed_at: datetime
    signer: str


def apology_sheet(actor: Actor, code: str) -> ApologySheet:
    """The apology of a dossier that the actor may see, with names as of the day it was signed.

    Raises Refused NOT_FOUND for a dossier that is not the actor's, or has no apology that was issued.
    """
    found = (
        visible_to(actor)
        .filter(code=code, apology__issued_at__isnull=False)
        .select_related("apology__issued_by", "party_version", "procedure_version")
        .first()
    )
    if found is None or found.apology.issued_at is None or found.apology.issued_by is None:
        raise Refused(KernelRefusal.NOT_FOUND)
    apology: Apology = found.apology
    wanted = {found.one_stop_id, apology.agency_id or found.agency_id, apology.unit_id or found.agency_id}
    units = organisation.names(wanted, organisation.day_of(found.apology.issued_at))
    reason = Remark.objects.values_list("body", flat=True).get(dossier=found, number=apology.number)
    party = found.party_version
    return ApologySheet(
        number=apology.sequence or 0,
        year=apology.year or 0,
        agency=called(units, apology.agency_id),
        code=found.code,
        applicant=party.name,
        address=party.address,
        phone=party.phone,
        email=party.email,
        procedure=found.procedure_version.name,
        summary=found.summary,
        received_at=found.received_at,
        one_stop=called(units, found.one_stop_id),
        promised_at=apology.promised_at,
        cause=str(Cause(apology.cause).label),
        reason=reason,
        late_unit=called(units, apology.unit_id),
        late_step=_step_name(found, apology),
        new_due_at=apology.proposed_at,
        signed_at=found.apology.issued_at,
        signer=found.apology.issued_by.name,
    )


def _step_name(dossier: Dossier, apology: Apology) -> str:
    if not apology.element:
        return ""
    return processes.definition(dossier.process_version_id).step(apology.element).name


def to_sign(actor: Actor) -> QuerySet[Apology]:
    """Drafted apologies that the actor may sign, of dossiers that still run; the oldest promise first."""
    theirs = policy.visible(actor, "dossiers.issue_apology", Dossier.objects.filter(state__in=RUNNING))
    return (
        Apology.objects.filter(issued_at__isnull=True, dossier__in=theirs)
        .select_related("dossier__party_version", "dossier__procedure_version", "unit")
        .order_by("promised_at", "pk")
    )
