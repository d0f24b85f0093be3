"""What the database itself refuses, should a verb forget it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.ground.kernel.constraints import refusing
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import (
    Appointment,
    Delegation,
    Officer,
    Unit,
    UnitCalendar,
    UnitName,
    UnitParent,
)
from motcua.people.organisation.rules import Refusal
from motcua.people.organisation.tests.conftest import SINCE, TODAY, Town

NAMED = {"name": "Tên", "short_name": "Tên", "search_text": "ten", "sort_key": "ten"}
BEFORE = TODAY - timedelta(days=1)

BREACHES: dict[str, Callable[[Town, int], object]] = {
    "a_unit_is_of_a_known_kind": lambda town, _: Unit.objects.create(kind="ministry", valid_from=TODAY),
    "unit_ends_after_it_begins": lambda town, _: Unit.objects.create(
        kind="commune", valid_from=TODAY, valid_to=TODAY
    ),
    "a_unit_has_one_name": lambda town, _: UnitName.objects.create(
        unit_id=town.unit("district"), code="X", valid_from=TODAY, **NAMED
    ),
    "a_unit_code_is_used_once_at_a_time": lambda town, _: UnitName.objects.create(
        unit=Unit.objects.create(kind="commune", valid_from=TODAY),
        code="000.00.02.H58",
        valid_from=TODAY,
        **NAMED,
    ),
    "a_unit_gets_one_name_on_a_day": lambda town, _: UnitName.objects.create(
        unit_id=town.unit("district"), code="X", valid_from=SINCE, valid_to=TODAY, **NAMED
    ),
    "unit_name_ends_after_it_begins": lambda town, _: UnitName.objects.create(
        unit_id=town.unit("district"), code="X", valid_from=TODAY, valid_to=BEFORE, **NAMED
    ),
    "a_unit_is_not_its_own_parent": lambda town, _: UnitParent.objects.create(
        unit_id=town.unit("province"), parent_id=town.unit("province"), valid_from=TODAY
    ),
    "a_unit_has_one_parent": lambda town, _: UnitParent.objects.create(
        unit_id=town.unit("commune"), parent_id=town.unit("sister"), valid_from=TODAY
    ),
    "a_unit_gets_one_parent_on_a_day": lambda town, _: UnitParent.objects.create(
        unit_id=town.unit("commune"), parent_id=town.unit("sister"), valid_from=SINCE, valid_to=TODAY
    ),
    "a_unit_has_one_calendar": lambda town, calendar_id: [
        UnitCalendar.objects.create(unit_id=town.unit("commune"), calendar_id=calendar_id, valid_from=day)
        for day in (BEFORE, TODAY)
    ],
    "an_officer_has_a_name_and_a_code": lambda town, _: Officer.objects.create(
        code="X", name="", search_text="", sort_key=""
    ),
    "an_appointment_is_to_a_known_role": lambda town, _: Appointment.objects.create(
        officer_id=town.officer("handler"), unit_id=town.unit("commune"), role="king", valid_from=TODAY
    ),
    "an_officer_is_appointed_once_to_a_role_of_a_unit": lambda town, _: Appointment.objects.create(
        officer_id=town.officer("handler"), unit_id=town.unit("division"), role="handler", valid_from=TODAY
    ),
    "appointment_ends_not_before_it_begins": lambda town, _: Appointment.objects.create(
        officer_id=town.officer("handler"),
        unit_id=town.unit("commune"),
        role="clerk",
        valid_from=TODAY,
        valid_to=BEFORE,
    ),
    "delegation_ends_not_before_it_begins": lambda town, _: Delegation.objects.create(
        appointment_id=town.appointment("leader"),
        delegate_id=town.officer("head"),
        form="KT.",
        basis="Quyết định",
        valid_from=TODAY,
        valid_to=BEFORE,
    ),
    "a_delegation_names_its_basis": lambda town, _: Delegation.objects.create(
        appointment_id=town.appointment("leader"),
        delegate_id=town.officer("head"),
        form="KT.",
        basis="",
        valid_from=TODAY,
        valid_to=TODAY,
    ),
}


@pytest.mark.parametrize("name", BREACHES)
def test_the_database_refuses(town: Town, calendar_id: int, name: str) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        BREACHES[name](town, calendar_id)
    assert f'"{name}"' in str(caught.value)


def test_a_unit_in_use_is_not_deleted(town: Town) -> None:
    with pytest.raises(IntegrityError):
        Unit.objects.get(pk=town.unit("division")).delete()


def breach(town: Town) -> None:
    BREACHES["a_unit_has_one_name"](town, 0)


def test_a_violation_named_becomes_its_refusal_and_the_transaction_goes_on(town: Town) -> None:
    refused = Refused(Refusal.CODE_TAKEN, value="X")
    with pytest.raises(Refused) as caught, refusing(a_unit_has_one_name=refused):
        breach(town)
    assert caught.value is refused
    assert UnitName.objects.filter(unit=town.unit("district")).count() == 1


def test_a_violation_not_named_stays_an_error(town: Town) -> None:
    with pytest.raises(IntegrityError), refusing(officer_code_key=Refused(Refusal.CODE_TAKEN, value="X")):
        breach(town)


def test_without_a_violation_the_work_is_kept(town: Town) -> None:
    with refusing(officer_code_key=Refused(Refusal.CODE_TAKEN, value="X")):
        Officer.objects.create(code="X", name="Người mới", search_text="", sort_key="")
    assert Officer.objects.filter(code="X").exists()
