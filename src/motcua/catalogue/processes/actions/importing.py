"""A decision's procedures taken over from a workbook: looked through first, then all of it as one draft, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from motcua.catalogue.procedures.actions import (
    NewProcedure,
    create_procedures,
    draft_decision,
    draft_versions,
    put_items,
)
from motcua.catalogue.procedures.models import DecisionDraft, Procedure
from motcua.catalogue.procedures.states import ItemKind
from motcua.catalogue.processes.events import WorkbookImported
from motcua.catalogue.processes.queries.importing import known
from motcua.catalogue.processes.rules import Refusal
from motcua.catalogue.processes.rules.workbook import (
    SHEETS,
    Brought,
    Finding,
    Known,
    compared,
    field_code,
    in_order,
    read,
)
from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.ground.sheets.books import read_book
from motcua.people.organisation.queries import day_of


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a workbook over would do: the procedures with what becomes of each, and every trap found."""

    procedures: tuple[Brought, ...]
    kinds: Mapping[str, ItemKind]
    findings: tuple[Finding, ...]
    known: Known

    @property
    def faults(self) -> list[Finding]:
        """The traps that must be mended before anything is written."""
        return [one for one in self.findings if not one.is_warning]

    @property
    def warnings(self) -> list[Finding]:
        """The traps that must be looked at, and may stay."""
        return [one for one in self.findings if one.is_warning]

    @property
    def counts(self) -> Counter[ItemKind]:
        """How many procedures become new, are amended, replaced, repealed."""
        return Counter(self.kinds.values())


def preview_workbook(data: bytes, *, by: Actor, now: datetime) -> Preview:
    """Look a workbook through, by itself and against the catalogue; nothing is written.

    Raises Refused of `sheets.rules` when the file as a whole cannot be read, and NOT_ALLOWED.
    """
    policy.check(by, "procedures.edit")
    reading = read(read_book(data, SHEETS))
    standing = known([one.code for one in reading.procedures], day_of(now))
    kinds, further = compared(reading.procedures, standing)
    return Preview(reading.procedures, kinds, in_order([*reading.findings, *further]), standing)


@transaction.atomic
def import_workbook(
    data: bytes, *, title: str, issuer: str, in_force_on: date, by: Actor, now: datetime
) -> DecisionDraft:
    """A workbook becomes a decision in preparation with a draft of every content in it: all of it, or nothing.

    The event keeps the SHA-256 of the file, so that the file in somebody's drawer can be shown to be this one.
    Raises Refused WORKBOOK_HAS_FAULTS, NOTHING_TO_IMPORT, of `sheets.rules`, of `draft_decision`,
    `create_procedures`, `draft_versions` and `put_items`, NOT_ALLOWED.
    """
    found = preview_workbook(data, by=by, now=now)
    if found.faults:
        cells = ", ".join(dict.fromkeys(fault.cell for fault in found.faults[:3]))
        raise Refused(Refusal.WORKBOOK_HAS_FAULTS, n=len(found.faults), cells=cells)
    if not found.procedures:
        raise Refused(Refusal.NOTHING_TO_IMPORT)
    draft = draft_decision(title, issuer=issuer, in_force_on=in_force_on, by=by, now=now)
    kinds = _written(found, by=by, now=now)
    put_items(draft.pk, kinds, by=by, now=now)
    event = WorkbookImported(
        object_id=draft.pk,
        digest=sha256(data).hexdigest(),
        procedures=len(kinds),
        warnings=len(found.warnings),
    )
    journal.record(event, by=by, at=now)
    return draft


def _written(found: Preview, *, by: Actor, now: datetime) -> dict[int, ItemKind]:
    """The drafts are written; what becomes of each procedure, by its id."""
    standing = found.known.procedures
    missing = [one for one in found.procedures if one.code not in standing]
    new = [NewProcedure(one.code, field_code(one, found.known), one.level, one.content) for one in missing]
    changed = {
        standing[one.code].procedure_id: one.content
        for one in found.procedures
        if one.code in standing and found.kinds[one.code] != ItemKind.REPEALED
    }
    if new:
        create_procedures(new, by=by, now=now)
    if changed:
        draft_versions(changed, by=by, now=now)
    ids = Procedure.objects.filter(code__in=found.kinds).values_list("code", "pk")
    return {pk: found.kinds[code] for code, pk in ids}
