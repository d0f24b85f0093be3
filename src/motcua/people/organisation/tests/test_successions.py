"""A unit goes over into another on a day: planned, the officers reviewed, given up or begun, done."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest
from django.db import connection

from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import actions, queries
from motcua.people.organisation.models import Appointment, Succession, Unit
from motcua.people.organisation.queries import successions
from motcua.people.organisation.queries.proof import broken_rules
from motcua.people.organisation.rules import Refusal
from motcua.people.organisation.tests.conftest import NOW, SINCE, TODAY, Town, build, events, refusal

DAY = date(2018, 2, 1)
ON_THE_DAY = datetime(2018, 2, 1, 0, 30, tzinfo=UTC)


@pytest.fixture
def town(db: None) -> Town:
    return with_a_neighbour(build())


def with_a_neighbour(made: Town) -> Town:
    """A second commune with its one-stop, and a receptionist and a leader in the first."""
    for name, kind, parent, code in (
        ("neighbour", "commune", "district", "000.00.20.H58"),
        ("neighbour_one_stop", "one_stop", "neighbour", "000.00.21.H58"),
    ):
        made.units[name] = actions.create_unit(
            kind=kind,
            code=code,
            name=f"Xã {name}",
            parent_id=made.unit(parent),
            valid_from=SINCE,
            by=SYSTEM,
            now=NOW,
        )
    for part, unit, role in (
        ("commune_leader", "commune", "leader"),
        ("commune_receptionist", "commune_one_stop", "receptionist"),
    ):
        officer = actions.add_officer(code=f"X{len(part)}", name=f"Trần Thị {part}", by=SYSTEM, now=NOW)
        made.officers[part] = officer
        made.appointments[part] = actions.appoint(
            officer_id=officer.pk, unit_id=made.unit(unit), role=role, valid_from=SINCE, by=SYSTEM, now=NOW
        )
    return made


def given(town: Town, **changes: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "predecessor_id": town.unit("commune"),
        "successor_id": town.unit("neighbour"),
        "on": DAY,
        "act": "Nghị quyết 1",
        "is_checked": True,
        "by": town.actor("administrator"),
        "now": NOW,
    }
    return plain | changes


def plan(town: Town, **changes: Any) -> Succession:
    return actions.plan_succession(**given(town, **changes))


def test_the_one_stop_goes_with_its_agency(town: Town) -> None:
    lead = plan(town)
    assert successions.pairs_of(lead) == {
        town.unit("commune"): town.unit("neighbour"),
        town.unit("commune_one_stop"): town.unit("neighbour_one_stop"),
    }
    ((verb, data),) = events("succession", lead.pk)
    assert (verb, data["on"]) == ("organisation.succession_planned", "2018-02-01")
    assert list(broken_rules()) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"successor_id": "commune"}, Refusal.SUCCESSOR_WRONG),
        ({"successor_id": "district"}, Refusal.SUCCESSOR_WRONG),
        (
            {"predecessor_id": "commune_one_stop", "successor_id": "neighbour_one_stop"},
            Refusal.SUCCESSOR_WRONG,
        ),
        ({"predecessor_id": "district", "successor_id": "sister"}, Refusal.DIVISIONS_LEFT),
        ({"on": TODAY}, Refusal.NOT_AHEAD),
        ({"on": SINCE}, Refusal.UNIT_CLOSED),
        ({"act": "  "}, Refusal.BASIS_EMPTY),
        ({"act": "x" * 301}, Refusal.NAME_TOO_LONG),
        ({"successor_id": 0}, Refusal.UNIT_NOT_FOUND),
    ],
)
def test_what_cannot_be_is_refused(town: Town, changes: dict[str, Any], code: Refusal) -> None:
    found = {
        name: town.unit(value) if isinstance(value, str) and name.endswith("_id") else value
        for name, value in changes.items()
    }
    assert refusal(actions.plan_succession, **given(town, **found)) == code


def test_a_successor_without_a_one_stop_is_refused(town: Town) -> None:
    actions.close_unit(town.unit("neighbour_one_stop"), from_on=TODAY, by=SYSTEM, now=NOW)
    assert refusal(actions.plan_succession, **given(town)) == Refusal.ONE_STOP_MISSING


def test_there_is_no_circle_and_no_chain_before_it_is_done(town: Town) -> None:
    third = actions.create_unit(
        kind="commune", code="000.00.30.H58", name="Xã ba", parent_id=town.unit("district"),
        valid_from=SINCE, by=SYSTEM, now=NOW,
    )  # fmt: skip
    plan(town)
    back = given(town, predecessor_id=town.unit("neighbour"), successor_id=town.unit("commune"))
    onward = given(town, predecessor_id=town.unit("neighbour"), successor_id=third.pk)
    into_what_goes = given(town, predecessor_id=third.pk, successor_id=town.unit("commune"))
    assert refusal(actions.plan_succession, **given(town)) == Refusal.SUCCEEDED_ALREADY
    assert refusal(actions.plan_succession, **back) == Refusal.SUCCESSOR_GOES
    assert refusal(actions.plan_succession, **onward) == Refusal.PREDECESSOR_SUCCEEDS
    assert refusal(actions.plan_succession, **into_what_goes) == Refusal.SUCCESSOR_GOES


@pytest.mark.parametrize("part", ["sister_administrator", "leader", "inspector"])
def test_only_who_administers_both_may(town: Town, part: str) -> None:
    by = town.actor(part)
    assert str(refusal(actions.plan_succession, **given(town, by=by))) == "kernel.not_allowed"
    lead = plan(town)
    assert str(refusal(actions.cancel_succession, lead.pk, by=by, now=NOW)) == "kernel.not_allowed"
    assert str(refusal(actions.review_appointments, lead.pk, {}, by=by, now=NOW)) == "kernel.not_allowed"


def test_the_review_names_what_differs_once(town: Town) -> None:
    lead, by = plan(town), town.actor("administrator")
    leader = town.appointment("commune_leader")
    for _ in range(2):
        actions.review_appointments(lead.pk, {leader: "ended"}, by=by, now=NOW)
    told = [data for verb, data in events("succession", lead.pk) if verb.endswith("reviewed")]
    assert told == [{"fates": [[leader, "ended"]]}]
    actions.review_appointments(lead.pk, {leader: "carried"}, by=by, now=NOW)
    assert list(broken_rules()) == []


def test_the_review_refuses_what_is_none_of_it(town: Town) -> None:
    lead, by = plan(town), town.actor("administrator")
    stranger, leader = town.appointment("leader"), town.appointment("commune_leader")
    review = actions.review_appointments
    assert refusal(review, lead.pk, {stranger: "ended"}, by=by, now=NOW) == Refusal.NOT_OF_THE_PREDECESSOR
    assert refusal(review, lead.pk, {leader: "promoted"}, by=by, now=NOW) == Refusal.FATE_UNKNOWN
    assert refusal(review, 0, {}, by=by, now=NOW) == Refusal.SUCCESSION_NOT_FOUND


def test_on_the_day_the_officers_go_over_or_end(town: Town) -> None:
    lead = plan(town)
    ended = town.appointment("commune_leader")
    actions.review_appointments(lead.pk, {ended: "ended"}, by=town.actor("administrator"), now=NOW)
    actions.begin_succession(lead.pk, by=SYSTEM, now=ON_THE_DAY)
    assert Appointment.objects.get(pk=ended).valid_to == DAY
    assert not Appointment.objects.filter(officer=town.officers["commune_leader"], valid_to=None).exists()
    held = Appointment.objects.get(officer=town.officers["commune_receptionist"], valid_to=None)
    assert (held.unit_id, held.role, held.valid_from) == (
        town.unit("neighbour_one_stop"),
        "receptionist",
        DAY,
    )
    assert list(broken_rules()) == []


def test_it_is_done_once_and_closes_the_predecessor(town: Town) -> None:
    lead = plan(town)
    actions.begin_succession(lead.pk, by=SYSTEM, now=ON_THE_DAY)
    for _ in range(2):
        actions.finish_succession(lead.pk, by=SYSTEM, now=ON_THE_DAY)
    assert Unit.objects.get(pk=town.unit("commune")).valid_to == DAY
    assert [verb for verb, _data in events("succession", lead.pk)][-1] == "organisation.succession_done"
    assert list(broken_rules()) == []


def test_it_does_not_begin_before_its_day(town: Town) -> None:
    lead = plan(town)
    assert refusal(actions.begin_succession, lead.pk, by=SYSTEM, now=NOW) == Refusal.NOT_AHEAD


def test_what_has_begun_is_not_given_up(town: Town) -> None:
    lead, by = plan(town), town.actor("administrator")
    actions.begin_succession(lead.pk, by=SYSTEM, now=ON_THE_DAY)
    assert refusal(actions.cancel_succession, lead.pk, by=by, now=ON_THE_DAY) == Refusal.SUCCESSION_BEGUN


def test_after_it_was_given_up_another_is_planned(town: Town) -> None:
    actions.cancel_succession(plan(town).pk, by=town.actor("administrator"), now=NOW)
    assert plan(town).state == Succession.State.PLANNED
    assert list(broken_rules()) == []


@pytest.mark.parametrize("verb", ["begin_succession", "finish_succession"])
def test_only_the_system_begins_and_ends_it(town: Town, verb: str) -> None:
    lead = plan(town)
    found = refusal(getattr(actions, verb), lead.pk, by=town.actor("administrator"), now=ON_THE_DAY)
    assert str(found) == "kernel.not_allowed"


def test_the_successor_inherits_and_the_district_keeps_seeing_it(town: Town) -> None:
    lead = plan(town)
    actions.begin_succession(lead.pk, by=SYSTEM, now=ON_THE_DAY)
    actions.finish_succession(lead.pk, by=SYSTEM, now=ON_THE_DAY)
    (office,) = queries.grants(town.officer("commune_receptionist"), DAY)
    assert office.inherited_ids == (town.unit("commune_one_stop"),)
    (district,) = queries.grants(town.officer("leader"), DAY)
    assert {town.unit("commune"), town.unit("commune_one_stop")} <= set(district.unit_ids)
    assert district.inherited_ids == ()


def test_an_event_that_fails_leaves_nothing(town: Town, broken_journal: Callable[[], None]) -> None:
    broken_journal()
    with pytest.raises(RuntimeError):
        plan(town)
    assert not Succession.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE succession SET on_date = on_date + 1",
        "UPDATE succession SET state = 'done' WHERE lead_id IS NULL",
        "UPDATE succession SET act = 'khác'",
        "UPDATE succession SET successor_id = (SELECT min(id) FROM unit) WHERE lead_id IS NULL",
        "DELETE FROM succession WHERE lead_id IS NOT NULL",
        "INSERT INTO succession_appointment (succession_id, appointment_id, fate) SELECT s.id, a.id, 'ended' "
        "FROM succession s, appointment a WHERE s.lead_id IS NULL LIMIT 1",
    ],
)
def test_a_change_behind_its_back_is_found(
    real_db: None, owner: psycopg.Connection[Any], statement: str
) -> None:
    plan(with_a_neighbour(build()))
    assert owner.execute(statement).rowcount
    assert {broken.kind for broken in broken_rules()} == {"succession"}


def test_two_plans_at_once_are_one(real_db: None) -> None:
    town = with_a_neighbour(build())
    by = town.actor("administrator")

    def plan_once(_number: int) -> str:
        try:
            plan(town, by=by)
        except Refused as refused:
            return str(refused.code)
        finally:
            connection.close()
        return "planned"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(plan_once, range(2)))
    assert said[-1] == "planned"
    assert "succeeded_already" in said[0]


# --- splits, and officers who go elsewhere -----------------------------------------------------------------------


def a_third(town: Town) -> int:
    made = actions.create_unit(
        kind="commune", code="000.00.30.H58", name="Xã ba", parent_id=town.unit("district"),
        valid_from=SINCE, by=SYSTEM, now=NOW,
    )  # fmt: skip
    actions.create_unit(
        kind="one_stop", code="000.00.31.H58", name="Một cửa xã ba", parent_id=made.pk,
        valid_from=SINCE, by=SYSTEM, now=NOW,
    )  # fmt: skip
    return made.pk


def plan_split(town: Town, *parts: int) -> Succession:
    said = {name: value for name, value in given(town).items() if name != "successor_id"}
    return actions.plan_split(successor_ids=parts, **said)


def test_a_unit_is_split_among_several_with_their_one_stops(town: Town) -> None:
    third = a_third(town)
    lead = plan_split(town, third, town.unit("neighbour"))
    parts = successions.parts_of(lead)
    assert list(parts) == [third, town.unit("neighbour")]
    assert parts[town.unit("neighbour")][town.unit("commune_one_stop")] == town.unit("neighbour_one_stop")
    assert successions.pairs_of(lead) == parts[third]
    assert list(broken_rules()) == []


def test_a_split_needs_two_and_stands_alone(town: Town) -> None:
    third, neighbour = a_third(town), town.unit("neighbour")
    assert refusal(plan_split, town, third, third) == Refusal.PARTS_TOO_FEW
    plan_split(town, third, neighbour)
    assert refusal(plan_split, town, third, neighbour) == Refusal.SUCCEEDED_ALREADY
    assert refusal(plan, town) == Refusal.SUCCEEDED_ALREADY


def test_an_officer_goes_to_another_unit_and_the_rest_to_the_first_part(town: Town) -> None:
    third, by = a_third(town), town.actor("administrator")
    lead = plan_split(town, town.unit("neighbour"), third)
    leader = town.appointment("commune_leader")
    actions.review_appointments(lead.pk, {leader: "other"}, units={leader: third}, by=by, now=NOW)
    actions.begin_succession(lead.pk, by=SYSTEM, now=ON_THE_DAY)
    actions.finish_succession(lead.pk, by=SYSTEM, now=ON_THE_DAY)
    held = Appointment.objects.get(officer=town.officers["commune_leader"], valid_to=None)
    assert held.unit_id == third
    rest = Appointment.objects.get(officer=town.officers["commune_receptionist"], valid_to=None)
    assert rest.unit_id == town.unit("neighbour_one_stop")
    assert list(broken_rules()) == []


def test_an_officer_of_a_merger_goes_to_a_third_unit_and_back_on_the_list(town: Town) -> None:
    third, by = a_third(town), town.actor("administrator")
    lead, leader = plan(town), town.appointment("commune_leader")
    actions.review_appointments(lead.pk, {leader: "other"}, units={leader: third}, by=by, now=NOW)
    assert list(broken_rules()) == []
    actions.review_appointments(lead.pk, {leader: "carried"}, by=by, now=NOW)
    assert lead.appointments.get().to_unit_id is None
    assert list(broken_rules()) == []


def test_where_an_officer_cannot_go_is_refused(town: Town) -> None:
    lead, by, leader = plan(town), town.actor("administrator"), town.appointment("commune_leader")

    def review(unit: int | None) -> Any:
        units = {} if unit is None else {leader: unit}
        return refusal(actions.review_appointments, lead.pk, {leader: "other"}, units=units, by=by, now=NOW)

    assert review(None) == Refusal.FATE_UNKNOWN
    assert review(town.unit("commune")) == Refusal.UNIT_CLOSED
    assert review(town.unit("neighbour_one_stop")) == Refusal.ROLE_NOT_OF_THIS_UNIT
    assert not lead.appointments.exists()
