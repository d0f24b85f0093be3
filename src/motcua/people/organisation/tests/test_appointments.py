"""Officers come into office and leave it; offices are delegated; who acts in which on which day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from motcua.ground.kernel.actors import ANONYMOUS, SYSTEM
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.people.organisation import actions, queries
from motcua.people.organisation.models import Appointment, Delegation, Officer
from motcua.people.organisation.rules import Refusal
from motcua.people.organisation.tests.conftest import NOW, SINCE, TODAY, Town, count_events, events, refusal

TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)
NEXT_WEEK = TODAY + timedelta(days=7)
OTHERS = ("sister_administrator", "leader", "head", "handler", "receptionist", "inspector")


def appoint(town: Town, part: str = "administrator", **changes: Any) -> Appointment:
    wanted: dict[str, Any] = {
        "officer_id": town.officer("handler"),
        "unit_id": town.unit("commune_one_stop"),
        "role": "receptionist",
        "valid_from": TODAY,
        "by": town.actor(part),
        "now": NOW,
    }
    return actions.appoint(**(wanted | changes))


def end(town: Town, who: str = "leader", part: str = "administrator", valid_to: date = TODAY) -> Appointment:
    return actions.end_appointment(town.appointment(who), valid_to=valid_to, by=town.actor(part), now=NOW)


def delegate(town: Town, part: str = "leader", **changes: Any) -> Delegation:
    wanted: dict[str, Any] = {
        "appointment_id": town.appointment("leader"),
        "delegate_id": town.officer("head"),
        "form": "TUQ.",
        "basis": "Quyết định 12/QĐ-UBND ngày 02/01/2018",
        "valid_from": TODAY,
        "valid_to": NEXT_WEEK,
        "by": town.actor(part),
        "now": NOW,
    }
    return actions.delegate(**(wanted | changes))


def roles(officer_id: int, on: date) -> list[str]:
    return [office.role for office in queries.grants(officer_id, on)]


def test_an_appointment_counts_from_its_first_day_to_the_day_before_its_end(town: Town) -> None:
    appointment = appoint(town, valid_to=NEXT_WEEK)
    assert roles(appointment.officer_id, YESTERDAY) == ["handler"]
    assert roles(appointment.officer_id, TODAY) == ["handler", "receptionist"]
    assert roles(appointment.officer_id, NEXT_WEEK) == ["handler"]


def test_an_office_reaches_its_unit_and_what_stands_below_on_that_day(town: Town) -> None:
    (office,) = queries.grants(town.officer("leader"), TODAY)
    below = {"district", "commune", "one_stop", "division", "commune_one_stop"}
    assert set(office.unit_ids) == {town.unit(name) for name in below}
    assert (office.unit_id, office.from_on, office.to_on) == (town.unit("district"), SINCE, None)


def test_offices_are_read_in_one_statement(town: Town, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        queries.grants(town.officer("leader"), TODAY)


def test_appointing_records_one_event(town: Town) -> None:
    appointment = appoint(town)
    ((verb, data),) = events("appointment", appointment.pk)
    assert verb == "organisation.officer_appointed"
    assert (data["to_role"], data["to_unit_id"]) == ("receptionist", town.unit("commune_one_stop"))


def test_appointing_fails_whole_when_the_event_fails(town: Town, broken_journal: Callable[[], None]) -> None:
    before = Appointment.objects.count()
    broken_journal()
    with pytest.raises(RuntimeError):
        appoint(town)
    assert Appointment.objects.count() == before


@pytest.mark.parametrize("part", OTHERS)
def test_only_an_administrator_above_appoints(town: Town, part: str) -> None:
    assert refusal(appoint, town, part) == KernelRefusal.NOT_ALLOWED


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"role": "king"}, Refusal.ROLE_UNKNOWN),
        ({"officer_id": 999_999}, Refusal.OFFICER_NOT_FOUND),
        ({"unit_id": 999_999}, Refusal.UNIT_NOT_FOUND),
        ({"valid_to": TODAY}, Refusal.ENDS_BEFORE_IT_BEGINS),
        ({"valid_from": SINCE - timedelta(days=1)}, Refusal.UNIT_CLOSED),
        ({"role": "leader"}, Refusal.ROLE_NOT_OF_THIS_UNIT),
        ({"role": "head_of_division"}, Refusal.ROLE_NOT_OF_THIS_UNIT),
        ({"title": "x" * 121}, Refusal.NAME_TOO_LONG),
    ],
)
def test_it_refuses_an_appointment_that_cannot_be(town: Town, changes: dict[str, Any], code: Refusal) -> None:
    assert refusal(appoint, town, **changes) == code


def test_nobody_receives_outside_a_one_stop(town: Town) -> None:
    assert refusal(appoint, town, unit_id=town.unit("district")) == Refusal.ROLE_NOT_OF_THIS_UNIT


def test_it_refuses_the_same_role_twice_at_a_time(town: Town) -> None:
    appoint(town, valid_to=NEXT_WEEK)
    assert refusal(appoint, town, valid_from=TOMORROW) == Refusal.ALREADY_APPOINTED
    assert appoint(town, valid_from=NEXT_WEEK).pk


def test_an_appointment_does_not_outlive_its_unit(town: Town) -> None:
    actions.close_unit(town.unit("department"), from_on=NEXT_WEEK, by=SYSTEM, now=NOW)
    changes: dict[str, Any] = {"unit_id": town.unit("department"), "role": "clerk"}
    assert refusal(appoint, town, **changes) == Refusal.UNIT_CLOSED
    assert appoint(town, valid_to=NEXT_WEEK, **changes).pk


def test_who_is_dismissed_today_acts_no_more_today(town: Town) -> None:
    end(town)
    assert roles(town.officer("leader"), TODAY) == []
    assert roles(town.officer("leader"), YESTERDAY) == ["leader"]


def test_an_appointment_made_by_mistake_ends_on_the_day_it_began(town: Town) -> None:
    appointment = appoint(town)
    actions.end_appointment(appointment.pk, valid_to=TODAY, by=SYSTEM, now=NOW)
    assert roles(appointment.officer_id, TODAY) == ["handler"]
    assert appoint(town).pk != appointment.pk


def test_ending_records_one_event_and_a_second_time_none(town: Town) -> None:
    end(town)
    before = count_events()
    end(town, valid_to=NEXT_WEEK)
    assert count_events() == before
    assert events("appointment", town.appointment("leader"))[-1][0] == "organisation.appointment_ended"


def test_with_an_appointment_its_delegations_end(town: Town) -> None:
    running = delegate(town)
    coming = delegate(town, delegate_id=town.officer("handler"), valid_from=TODAY + timedelta(days=3))
    end(town, valid_to=TOMORROW)
    assert roles(town.officer("head"), TODAY) == ["head_of_division", "leader"]
    assert roles(town.officer("head"), TOMORROW) == ["head_of_division"]
    assert roles(town.officer("handler"), TODAY + timedelta(days=3)) == ["handler"]
    data = events("appointment", town.appointment("leader"))[-1][1]
    assert data["ended_delegations"] == [running.pk, coming.pk]


@pytest.mark.parametrize("part", OTHERS)
def test_only_an_administrator_above_ends(town: Town, part: str) -> None:
    assert refusal(end, town, "leader", part) == KernelRefusal.NOT_ALLOWED


def test_an_end_is_not_entered_backwards(town: Town) -> None:
    assert refusal(end, town, valid_to=YESTERDAY) == Refusal.ENDS_IN_THE_PAST


def test_an_appointment_does_not_end_before_it_begins(town: Town) -> None:
    appointment = appoint(town, valid_from=NEXT_WEEK)
    wanted = {"valid_to": TOMORROW, "by": SYSTEM, "now": NOW}
    assert refusal(actions.end_appointment, appointment.pk, **wanted) == Refusal.ENDS_BEFORE_IT_BEGINS


def test_an_unknown_appointment_is_not_found(town: Town) -> None:
    wanted = {"valid_to": TODAY, "by": SYSTEM, "now": NOW}
    assert refusal(actions.end_appointment, 999_999, **wanted) == Refusal.APPOINTMENT_NOT_FOUND


def test_ending_fails_whole_when_the_event_fails(town: Town, broken_journal: Callable[[], None]) -> None:
    broken_journal()
    with pytest.raises(RuntimeError):
        end(town)
    assert Appointment.objects.get(pk=town.appointment("leader")).valid_to is None


def test_a_delegate_holds_the_office_for_its_time(town: Town) -> None:
    delegation = delegate(town)
    own, delegated = queries.grants(town.officer("head"), TODAY)
    assert own.delegation_id is None
    assert delegated.delegation_id == delegation.pk
    assert (delegated.appointment_id, delegated.role) == (town.appointment("leader"), "leader")
    assert (delegated.officer_id, delegated.to_on) == (town.officer("head"), NEXT_WEEK)
    assert roles(town.officer("head"), NEXT_WEEK) == ["head_of_division"]


def test_delegating_records_one_event_without_the_document(town: Town) -> None:
    delegation = delegate(town)
    ((verb, data),) = events("delegation", delegation.pk)
    assert verb == "organisation.authority_delegated"
    assert (data["delegate_id"], data["form"]) == (town.officer("head"), "TUQ.")
    assert "12/QĐ" not in str(data)


def test_delegating_fails_whole_when_the_event_fails(town: Town, broken_journal: Callable[[], None]) -> None:
    broken_journal()
    with pytest.raises(RuntimeError):
        delegate(town)
    assert not Delegation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"form": "??"}, Refusal.FORM_UNKNOWN),
        ({"basis": " "}, Refusal.BASIS_EMPTY),
        ({"basis": "x" * 201}, Refusal.NAME_TOO_LONG),
        ({"delegate_id": 999_999}, Refusal.OFFICER_NOT_FOUND),
        ({"appointment_id": 999_999}, Refusal.APPOINTMENT_NOT_FOUND),
        ({"valid_to": TODAY}, Refusal.ENDS_BEFORE_IT_BEGINS),
        ({"valid_from": SINCE, "valid_to": YESTERDAY}, Refusal.ENDS_IN_THE_PAST),
        ({"valid_from": SINCE - timedelta(days=1)}, Refusal.OUTSIDE_APPOINTMENT),
    ],
)
def test_it_refuses_a_delegation_that_cannot_be(town: Town, changes: dict[str, Any], code: Refusal) -> None:
    assert refusal(delegate, town, **changes) == code


def test_nobody_delegates_to_himself(town: Town) -> None:
    assert refusal(delegate, town, delegate_id=town.officer("leader")) == Refusal.TO_ONESELF


def test_a_handler_does_his_work_himself(town: Town) -> None:
    changes = {"appointment_id": town.appointment("handler"), "by": town.actor("administrator")}
    assert refusal(delegate, town, **changes) == Refusal.NOT_DELEGABLE


def test_a_delegation_ends_with_the_appointment_at_the_latest(town: Town) -> None:
    end(town, valid_to=TOMORROW)
    assert refusal(delegate, town) == Refusal.OUTSIDE_APPOINTMENT
    assert delegate(town, valid_to=TOMORROW).pk


def test_the_same_delegation_twice_is_refused(town: Town) -> None:
    delegate(town)
    assert refusal(delegate, town, valid_from=TOMORROW) == Refusal.ALREADY_DELEGATED


@pytest.mark.parametrize("part", ["sister_administrator", "sister_leader", "head", "handler", "receptionist"])
def test_only_the_holder_or_his_administrator_delegates(town: Town, part: str) -> None:
    assert refusal(delegate, town, part) == KernelRefusal.NOT_ALLOWED


def test_a_delegate_does_not_delegate_further(town: Town) -> None:
    delegate(town)
    acting = town.actor("head")
    as_leader = type(acting)("officer", 1, acting.officer_id, acting.offices[1], acting.offices)
    changes = {"by": as_leader, "delegate_id": town.officer("handler")}
    assert refusal(delegate, town, **changes) == KernelRefusal.NOT_ALLOWED


@pytest.mark.parametrize("part", ["leader", "administrator"])
def test_a_delegation_is_ended_early(town: Town, part: str) -> None:
    delegation = delegate(town)
    actions.end_delegation(delegation.pk, valid_to=TOMORROW, by=town.actor(part), now=NOW)
    assert roles(town.officer("head"), TOMORROW) == ["head_of_division"]
    assert [verb for verb, _ in events("delegation", delegation.pk)] == [
        "organisation.authority_delegated",
        "organisation.delegation_ended",
    ]


def test_a_delegation_ended_twice_is_one_event(town: Town) -> None:
    delegation = delegate(town)
    for _ in range(2):
        actions.end_delegation(delegation.pk, valid_to=TODAY, by=town.actor("leader"), now=NOW)
    assert len(events("delegation", delegation.pk)) == 2


@pytest.mark.parametrize("part", ["sister_administrator", "head", "handler"])
def test_only_the_holder_or_his_administrator_ends_a_delegation(town: Town, part: str) -> None:
    delegation = delegate(town)
    wanted = {"valid_to": TODAY, "by": town.actor(part), "now": NOW}
    assert refusal(actions.end_delegation, delegation.pk, **wanted) == KernelRefusal.NOT_ALLOWED


def test_a_delegation_does_not_end_backwards(town: Town) -> None:
    delegation = delegate(town)
    wanted = {"valid_to": YESTERDAY, "by": SYSTEM, "now": NOW}
    assert refusal(actions.end_delegation, delegation.pk, **wanted) == Refusal.ENDS_IN_THE_PAST


def test_an_unknown_delegation_is_not_found(town: Town) -> None:
    wanted = {"valid_to": TODAY, "by": SYSTEM, "now": NOW}
    assert refusal(actions.end_delegation, 999_999, **wanted) == Refusal.DELEGATION_NOT_FOUND


def test_ending_a_delegation_fails_whole_when_the_event_fails(
    town: Town, broken_journal: Callable[[], None]
) -> None:
    delegation = delegate(town)
    broken_journal()
    with pytest.raises(RuntimeError):
        actions.end_delegation(delegation.pk, valid_to=TODAY, by=SYSTEM, now=NOW)
    delegation.refresh_from_db()
    assert delegation.valid_to == NEXT_WEEK


def add(town: Town, part: str = "administrator", **changes: Any) -> Officer:
    wanted: dict[str, Any] = {
        "code": "cb900",
        "name": " Trần  Thị Bưởi ",
        "phone": "0273 3872 000",
        "email": "buoi@tiengiang.gov.vn",
        "by": town.actor(part),
        "now": NOW,
    }
    return actions.add_officer(**(wanted | changes))


def test_an_officer_is_found_by_name_without_diacritics(town: Town) -> None:
    officer = add(town)
    assert (officer.code, officer.name) == ("CB900", "Trần Thị Bưởi")
    assert list(queries.officers_visible_to(town.actor("handler"), "buoi tran")) == [officer]


def test_officers_stand_in_order_of_their_given_names(town: Town) -> None:
    for code, name in (("Z1", "Lê Văn Ân"), ("Z2", "Đỗ Thị An"), ("Z3", "Bùi Văn Ánh")):
        add(town, code=code, name=name)
    names = [officer.name for officer in queries.officers_visible_to(town.actor("handler"))]
    ours = [name for name in names if not name.startswith("Nguyễn")]
    assert ours == ["Đỗ Thị An", "Bùi Văn Ánh", "Lê Văn Ân"]


def test_adding_an_officer_records_one_event_without_the_person(town: Town) -> None:
    ((verb, data),) = events("officer", add(town).pk)
    assert (verb, data) == ("organisation.officer_added", {})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "CB000"}, Refusal.OFFICER_CODE_TAKEN),
        ({"code": ""}, Refusal.CODE_WRONG),
        ({"name": ""}, Refusal.NAME_EMPTY),
        ({"name": "x" * 121}, Refusal.NAME_TOO_LONG),
        ({"phone": "gọi tôi"}, Refusal.PHONE_WRONG),
        ({"email": "buoi@"}, Refusal.EMAIL_WRONG),
    ],
)
def test_it_refuses_an_officer_that_cannot_be(town: Town, changes: dict[str, Any], code: Refusal) -> None:
    assert refusal(add, town, **changes) == code


@pytest.mark.parametrize("part", ["leader", "head", "handler", "receptionist", "inspector"])
def test_only_administrators_add_officers(town: Town, part: str) -> None:
    assert refusal(add, town, part) == KernelRefusal.NOT_ALLOWED


def test_adding_fails_whole_when_the_event_fails(town: Town, broken_journal: Callable[[], None]) -> None:
    broken_journal()
    with pytest.raises(RuntimeError):
        add(town)
    assert not Officer.objects.filter(code="CB900").exists()


def change(town: Town, part: str = "administrator", who: str = "handler", **changes: Any) -> Officer:
    wanted: dict[str, Any] = {"name": "Lê Thị Sen", "by": town.actor(part), "now": NOW}
    return actions.change_officer(town.officer(who), **(wanted | changes))


def test_an_officer_is_put_right_and_keeps_the_code(town: Town) -> None:
    officer = change(town)
    assert (officer.name, officer.code) == ("Lê Thị Sen", "CB004")
    assert queries.officers_in(town.unit("division"), "handler", TODAY)[0].name == "Lê Thị Sen"


def test_changing_records_one_event_and_a_second_time_none(town: Town) -> None:
    change(town)
    change(town)
    verbs = [verb for verb, _ in events("officer", town.officer("handler"))]
    assert verbs == ["organisation.officer_added", "organisation.officer_changed"]


@pytest.mark.parametrize("part", OTHERS)
def test_only_an_administrator_above_changes_an_officer(town: Town, part: str) -> None:
    assert refusal(change, town, part) == KernelRefusal.NOT_ALLOWED


def test_it_refuses_a_change_that_cannot_be(town: Town) -> None:
    assert refusal(change, town, name=" ") == Refusal.NAME_EMPTY
    assert refusal(change, town, email="@") == Refusal.EMAIL_WRONG
    assert refusal(change, town, phone="#") == Refusal.PHONE_WRONG
    assert refusal(actions.change_officer, 999_999, name="A", by=SYSTEM, now=NOW) == Refusal.OFFICER_NOT_FOUND


def test_changing_fails_whole_when_the_event_fails(town: Town, broken_journal: Callable[[], None]) -> None:
    broken_journal()
    with pytest.raises(RuntimeError):
        change(town)
    assert Officer.objects.get(pk=town.officer("handler")).name == "Nguyễn Văn handler"


def test_the_anonymous_see_no_officer(town: Town) -> None:
    assert not queries.officers_visible_to(ANONYMOUS).exists()


# --- a unit keeps an administrator --------------------------------------------------------------------------------


def colleague(town: Town, unit: str = "province", **period: Any) -> Appointment:
    """Another officer administers this unit."""
    found = actions.add_officer(code="CB900", name="Trần Thị Đồng Nghiệp", by=SYSTEM, now=NOW)
    wanted: dict[str, Any] = {"valid_from": SINCE} | period
    return actions.appoint(
        officer_id=found.pk, unit_id=town.unit(unit), role="administrator", by=SYSTEM, now=NOW, **wanted
    )


def test_it_refuses_to_end_the_last_administrator(town: Town) -> None:
    wanted = (actions.end_appointment, town.appointment("administrator"))
    assert refusal(*wanted, valid_to=TODAY, by=SYSTEM, now=NOW) == Refusal.LAST_ADMINISTRATOR


def test_nobody_ends_his_own_administration_even_when_others_stay(town: Town) -> None:
    colleague(town)
    assert refusal(end, town, "administrator") == Refusal.OWN_ADMINISTRATION


def test_an_administrator_ends_when_another_stays(town: Town) -> None:
    colleague(town)
    ended = actions.end_appointment(town.appointment("administrator"), valid_to=TODAY, by=SYSTEM, now=NOW)
    assert ended.valid_to == TODAY


def test_an_administrator_above_stands_in_for_one_below(town: Town) -> None:
    assert end(town, "sister_administrator").valid_to == TODAY


@pytest.mark.parametrize("unit", ["district", "department"])
def test_an_administrator_below_or_beside_does_not_stand_in(town: Town, unit: str) -> None:
    colleague(town, unit)
    wanted = (actions.end_appointment, town.appointment("administrator"))
    assert refusal(*wanted, valid_to=TODAY, by=SYSTEM, now=NOW) == Refusal.LAST_ADMINISTRATOR


@pytest.mark.parametrize("period", [{"valid_to": NEXT_WEEK}, {"valid_from": NEXT_WEEK + timedelta(days=1)}])
def test_who_is_not_in_office_on_that_day_does_not_stand_in(town: Town, period: dict[str, Any]) -> None:
    colleague(town, **period)
    wanted = (actions.end_appointment, town.appointment("administrator"))
    assert refusal(*wanted, valid_to=NEXT_WEEK, by=SYSTEM, now=NOW) == Refusal.LAST_ADMINISTRATOR


def test_who_leaves_earlier_does_not_stand_in_until_then(town: Town) -> None:
    other = colleague(town)
    actions.end_appointment(other.pk, valid_to=NEXT_WEEK, by=SYSTEM, now=NOW)
    wanted = (actions.end_appointment, town.appointment("administrator"))
    assert refusal(*wanted, valid_to=TODAY, by=SYSTEM, now=NOW) == Refusal.LAST_ADMINISTRATOR


def test_who_stays_as_long_stands_in(town: Town) -> None:
    officer = actions.add_officer(code="CB901", name="Lê Văn Tạm", by=SYSTEM, now=NOW)
    wanted: dict[str, Any] = {"role": "administrator", "valid_from": SINCE, "by": SYSTEM, "now": NOW}
    for_a_week = actions.appoint(
        officer_id=officer.pk, unit_id=town.unit("district"), valid_to=NEXT_WEEK, **wanted
    )
    colleague(town, "district", valid_to=NEXT_WEEK)
    Appointment.objects.filter(pk=town.appointment("administrator")).update(role="inspector")
    ended = actions.end_appointment(for_a_week.pk, valid_to=TODAY, by=SYSTEM, now=NOW)
    assert ended.valid_to == TODAY


def test_another_role_ends_though_its_holder_is_the_last_of_it(town: Town) -> None:
    assert end(town, "inspector").valid_to == TODAY
