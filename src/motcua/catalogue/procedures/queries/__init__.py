"""What faces, dossiers and figures read of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from motcua.catalogue.procedures.models import (
    Fee,
    Field,
    Offer,
    Paper,
    Procedure,
    ProcedureVersion,
    PublicationDecision,
    TimeLimit,
)
from motcua.catalogue.procedures.queries.reading import PLAIN_PARTS as PLAIN_PARTS
from motcua.catalogue.procedures.queries.reading import fee_row, limit_row, paper_row
from motcua.catalogue.procedures.queries.searching import Filters as Filters
from motcua.catalogue.procedures.queries.searching import Found as Found
from motcua.catalogue.procedures.queries.searching import find as find
from motcua.catalogue.procedures.queries.searching import search as search
from motcua.catalogue.procedures.queries.standing import coming as coming
from motcua.catalogue.procedures.queries.standing import covering as covering
from motcua.catalogue.procedures.queries.standing import drafts as drafts
from motcua.catalogue.procedures.queries.standing import in_force as in_force
from motcua.catalogue.procedures.queries.standing import repealed as repealed
from motcua.catalogue.procedures.rules import (
    Content,
    FeeRow,
    LimitRow,
    Refusal,
    fee_for,
    limit_for,
)
from motcua.catalogue.procedures.states import IN_FORCE, VersionState
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import sort_key, tidied


@dataclass(frozen=True, slots=True)
class Receivable:
    """A procedure that a one-stop receives on a day, with the content in force and who acts on it."""

    procedure_id: int
    version_id: int
    code: str
    name: str
    field_id: int
    field_name: str
    is_illustrative: bool
    agency_id: int
    division_id: int


def version_in_force(procedure_id: int, on: date) -> ProcedureVersion:
    """The content of a procedure in force on a day; raises Refused NOT_IN_FORCE."""
    found = (
        in_force(on).filter(procedure_id=procedure_id).select_related("procedure__field", "decision").first()
    )
    if found is None:
        raise Refused(Refusal.NOT_IN_FORCE, day=f"{on:%d/%m/%Y}")
    return found


def version(version_id: int) -> ProcedureVersion:
    """A version with its procedure, field and decision; raises Refused VERSION_NOT_FOUND."""
    found = (
        ProcedureVersion.objects.select_related("procedure__field", "decision", "repealed_by")
        .filter(pk=version_id)
        .first()
    )
    if found is None:
        raise Refused(Refusal.VERSION_NOT_FOUND)
    return found


def procedure_by_code(code: str) -> Procedure:
    """The procedure with this code; raises Refused PROCEDURE_NOT_FOUND."""
    found = Procedure.objects.select_related("field").filter(code=code).first()
    if found is None:
        raise Refused(Refusal.PROCEDURE_NOT_FOUND)
    return found


def versions(procedure_id: int, *, with_drafts: bool) -> list[ProcedureVersion]:
    """All contents of a procedure, the newest first; drafts only for those who may see them."""
    found = ProcedureVersion.objects.filter(procedure_id=procedure_id).select_related(
        "decision", "repealed_by"
    )
    if not with_drafts:
        found = found.exclude(state=VersionState.DRAFT)
    return list(found.order_by("-number"))


def papers(version_id: int) -> list[Paper]:
    """The list of papers of a version in its order, notes included."""
    return list(Paper.objects.filter(version_id=version_id).order_by("ordinal"))


def limit_rows(version_id: int) -> tuple[LimitRow, ...]:
    """The time limits of a version in the order in which they are tried."""
    rows = TimeLimit.objects.filter(version_id=version_id).order_by("ordinal")
    return tuple(limit_row(row) for row in rows)


def fee_rows(version_id: int) -> tuple[FeeRow, ...]:
    """The fees of a version in the order in which they are tried."""
    rows = Fee.objects.filter(version_id=version_id).order_by("ordinal")
    return tuple(fee_row(row) for row in rows)


def time_limit(version_id: int, *, case: str = "", area: str = "", channel: str = "counter") -> LimitRow:
    """The time limit that a version gives for a case, an area and a channel; raises Refused NO_TIME_LIMIT."""
    return limit_for(limit_rows(version_id), case, area, channel)


def fee(version_id: int, *, case: str = "", area: str = "", channel: str = "counter") -> int:
    """The fee in đồng that a version asks for a case, an area and a channel."""
    return fee_for(fee_rows(version_id), case, area, channel)


def content(version_id: int) -> Content:
    """All that a version says; raises Refused VERSION_NOT_FOUND."""
    found = ProcedureVersion.objects.filter(pk=version_id).values(*PLAIN_PARTS).first()
    if found is None:
        raise Refused(Refusal.VERSION_NOT_FOUND)
    listed = tuple(paper_row(row) for row in papers(version_id))
    found |= {"legal_basis": tuple(found["legal_basis"]), "channels": tuple(found["channels"])}
    return Content(papers=listed, time_limits=limit_rows(version_id), fees=fee_rows(version_id), **found)


def fields() -> list[Field]:
    """The fields of administration that have a procedure, in Vietnamese order."""
    used = Procedure.objects.filter(field_id=OuterRef("pk"))
    return list(Field.objects.filter(Exists(used)).order_by("sort_key"))


@dataclass(frozen=True, slots=True)
class FieldCounted:
    """A field with its procedures in force on a day and its drafts; `published` if anything ever was under it."""

    field: Field
    in_force: int
    drafts: int
    published: bool


def fields_counted(on: date) -> list[FieldCounted]:
    """Every field of administration, those without a procedure too, in Vietnamese order: one statement."""
    versions = ProcedureVersion.objects.filter(procedure__field=OuterRef("pk"))
    state, begins = "procedures__versions__state", "procedures__versions__valid_from__lte"
    ends = "procedures__versions__valid_to"
    holds = Q(**{f"{state}__in": IN_FORCE, begins: on}) & (
        Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": on})
    )
    rows = Field.objects.annotate(
        in_force=Count("procedures", filter=holds, distinct=True),
        drafts=Count("procedures__versions", filter=Q(**{state: VersionState.DRAFT}), distinct=True),
        published=Exists(versions.exclude(state=VersionState.DRAFT)),
    )
    return [
        FieldCounted(row, row.in_force, row.drafts, row.published) for row in rows.order_by("sort_key", "pk")
    ]


def is_named(name: str) -> bool:
    """Whether a field of administration is called so, in small letters or capitals."""
    return Field.objects.filter(sort_key=sort_key(tidied(name))).exists()


def is_published_under(field_id: int) -> bool:
    """Whether anything was ever published in this field."""
    of_field = ProcedureVersion.objects.filter(procedure__field_id=field_id)
    return of_field.exclude(state=VersionState.DRAFT).exists()


def get_field(field_id: int) -> Field:
    """One of them; raises Refused FIELD_NOT_FOUND."""
    found = Field.objects.filter(pk=field_id).first()
    if found is None:
        raise Refused(Refusal.FIELD_NOT_FOUND)
    return found


def offers_of(procedure_id: int, on: date) -> list[Offer]:
    """Where a procedure is received on a day."""
    return list(Offer.objects.filter(covering(on), procedure_id=procedure_id).order_by("one_stop_id"))


def offer(procedure_id: int, one_stop_id: int, on: date) -> Offer:
    """Who acts on a procedure that this one-stop receives on a day; raises Refused NOT_OFFERED."""
    found = Offer.objects.filter(covering(on), procedure_id=procedure_id, one_stop_id=one_stop_id).first()
    if found is None:
        raise Refused(Refusal.NOT_OFFERED)
    return found


def receivable(one_stop_id: int, on: date) -> list[Receivable]:
    """What a one-stop receives on a day, in Vietnamese order of names: one statement."""
    rows = (
        Offer.objects.filter(covering(on), one_stop_id=one_stop_id)
        .filter(
            Q(procedure__versions__valid_from__lte=on)
            & (Q(procedure__versions__valid_to__isnull=True) | Q(procedure__versions__valid_to__gt=on))
            & Q(procedure__versions__state__in=IN_FORCE)
        )
        .order_by("procedure__versions__sort_key", "procedure_id")
        .values_list(
            "procedure_id",
            "procedure__versions__id",
            "procedure__code",
            "procedure__versions__name",
            "procedure__field_id",
            "procedure__field__name",
            "procedure__is_illustrative",
            "agency_id",
            "division_id",
        )
    )
    return [Receivable(*row) for row in rows]


def decisions() -> list[PublicationDecision]:
    """All publication decisions, the newest first."""
    return list(PublicationDecision.objects.order_by("-signed_on", "-pk"))


def decision(decision_id: int) -> PublicationDecision:
    """One of them; raises Refused DECISION_NOT_FOUND."""
    found = PublicationDecision.objects.filter(pk=decision_id).first()
    if found is None:
        raise Refused(Refusal.DECISION_NOT_FOUND)
    return found


def items_of(decision_id: int) -> dict[str, list[ProcedureVersion]]:
    """What a decision did: `new`, `amended` and `repealed` contents, each in Vietnamese order."""
    published: Iterable[ProcedureVersion] = (
        ProcedureVersion.objects.filter(decision_id=decision_id)
        .select_related("procedure__field")
        .order_by("sort_key")
    )
    repealed = ProcedureVersion.objects.filter(repealed_by_id=decision_id).select_related("procedure__field")
    found: dict[str, list[ProcedureVersion]] = {
        "new": [],
        "amended": [],
        "repealed": list(repealed.order_by("sort_key")),
    }
    for item in published:
        found["new" if item.number == 1 else "amended"].append(item)
    return found


def receiving_from(on: date) -> QuerySet[Offer]:
    """The offers that still hold on this day or begin after it: one more from this day on would stand beside them."""
    return Offer.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
