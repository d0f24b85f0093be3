"""Units come, change their name, move and go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from motcua.ground.kernel.actors import ANONYMOUS, SYSTEM
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.people.organisation import actions, queries
from motcua.people.organisation.models import Unit, UnitName, UnitParent
from motcua.people.organisation.rules import Refusal
from motcua.people.organisation.tests.conftest import NOW, SINCE, TODAY, Town, count_events, events, refusal

TOMORROW = TODAY + timedelta(days=1)
OTHERS = ("sister_administrator", "leader", "head", "handler", "receptionist", "inspector")


def create(town: Town, part: str = "administrator", **changes: Any) -> Unit:
    wanted: dict[str, Any] = {
        "kind": "commune",
        "code": "000.00.90.H58",
        "name": "Ủy ban nhân dân xã Hậu Thành",
        "parent_id": town.unit("district"),
        "valid_from": TODAY,
        "by": town.actor(part),
        "now": NOW,
    }
    return actions.create_unit(**(wanted | changes))


def rename(town: Town, part: str = "administrator", **changes: Any) -> Unit:
    wanted: dict[str, Any] = {
        "code": "000.00.91.H58",
        "name": "Ủy ban nhân dân thị xã Cái Bè",
        "short_name": "Thị xã Cái Bè",
        "from_on": TODAY,
        "by": town.actor(part),
        "now": NOW,
    }
    return actions.rename_unit(town.unit("district"), **(wanted | changes))


def move(town: Town, part: str = "administrator", unit: str = "commune", **changes: Any) -> Unit:
    wanted: dict[str, Any] = {
        "parent_id": town.unit("sister"),
        "from_on": TODAY,
        "by": town.actor(part),
        "now": NOW,
    }
    return actions.move_unit(town.unit(unit), **(wanted | changes))


def close(town: Town, unit: str, part: str = "administrator", from_on: date = TOMORROW) -> Unit:
    return actions.close_unit(town.unit(unit), from_on=from_on, by=town.actor(part), now=NOW)


def test_a_new_unit_stands_under_its_parent_from_its_first_day(town: Town) -> None:
    unit = create(town)
    view = queries.unit_as_of(unit.pk, TODAY)
    assert (view.code, view.parent_id, view.kind) == ("000.00.90.H58", town.unit("district"), "commune")
    assert queries.names([unit.pk], TODAY - timedelta(days=1)) == {}


def test_creating_records_one_event_without_the_name(town: Town) -> None:
    unit = create(town)
    ((verb, data),) = events("unit", unit.pk)
    assert verb == "organisation.unit_created"
    assert data["parent_id"] == town.unit("district")
    assert "Hậu Thành" not in str(data)


def test_creating_fails_whole_when_the_event_fails(town: Town, broken_journal: Callable[[], None]) -> None:
    broken_journal()
    with pytest.raises(RuntimeError):
        create(town)
    assert not UnitName.objects.filter(code="000.00.90.H58").exists()


@pytest.mark.parametrize("part", OTHERS)
def test_only_an_administrator_above_creates_a_unit(town: Town, part: str) -> None:
    assert refusal(create, town, part) == KernelRefusal.NOT_ALLOWED


def test_a_stranger_creates_no_unit(town: Town) -> None:
    assert refusal(create, town, by=ANONYMOUS) == KernelRefusal.NOT_ALLOWED


def test_only_the_system_founds_a_province(town: Town) -> None:
    province: dict[str, Any] = {"kind": "province", "parent_id": None, "code": "H59"}
    assert refusal(create, town, **province) == KernelRefusal.NOT_ALLOWED
    assert create(town, by=SYSTEM, **province).kind == "province"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "ministry"}, Refusal.KIND_UNKNOWN),
        ({"code": "mã 1"}, Refusal.CODE_WRONG),
        ({"code": "A" * 36}, Refusal.CODE_WRONG),
        ({"code": "000.00.02.H58"}, Refusal.CODE_TAKEN),
        ({"name": "  "}, Refusal.NAME_EMPTY),
        ({"name": "x" * 201}, Refusal.NAME_TOO_LONG),
        ({"parent_id": 999_999}, Refusal.UNIT_NOT_FOUND),
        ({"kind": "district"}, Refusal.PARENT_WRONG),
        ({"kind": "one_stop"}, Refusal.ONE_STOP_EXISTS),
        ({"valid_from": SINCE - timedelta(days=1)}, Refusal.PARENT_CLOSED),
        ({"calendar_id": 999_999}, Refusal.CALENDAR_NOT_FOUND),
    ],
)
def test_it_refuses_a_unit_that_cannot_be(town: Town, changes: dict[str, Any], code: Refusal) -> None:
    assert refusal(create, town, **changes) == code


def test_a_unit_without_a_parent_must_be_a_province(town: Town) -> None:
    assert refusal(create, town, by=SYSTEM, parent_id=None) == Refusal.PARENT_MISSING


def test_nothing_new_stands_under_a_unit_whose_end_is_entered(town: Town) -> None:
    unit = create(town)
    actions.close_unit(unit.pk, from_on=TOMORROW, by=SYSTEM, now=NOW)
    changes = {"kind": "one_stop", "parent_id": unit.pk, "code": "X1"}
    assert refusal(create, town, **changes) == Refusal.PARENT_CLOSED


def test_a_commune_may_stand_directly_under_the_province(town: Town) -> None:
    assert create(town, parent_id=town.unit("province")).pk


def test_a_renamed_unit_keeps_its_id_and_its_old_name_before(town: Town) -> None:
    unit = rename(town)
    assert unit.pk == town.unit("district")
    assert queries.unit_as_of(unit.pk, TODAY - timedelta(days=1)).name == "Ủy ban nhân dân huyện Cái Bè"
    assert queries.unit_as_of(unit.pk, TODAY).short_name == "Thị xã Cái Bè"


def test_names_have_neither_gap_nor_overlap(town: Town) -> None:
    rename(town)
    rename(town, name="Ủy ban nhân dân thành phố Cái Bè", from_on=TOMORROW)
    rows = list(UnitName.objects.filter(unit=town.unit("district")).order_by("valid_from"))
    assert [row.valid_from for row in rows] == [SINCE, TODAY, TOMORROW]
    assert [row.valid_to for row in rows] == [TODAY, TOMORROW, None]


def test_a_name_is_corrected_on_the_day_it_began(town: Town) -> None:
    rename(town)
    rename(town, name="Ủy ban nhân dân thị xã Cai Lậy")
    assert UnitName.objects.filter(unit=town.unit("district")).count() == 2
    assert queries.unit_as_of(town.unit("district"), TODAY).name == "Ủy ban nhân dân thị xã Cai Lậy"


def test_the_same_name_again_is_no_event(town: Town) -> None:
    rename(town)
    rename(town)
    assert [verb for verb, _ in events("unit", town.unit("district"))] == [
        "organisation.unit_created",
        "organisation.unit_renamed",
    ]


def test_a_code_given_up_may_be_used_again(town: Town) -> None:
    rename(town)
    assert create(town, code="000.00.02.H58").pk


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"from_on": SINCE - timedelta(days=1)}, Refusal.UNIT_CLOSED),
        ({"code": "000.00.03.H58"}, Refusal.CODE_TAKEN),
        ({"name": ""}, Refusal.NAME_EMPTY),
        ({"code": "?"}, Refusal.CODE_WRONG),
        ({"short_name": "x" * 121}, Refusal.NAME_TOO_LONG),
    ],
)
def test_it_refuses_a_name_that_cannot_be(town: Town, changes: dict[str, Any], code: Refusal) -> None:
    assert refusal(rename, town, **changes) == code


def test_it_refuses_a_name_before_the_last_one(town: Town) -> None:
    rename(town)
    earlier = {"name": "Tên khác", "from_on": TODAY - timedelta(days=1)}
    assert refusal(rename, town, **earlier) == Refusal.NOT_AFTER_LAST_CHANGE


@pytest.mark.parametrize("part", OTHERS)
def test_only_an_administrator_above_renames(town: Town, part: str) -> None:
    assert refusal(rename, town, part) == KernelRefusal.NOT_ALLOWED


def test_renaming_fails_whole_when_the_event_fails(town: Town, broken_journal: Callable[[], None]) -> None:
    broken_journal()
    with pytest.raises(RuntimeError):
        rename(town)
    assert UnitName.objects.get(unit=town.unit("district")).valid_to is None


def test_a_moved_unit_takes_along_what_stands_below_it(town: Town) -> None:
    move(town)
    assert town.unit("commune_one_stop") in queries.subtree_ids(town.unit("sister"), TODAY)
    assert town.unit("commune_one_stop") not in queries.subtree_ids(town.unit("district"), TODAY)
    before = TODAY - timedelta(days=1)
    assert town.unit("commune_one_stop") in queries.subtree_ids(town.unit("district"), before)


def test_moving_records_one_event_and_a_second_time_none(town: Town) -> None:
    move(town)
    before = count_events()
    move(town)
    assert count_events() == before
    assert events("unit", town.unit("commune"))[-1] == (
        "organisation.unit_moved",
        {"parent_id": town.unit("sister"), "from_on": "2018-01-02"},
    )


def test_a_division_does_not_come_under_itself(town: Town) -> None:
    team = create(town, kind="division", parent_id=town.unit("division"), code="T1", name="Tổ 1")
    assert refusal(move, town, unit="division", parent_id=team.pk) == Refusal.IN_A_CIRCLE


@pytest.mark.parametrize(
    ("unit", "parent", "code"),
    [
        ("commune", "department", Refusal.PARENT_WRONG),
        ("commune_one_stop", "district", Refusal.ONE_STOP_EXISTS),
        ("province", "district", Refusal.PARENT_WRONG),
    ],
)
def test_it_refuses_a_parent_that_cannot_be(town: Town, unit: str, parent: str, code: Refusal) -> None:
    assert refusal(move, town, unit=unit, parent_id=town.unit(parent), by=SYSTEM) == code


def test_it_refuses_a_move_before_the_last_one(town: Town) -> None:
    move(town, from_on=TOMORROW)
    back = {"parent_id": town.unit("district"), "from_on": TODAY}
    assert refusal(move, town, **back) == Refusal.NOT_AFTER_LAST_CHANGE


def test_an_administrator_of_one_side_alone_moves_nothing(town: Town) -> None:
    assert refusal(move, town, "sister_administrator") == KernelRefusal.NOT_ALLOWED


def test_moving_fails_whole_when_the_event_fails(town: Town, broken_journal: Callable[[], None]) -> None:
    broken_journal()
    with pytest.raises(RuntimeError):
        move(town)
    assert UnitParent.objects.get(unit=town.unit("commune")).parent_id == town.unit("district")


def test_a_closed_unit_is_gone_from_that_day_and_known_before(town: Town) -> None:
    close(town, "department")
    assert queries.unit_as_of(town.unit("department"), TODAY).code
    assert town.unit("department") not in queries.subtree_ids(town.unit("province"), TOMORROW)
    assert queries.names([town.unit("department")], TOMORROW) == {}


def test_closing_records_one_event_and_a_second_time_none(town: Town) -> None:
    close(town, "department")
    before = count_events()
    close(town, "department")
    assert count_events() == before
    assert events("unit", town.unit("department"))[-1][0] == "organisation.unit_closed"


def test_it_refuses_to_close_a_unit_with_people(town: Town) -> None:
    assert refusal(close, town, "one_stop") == Refusal.UNIT_HAS_PEOPLE


def test_it_refuses_to_close_a_unit_with_units(town: Town) -> None:
    assert refusal(close, town, "commune") == Refusal.UNIT_HAS_UNITS


def test_a_unit_closes_when_its_last_appointment_ends(town: Town) -> None:
    for part in ("receptionist", "one_stop_head"):
        actions.end_appointment(town.appointment(part), valid_to=TOMORROW, by=SYSTEM, now=NOW)
    assert close(town, "one_stop").valid_to == TOMORROW


@pytest.mark.parametrize(
    ("from_on", "code"),
    [
        (TODAY - timedelta(days=1), Refusal.ENDS_IN_THE_PAST),
    ],
)
def test_it_refuses_an_end_that_cannot_be(town: Town, from_on: date, code: Refusal) -> None:
    assert refusal(close, town, "department", from_on=from_on) == code


def test_a_unit_does_not_end_on_the_day_it_began(town: Town) -> None:
    unit = create(town)
    assert (
        refusal(actions.close_unit, unit.pk, from_on=TODAY, by=SYSTEM, now=NOW)
        == Refusal.ENDS_BEFORE_IT_BEGINS
    )


def test_it_refuses_to_close_before_a_change_that_is_entered(town: Town) -> None:
    later = TODAY + timedelta(days=30)
    actions.rename_unit(
        town.unit("department"),
        code="D2",
        name="Sở mới",
        from_on=later,
        by=town.actor("administrator"),
        now=NOW,
    )
    assert refusal(close, town, "department") == Refusal.NOT_AFTER_LAST_CHANGE


@pytest.mark.parametrize("part", OTHERS)
def test_only_an_administrator_above_closes(town: Town, part: str) -> None:
    assert refusal(close, town, "department", part) == KernelRefusal.NOT_ALLOWED


def test_a_closed_unit_is_neither_renamed_nor_moved(town: Town) -> None:
    unit = create(town)
    actions.close_unit(unit.pk, from_on=TOMORROW, by=SYSTEM, now=NOW)
    town.units["new"] = unit
    assert refusal(move, town, unit="new") == Refusal.UNIT_CLOSED


def test_closing_fails_whole_when_the_event_fails(town: Town, broken_journal: Callable[[], None]) -> None:
    broken_journal()
    with pytest.raises(RuntimeError):
        close(town, "department")
    assert Unit.objects.get(pk=town.unit("department")).valid_to is None


def test_a_unit_works_by_its_own_calendar_or_the_nearest_above(town: Town, calendar_id: int) -> None:
    assert queries.calendar_id_of(town.unit("commune"), TODAY) is None
    actions.set_calendar(town.unit("district"), calendar_id=calendar_id, from_on=TODAY, by=SYSTEM, now=NOW)
    assert queries.calendar_id_of(town.unit("commune_one_stop"), TODAY) == calendar_id
    assert queries.calendar_id_of(town.unit("sister"), TODAY) is None
    assert queries.calendar_id_of(town.unit("commune"), TODAY - timedelta(days=1)) is None


def test_setting_a_calendar_records_one_event_and_a_second_time_none(town: Town, calendar_id: int) -> None:
    for _ in range(2):
        actions.set_calendar(
            town.unit("district"),
            calendar_id=calendar_id,
            from_on=TODAY,
            by=town.actor("administrator"),
            now=NOW,
        )
    assert [verb for verb, _ in events("unit", town.unit("district"))].count("organisation.calendar_set") == 1


def test_it_refuses_a_calendar_that_is_none(town: Town) -> None:
    wanted = {"calendar_id": 999_999, "from_on": TODAY, "by": SYSTEM, "now": NOW}
    assert refusal(actions.set_calendar, town.unit("district"), **wanted) == Refusal.CALENDAR_NOT_FOUND


@pytest.mark.parametrize("part", OTHERS)
def test_only_an_administrator_above_sets_a_calendar(town: Town, part: str, calendar_id: int) -> None:
    wanted = {"calendar_id": calendar_id, "from_on": TODAY, "by": town.actor(part), "now": NOW}
    assert refusal(actions.set_calendar, town.unit("district"), **wanted) == KernelRefusal.NOT_ALLOWED


def test_an_unknown_unit_is_not_found(town: Town) -> None:
    wanted = {"from_on": TODAY, "by": SYSTEM, "now": NOW}
    assert refusal(actions.close_unit, 999_999, **wanted) == Refusal.UNIT_NOT_FOUND
