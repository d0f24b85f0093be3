"""Publication decisions: what they bring into force and what they end (decree 63/2010, art. 13–15)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from motcua.catalogue.procedures import queries
from motcua.catalogue.procedures.actions.contents import (
    check_draft,
    locked_procedure,
    locked_version,
)
from motcua.catalogue.procedures.events import (
    DecisionRecorded,
    ProcedureRepealed,
    VersionPublished,
)
from motcua.catalogue.procedures.models import ProcedureVersion, PublicationDecision
from motcua.catalogue.procedures.queries.proof import words_of_decision
from motcua.catalogue.procedures.rules import Refusal, check_complete
from motcua.catalogue.procedures.states import VersionState
from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused


@transaction.atomic
def record_decision(
    number: str,
    *,
    title: str,
    issuer: str,
    signed_on: date,
    in_force_on: date,
    note: str = "",
    signer: str = "",
    is_illustrative: bool = False,
    by: Actor,
    now: datetime,
) -> PublicationDecision:
    """Someone enters a publication decision; raises Refused DECISION_TAKEN, SIGNED_AFTER_FORCE,
    NOT_ALLOWED.
    """
    policy.check(by, "procedures.publish")
    if in_force_on < signed_on:
        raise Refused(Refusal.SIGNED_AFTER_FORCE)
    decision, created = PublicationDecision.objects.get_or_create(
        number=number,
        defaults={
            "title": title,
            "issuer": issuer,
            "signed_on": signed_on,
            "in_force_on": in_force_on,
            "note": note,
            "signer": signer,
            "is_illustrative": is_illustrative,
        },
    )
    if not created:
        raise Refused(Refusal.DECISION_TAKEN, number=number)
    event = DecisionRecorded(object_id=decision.pk, number=number, in_force_on=in_force_on)
    journal.record(event, by=by, at=now, content=words_of_decision(decision))
    return decision


@transaction.atomic
def publish(version_id: int, *, decision_id: int, by: Actor, now: datetime) -> ProcedureVersion:
    """A decision brings a draft into force; the content before it ends that day, dossiers under way keep
    theirs.

    Publishing again by the same decision changes nothing. Raises Refused VERSION_NOT_FOUND, NOT_A_DRAFT,
    DECISION_NOT_FOUND, INCOMPLETE (decree 63/2010 art. 8), NOT_AFTER_THE_LAST, NOT_ALLOWED.
    """
    policy.check(by, "procedures.publish")
    # Asked under the lock: the same form sent twice at once must find its twin's work done.
    version = locked_version(version_id)
    if version.state == VersionState.PUBLISHED and version.decision_id == decision_id:
        return version
    check_draft(version)
    decision = _decision(decision_id)
    check_complete(queries.content(version.pk))
    superseded = _end_open_version(version.procedure_id, decision.in_force_on)
    version.state = VersionState.PUBLISHED
    version.decision = decision
    version.valid_from = decision.in_force_on
    version.save(update_fields=["state", "decision", "valid_from"])
    event = VersionPublished(
        object_id=version.procedure_id,
        version_id=version.pk,
        decision_id=decision.pk,
        valid_from=decision.in_force_on,
        superseded_id=superseded,
    )
    journal.record(event, by=by, at=now)
    return version


@transaction.atomic
def repeal(procedure_id: int, *, decision_id: int, by: Actor, now: datetime) -> ProcedureVersion:
    """A decision ends a procedure from the day on which it is in force; dossiers under way are finished.

    Repealing again by the same decision changes nothing. Raises Refused PROCEDURE_NOT_FOUND,
    DECISION_NOT_FOUND, NOT_IN_FORCE, NOT_AFTER_THE_LAST, NOT_ALLOWED.
    """
    policy.check(by, "procedures.publish")
    procedure = locked_procedure(procedure_id)
    decision = _decision(decision_id)
    done = procedure.versions.filter(state=VersionState.REPEALED, repealed_by=decision).first()
    if done is not None:
        return done
    version = procedure.versions.filter(state=VersionState.PUBLISHED, valid_to__isnull=True).first()
    if version is None:
        raise Refused(Refusal.NOT_IN_FORCE, day=f"{decision.in_force_on:%d/%m/%Y}")
    _check_after(version, decision.in_force_on)
    version.state = VersionState.REPEALED
    version.repealed_by = decision
    version.valid_to = decision.in_force_on
    version.save(update_fields=["state", "repealed_by", "valid_to"])
    event = ProcedureRepealed(
        object_id=procedure_id, version_id=version.pk, decision_id=decision.pk, valid_to=decision.in_force_on
    )
    journal.record(event, by=by, at=now)
    return version


def _decision(decision_id: int) -> PublicationDecision:
    found = PublicationDecision.objects.filter(pk=decision_id).first()
    if found is None:
        raise Refused(Refusal.DECISION_NOT_FOUND)
    return found


def _end_open_version(procedure_id: int, on: date) -> int | None:
    """End the content now open, before its successor opens: the database allows one at a time."""
    last = ProcedureVersion.objects.filter(procedure_id=procedure_id).exclude(state=VersionState.DRAFT)
    version = last.order_by("-number").first()
    if version is None:
        return None
    _check_after(version, on)
    if version.valid_to is not None:
        return None
    version.valid_to = on
    version.save(update_fields=["valid_to"])
    return version.pk


def _check_after(version: ProcedureVersion, on: date) -> None:
    begun = version.valid_from
    assert begun is not None  # a check constraint of the table
    if on <= begun or (version.valid_to is not None and on < version.valid_to):
        raise Refused(Refusal.NOT_AFTER_THE_LAST, day=f"{version.valid_to or begun:%d/%m/%Y}")
