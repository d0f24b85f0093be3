"""The workbook against the catalogue that stands: what is new, what is amended, and what cannot be taken over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from motcua.catalogue.procedures.rules import Content
from motcua.catalogue.procedures.states import ItemKind
from motcua.catalogue.processes.rules.workbook.findings import Finding, Findings, Trap
from motcua.catalogue.processes.rules.workbook.pages import Brought
from motcua.catalogue.processes.rules.workbook.sheets import SHEETS
from motcua.ground.kernel.vietnamese import fold

LEVEL_WORDS = {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã"}
# What decisions call whoever decides, where no single unit is meant.
GENERAL = frozenset(
    fold(f"{who} {level}")
    for who in ("Ủy ban nhân dân", "UBND")
    for level in (
        "tỉnh",
        "cấp tỉnh",
        "huyện",
        "cấp huyện",
        "xã",
        "cấp xã",
        "xã, phường, thị trấn",
        "thành phố",
    )
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a procedure of this code stands: `content` is the one now published without an end."""

    procedure_id: int
    field_name: str
    field_code: str
    level: str
    was_published: bool
    has_draft: bool
    is_prepared: bool
    content: Content | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue and the register of units say: fields by folded name and by code, folded names of units."""

    fields: Mapping[str, str]
    agencies: frozenset[str]
    procedures: Mapping[str, Standing]


def compared(brought: tuple[Brought, ...], known: Known) -> tuple[dict[str, ItemKind], tuple[Finding, ...]]:
    """What each procedure becomes by its code, and what stands against it."""
    found = Findings()
    kinds = {one.code: _compare(one, known, found) for one in brought}
    return kinds, tuple(found.found)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The traps as one walks through the workbook: sheets in their order, lines from above."""
    order = {sheet.name: number for number, sheet in enumerate(SHEETS)}
    return tuple(sorted(findings, key=lambda one: (order[one.sheet], one.line)))


def field_code(one: Brought, known: Known) -> str:
    """The code of the field that a procedure is filed under; empty for one that is not there."""
    return known.fields.get(fold(one.field), "")


def _compare(one: Brought, known: Known, found: Findings) -> ItemKind:
    standing = known.procedures.get(one.code)
    agency = one.row["deciding_agency"]
    if one.kind != ItemKind.REPEALED and agency.text and not _is_agency(agency.text, known):
        found.at(agency, Trap.UNKNOWN_AGENCY)
    if standing is None:
        return _new(one, known, found)
    kind = one.kind or (ItemKind.AMENDED if standing.was_published else ItemKind.NEW)
    _stands_against(one, standing, known, found)
    cell = one.row["code"]
    if kind == ItemKind.REPEALED:
        if standing.content is None:
            found.at(cell, Trap.NOT_IN_FORCE)
    elif standing.has_draft:
        found.at(cell, Trap.DRAFT_EXISTS)
    elif kind == ItemKind.NEW and standing.was_published:
        found.at(cell, Trap.PUBLISHED_BEFORE)
    elif kind != ItemKind.NEW and not standing.was_published:
        found.at(cell, Trap.NEVER_PUBLISHED)
    elif standing.content == one.content:
        found.at(cell, Trap.SAME_AS_BEFORE)
    return kind


def _is_agency(text: str, known: Known) -> bool:
    return fold(text) in known.agencies or fold(text) in GENERAL


def _new(one: Brought, known: Known, found: Findings) -> ItemKind:
    kind = one.kind or ItemKind.NEW
    if kind == ItemKind.REPEALED:
        found.at(one.row["code"], Trap.NOT_IN_FORCE)
        return kind
    if kind != ItemKind.NEW:
        found.at(one.row["code"], Trap.NEVER_PUBLISHED)
    if not one.field:
        found.at(one.row["field"], Trap.EMPTY, column="Lĩnh vực")
    elif not field_code(one, known):
        found.at(one.row["field"], Trap.UNKNOWN_FIELD)
    if not one.level and not one.row["level"].text:
        found.at(one.row["level"], Trap.EMPTY, column="Cấp giải quyết")
    return kind


def _stands_against(one: Brought, standing: Standing, known: Known, found: Findings) -> None:
    if standing.is_prepared:
        found.at(one.row["code"], Trap.PREPARED_ELSEWHERE)
    if one.field and not field_code(one, known):
        found.at(one.row["field"], Trap.UNKNOWN_FIELD)
    elif one.field and field_code(one, known) != standing.field_code:
        found.at(one.row["field"], Trap.FIELD_DIFFERS, text=standing.field_name)
    if one.level and one.level != standing.level:
        found.at(one.row["level"], Trap.LEVEL_DIFFERS, text=LEVEL_WORDS[standing.level])
