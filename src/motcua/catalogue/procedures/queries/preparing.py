"""Decisions in preparation: what stands in them, and what is still wrong, in a few statements for all items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from motcua.catalogue.procedures.models import (
    DecisionDraft,
    DecisionItem,
    Fee,
    Paper,
    ProcedureVersion,
    TimeLimit,
)
from motcua.catalogue.procedures.queries.reading import PLAIN_PARTS, fee_row, limit_row, paper_row
from motcua.catalogue.procedures.queries.standing import drafts
from motcua.catalogue.procedures.rules import Content, Refusal
from motcua.catalogue.procedures.rules.publication import Fault, Prepared, faults
from motcua.catalogue.procedures.states import OPEN, ItemKind, VersionState
from motcua.ground.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a decision in preparation: the draft it brings, the content it ends, and what is wrong with it."""

    item: DecisionItem
    draft: ProcedureVersion | None
    before: ProcedureVersion | None
    faults: list[Fault]

    @property
    def name(self) -> str:
        """The procedure's name as the decision will have it."""
        version = self.draft or self.before
        return version.name if version else self.item.procedure.code


def decision_draft(draft_id: int) -> DecisionDraft:
    """A decision in preparation, or one that was; raises Refused DRAFT_NOT_FOUND."""
    found = DecisionDraft.objects.select_related("drafted_by", "checked_by", "decision").filter(pk=draft_id)
    draft = found.first()
    if draft is None:
        raise Refused(Refusal.DRAFT_NOT_FOUND)
    return draft


def drafts_in_preparation() -> QuerySet[DecisionDraft]:
    """The decisions that are not signed yet, the newest first, with how many procedures each names."""
    found = DecisionDraft.objects.filter(state__in=OPEN).select_related("drafted_by", "checked_by")
    return found.annotate(number_of_items=Count("items")).order_by("-drafted_at", "-pk")


def free_drafts() -> list[ProcedureVersion]:
    """The drafts of procedures that no decision in preparation names, in Vietnamese order."""
    taken = DecisionItem.objects.filter(is_open=True).values("procedure_id")
    found = drafts().exclude(procedure_id__in=taken).select_related("procedure__field")
    return list(found.order_by("sort_key", "pk"))


def items_prepared(draft: DecisionDraft) -> list[Item]:
    """The items in the order of a decision's annex: kinds, then names; with their faults."""
    items = list(draft.items.select_related("procedure__field"))
    versions = _versions_of([item.procedure_id for item in items])
    wanted = [
        v.pk for of_one in versions.values() for v in of_one if v.state == VersionState.DRAFT or _is_open(v)
    ]
    contents = contents_of(wanted)
    found = [_item(item, versions[item.procedure_id], contents, draft.in_force_on) for item in items]
    order = list(ItemKind.values)
    return sorted(
        found, key=lambda one: (order.index(one.item.kind), _sort_key(one), one.item.procedure.code)
    )


def _sort_key(item: Item) -> str:
    version = item.draft or item.before
    return version.sort_key if version else ""


def _versions_of(procedure_ids: Collection[int]) -> dict[int, list[ProcedureVersion]]:
    versions: dict[int, list[ProcedureVersion]] = defaultdict(list)
    found = ProcedureVersion.objects.filter(procedure_id__in=procedure_ids).defer(
        "search_vector", "search_text"
    )
    for version in found.order_by("number"):
        versions[version.procedure_id].append(version)
    return versions


def _is_open(version: ProcedureVersion) -> bool:
    return version.state == VersionState.PUBLISHED and version.valid_to is None


def _item(
    item: DecisionItem, versions: Iterable[ProcedureVersion], contents: dict[int, Content], in_force_on: date
) -> Item:
    published = [version for version in versions if version.state != VersionState.DRAFT]
    draft = next((version for version in versions if version.state == VersionState.DRAFT), None)
    before = next((version for version in published if _is_open(version)), None)
    if item.kind == ItemKind.REPEALED:
        draft = None
    prepared = Prepared(
        kind=ItemKind(item.kind),
        draft=contents[draft.pk] if draft else None,
        open_content=contents[before.pk] if before else None,
        open_from=before.valid_from if before else None,
        last_end=max((version.valid_to for version in published if version.valid_to), default=None),
    )
    return Item(item, draft, before, faults(prepared, in_force_on))


def contents_of(version_ids: Collection[int]) -> dict[int, Content]:
    """All that these versions say, in four statements."""
    papers, limits, fees = defaultdict(list), defaultdict(list), defaultdict(list)
    for paper in Paper.objects.filter(version_id__in=version_ids).order_by("version_id", "ordinal"):
        papers[paper.version_id].append(paper_row(paper))
    for limit in TimeLimit.objects.filter(version_id__in=version_ids).order_by("version_id", "ordinal"):
        limits[limit.version_id].append(limit_row(limit))
    for fee in Fee.objects.filter(version_id__in=version_ids).order_by("version_id", "ordinal"):
        fees[fee.version_id].append(fee_row(fee))
    found = {}
    for plain in ProcedureVersion.objects.filter(pk__in=version_ids).values("pk", *PLAIN_PARTS):
        pk = plain.pop("pk")
        plain |= {"legal_basis": tuple(plain["legal_basis"]), "channels": tuple(plain["channels"])}
        found[pk] = Content(
            papers=tuple(papers[pk]), time_limits=tuple(limits[pk]), fees=tuple(fees[pk]), **plain
        )
    return found
