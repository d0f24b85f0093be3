"""Closing a unit: not while dossiers are in its hands."""

from datetime import timedelta

import pytest

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions.units import close_unit
from motcua.casework.dossiers.tests.cast import MORNING, Cast, unit
from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Appointment, Role, Unit, UnitKind

TOMORROW = (MORNING + timedelta(days=1)).date()


def emptied(cast: Cast) -> Unit:
    """The division, its people gone from tomorrow on."""
    Appointment.objects.filter(unit=cast.here.division).update(valid_to=TOMORROW)
    return cast.here.division


def test_a_unit_with_dossiers_stays(cast: Cast) -> None:
    cast.receive()
    cast.bring_to(cast.receive().dossier_id, "return")
    before = JournalRow.objects.count()
    with pytest.raises(Refused, match="unit_has_dossiers") as refused:
        close_unit(emptied(cast).pk, from_on=TOMORROW, by=SYSTEM, now=MORNING)
    assert "2 hồ sơ" in refused.value.sentence()
    assert Unit.objects.get(pk=cast.here.division.pk).valid_to is None
    assert JournalRow.objects.count() == before


def test_once_all_is_returned_it_is_closed(cast: Cast) -> None:
    task = cast.bring_to(cast.receive().dossier_id, "return")
    actions.return_result(task.pk, by=cast.here.actor(Role.RECEPTIONIST), now=MORNING, collected_by="A")
    close_unit(emptied(cast).pk, from_on=TOMORROW, by=SYSTEM, now=MORNING)
    assert Unit.objects.get(pk=cast.here.division.pk).valid_to == TOMORROW


def test_only_the_administrator_above_it_closes_it(cast: Cast) -> None:
    made = unit(UnitKind.DIVISION, "000.09.19.H58", "Phòng mới", cast.here.agency)
    close_unit(made.pk, from_on=TOMORROW, by=cast.watcher(Role.ADMINISTRATOR), now=MORNING)
    with pytest.raises(Refused, match="not_allowed"):
        close_unit(made.pk, from_on=TOMORROW, by=cast.here.actor(Role.LEADER), now=MORNING)
