"""Writing the content of procedures: drafts, which nobody outside sees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Max, Value

from motcua.catalogue.procedures import queries
from motcua.catalogue.procedures.events import DraftDiscarded, DraftEdited, ProcedureCreated, VersionDrafted
from motcua.catalogue.procedures.models import (
    DecisionItem,
    Fee,
    Field,
    Paper,
    Procedure,
    ProcedureVersion,
    SearchedWord,
    TimeLimit,
)
from motcua.catalogue.procedures.queries.proof import words_of_version
from motcua.catalogue.procedures.rules import Content, Refusal, check_rows, compare
from motcua.catalogue.procedures.rules.content import Part
from motcua.catalogue.procedures.rules.misspelling import keys_of
from motcua.catalogue.procedures.states import VersionState, may_follow
from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold, sort_key

ROWS = (Part.PAPERS, Part.TIME_LIMITS, Part.FEES)


@transaction.atomic
def create_procedure(
    code: str,
    *,
    field_code: str,
    level: str,
    content: Content,
    is_illustrative: bool = False,
    by: Actor,
    now: datetime,
) -> ProcedureVersion:
    """Someone enters a procedure that the catalogue did not have, as a draft of its first content.

    Raises Refused CODE_TAKEN, NO_SUCH_FIELD, NO_NAME, BAD_AMOUNT, BAD_CHANNEL, NOT_ALLOWED.
    """
    policy.check(by, "procedures.edit")
    check_rows(content)
    # Under the lock: what search compares holds the field's name, and a draft's field may be renamed.
    field = Field.objects.select_for_update(no_key=True).filter(code=field_code).first()
    if field is None:
        raise Refused(Refusal.NO_SUCH_FIELD)
    procedure, created = Procedure.objects.get_or_create(
        code=code, defaults={"field": field, "level": level, "is_illustrative": is_illustrative}
    )
    if not created:
        raise Refused(Refusal.CODE_TAKEN, procedure=code)
    version = _write(ProcedureVersion(procedure=procedure, number=1), content)
    event = ProcedureCreated(
        object_id=procedure.pk,
        code=code,
        field_id=field.pk,
        level=level,
        is_illustrative=is_illustrative,
        version_id=version.pk,
    )
    journal.record(event, by=by, at=now, content=words_of_version(version.pk))
    return version


@transaction.atomic
def draft_version(procedure_id: int, *, by: Actor, now: datetime) -> ProcedureVersion:
    """Someone begins a new content of a procedure; it starts as a copy of the last one.

    Raises Refused PROCEDURE_NOT_FOUND, DRAFT_EXISTS, NOT_ALLOWED.
    """
    policy.check(by, "procedures.edit")
    procedure = locked_procedure(procedure_id)
    last = procedure.versions.order_by("-number").first()
    if last is None:
        raise Refused(Refusal.VERSION_NOT_FOUND)
    if last.state == VersionState.DRAFT:
        raise Refused(Refusal.DRAFT_EXISTS)
    number = procedure.versions.aggregate(last=Max("number"))["last"] + 1
    version = _write(ProcedureVersion(procedure=procedure, number=number), queries.content(last.pk))
    event = VersionDrafted(object_id=procedure_id, version_id=version.pk, number=number)
    journal.record(event, by=by, at=now, content=words_of_version(version.pk))
    return version


@transaction.atomic
def edit_draft(version_id: int, content: Content, *, by: Actor, now: datetime) -> ProcedureVersion:
    """Someone changes a draft; the same content again changes nothing and records nothing.

    Raises Refused VERSION_NOT_FOUND, NOT_A_DRAFT, NO_NAME, BAD_AMOUNT, BAD_CHANNEL, NOT_ALLOWED.
    """
    policy.check(by, "procedures.edit")
    check_rows(content)
    version = locked_draft(version_id)
    changes = compare(queries.content(version.pk), content)
    if changes:
        _write(version, content)
        parts = tuple(change.part.value for change in changes)
        event = DraftEdited(object_id=version.procedure_id, version_id=version.pk, parts=parts)
        journal.record(event, by=by, at=now, content=words_of_version(version.pk))
    return version


@transaction.atomic
def discard_draft(version_id: int, *, by: Actor, now: datetime) -> None:
    """Someone throws a draft away; a procedure that has no other content stays, without content.

    Raises Refused VERSION_NOT_FOUND, NOT_A_DRAFT, PREPARED_ELSEWHERE, NOT_ALLOWED.
    """
    policy.check(by, "procedures.edit")
    version = locked_draft(version_id)
    if DecisionItem.objects.filter(procedure_id=version.procedure_id, is_open=True).exists():
        raise Refused(Refusal.PREPARED_ELSEWHERE, procedure=version.procedure.code)
    event = DraftDiscarded(object_id=version.procedure_id, version_id=version.pk)
    version.delete()
    journal.record(event, by=by, at=now)


def locked_procedure(procedure_id: int) -> Procedure:
    """The procedure, locked; its versions change only under this lock. Raises Refused PROCEDURE_NOT_FOUND."""
    found = Procedure.objects.select_for_update(no_key=True).filter(pk=procedure_id).first()
    if found is None:
        raise Refused(Refusal.PROCEDURE_NOT_FOUND)
    return found


def locked_version(version_id: int) -> ProcedureVersion:
    """The version, read under its procedure's lock; raises Refused VERSION_NOT_FOUND."""
    found = ProcedureVersion.objects.filter(pk=version_id)
    procedure_id = found.values_list("procedure_id", flat=True).first()
    if procedure_id is None:
        raise Refused(Refusal.VERSION_NOT_FOUND)
    locked_procedure(procedure_id)
    version = found.all().first()
    if version is None:
        raise Refused(Refusal.VERSION_NOT_FOUND)
    return version


def locked_draft(version_id: int) -> ProcedureVersion:
    """The draft, read under its procedure's lock; raises Refused VERSION_NOT_FOUND, NOT_A_DRAFT."""
    version = locked_version(version_id)
    check_draft(version)
    return version


def check_draft(version: ProcedureVersion) -> None:
    """Only a draft changes or is published; raises Refused NOT_A_DRAFT."""
    if not may_follow(VersionState(version.state), VersionState.PUBLISHED):
        raise Refused(Refusal.NOT_A_DRAFT)


def _write(version: ProcedureVersion, content: Content) -> ProcedureVersion:
    """Write the version's own columns, what search compares, and its rows of papers, limits and fees anew."""
    fill(version, content)
    enter_words(version.search_text)
    is_new = version.pk is None
    version.save()
    if not is_new:
        for model in (Paper, TimeLimit, Fee):
            model._default_manager.filter(version=version).delete()
    write_rows([(version, content)])
    return version


def fill(version: ProcedureVersion, content: Content) -> None:
    """Put the plain parts of the content, and what search compares, into the version's columns; the caller saves."""
    values: dict[str, Any] = {part.value: getattr(content, part.value) for part in Part if part not in ROWS}
    values |= {"legal_basis": list(content.legal_basis), "channels": list(content.channels)}
    for name, value in values.items():
        setattr(version, name, value)
    set_what_search_compares(version)


def set_what_search_compares(version: ProcedureVersion) -> None:
    """Put the words by which a version is found, and its place in a list, into its columns; the caller saves them."""
    procedure = version.procedure
    title = fold(version.name)
    beside = fold(f"{procedure.code} {procedure.field.name} {version.result_name} {version.deciding_agency}")
    version.search_text = f"{title} {beside}"
    version.sort_key = sort_key(version.name)
    version.search_vector = SearchVector(Value(title), config="simple", weight="A") + SearchVector(
        Value(beside), config="simple", weight="C"
    )


def enter_words(text: str) -> None:
    """The words of a folded text are among those that may be meant; one that no content holds any more stays.

    A number is not: another number is no misspelling.
    """
    words = {word for word in text.split() if not word.isdigit()}
    new = words.difference(SearchedWord.objects.filter(word__in=words).values_list("word", flat=True))
    if new:
        SearchedWord.objects.bulk_create(SearchedWord(word=word, keys=keys_of(word)) for word in sorted(new))


def write_rows(written: Sequence[tuple[ProcedureVersion, Content]]) -> None:
    """Write the papers, time limits and fees of these contents: one statement for each kind of row."""
    Paper.objects.bulk_create(
        Paper(
            version=version,
            ordinal=number,
            name=row.name,
            originals=row.originals,
            copies=row.copies,
            is_note=row.is_note,
            is_required=row.is_required,
            case=row.case,
        )
        for version, content in written
        for number, row in enumerate(content.papers, 1)
    )
    TimeLimit.objects.bulk_create(
        TimeLimit(
            version=version,
            ordinal=number,
            case=row.case,
            area=row.area,
            channel=row.channel,
            amount=row.amount,
            unit=row.unit.value,
            same_day_before=row.same_day_before,
            basis=row.basis,
            unit_is_ours=row.unit_is_ours,
        )
        for version, content in written
        for number, row in enumerate(content.time_limits, 1)
    )
    Fee.objects.bulk_create(
        Fee(
            version=version,
            ordinal=number,
            case=row.case,
            area=row.area,
            channel=row.channel,
            amount=row.amount,
            basis=row.basis,
        )
        for version, content in written
        for number, row in enumerate(content.fees, 1)
    )
