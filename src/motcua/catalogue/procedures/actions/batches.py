"""Many procedures written at once, as a decision or a file brings them: few statements, one event each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from motcua.catalogue.procedures.actions.contents import enter_words, fill, write_rows
from motcua.catalogue.procedures.events import ProcedureCreated, VersionDrafted
from motcua.catalogue.procedures.models import Field, Procedure, ProcedureVersion
from motcua.catalogue.procedures.queries.proof import words_of_versions
from motcua.catalogue.procedures.rules import Content, Refusal, check_rows
from motcua.catalogue.procedures.states import VersionState
from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.constraints import refusing
from motcua.ground.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class NewProcedure:
    """A procedure that the catalogue does not have yet."""

    code: str
    field_code: str
    level: str
    content: Content
    is_illustrative: bool = False


@transaction.atomic
def create_procedures(wanted: Sequence[NewProcedure], *, by: Actor, now: datetime) -> list[ProcedureVersion]:
    """Someone enters procedures that the catalogue did not have, each as a draft: all of them or none.

    Raises Refused as `create_procedure` does.
    """
    policy.check(by, "procedures.edit")
    for one in wanted:
        check_rows(one.content)
    codes = {one.field_code for one in wanted}
    # Under the lock: what search compares holds the field's name, and a draft's field may be renamed.
    locked = Field.objects.select_for_update(no_key=True).filter(code__in=codes).order_by("pk")
    fields = {field.code: field for field in locked}
    if codes - fields.keys():
        raise Refused(Refusal.NO_SUCH_FIELD)
    procedures = _insert(wanted, fields)
    drafts = [
        (ProcedureVersion(procedure=one, number=1), item.content)
        for one, item in zip(procedures, wanted, strict=True)
    ]
    _write(drafts)
    words = words_of_versions(draft.pk for draft, _content in drafts)
    for draft, _content in drafts:
        procedure = draft.procedure
        event = ProcedureCreated(
            object_id=procedure.pk,
            code=procedure.code,
            field_id=procedure.field_id,
            level=procedure.level,
            is_illustrative=procedure.is_illustrative,
            version_id=draft.pk,
        )
        journal.record(event, by=by, at=now, content=words[draft.pk])
    return [draft for draft, _content in drafts]


def _insert(wanted: Sequence[NewProcedure], fields: Mapping[str, Field]) -> list[Procedure]:
    given = [one.code for one in wanted]
    taken = set(Procedure.objects.filter(code__in=given).values_list("code", flat=True))
    taken |= {code for code, times in Counter(given).items() if times > 1}
    if taken:
        raise Refused(Refusal.CODE_TAKEN, procedure=min(taken))
    # Two who enter the same code at once: the second waits here for the first, and is refused as well.
    with refusing(procedure_code_key=Refused(Refusal.CODE_TAKEN, procedure=min(given, default=""))):
        return Procedure.objects.bulk_create(
            Procedure(
                code=one.code,
                field=fields[one.field_code],
                level=one.level,
                is_illustrative=one.is_illustrative,
            )
            for one in wanted
        )


@transaction.atomic
def draft_versions(contents: Mapping[int, Content], *, by: Actor, now: datetime) -> list[ProcedureVersion]:
    """Someone begins new contents of procedures, given by their ids: all of them or none.

    Raises Refused PROCEDURE_NOT_FOUND, DRAFT_EXISTS, NO_NAME, BAD_AMOUNT, BAD_CHANNEL, NOT_ALLOWED.
    """
    policy.check(by, "procedures.edit")
    for content in contents.values():
        check_rows(content)
    found = Procedure.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=contents)
    procedures = list(found.select_related("field").order_by("pk"))
    if len(procedures) != len(contents):
        raise Refused(Refusal.PROCEDURE_NOT_FOUND)
    standing = ProcedureVersion.objects.filter(procedure_id__in=contents)
    if standing.filter(state=VersionState.DRAFT).exists():
        raise Refused(Refusal.DRAFT_EXISTS)
    last = dict(standing.values_list("procedure_id").annotate(last=Max("number")))
    drafts = [
        (ProcedureVersion(procedure=one, number=last.get(one.pk, 0) + 1), contents[one.pk])
        for one in procedures
    ]
    _write(drafts)
    words = words_of_versions(draft.pk for draft, _content in drafts)
    for draft, _content in drafts:
        event = VersionDrafted(object_id=draft.procedure_id, version_id=draft.pk, number=draft.number)
        journal.record(event, by=by, at=now, content=words[draft.pk])
    return [draft for draft, _content in drafts]


def _write(drafts: Sequence[tuple[ProcedureVersion, Content]]) -> None:
    for draft, content in drafts:
        fill(draft, content)
    enter_words(" ".join(draft.search_text for draft, _content in drafts))
    ProcedureVersion.objects.bulk_create([draft for draft, _content in drafts])
    write_rows(drafts)
