"""The province is entered through the verbs, whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from motcua.catalogue.procedures.models import Offer
from motcua.catalogue.processes import queries as processes
from motcua.catalogue.processes.rules import Place
from motcua.ground.kernel import clock
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.accounts import factors
from motcua.people.accounts.models import Account
from motcua.people.accounts.rules import NEEDS_CODE
from motcua.people.accounts.rules import Refusal as AccountRefusal
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Appointment, Officer, Role, Unit, UnitName
from motcua.scenario import queries
from motcua.scenario.loading import ready_officers, units_to_enter
from motcua.scenario.province.staff import READY, staff_of
from motcua.scenario.province.units import PROVINCE
from motcua.scenario.province.year import FIRST_DAY, SEED
from motcua.scenario.tests.conftest import TREES

pytestmark = pytest.mark.usefixtures("province")


def test_every_unit_is_entered_by_an_event() -> None:
    planned = units_to_enter(TREES)
    assert Unit.objects.count() == len(planned)
    assert JournalRow.objects.filter(object_kind="unit").count() == len(planned)
    assert set(UnitName.objects.values_list("code", flat=True)) == {unit.code for unit in planned}


def test_every_officer_is_appointed_as_planned() -> None:
    staff = [officer for tree in (0, *TREES) for officer in staff_of(tree, SEED)]
    assert Officer.objects.count() == len(staff)
    assert Appointment.objects.count() == sum(len(officer.posts) for officer in staff)


def test_every_step_of_every_offer_has_somebody_to_do_it() -> None:
    posts = set(Appointment.objects.values_list("unit_id", "role"))
    missing = []
    for offer in Offer.objects.select_related("procedure"):
        places = {
            Place.ONE_STOP: offer.one_stop_id,
            Place.DIVISION: offer.division_id,
            Place.AGENCY: offer.agency_id,
        }
        process = processes.in_force(offer.procedure_id, FIRST_DAY)
        steps = processes.definition(process.pk).steps
        missing += [(offer.procedure.code, s.key) for s in steps if (places[s.place], s.role) not in posts]
    assert missing == []


def test_every_counter_receives_at_least_five_procedures_or_its_departments_own() -> None:
    for one_stop in UnitName.objects.filter(unit__kind="one_stop"):
        count = Offer.objects.filter(one_stop_id=one_stop.unit_id, valid_to=None).count()
        assert count >= (5 if int(one_stop.code[7:9]) >= 19 else 1), one_stop.code


def test_every_unit_works_by_the_calendar_of_the_province() -> None:
    province = UnitName.objects.get(code=PROVINCE).unit_id
    expected = organisation.calendar_id_of(province, FIRST_DAY)
    assert expected is not None
    commune = Unit.objects.filter(kind="commune").first()
    assert commune is not None
    assert organisation.calendar_id_of(commune.pk, FIRST_DAY) == expected


@pytest.mark.parametrize(("unit", "role"), list(READY))
def test_who_needs_a_one_time_code_has_one(unit: str, role: Role) -> None:
    account = Account.objects.get(username=READY[unit, role])
    assert factors.has_factor(account) == (role in NEEDS_CODE)


def test_the_codes_shown_are_those_of_the_ready_accounts_that_need_one(province: Path) -> None:
    shown = queries.ready_codes()
    assert {row.username for row in shown} == {"lanhdao", "caicach", "quantri"}
    assert all(row.code.isdigit() and len(row.code) == 6 and row.name and row.role for row in shown)


def test_nobody_elses_code_is_shown(province: Path) -> None:
    Account.objects.filter(username="quantri").update(username="someone.else")
    try:
        assert "someone.else" not in {row.username for row in queries.ready_codes()}
        assert len(queries.ready_codes()) == 2
    finally:
        Account.objects.filter(username="someone.else").update(username="quantri")


def test_outside_a_demonstration_no_code_is_shown(province: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = clock.state()
    real = clock.ClockState(state.now, False, False, None)
    monkeypatch.setattr(clock, "state", lambda: real)
    with pytest.raises(Refused) as refused:
        queries.ready_codes()
    assert refused.value.code is AccountRefusal.NOT_A_DEMONSTRATION


def test_the_ready_accounts_come_in_the_order_of_their_work() -> None:
    found = [officer.ready for officer in ready_officers(TREES, SEED)]
    assert found[:3] == ["tiepnhan", "tiepnhan.xa", "thuly"]
    assert found[-1] == "thanhtra"
