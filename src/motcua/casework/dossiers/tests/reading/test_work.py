"""The worklists: whose tasks stand in which list, in which order, how urgent, in how many statements."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.queries import work
from motcua.casework.dossiers.queries.finding import visible_to
from motcua.casework.dossiers.queries.work import Urgency, View
from motcua.casework.dossiers.tests.cast import MORNING, Cast, at
from motcua.people.organisation.models import Role

NOW = at("2017-03-02 09:00")


def codes(cast: Cast, role: Role, view: View, now: Any = NOW) -> list[str]:
    return [item.reference for item in work.worklist(cast.here.actor(role, now), view=view, now=now).items]


def at_handler(cast: Cast, *, taken: bool = True, now: Any = MORNING) -> tuple[str, int]:
    received = cast.receive(now) if taken else cast.receive_untaken(now)
    task = cast.bring_to(received.dossier_id, "handle", now)
    return received.code, task.pk


def test_what_a_handler_took_is_his_and_no_longer_the_pools(cast: Cast) -> None:
    mine, _task = at_handler(cast)
    waiting, _task = at_handler(cast, taken=False)
    assert codes(cast, Role.HANDLER, View.MINE) == [mine]
    assert codes(cast, Role.HANDLER, View.UNTAKEN) == [waiting]
    assert codes(cast, Role.HANDLER, View.UNIT) == [mine, waiting]


def test_what_waits_for_a_leader_is_his_without_taking_it(cast: Cast) -> None:
    received = cast.receive()
    cast.bring_to(received.dossier_id, "sign")
    assert codes(cast, Role.LEADER, View.MINE) == [received.code]


def test_the_head_sees_the_whole_division(cast: Cast) -> None:
    code, _task = at_handler(cast)
    fresh = cast.receive()
    assert codes(cast, Role.HEAD_OF_DIVISION, View.MINE) == [fresh.code]
    assert set(codes(cast, Role.HEAD_OF_DIVISION, View.UNIT)) == {code, fresh.code}


def test_a_sister_office_sees_none_of_it(cast: Cast) -> None:
    at_handler(cast, taken=False)
    stranger = cast.sister.actor(Role.HANDLER)
    for view in work.views_of(Role.HANDLER):
        assert work.worklist(stranger, view=view, now=NOW).items == ()
    assert sum(work.counts(stranger, NOW).of.values()) == 0


@pytest.mark.parametrize(
    "role", [Role.HANDLER, Role.HEAD_OF_DIVISION, Role.LEADER, Role.CLERK, Role.RECEPTIONIST]
)
def test_every_row_leads_to_a_dossier_that_one_may_see(cast: Cast, role: Role) -> None:
    for element in ("handle", "verify", "sign", "stamp", "return"):
        cast.bring_to(cast.receive().dossier_id, element)
    actor = cast.here.actor(role)
    seen = set(visible_to(actor).values_list("code", flat=True))
    assert {code for view in work.views_of(role) for code in codes(cast, role, view)} <= seen


def test_what_waits_for_the_applicant_stands_apart(cast: Cast) -> None:
    code, task = at_handler(cast)
    running, _task = at_handler(cast)
    actions.request_completion(task, by=cast.here.actor(Role.HANDLER), now=MORNING, missing="Bản vẽ")
    assert codes(cast, Role.HANDLER, View.MINE) == [running]
    assert codes(cast, Role.HANDLER, View.WAITING) == codes(cast, Role.RECEPTIONIST, View.WAITING) == [code]


def test_a_result_waits_at_the_counter_until_it_is_returned(cast: Cast) -> None:
    received = cast.receive()
    task = cast.bring_to(received.dossier_id, "return")
    assert codes(cast, Role.RECEPTIONIST, View.RETURNING) == [received.code]
    actions.return_result(task.pk, by=cast.here.actor(Role.RECEPTIONIST), now=NOW, collected_by="A")
    assert codes(cast, Role.RECEPTIONIST, View.RETURNING) == []


def test_what_is_past_its_time_is_late_and_what_waits_is_not(cast: Cast) -> None:
    code, _task = at_handler(cast)
    _waiting, task = at_handler(cast)
    actions.request_completion(task, by=cast.here.actor(Role.HANDLER), now=MORNING, missing="Bản vẽ")
    assert codes(cast, Role.HANDLER, View.LATE) == []
    assert codes(cast, Role.HANDLER, View.LATE, at("2017-04-03 08:00")) == [code]


def test_what_was_done_today_is_there_until_midnight(cast: Cast) -> None:
    received = cast.receive(NOW)
    cast.bring_to(received.dossier_id, "handle", NOW)
    assert codes(cast, Role.HEAD_OF_DIVISION, View.DONE) == [received.code]
    assert codes(cast, Role.HEAD_OF_DIVISION, View.DONE, at("2017-03-03 00:00")) == []


def test_the_most_urgent_stands_first_and_pages_neither_repeat_nor_skip(cast: Cast) -> None:
    found = [at_handler(cast, now=at(f"2017-03-0{day} 08:30"))[0] for day in (6, 1, 3, 2, 7)]
    actor, after, seen = cast.here.actor(Role.HANDLER), None, []
    while True:
        page = work.worklist(actor, after, 2, now=at("2017-03-08 08:00"))
        seen += [item.reference for item in page.items]
        if (after := page.after) is None:
            break
    assert seen == [found[1], found[3], found[2], found[0], found[4]]


def test_two_that_are_due_together_are_paged_by_their_number(cast: Cast) -> None:
    found = [at_handler(cast)[0] for _ in range(3)]
    actor = cast.here.actor(Role.HANDLER)
    first = work.worklist(actor, limit=1, now=NOW)
    second = work.worklist(actor, first.after, 5, now=NOW)
    assert [item.reference for item in (*first.items, *second.items)] == found


@pytest.mark.parametrize(
    ("due", "urgency"),
    [
        ("2017-03-02 08:59", Urgency.PAST),
        ("2017-03-02 17:00", Urgency.TODAY),
        ("2017-03-05 23:59", Urgency.WEEK),
        ("2017-03-06 07:30", Urgency.LATER),
    ],
)
def test_urgency_goes_by_the_business_week(due: str, urgency: Urgency) -> None:
    assert work.urgency(at(due), NOW) is urgency


def test_a_row_says_from_whom_it_came_and_why_it_was_sent_back(cast: Cast) -> None:
    received = cast.receive()
    task = cast.bring_to(received.dossier_id, "verify")
    head = cast.here.actor(Role.HEAD_OF_DIVISION)
    actions.send_back(task.pk, by=head, now=MORNING, element="handle", reason="Sai số thửa")
    (item,) = work.worklist(cast.here.actor(Role.HANDLER), now=NOW).items
    assert item.before is not None
    assert (item.before.words, item.before.role, item.remark) == (
        "Sai số thửa",
        "head_of_division",
        "Sai số thửa",
    )


def test_the_time_left_is_working_time(cast: Cast) -> None:
    at_handler(cast)
    (item,) = work.worklist(cast.here.actor(Role.HANDLER), now=at("2017-03-07 17:00")).items
    assert item.left.total_seconds() == 3600
    assert work.worklist(cast.here.actor(Role.HANDLER), now=at("2017-03-08 07:30")).items[0].left == item.left


def test_the_next_one_is_the_most_urgent_that_nobody_has(cast: Cast) -> None:
    at_handler(cast)
    later = at_handler(cast, taken=False, now=at("2017-03-01 15:00"))
    sooner = at_handler(cast, taken=False, now=at("2017-03-01 09:00"))
    actor = cast.here.actor(Role.HANDLER)
    assert work.next_untaken(actor, NOW) == (sooner[1], sooner[0])
    actions.take(sooner[1], by=actor, now=NOW)
    assert work.next_untaken(actor, NOW) == (later[1], later[0])


def test_counts_are_those_of_the_lists_in_one_statement(cast: Cast, django_assert_num_queries: Any) -> None:
    at_handler(cast)
    at_handler(cast, taken=False)
    for role in (Role.HANDLER, Role.RECEPTIONIST, Role.HEAD_OF_DIVISION):
        actor = cast.here.actor(role)
        with django_assert_num_queries(1):
            counted = work.counts(actor, NOW)
        for view in work.views_of(role):
            assert counted[view] == len(codes(cast, role, view)), view


def test_a_page_costs_the_same_however_many_rows_it_has(cast: Cast, django_assert_num_queries: Any) -> None:
    for _ in range(2):
        at_handler(cast)
    actor = cast.here.actor(Role.HANDLER)
    work.worklist(actor, now=NOW)
    with django_assert_num_queries(3):
        work.worklist(actor, now=NOW)
    for _ in range(4):
        at_handler(cast)
    with django_assert_num_queries(3):
        work.worklist(actor, now=NOW)


def test_whoever_has_no_office_has_no_work(cast: Cast) -> None:
    inspector = cast.watcher(Role.INSPECTOR)
    at_handler(cast)
    assert work.worklist(inspector, view=View.UNIT, now=NOW).items == ()
