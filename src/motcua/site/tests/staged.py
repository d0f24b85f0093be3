"""A district at work whose every row was written by a verb: what `./motcua check` must find in order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

from django.db import transaction

from motcua.casework.dossiers.tests.cast import BEGINNING, MORNING, PLACES, STEPS, Cast, Office
from motcua.catalogue.procedures import actions as procedures
from motcua.catalogue.procedures.actions import Place
from motcua.catalogue.procedures.models import Procedure
from motcua.catalogue.procedures.rules import Content, LimitRow, PaperRow
from motcua.catalogue.processes.actions import publish_process
from motcua.catalogue.processes.models import Origin
from motcua.catalogue.processes.rules import Definition
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.accounts import actions as accounts
from motcua.people.calendars.actions import load_shipped_calendar
from motcua.people.calendars.rules import AllowanceUnit
from motcua.people.organisation import actions as organisation
from motcua.people.organisation.models import Role, Unit, UnitKind

CONTENT = Content(
    name="Tách thửa đất",
    sequence="Nộp hồ sơ.",
    ways_of_filing="Trực tiếp.",
    papers=(PaperRow("Đơn đề nghị", originals=1),),
    time_limits=(LimitRow(Decimal(15), AllowanceUnit.WORKING_DAY),),
    subjects="Cá nhân",
    deciding_agency="Ủy ban nhân dân huyện",
)


@transaction.atomic
def set_the_stage_by_verbs() -> Cast:
    """A province with one district, its people and their accounts, and one procedure that it receives."""
    calendar = load_shipped_calendar(by=SYSTEM, now=MORNING)
    province = _unit(UnitKind.PROVINCE, "000.00.00.H58", "Tỉnh Tiền Giang", None)
    organisation.set_calendar(
        province.pk, calendar_id=calendar.pk, from_on=date(2017, 1, 1), by=SYSTEM, now=MORNING
    )
    here = _office(province)
    procedure = _procedure()
    place = Place(here.one_stop.pk, here.agency.pk, here.division.pk)
    procedures.offer_at(procedure.pk, [place], valid_from=BEGINNING, by=SYSTEM, now=MORNING)
    return Cast(province, calendar, here, here, procedure, {})


def _unit(kind: UnitKind, code: str, name: str, parent: Unit | None) -> Unit:
    return organisation.create_unit(
        kind=kind,
        code=code,
        name=name,
        parent_id=parent.pk if parent else None,
        valid_from=BEGINNING,
        by=SYSTEM,
        now=MORNING,
    )


def _office(province: Unit) -> Office:
    agency = _unit(UnitKind.DISTRICT, "000.00.19.H58", "Huyện Châu Thành", province)
    made = Office(
        agency,
        _unit(UnitKind.ONE_STOP, "000.01.19.H58", "Bộ phận Một cửa", agency),
        _unit(UnitKind.DIVISION, "000.02.19.H58", "Phòng Tài nguyên", agency),
    )
    serial = count(1)
    for role, place in PLACES.items():
        _person(made, role, getattr(made, place), next(serial))
    return made


def _person(office: Office, role: Role, unit: Unit, number: int) -> None:
    officer = organisation.add_officer(
        code=f"CB{number}", name=f"Nguyễn Văn {number}", by=SYSTEM, now=MORNING
    )
    office.appointments[role.value] = organisation.appoint(
        officer_id=officer.pk, unit_id=unit.pk, role=role.value, valid_from=BEGINNING, by=SYSTEM, now=MORNING
    )
    office.accounts[role.value], _password = accounts.create_account(
        officer_id=officer.pk, username=f"canbo{number}", by=SYSTEM, now=MORNING
    )


def _procedure() -> Procedure:
    procedures.add_field("dat-dai", "Đất đai", by=SYSTEM, now=MORNING)
    act = procedures.record_decision(
        "01/QĐ-UBND",
        title="Công bố thủ tục",
        issuer="Chủ tịch UBND tỉnh",
        signed_on=BEGINNING,
        in_force_on=BEGINNING,
        by=SYSTEM,
        now=MORNING,
    )
    draft = procedures.create_procedure(
        "1.000001", field_code="dat-dai", level="district", content=CONTENT, by=SYSTEM, now=MORNING
    )
    procedures.publish(draft.pk, decision_id=act.pk, by=SYSTEM, now=MORNING)
    steps = Definition.from_steps(STEPS)
    publish_process(
        draft.procedure_id, steps, valid_from=BEGINNING, origin=Origin.DERIVED, by=SYSTEM, now=MORNING
    )
    return draft.procedure
