"""Publishing the internal process of a procedure."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from motcua.catalogue.procedures.models import Procedure
from motcua.catalogue.procedures.rules import Refusal as ProcedureRefusal
from motcua.catalogue.processes.events import ProcessPublished
from motcua.catalogue.processes.models import Origin, ProcessVersion
from motcua.catalogue.processes.queries.proof import words_of_process
from motcua.catalogue.processes.rules import Definition, Refusal, soundness
from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused


@transaction.atomic
def publish_process(
    procedure_id: int,
    definition: Definition,
    *,
    valid_from: date,
    origin: Origin,
    source: str = "",
    mismatch: str = "",
    by: Actor,
    now: datetime,
) -> ProcessVersion:
    """An internal process comes into force; the one before it ends that day, dossiers under way keep theirs.

    The same definition from the same day again changes nothing. Raises Refused PROCEDURE_NOT_FOUND,
    NOT_SOUND, NOT_AFTER_THE_LAST, NOT_ALLOWED.
    """
    policy.check(by, "processes.publish")
    check_sound(definition)
    if not Procedure.objects.select_for_update(no_key=True).filter(pk=procedure_id).exists():
        raise Refused(ProcedureRefusal.PROCEDURE_NOT_FOUND)
    last = ProcessVersion.objects.filter(procedure_id=procedure_id).order_by("-number").first()
    if last is not None and last.valid_from == valid_from and last.definition == definition.to_json():
        return last
    superseded = _end(last, valid_from)
    version = ProcessVersion.objects.create(
        procedure_id=procedure_id,
        number=last.number + 1 if last else 1,
        valid_from=valid_from,
        definition=definition.to_json(),
        origin=origin,
        source=source,
        mismatch=mismatch,
    )
    event = ProcessPublished(
        object_id=procedure_id,
        process_version_id=version.pk,
        number=version.number,
        origin=version.origin,
        steps=len(definition.steps),
        valid_from=valid_from,
        superseded_id=superseded,
    )
    journal.record(event, by=by, at=now, content=words_of_process(version))
    return version


def check_sound(definition: Definition) -> None:
    """Raise Refused NOT_SOUND with every fault of the definition."""
    problems = soundness(definition)
    if problems:
        raise Refused(Refusal.NOT_SOUND, problems=" ".join(problem.sentence() for problem in problems))


def _end(last: ProcessVersion | None, on: date) -> int | None:
    if last is None:
        return None
    if on <= last.valid_from:
        raise Refused(Refusal.NOT_AFTER_THE_LAST, day=f"{last.valid_from:%d/%m/%Y}")
    if last.valid_to is not None:
        return None
    last.valid_to = on
    last.save(update_fields=["valid_to"])
    return last.pk
