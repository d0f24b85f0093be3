"""Reminders: each once, with its business moment, to whom it concerns, whatever happened to the worker."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from django.db import connection

from motcua.casework.dossiers import actions as dossiers
from motcua.casework.dossiers.models import Apology
from motcua.casework.dossiers.tests.cast import MORNING, Cast, at
from motcua.casework.notices import actions, jobs, queries
from motcua.casework.notices.models import Notice, Progress, Threshold
from motcua.casework.notices.queries.proof import broken_rules
from motcua.casework.notices.rules import Kind, Recipient
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Role

# The step at the handler begins on 1 March 2017, 08:30, and has 40 hours: due on the 8th, 08:30. The dossier is due on
# the 22nd, 08:30.
STEP_DUE, DUE = at("2017-03-08 08:30"), at("2017-03-22 08:30")


@pytest.fixture
def handled(cast: Cast) -> int:
    """A dossier in a handler's hands; nobody has been reminded of anything before."""
    jobs.remind_until(MORNING)
    return cast.bring_to(cast.receive().dossier_id, "handle").dossier_id


def found(**conditions: Any) -> list[tuple[str, str, datetime]]:
    rows = Notice.objects.filter(**conditions).order_by("at", "kind", "recipient")
    return [(row.kind, row.recipient, row.at) for row in rows]


def remind(text: str) -> None:
    jobs.remind_until(at(text))


def test_a_handler_is_reminded_eight_hours_before_his_step_is_due(cast: Cast, handled: int) -> None:
    remind("2017-03-07 08:29")
    assert found() == []
    remind("2017-03-07 08:30")
    assert found() == [("step_soon", "holder", at("2017-03-07 08:30"))]
    (row,) = Notice.objects.all()
    assert (row.officer_id, row.unit_id) == (cast.here.officer_id(Role.HANDLER), cast.here.division.pk)


def test_each_is_reminded_once(handled: int) -> None:
    for minute in ("08:30", "08:31", "09:00"):
        remind(f"2017-03-07 {minute}")
    assert len(found()) == 1


def test_it_climbs_from_the_handler_to_the_head_and_the_leader(handled: int) -> None:
    remind("2017-03-15 08:00")
    assert found(kind="step_late") == [
        ("step_late", "holder", STEP_DUE),
        ("step_late", "head", at("2017-03-08 14:00")),
        ("step_late", "leader", at("2017-03-10 08:30")),
    ]


def test_a_worker_that_was_dead_for_weeks_catches_up_with_the_right_moments(handled: int) -> None:
    remind("2017-03-23 08:30")
    assert found(kind="dossier_soon") == [
        ("dossier_soon", "head", at("2017-03-20 08:30")),
        ("dossier_soon", "leader", at("2017-03-21 08:30")),
    ]
    assert [(recipient, moment) for _kind, recipient, moment in found(kind="dossier_late")] == [
        ("head", DUE),
        ("holder", DUE),
        ("leader", at("2017-03-22 14:00")),
    ]


def test_outside_opening_hours_nothing_is_sent(handled: int) -> None:
    remind("2017-03-07 20:00")
    assert found() == []
    remind("2017-03-08 07:30")
    assert len(found()) == 1


def test_the_first_round_looks_back_a_week_and_no_further(cast: Cast) -> None:
    cast.bring_to(cast.receive().dossier_id, "handle")
    remind("2017-03-20 08:30")
    assert found() == [
        ("dossier_soon", "head", at("2017-03-20 08:30")),
    ]


def test_whoever_waits_for_the_applicant_is_not_reminded(cast: Cast, handled: int) -> None:
    handler = cast.here.actor(Role.HANDLER, at("2017-03-03 09:00"))
    task = cast.task(handled).pk
    dossiers.request_completion(task, by=handler, now=at("2017-03-03 09:00"), missing="Bản vẽ")
    remind("2017-03-30 08:30")
    assert found() == []


def test_what_was_done_in_time_reminds_of_nothing(cast: Cast, handled: int) -> None:
    cast.bring_to(handled, "return", at("2017-03-06 09:00"))
    remind("2017-03-30 08:30")
    assert found() == []


def test_a_changed_date_is_reminded_of_anew(cast: Cast, handled: int) -> None:
    remind("2017-03-22 09:00")
    said = dossiers.Said("on_site", "Đo lại", at("2017-04-04 08:00").date())
    leader = cast.here.actor(Role.LEADER, at("2017-03-22 09:00"))
    dossiers.issue_apology(handled, by=leader, now=at("2017-03-22 09:00"), said=said)
    remind("2017-04-03 08:30")
    assert found(kind="dossier_soon", recipient="head")[-1] == (
        "dossier_soon",
        "head",
        at("2017-03-31 08:30"),
    )


def test_many_dates_are_taken_in_parts_and_none_is_left_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "BATCH", 2)
    jobs.remind_until(MORNING)
    for minute in (0, 0, 0, 5, 10):
        cast.bring_to(cast.receive(MORNING.replace(minute=30 + minute)).dossier_id, "handle")
    remind("2017-03-07 10:00")
    assert len(found(kind="step_soon")) == 5


def test_a_longer_threshold_takes_up_from_where_the_shorter_one_was(cast: Cast, handled: int) -> None:
    remind("2017-03-06 16:00")
    administrator = cast.watcher(Role.ADMINISTRATOR)
    actions.change_threshold("step_soon", "holder", Decimal(16), by=administrator, now=MORNING)
    remind("2017-03-06 16:01")
    assert found() == [("step_soon", "holder", at("2017-03-06 08:30"))]


def test_a_threshold_without_hours_reminds_nobody(cast: Cast, handled: int) -> None:
    administrator = cast.watcher(Role.ADMINISTRATOR)
    actions.change_threshold("step_soon", "holder", None, by=administrator, now=MORNING)
    remind("2017-03-07 10:00")
    assert found() == []


# --- the draft of an apology ---------------------------------------------------------------------------------------


def test_an_apology_is_drafted_for_what_cannot_be_done_in_time(cast: Cast, handled: int) -> None:
    """On the 20th sixteen hours are left, and verifying, signing and stamping alone need twenty."""
    remind("2017-03-20 08:30")
    assert Apology.objects.get().drafted_by is None


def test_none_is_drafted_for_what_still_can(cast: Cast, handled: int) -> None:
    cast.bring_to(handled, "stamp", at("2017-03-17 08:30"))
    remind("2017-03-20 08:30")
    assert not Apology.objects.exists()


def test_what_is_late_has_a_draft(cast: Cast, handled: int) -> None:
    cast.bring_to(handled, "stamp", at("2017-03-17 08:30"))
    remind("2017-03-22 08:31")
    assert Apology.objects.get().issued_at is None


# --- reading -------------------------------------------------------------------------------------------------------


def test_everybody_sees_his_own_and_reads_them(cast: Cast, handled: int) -> None:
    remind("2017-03-08 14:00")
    handler, head = (cast.here.actor(role) for role in (Role.HANDLER, Role.HEAD_OF_DIVISION))
    assert (queries.unread(handler, STEP_DUE), queries.unread(head, STEP_DUE)) == (1, 1)
    ids = list(Notice.objects.values_list("pk", flat=True))
    assert actions.read(ids, by=handler, now=STEP_DUE) == 2
    assert actions.read(ids, by=handler, now=DUE) == 0
    assert (queries.unread(handler, STEP_DUE), queries.unread(head, STEP_DUE)) == (0, 1)
    assert queries.counts(handler, STEP_DUE) == {Kind.STEP_LATE: (1, 0)}


def test_what_has_become_late_is_not_said_to_be_near_any_more(cast: Cast, handled: int) -> None:
    remind("2017-03-08 14:00")
    handler = cast.here.actor(Role.HANDLER)
    assert set(queries.counts(handler, at("2017-03-08 08:00"))) == {Kind.STEP_SOON, Kind.STEP_LATE}
    assert set(queries.counts(handler, at("2017-03-08 08:30"))) == {Kind.STEP_LATE}


def test_a_neighbour_sees_and_reads_nothing(cast: Cast, handled: int) -> None:
    remind("2017-03-08 14:00")
    stranger = cast.sister.actor(Role.HANDLER)
    assert queries.of_kind(stranger, Kind.STEP_LATE, now=DUE).notices == ()
    assert actions.read(Notice.objects.values_list("pk", flat=True), by=stranger, now=DUE) == 0


def test_what_was_done_meanwhile_is_not_listed(cast: Cast, handled: int) -> None:
    remind("2017-03-08 14:00")
    cast.bring_to(handled, "verify", at("2017-03-08 14:00"))
    assert queries.unread(cast.here.actor(Role.HANDLER), DUE) == 0


def test_a_list_goes_on_where_it_stopped(cast: Cast) -> None:
    jobs.remind_until(MORNING)
    for minute in (30, 31, 31):
        cast.bring_to(cast.receive(MORNING.replace(minute=minute)).dossier_id, "handle")
    remind("2017-03-07 10:00")
    handler = cast.here.actor(Role.HANDLER)
    first = queries.of_kind(handler, Kind.STEP_SOON, limit=2, now=at("2017-03-07 10:00"))
    second = queries.of_kind(handler, Kind.STEP_SOON, first.after, limit=2, now=at("2017-03-07 10:00"))
    assert len({row.pk for row in (*first.notices, *second.notices)}) == 3
    assert second.after is None


def test_old_ones_are_forgotten(handled: int) -> None:
    remind("2017-03-08 14:00")
    assert actions.forget_old(before=at("2017-03-08 08:30")) == 1
    assert [kind for kind, _recipient, _at in found()] == ["step_late", "step_late"]


# --- thresholds ----------------------------------------------------------------------------------------------------


def test_an_administrator_sets_a_threshold_and_it_is_told(cast: Cast) -> None:
    by = cast.watcher(Role.ADMINISTRATOR)
    for hours in (Decimal("4.5"), None, Decimal(2)):
        actions.change_threshold("step_soon", "holder", hours, by=by, now=MORNING)
        assert queries.thresholds()[Kind.STEP_SOON, Recipient.HOLDER] == hours
        assert list(broken_rules()) == []
    assert JournalRow.objects.filter(verb="notices.change_threshold").count() == 3


def test_the_same_again_is_no_change(cast: Cast) -> None:
    by = cast.watcher(Role.ADMINISTRATOR)
    actions.change_threshold("step_soon", "holder", Decimal(8), by=by, now=MORNING)
    assert not Threshold.objects.exists()
    assert not JournalRow.objects.filter(verb="notices.change_threshold").exists()


def test_nobody_else_sets_one(cast: Cast) -> None:
    for role in (Role.HANDLER, Role.LEADER):
        with pytest.raises(Refused, match="not_allowed"):
            actions.change_threshold("step_soon", "holder", Decimal(1), by=cast.here.actor(role), now=MORNING)


def test_there_are_no_other_thresholds(cast: Cast) -> None:
    with pytest.raises(Refused, match="no_such_threshold"):
        actions.change_threshold(
            "moon", "holder", Decimal(1), by=cast.watcher(Role.ADMINISTRATOR), now=MORNING
        )


@pytest.mark.parametrize(
    "statement",
    ["UPDATE notice_threshold SET hours = 3", "UPDATE notice_threshold SET recipient = 'head'"],
)
def test_a_change_behind_its_back_is_found(
    real_cast: Cast, owner: psycopg.Connection[Any], statement: str
) -> None:
    by = real_cast.watcher(Role.ADMINISTRATOR)
    actions.change_threshold("step_soon", "holder", Decimal(2), by=by, now=MORNING)
    owner.execute(statement)
    assert [broken.code for broken in broken_rules()] == ["facts_differ"]


# --- two at once, and failing --------------------------------------------------------------------------------------


def _remind(_number: int) -> int:
    try:
        return jobs.remind_until(at("2017-03-23 08:30"))
    finally:
        connection.close()


def test_two_workers_remind_once(real_cast: Cast) -> None:
    jobs.remind_until(MORNING)
    real_cast.bring_to(real_cast.receive().dossier_id, "handle")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(_remind, range(4)))
    assert len(found()) == len(set(found())) == 9


def test_what_fails_takes_its_place_back(handled: int, monkeypatch: pytest.MonkeyPatch) -> None:
    before = list(Progress.objects.order_by("pk").values_list("upto", flat=True))

    def fail(*_args: object, **_more: object) -> None:
        raise OSError("full")

    with monkeypatch.context() as broken:
        broken.setattr(actions, "_write", fail)
        with pytest.raises(OSError, match="full"):
            remind("2017-03-07 08:30")
    assert list(Progress.objects.order_by("pk").values_list("upto", flat=True)) == before
    remind("2017-03-07 08:30")
    assert len(found()) == 1
