"""Units and officers are taken over from a file: all rows, or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from django.db import transaction

from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import tidied
from motcua.ground.sheets.reading import read_table
from motcua.people.organisation import queries
from motcua.people.organisation.actions.appointments import appoint
from motcua.people.organisation.actions.officers import add_officer
from motcua.people.organisation.actions.units import create_unit
from motcua.people.organisation.events import OfficersImported, UnitsImported
from motcua.people.organisation.models import Officer, UnitName
from motcua.people.organisation.rules import Refusal
from motcua.people.organisation.rules.rows import (
    OFFICER_COLUMNS,
    UNIT_COLUMNS,
    BadRow,
    OfficerRow,
    UnitRow,
    bad_row,
    officer_row,
    unit_row,
)

R = TypeVar("R", UnitRow, OfficerRow)


@dataclass(frozen=True, slots=True)
class Preview(Generic[R]):
    """What an import would do: the rows that can be taken over, and those that cannot, each with its
    reason.
    """

    good: tuple[R, ...]
    bad: tuple[BadRow, ...]


@dataclass(frozen=True, slots=True)
class _Trial(Generic[R]):
    preview: Preview[R]
    object_ids: tuple[int, ...]


def preview_units(data: bytes, *, by: Actor, now: datetime) -> Preview[UnitRow]:
    """Try the import of units through the very verbs, and undo it: what the preview finds good is good.

    Raises Refused of `sheets.rules` when the file as a whole cannot be read.
    """
    with transaction.atomic():
        trial = _units(data, by, now)
        transaction.set_rollback(True)
    return trial.preview


def preview_officers(data: bytes, *, by: Actor, now: datetime) -> Preview[OfficerRow]:
    """Try the import of officers with their appointments, and undo it."""
    with transaction.atomic():
        trial = _officers(data, by, now)
        transaction.set_rollback(True)
    return trial.preview


@transaction.atomic
def import_units(data: bytes, *, by: Actor, now: datetime) -> tuple[int, ...]:
    """Take over the units of a file and return their ids; raises Refused BAD_ROWS, and then nothing is
    written.
    """
    trial = _units(data, by, now)
    unit_ids = _all_good(trial)
    journal.record(UnitsImported(object_id=unit_ids[0], count=len(unit_ids)), by=by, at=now)
    return unit_ids


@transaction.atomic
def import_officers(data: bytes, *, by: Actor, now: datetime) -> tuple[int, ...]:
    """Take over the officers of a file and return the ids of their appointments; raises Refused BAD_ROWS."""
    trial = _officers(data, by, now)
    appointment_ids = _all_good(trial)
    event = OfficersImported(object_id=appointment_ids[0], count=len(appointment_ids))
    journal.record(event, by=by, at=now)
    return appointment_ids


def _all_good(trial: _Trial[R]) -> tuple[int, ...]:
    if trial.preview.bad:
        raise Refused(Refusal.BAD_ROWS, count=len(trial.preview.bad))
    return trial.object_ids


def _units(data: bytes, by: Actor, now: datetime) -> _Trial[UnitRow]:
    policy.check(by, "organisation.import")
    rows = read_table(data, UNIT_COLUMNS)
    today = queries.day_of(now)
    good, bad, ids = [], [], []
    for row in rows:
        try:
            read = unit_row(row, today)
            # A row that fails takes back only itself: the rows after it are still tried.
            with transaction.atomic():
                ids.append(_take_unit(read, by, now))
            by = _reaching(by, ids[-1])
            good.append(read)
        except Refused as refused:
            bad.append(bad_row(row.line, refused, UNIT_COLUMNS))
    return _Trial(Preview(tuple(good), tuple(bad)), tuple(ids))


def _officers(data: bytes, by: Actor, now: datetime) -> _Trial[OfficerRow]:
    policy.check(by, "organisation.import")
    rows = read_table(data, OFFICER_COLUMNS)
    today = queries.day_of(now)
    good, bad, ids = [], [], []
    for row in rows:
        try:
            read = officer_row(row, today)
            with transaction.atomic():
                ids.append(_take_officer(read, by, now))
            good.append(read)
        except Refused as refused:
            bad.append(bad_row(row.line, refused, OFFICER_COLUMNS))
    return _Trial(Preview(tuple(good), tuple(bad)), tuple(ids))


def _reaching(by: Actor, unit_id: int) -> Actor:
    """The actor, whose office was read before this unit stood below it."""
    if by.office is None:
        return by
    return replace(by, office=replace(by.office, unit_ids=(*by.office.unit_ids, unit_id)))


def _take_unit(row: UnitRow, by: Actor, now: datetime) -> int:
    unit = create_unit(
        kind=row.kind,
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        parent_id=_unit_id(row.parent_code, Refusal.PARENT_UNKNOWN) if row.parent_code else None,
        valid_from=row.valid_from,
        by=by,
        now=now,
    )
    return unit.pk


def _take_officer(row: OfficerRow, by: Actor, now: datetime) -> int:
    unit_id = _unit_id(row.unit_code, Refusal.UNIT_UNKNOWN)
    officer = Officer.objects.filter(code=row.code.strip().upper()).first()
    if officer is None:
        officer = add_officer(code=row.code, name=row.name, phone=row.phone, email=row.email, by=by, now=now)
    elif officer.name != tidied(row.name):
        raise Refused(Refusal.NAME_DIFFERS)
    appointment = appoint(
        officer_id=officer.pk,
        unit_id=unit_id,
        role=row.role,
        title=row.title,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        by=by,
        now=now,
    )
    return appointment.pk


def _unit_id(code: str, refusal: Refusal) -> int:
    found = UnitName.objects.filter(code=code, valid_to=None).values_list("unit_id", flat=True).first()
    if found is None:
        raise Refused(refusal, value=code)
    return found
