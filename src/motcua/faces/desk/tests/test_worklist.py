"""The worklist in the browser: tabs, groups, the next task, several at once, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from motcua.casework.dossiers.models import Task
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import Cast, at
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.people.organisation.models import Role

StandAt = Callable[[datetime], None]
WORKING = (
    Role.HANDLER,
    Role.HEAD_OF_DIVISION,
    Role.LEADER,
    Role.CLERK,
    Role.RECEPTIONIST,
    Role.ONE_STOP_HEAD,
)


def at_handler(cast: Cast, *, taken: bool = True) -> tuple[str, int]:
    received = cast.receive() if taken else cast.receive_untaken()
    task = cast.bring_to(received.dossier_id, "handle")
    return received.code, task.pk


def codes(client: Client, query: str = "") -> list[str]:
    return [link.text for link in page(client.get(f"/work/{query}")).select("[data-row] a.code")]


@pytest.mark.parametrize("role", WORKING)
def test_everybody_who_works_has_a_worklist(cast: Cast, signed_in: SignIn, role: Role) -> None:
    answer = signed_in(role).get("/work/")
    assert answer.status_code == 200
    assert page(answer).select_one(".empty h2") is not None


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.REFORM_OFFICE, Role.ADMINISTRATOR])
def test_whoever_only_watches_has_none(cast: Cast, signed_in: SignIn, role: Role) -> None:
    assert signed_in(role).get("/work/").status_code == 403


def test_a_row_has_applicant_procedure_step_time_and_clock(cast: Cast, signed_in: SignIn) -> None:
    at_handler(cast)
    said = text_of(signed_in(Role.HANDLER).get("/work/"))
    for words in ("Nguyễn Văn Phước", "Tách thửa đất", "Thẩm tra", "còn 5 ngày", "nhận từ Trưởng phòng"):
        assert words in said
    assert "08:30" in said


def test_a_step_past_its_date_is_marked_on_the_strip(
    cast: Cast, signed_in: SignIn, stand_at: StandAt
) -> None:
    code, _task = at_handler(cast)
    client = signed_in(Role.HANDLER)
    for now, classes in (
        ("2017-03-02 08:00", ["strip__tick"]),
        ("2017-03-09 08:00", ["strip__tick", "strip__tick--passed"]),
    ):
        stand_at(at(now))
        for path in ("/work/", f"/dossiers/{code}/"):
            (tick,) = page(client.get(path)).select(".strip__tick")
            assert tick["class"] == classes


def test_rows_are_grouped_by_urgency(cast: Cast, signed_in: SignIn, stand_at: StandAt) -> None:
    at_handler(cast)
    client = signed_in(Role.HANDLER)
    for now, group in (
        ("2017-03-02 08:00", "Sau tuần này · 1"),
        ("2017-03-06 08:00", "Tuần này · 1"),
        ("2017-03-08 08:00", "Đến hạn hôm nay · 1"),
        ("2017-03-09 08:00", "Quá hạn · 1"),
    ):
        stand_at(at(now))
        assert [head.text for head in page(client.get("/work/")).select(".table__group")] == [group]


def test_the_tabs_and_the_rail_say_the_same(cast: Cast, signed_in: SignIn) -> None:
    at_handler(cast)
    at_handler(cast, taken=False)
    tree = page(signed_in(Role.HANDLER).get("/work/"))
    tabs = {
        link["href"]: (link.span.text if link.span else "0") for link in tree.select(".moj-sub-navigation a")
    }
    rail = {link["href"]: link.select_one(".rail__count").text for link in tree.select(".rail nav a")}
    rail.pop("/handovers/")
    rail.pop("/work/reminders/")
    assert tabs == rail | {"/work/?view=done": "0"}
    assert rail["/work/?view=untaken"] == "1"


def test_a_colleague_of_a_sister_office_sees_none_of_it(cast: Cast, signed_in: SignIn) -> None:
    at_handler(cast, taken=False)
    client = signed_in(Role.HANDLER, cast.sister)
    assert codes(client, "?view=untaken") == codes(client, "?view=unit") == []


@pytest.mark.parametrize("key", ["x", "2017-03-01_1", "2017-03-01T00:00:00%2B07:00_x", f"x_{10**30}"])
def test_an_unknown_view_and_a_broken_key_begin_at_the_top(cast: Cast, signed_in: SignIn, key: str) -> None:
    code, _task = at_handler(cast)
    assert codes(signed_in(Role.HANDLER), f"?view=nothing&after={key}") == [code]


def test_a_long_list_goes_on_where_it_stopped(cast: Cast, signed_in: SignIn, monkeypatch: Any) -> None:
    found = [at_handler(cast)[0] for _ in range(3)]
    monkeypatch.setattr("motcua.faces.desk.worklist.ROWS", 2)
    client = signed_in(Role.HANDLER)
    first = page(client.get("/work/"))
    more = first.select_one(".more a")
    assert more is not None
    rest = page(client.get(str(more["href"])))
    assert [link.text for tree in (first, rest) for link in tree.select("[data-row] a.code")] == found


def test_n_takes_the_most_urgent_task_that_nobody_has(cast: Cast, signed_in: SignIn) -> None:
    code, task = at_handler(cast, taken=False)
    client = signed_in(Role.HANDLER)
    assert page(client.get("/work/")).select_one('[data-key="n"]') is not None
    answer = client.post("/work/next/", follow=True)
    assert answer.redirect_chain == [(f"/dossiers/{code}/", 302)]
    assert "do bạn thụ lý" in text_of(answer)
    assert Task.objects.get(pk=task).officer_id == cast.here.officer_id(Role.HANDLER)


def test_n_opens_ones_own_when_nothing_waits_and_says_so_when_there_is_none(
    cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(Role.HANDLER)
    assert "Không còn việc nào chờ bạn" in text_of(client.post("/work/next/", follow=True))
    code, _task = at_handler(cast)
    assert client.post("/work/next/").headers["Location"] == f"/dossiers/{code}/"


def test_when_a_colleague_was_quicker_the_one_after_it_is_taken(
    cast: Cast, signed_in: SignIn, monkeypatch: Any
) -> None:
    (gone, taken), (code, _task) = at_handler(cast), at_handler(cast, taken=False)
    account, _appointment = stage.officer("Người khác", cast.here.division, Role.HANDLER)
    answers = iter([(taken, gone), (_task, code)])
    monkeypatch.setattr("motcua.casework.dossiers.queries.work.next_untaken", lambda *_: next(answers))
    client = Client()
    client.force_login(account)
    assert client.post("/work/next/").headers["Location"] == f"/dossiers/{code}/"


def test_several_are_taken_at_once(cast: Cast, signed_in: SignIn) -> None:
    tasks = [at_handler(cast, taken=False)[1] for _ in range(2)]
    client = signed_in(Role.HANDLER)
    boxes = page(client.get("/work/?view=untaken")).select("input[name=task]")
    assert [int(str(box["value"])) for box in boxes] == tasks
    assert "Đã nhận 2 việc" in text_of(client.post("/work/taking/", {"task": tasks}, follow=True))
    assert Task.objects.filter(pk__in=tasks, officer=cast.here.officer_id(Role.HANDLER)).count() == 2


def test_what_cannot_be_taken_is_counted_and_the_rest_is_taken(cast: Cast, signed_in: SignIn) -> None:
    _code, mine = at_handler(cast, taken=False)
    stranger = signed_in(Role.HANDLER, cast.sister)
    said = text_of(stranger.post("/work/taking/", {"task": [mine]}, follow=True))
    assert "1 việc không nhận được" in said
    assert Task.objects.get(pk=mine).officer_id is None


@pytest.mark.parametrize("number", ["²", "9" * 30, "-1", "x"])
def test_what_is_no_task_is_not_ticked(cast: Cast, signed_in: SignIn, number: str) -> None:
    answer = signed_in(Role.HANDLER).post("/work/taking/", {"task": [number]}, follow=True)
    assert "Chưa đánh dấu việc nào" in text_of(answer)


def test_ticking_nothing_says_so(cast: Cast, signed_in: SignIn) -> None:
    assert "Chưa đánh dấu việc nào" in text_of(signed_in(Role.HANDLER).post("/work/taking/", follow=True))


def test_what_somebody_has_taken_cannot_be_ticked(cast: Cast, signed_in: SignIn) -> None:
    at_handler(cast)
    tree = page(signed_in(Role.HANDLER).get("/work/?view=unit"))
    assert tree.select("[data-row]")
    assert tree.select("input[name=task]") == []


def test_a_get_does_not_take(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(Role.HANDLER)
    assert client.get("/work/next/").status_code == client.get("/work/taking/").status_code == 405


def test_the_office_day_begins_where_the_work_is(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(Role.HANDLER).get("/home/").headers["Location"] == "/work/"
    assert signed_in(Role.RECEPTIONIST).get("/home/").headers["Location"] == "/counter/"


def test_the_page_costs_the_same_however_long_it_is(
    cast: Cast, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    at_handler(cast)
    client = signed_in(Role.HANDLER)
    client.get("/work/")
    # Session, account, clock, read-only transaction (2 with its savepoint's end), offices; the list (3), counts, names,
    # hand-overs.
    with django_assert_num_queries(STATEMENTS):
        client.get("/work/")
    for _ in range(3):
        at_handler(cast)
    with django_assert_num_queries(STATEMENTS):
        client.get("/work/")


STATEMENTS = 15
