"""The list behind a number: as long as the number, in order, and silent about names that are not for the reader."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from motcua.casework.dossiers.tests.cast import Cast
from motcua.ground.access import policy
from motcua.ground.kernel.actors import ANONYMOUS
from motcua.ground.kernel.refusals import Kind, Refused
from motcua.insight.figures.queries.counts import By, table
from motcua.insight.figures.queries.lists import listed
from motcua.insight.figures.queries.units import choose, reading_for, tree
from motcua.insight.figures.rules import Measure, Reading
from motcua.insight.figures.tests.many import NEW_YEAR, Story, party, put, scope_of
from motcua.insight.figures.tests.test_counts import ALL, EARLY, LATE, PAST
from motcua.people.organisation.models import Role, Unit, UnitParent

WATCHERS = (Role.LEADER, Role.ONE_STOP_HEAD, Role.HEAD_OF_DIVISION, Role.INSPECTOR, Role.REFORM_OFFICE)


@pytest.mark.parametrize("measure", list(Measure))
def test_a_list_is_as_long_as_its_number(cast: Cast, measure: Measure) -> None:
    put(cast.here, cast, *ALL)
    put(cast.sister, cast, *ALL)
    leader = cast.here.actor(Role.LEADER, NEW_YEAR)
    scope, units = scope_of(leader)
    page = listed(leader, scope, measure, units)
    assert len(page.rows) == page.count == table(scope, By.UNIT, units).total[measure]


def test_a_long_list_comes_in_parts_without_gap_or_repetition(cast: Cast) -> None:
    made = put(
        cast.here, cast, *[LATE] * 5, Story("2017-02-01 08:00", "2017-02-10 08:00", "2017-02-20 08:00")
    )
    leader = cast.here.actor(Role.LEADER, NEW_YEAR)
    scope, units = scope_of(leader)
    codes: list[str] = []
    after = None
    for _ in range(3):
        page = listed(leader, scope, Measure.LATE, units, after=after, limit=2)
        codes += [row.code for row in page.rows]
        after = page.after
    assert after is None
    assert codes == [made[5].code, *(dossier.code for dossier in made[:5])]


def test_a_row_says_how_it_ended_and_where_it_lay(cast: Cast) -> None:
    put(cast.here, cast, LATE, received_at=cast.sister)
    leader = cast.here.actor(Role.LEADER, NEW_YEAR)
    scope, units = scope_of(leader)
    (row,) = listed(leader, scope, Measure.RESOLVED, units).rows
    assert (row.outcome, row.handled_by, row.received_by) == (
        Measure.LATE,
        "Phòng TN&MT Huyện Châu Thành",
        "Bộ phận Một cửa Huyện Cái Bè",
    )


def test_a_name_is_shown_only_to_whoever_may_see_the_dossier(cast: Cast) -> None:
    """The head of the division that handled it long ago still counts it with its unit's past, but sees no name."""
    put(cast.here, cast, EARLY, who=party("Trần Văn Kín"))
    leader = cast.here.actor(Role.LEADER, NEW_YEAR)
    scope, units = scope_of(leader)
    assert listed(leader, scope, Measure.RESOLVED, units).rows[0].applicant == "Trần Văn Kín"
    stranger = cast.sister.actor(Role.LEADER, NEW_YEAR)
    (row,) = listed(stranger, scope, Measure.RESOLVED, units).rows
    assert (row.applicant, row.opens) == ("", False)


# --- whose figures -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.LEADER, Role.ONE_STOP_HEAD, Role.HEAD_OF_DIVISION])
def test_one_begins_at_ones_own_unit(cast: Cast, role: Role) -> None:
    actor = cast.here.actor(role, NEW_YEAR)
    scope, _units = scope_of(actor)
    assert scope.place.unit.pk == actor.unit_id


@pytest.mark.parametrize("role", [Role.REFORM_OFFICE, Role.INSPECTOR])
def test_who_watches_the_province_begins_with_all_of_it(cast: Cast, role: Role) -> None:
    scope, _units = scope_of(cast.watcher(role))
    assert scope.place.unit.pk == cast.province.pk
    assert scope.place.ids is None


@pytest.mark.parametrize("role", [Role.LEADER, Role.ONE_STOP_HEAD, Role.HEAD_OF_DIVISION])
def test_the_units_of_another_district_and_those_above_are_not_found(cast: Cast, role: Role) -> None:
    units = tree(NEW_YEAR.date())
    actor = cast.here.actor(role, NEW_YEAR)
    for foreign in (cast.sister.agency, cast.sister.one_stop, cast.sister.division, cast.province):
        with pytest.raises(Refused) as refused:
            choose(actor, units, foreign.pk)
        assert refused.value.kind is Kind.NOT_FOUND


def test_only_a_leader_sees_the_other_parts_of_the_district(cast: Cast) -> None:
    units = tree(NEW_YEAR.date())
    assert choose(cast.here.actor(Role.LEADER, NEW_YEAR), units, cast.here.division.pk)
    with pytest.raises(Refused):
        choose(cast.here.actor(Role.ONE_STOP_HEAD, NEW_YEAR), units, cast.here.division.pk)


def test_the_roles_that_count_are_these_and_no_others(cast: Cast) -> None:
    assert set(policy.rows()["figures.view"]) == {role.value for role in WATCHERS}
    for actor in (ANONYMOUS, cast.watcher(Role.ADMINISTRATOR), cast.here.actor(Role.HANDLER, NEW_YEAR)):
        assert not policy.has(actor, "figures.view")


def test_a_unit_that_has_ended_belongs_to_whom_it_belonged_then(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.here.division.pk).update(valid_to=NEW_YEAR.date())
    UnitParent.objects.filter(unit=cast.here.division).update(valid_to=NEW_YEAR.date())
    then = tree(NEW_YEAR.date() - timedelta(days=2))
    leader, stranger = (where.actor(Role.LEADER, NEW_YEAR) for where in (cast.here, cast.sister))
    assert leader.office is not None
    assert cast.here.division.pk not in leader.office.unit_ids
    assert choose(leader, then, cast.here.division.pk).unit.name == "Phòng TN&MT Huyện Châu Thành"
    with pytest.raises(Refused):
        choose(stranger, then, cast.here.division.pk)


def test_a_unit_may_look_at_the_time_before_it_was_there(cast: Cast) -> None:
    scope, units = scope_of(cast.here.actor(Role.LEADER, NEW_YEAR), period="2010")
    assert scope.place.unit.name == "Huyện Châu Thành"
    assert not scope.place.unit.is_alive
    assert not table(scope, By.UNIT, units).total


def test_a_one_stop_only_receives_and_a_division_only_handles(cast: Cast) -> None:
    units = tree(NEW_YEAR.date()).units
    assert reading_for(units[cast.here.one_stop.pk], Reading.HANDLED) is Reading.RECEIVED
    assert reading_for(units[cast.here.division.pk], Reading.RECEIVED) is Reading.HANDLED
    assert reading_for(units[cast.here.agency.pk], Reading.RECEIVED) is Reading.RECEIVED


# --- how much it asks of the database ----------------------------------------------------------------------------


def test_units_and_a_table_of_units_are_one_statement_each(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    put(cast.here, cast, *ALL)
    actor = cast.watcher(Role.INSPECTOR)
    with django_assert_num_queries(1):
        scope, units = scope_of(actor)
    with django_assert_num_queries(1):
        table(scope, By.UNIT, units)
    with django_assert_num_queries(2):
        table(scope, By.PROCEDURE, units)


def test_a_list_of_any_length_is_two_statements(cast: Cast, django_assert_num_queries: Any) -> None:
    put(cast.here, cast, *[PAST] * 10)
    leader = cast.here.actor(Role.LEADER, NEW_YEAR)
    scope, units = scope_of(leader)
    with django_assert_num_queries(2):
        assert len(listed(leader, scope, Measure.PAST, units).rows) == 10
