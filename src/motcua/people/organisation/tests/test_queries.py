"""What is read of the organisation, as of a day; and who may see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from motcua.ground.access import policy
from motcua.ground.kernel.actors import ANONYMOUS, SYSTEM, Actor
from motcua.people.organisation import actions, queries
from motcua.people.organisation.models import Appointment, Delegation, Officer, Role, Unit
from motcua.people.organisation.rules import Refusal
from motcua.people.organisation.tests.conftest import NOW, SINCE, TODAY, Town, refusal

YESTERDAY = TODAY - timedelta(days=1)
BEFORE = SINCE - timedelta(days=1)


def names(town: Town, ids: tuple[int, ...]) -> set[str]:
    by_id = {unit.pk: name for name, unit in town.units.items()}
    return {by_id[unit_id] for unit_id in ids}


def test_a_subtree_is_the_unit_and_everything_below(town: Town) -> None:
    below = queries.subtree_ids(town.unit("district"), TODAY)
    assert names(town, below) == {"district", "commune", "one_stop", "division", "commune_one_stop"}


def test_ancestors_are_read_from_the_nearest_up(town: Town) -> None:
    above = queries.ancestors(town.unit("commune_one_stop"), TODAY)
    assert [unit.id for unit in above] == [town.unit(name) for name in ("commune", "district", "province")]
    assert queries.ancestors(town.unit("province"), TODAY) == ()


def test_the_tree_reads_top_down_each_under_its_parent(town: Town) -> None:
    lines = [(line.unit.short_name, line.depth) for line in queries.tree(TODAY)]
    assert lines == [
        ("province", 0),
        ("department", 1),
        ("district", 1),
        ("one_stop", 2),
        ("division", 2),
        ("commune", 2),
        ("commune_one_stop", 3),
        ("sister", 1),
    ]


def test_a_part_of_the_tree_begins_at_its_unit(town: Town) -> None:
    lines = [(line.unit.short_name, line.depth) for line in queries.tree(TODAY, under=town.unit("commune"))]
    assert lines == [("commune", 0), ("commune_one_stop", 1)]


def test_before_the_first_day_there_is_no_tree(town: Town) -> None:
    assert queries.tree(BEFORE) == ()
    assert refusal(queries.unit_as_of, town.unit("district"), BEFORE) == Refusal.UNIT_NOT_FOUND


@pytest.mark.parametrize(
    ("unit", "agency"),
    [
        ("one_stop", "district"),
        ("division", "district"),
        ("commune_one_stop", "commune"),
        ("commune", "commune"),
        ("department", "department"),
    ],
)
def test_the_agency_of_a_unit_is_the_nearest_that_decides(town: Town, unit: str, agency: str) -> None:
    assert queries.agency_of(town.unit(unit), TODAY).id == town.unit(agency)


def test_a_unit_that_was_not_there_has_no_agency(town: Town) -> None:
    assert refusal(queries.agency_of, town.unit("one_stop"), BEFORE) == Refusal.UNIT_NOT_FOUND


def test_an_agency_has_one_one_stop_and_its_own_divisions(town: Town) -> None:
    found = queries.one_stop_of(town.unit("district"), TODAY)
    assert found is not None
    assert found.id == town.unit("one_stop")
    assert queries.one_stop_of(town.unit("sister"), TODAY) is None
    assert [unit.id for unit in queries.divisions_of(town.unit("district"), TODAY)] == [town.unit("division")]
    assert queries.divisions_of(town.unit("province"), TODAY) == ()


def test_officers_of_a_unit_are_those_in_office_that_day(town: Town) -> None:
    found = queries.officers_in(town.unit("one_stop"), None, TODAY)
    assert {officer.role for officer in found} == {"receptionist", "one_stop_head"}
    (head,) = queries.officers_in(town.unit("one_stop"), "one_stop_head", TODAY)
    assert (head.officer_id, head.appointment_id) == (
        town.officer("one_stop_head"),
        town.appointment("one_stop_head"),
    )
    actions.end_appointment(head.appointment_id, valid_to=TODAY, by=SYSTEM, now=NOW)
    assert queries.officers_in(town.unit("one_stop"), "one_stop_head", TODAY) == ()
    assert queries.officers_in(town.unit("one_stop"), "one_stop_head", YESTERDAY) == (head,)


@pytest.mark.parametrize("text", ["cai be", "CÁI BÈ", "bè huyện", "000.00.02"])
def test_units_are_found_by_words_and_code(town: Town, text: str) -> None:
    assert [unit.id for unit in queries.search(text, TODAY)] == [town.unit("district")]


def test_a_search_goes_by_the_name_of_the_day(town: Town) -> None:
    actions.rename_unit(
        town.unit("district"), code="D1", name="Thị xã Mới", from_on=TODAY, by=SYSTEM, now=NOW
    )
    assert queries.search("cái bè", TODAY) == ()
    assert len(queries.search("cái bè", YESTERDAY)) == 1
    assert len(queries.search("", TODAY, limit=3)) == 3


def test_names_of_many_units_are_one_statement(town: Town, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        found = queries.names([unit.pk for unit in town.units.values()], TODAY)
    assert found[town.unit("sister")].name == "Ủy ban nhân dân huyện Châu Thành"
    assert found[town.unit("commune")].kind_title == "Xã, phường, thị trấn"


@pytest.mark.parametrize(
    "read",
    [queries.subtree_ids, queries.ancestors, queries.agency_of, queries.one_stop_of, queries.calendar_id_of],
)
def test_each_walk_through_the_tree_is_one_statement(
    town: Town, read: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        read(town.unit("commune"), TODAY)


def test_a_life_in_office_is_read_latest_first(town: Town) -> None:
    later = actions.appoint(
        officer_id=town.officer("handler"),
        unit_id=town.unit("one_stop"),
        role="receptionist",
        valid_from=TODAY,
        by=SYSTEM,
        now=NOW,
    )
    assert list(queries.appointments_of(town.officer("handler"))) == [later, town.appointments["handler"]]
    assert list(queries.delegations_of(later.pk)) == []


def test_one_officer_is_found_or_refused(town: Town) -> None:
    actor = town.actor("handler")
    assert queries.get_officer(town.officer("leader"), actor) == town.officers["leader"]
    assert refusal(queries.get_officer, 999_999, actor) == Refusal.OFFICER_NOT_FOUND
    assert refusal(queries.get_officer, town.officer("leader"), ANONYMOUS) == Refusal.OFFICER_NOT_FOUND


# --- a check and a list never disagree -----------------------------------------------------------------------------

OBJECTS: dict[str, Any] = {
    "units.view": Unit,
    "units.change": Unit,
    "officers.view": Officer,
    "officers.change": Officer,
    "appointments.change": Appointment,
    "delegations.change": Delegation,
}


@pytest.mark.parametrize("permission", OBJECTS)
@pytest.mark.parametrize(
    "part",
    [
        "administrator",
        "sister_administrator",
        "leader",
        "head",
        "one_stop_head",
        "handler",
        "inspector",
        None,
    ],
)
def test_what_may_be_seen_is_what_may_be_listed(town: Town, permission: str, part: str | None) -> None:
    actions.delegate(
        appointment_id=town.appointment("leader"),
        delegate_id=town.officer("head"),
        form="TUQ.",
        basis="Quyết định 1",
        valid_from=TODAY,
        valid_to=TODAY + timedelta(days=5),
        by=SYSTEM,
        now=NOW,
    )
    actor = town.actor(part) if part else ANONYMOUS
    model = OBJECTS[permission]
    listed = set(policy.visible(actor, permission, model.objects.all()))
    assert listed == {found for found in model.objects.all() if policy.allows(actor, permission, found)}


def test_who_acts_by_delegation_sees_no_delegation_to_change(town: Town) -> None:
    delegation = actions.delegate(
        appointment_id=town.appointment("leader"),
        delegate_id=town.officer("head"),
        form="TUQ.",
        basis="Quyết định 1",
        valid_from=TODAY,
        valid_to=TODAY + timedelta(days=5),
        by=SYSTEM,
        now=NOW,
    )
    offices = town.actor("head").offices
    by = Actor("officer", 1, town.officer("head"), offices[1], offices)
    assert by.role == "leader"
    assert not policy.visible(by, "delegations.change", Delegation.objects.all()).exists()
    assert not policy.allows(by, "delegations.change", delegation)


def test_every_role_is_registered_with_its_title() -> None:
    assert {role.value for role in Role} <= set(policy.roles())
    assert policy.roles()["leader"] == Role.LEADER.label
