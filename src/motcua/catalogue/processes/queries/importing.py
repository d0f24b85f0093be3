"""What a workbook of procedures is compared with: fields, units, and the procedures of its codes as they stand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from motcua.catalogue.procedures.models import DecisionItem, Field, Procedure, ProcedureVersion
from motcua.catalogue.procedures.queries.preparing import contents_of
from motcua.catalogue.procedures.queries.standing import covering
from motcua.catalogue.procedures.states import VersionState
from motcua.catalogue.processes.rules.workbook import Known, Standing
from motcua.ground.kernel.vietnamese import fold
from motcua.people.organisation.models import UnitName


def known(codes: Collection[str], on: date) -> Known:
    """The catalogue as it stands for these codes, in nine statements whatever their number."""
    fields: dict[str, str] = {}
    for code, name in Field.objects.values_list("code", "name"):
        fields[fold(code)] = fields[fold(name)] = code
    names = UnitName.objects.filter(covering(on)).values_list("name", "short_name")
    agencies = frozenset(fold(name) for both in names for name in both if name)
    return Known(fields, agencies, _standing(codes))


def _standing(codes: Collection[str]) -> dict[str, Standing]:
    procedures = list(Procedure.objects.filter(code__in=codes).select_related("field"))
    ids = [one.pk for one in procedures]
    versions = list(
        ProcedureVersion.objects.filter(procedure_id__in=ids).values_list(
            "pk", "procedure_id", "state", "valid_to"
        )
    )
    open_ids = {
        procedure_id: pk
        for pk, procedure_id, state, valid_to in versions
        if state == VersionState.PUBLISHED and valid_to is None
    }
    drafted = {procedure_id for _pk, procedure_id, state, _to in versions if state == VersionState.DRAFT}
    published = {procedure_id for _pk, procedure_id, state, _to in versions if state != VersionState.DRAFT}
    prepared = set(
        DecisionItem.objects.filter(procedure_id__in=ids, is_open=True).values_list("procedure_id", flat=True)
    )
    contents = contents_of(list(open_ids.values()))
    return {
        one.code: Standing(
            procedure_id=one.pk,
            field_name=one.field.name,
            field_code=one.field.code,
            level=one.level,
            was_published=one.pk in published,
            has_draft=one.pk in drafted,
            is_prepared=one.pk in prepared,
            content=contents.get(open_ids.get(one.pk, 0)),
        )
        for one in procedures
    }
