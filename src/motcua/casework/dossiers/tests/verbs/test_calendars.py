"""Changing a calendar: what moves is seen first, confirmed as it was seen, and then counted anew, one event each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import calendars
from motcua.casework.dossiers.actions.calendars import CalendarChange, Changed
from motcua.casework.dossiers.actions.changes import bulk, recounting, working
from motcua.casework.dossiers.models import BulkChange, BulkLine, Dossier, Lateness, Segment, Task
from motcua.casework.dossiers.queries import proof
from motcua.casework.dossiers.queries.changes.forecast import differences
from motcua.casework.dossiers.queries.changes.recounts import Fate
from motcua.casework.dossiers.tests.cast import MORNING, Cast, same_day
from motcua.catalogue.procedures.models import TimeLimit
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.kernel.clock import LOCAL
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars import queries
from motcua.people.calendars.rules import Checked, DayKind, Hours, SpecialDay
from motcua.people.organisation.models import Role

# Received on Wednesday 1 March 2017 at 08:30 with fifteen working days: due on Wednesday 22 March at 08:30.
WITHIN, LATER, BEYOND = date(2017, 3, 8), date(2017, 3, 10), date(2017, 6, 8)
ONE_DAY_MORE = date(2017, 3, 23)


def holiday(on: date) -> SpecialDay:
    return SpecialDay(
        on=on, kind=DayKind.HOLIDAY, name_vi="Nghỉ", name_en="Off", source="QĐ 1", checked=Checked.PROVISIONAL
    )


def change(cast: Cast, wanted: CalendarChange, seen: str = "", now: datetime = MORNING) -> Changed:
    by = cast.watcher(Role.ADMINISTRATOR)
    return calendars.change_calendar(wanted, seen=seen, by=by, now=now)


def add(cast: Cast, on: date, seen: str = "") -> Changed:
    return change(cast, calendars.adding(cast.calendar.pk, holiday(on)), seen)


def seen(cast: Cast, wanted: CalendarChange) -> str:
    return calendars.foreseen(wanted, by=cast.watcher(Role.ADMINISTRATOR)).token


def confirm(cast: Cast, wanted: CalendarChange, now: datetime = MORNING) -> Changed:
    return change(cast, wanted, seen(cast, wanted), now)


def work_off(now: datetime = MORNING) -> int:
    return working.work_off(by=SYSTEM, now=now, seconds=60)


def adding(cast: Cast, on: date = WITHIN) -> CalendarChange:
    return calendars.adding(cast.calendar.pk, holiday(on))


def removing(cast: Cast, on: date = WITHIN) -> CalendarChange:
    return calendars.removing(cast.calendar.pk, on)


def due_day(dossier_id: int) -> date:
    return Dossier.objects.get(pk=dossier_id).due_at.astimezone(LOCAL).date()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def test_a_day_that_moves_nothing_is_added_without_more(cast: Cast) -> None:
    cast.receive()
    assert add(cast, BEYOND).bulk_id is None
    assert not queries.working_time(cast.calendar.pk).is_working_day(BEYOND)


def test_what_would_move_must_have_been_seen(cast: Cast) -> None:
    cast.receive()
    cast.receive()
    with pytest.raises(Refused, match="moves_open_dossiers") as refused:
        add(cast, WITHIN)
    assert "2 hồ sơ" in refused.value.sentence()
    assert queries.working_time(cast.calendar.pk).is_working_day(WITHIN)


def test_the_forecast_tells_every_dossier_with_its_old_and_new_date(cast: Cast) -> None:
    first = cast.receive().dossier_id
    found = calendars.foreseen(adding(cast), by=cast.watcher(Role.ADMINISTRATOR))
    (one,) = found.outcomes
    assert (one.clock.dossier_id, one.fate, found.count(Fate.LATER)) == (first, Fate.LATER, 1)
    assert (one.due - one.clock.due) == timedelta(days=1) // timedelta(microseconds=1)
    (group,) = found.groups()
    assert (group.agency_id, group.procedure_id, group.total) == (
        cast.here.agency.pk,
        cast.procedure.pk,
        1,
    )


def test_a_calendar_that_stays_moves_nothing(cast: Cast) -> None:
    cast.bring_to(cast.receive().dossier_id, "verify")
    name = calendars.changing(cast.calendar.pk, holiday(BEYOND))
    add(cast, BEYOND)
    assert calendars.foreseen(name, by=cast.watcher(Role.ADMINISTRATOR)).outcomes == ()


def test_confirmed_it_is_written_at_once_and_counted_by_the_worker(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    changed = confirm(cast, adding(cast))
    assert not queries.working_time(cast.calendar.pk).is_working_day(WITHIN)
    assert due_day(dossier_id) == date(2017, 3, 22)
    assert work_off() == 1
    assert due_day(dossier_id) == ONE_DAY_MORE
    done = BulkChange.objects.get(pk=changed.bulk_id or 0)
    assert (done.total, done.done, done.unchanged, done.finished_at) == (1, 1, 0, MORNING)


def test_the_stretch_ends_and_the_next_counts_from_where_it_began(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    confirm(cast, adding(cast))
    later = MORNING + timedelta(hours=1)
    work_off(later)
    first, second = Segment.objects.filter(dossier_id=dossier_id).order_by("number")
    assert (first.ended_at, second.cause, second.started_at, second.ended_at) == (
        later,
        Segment.Cause.CALENDAR,
        first.started_at,
        None,
    )
    dossier = Dossier.objects.get(pk=dossier_id)
    assert second.due_at == dossier.due_at
    assert (dossier.promised_at, dossier.late_after) == (first.due_at, at("2017-03-24 00:00"))


def test_each_dossier_gets_one_event_and_the_proof_holds(cast: Cast) -> None:
    ids = [cast.receive().dossier_id for _ in range(3)]
    changed = confirm(cast, adding(cast))
    work_off()
    told = JournalRow.objects.filter(verb="dossiers.recount")
    assert sorted(told.values_list("object_id", flat=True)) == sorted(ids)
    assert {row.data["change"] for row in told} == {changed.bulk_id}
    assert list(proof.broken_rules()) == []


def test_a_step_that_is_open_is_counted_anew_too(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    late_on_tuesday = at("2017-03-07 16:00")
    task = cast.bring_to(dossier_id, "verify", late_on_tuesday)
    assert task.due_at == at("2017-03-08 16:00")
    confirm(cast, adding(cast), late_on_tuesday)
    work_off(late_on_tuesday)
    assert Task.objects.get(pk=task.pk).due_at == at("2017-03-09 16:00")
    assert list(proof.broken_rules()) == []


def test_a_finished_dossier_stays_as_it_is(cast: Cast) -> None:
    cast.bring_to(cast.receive().dossier_id, "return")
    assert add(cast, WITHIN).bulk_id is None


# --- a promise never moves earlier -------------------------------------------------------------------------------


def test_a_promise_stays_when_it_would_be_earlier(cast: Cast) -> None:
    add(cast, WITHIN)
    dossier_id = cast.receive().dossier_id
    assert due_day(dossier_id) == ONE_DAY_MORE
    found = calendars.foreseen(removing(cast), by=cast.watcher(Role.ADMINISTRATOR))
    assert (found.count(Fate.KEPT), found.count(Fate.EARLIER)) == (1, 0)
    confirm(cast, removing(cast))
    work_off()
    assert due_day(dossier_id) == ONE_DAY_MORE
    assert not JournalRow.objects.filter(verb="dossiers.recount").exists()


def test_a_date_that_was_moved_later_goes_back_as_far_as_the_promise(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    for on in (WITHIN, LATER):
        confirm(cast, adding(cast, on))
        work_off()
    assert due_day(dossier_id) == date(2017, 3, 24)
    for on in (WITHIN, LATER):
        confirm(cast, removing(cast, on))
        work_off()
    dossier = Dossier.objects.get(pk=dossier_id)
    assert dossier.due_at == dossier.promised_at == at("2017-03-22 08:30")
    assert dossier.late_after == at("2017-03-23 00:00")
    assert list(proof.broken_rules()) == []


def test_a_holiday_is_moved_to_another_day(cast: Cast) -> None:
    add(cast, WITHIN)
    dossier_id = cast.receive().dossier_id
    confirm(cast, calendars.moving(cast.calendar.pk, WITHIN, holiday(date(2017, 3, 23))))
    work_off()
    now = queries.working_time(cast.calendar.pk)
    assert (now.is_working_day(WITHIN), now.is_working_day(date(2017, 3, 23))) == (True, False)
    assert due_day(dossier_id) == ONE_DAY_MORE


# --- other ways of counting --------------------------------------------------------------------------------------


def test_a_promise_of_the_same_day_moves_with_its_closing(cast: Cast) -> None:
    same_day(cast.procedure)
    dossier_id = cast.receive().dossier_id
    hours = [Hours(day, time(7, 30), time(18), source="QĐ 2") for day in range(1, 6)]
    confirm(cast, calendars.replacing_hours(cast.calendar.pk, hours))
    work_off()
    assert Dossier.objects.get(pk=dossier_id).due_at == at("2017-03-01 18:00")


def test_a_limit_in_hours_stays_late_after_the_very_moment(cast: Cast) -> None:
    TimeLimit.objects.filter(version__procedure=cast.procedure).update(amount=12, unit="working_hour")
    dossier_id = cast.receive().dossier_id
    assert Dossier.objects.get(pk=dossier_id).due_at == at("2017-03-02 14:00")
    confirm(cast, adding(cast, date(2017, 3, 2)))
    work_off()
    dossier = Dossier.objects.get(pk=dossier_id)
    assert dossier.due_at == dossier.late_after == at("2017-03-03 14:00")


def test_a_dossier_that_waits_for_papers_is_counted_too_and_anew_when_they_come(cast: Cast) -> None:
    received = cast.receive()
    task = cast.bring_to(received.dossier_id, "verify")
    actions.request_completion(
        task.pk, by=cast.here.actor(Role.HEAD_OF_DIVISION), now=MORNING, missing="Sơ đồ"
    )
    confirm(cast, adding(cast))
    work_off()
    assert due_day(received.dossier_id) == ONE_DAY_MORE
    by = cast.here.actor(Role.RECEPTIONIST)
    actions.receive_completion(task.pk, by=by, now=at("2017-03-06 08:00"), papers=())
    assert due_day(received.dossier_id) == date(2017, 3, 28)
    assert list(proof.broken_rules()) == []


def test_a_step_that_was_paused_keeps_the_hours_it_had_left(cast: Cast) -> None:
    received = cast.receive()
    task = cast.bring_to(received.dossier_id, "verify")
    stopped, resumed = at("2017-03-01 14:00"), at("2017-03-06 08:00")
    by = cast.here.actor(Role.HEAD_OF_DIVISION)
    actions.request_completion(task.pk, by=by, now=stopped, missing="Sơ đồ")
    actions.receive_completion(task.pk, by=cast.here.actor(Role.RECEPTIONIST), now=resumed, papers=())
    before = Task.objects.get(pk=task.pk).due_at
    assert before == at("2017-03-06 13:30")
    confirm(cast, adding(cast, date(2017, 3, 6)), resumed)
    work_off(resumed)
    assert Task.objects.get(pk=task.pk).due_at == at("2017-03-07 11:30")


def test_one_that_had_fallen_late_by_the_mistaken_calendar_has_not(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    now = at("2017-03-23 07:30")
    actions.fall_late(dossier_id, by=SYSTEM, now=now)
    confirm(cast, adding(cast), now)
    work_off(now)
    assert Dossier.objects.get(pk=dossier_id).fell_late_at is None
    assert not Lateness.objects.get(dossier_id=dossier_id).element
    assert list(proof.broken_rules()) == []
    assert actions.fall_late(dossier_id, by=SYSTEM, now=at("2017-03-24 07:30"))


# --- what happens meanwhile --------------------------------------------------------------------------------------


def test_what_changed_since_it_was_seen_is_refused_and_told(cast: Cast) -> None:
    cast.receive()
    wanted = adding(cast)
    token = seen(cast, wanted)
    later = cast.receive()
    with pytest.raises(Refused, match="preview_changed"):
        change(cast, wanted, token)
    assert queries.working_time(cast.calendar.pk).is_working_day(WITHIN)
    now = calendars.foreseen(wanted, by=cast.watcher(Role.ADMINISTRATOR))
    (told,) = differences(cast.calendar.pk, token, now)
    assert (told.code, told.moves) == (later.code, True)


def test_a_calendar_changed_since_it_was_seen_is_refused(cast: Cast) -> None:
    cast.receive()
    token = seen(cast, adding(cast))
    add(cast, BEYOND)
    with pytest.raises(Refused, match="preview_changed"):
        change(cast, adding(cast), token)


def test_what_does_not_touch_what_was_seen_is_no_change(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    token = seen(cast, adding(cast))
    actions.note(dossier_id, by=cast.here.actor(Role.RECEPTIONIST), now=MORNING, body="Đã gọi điện")
    assert change(cast, adding(cast), token).bulk_id


def test_one_that_ended_meanwhile_is_left_as_it_is(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    changed = confirm(cast, adding(cast))
    cast.bring_to(dossier_id, "return")
    work_off()
    done = BulkChange.objects.get(pk=changed.bulk_id or 0)
    assert (done.done, done.unchanged, due_day(dossier_id)) == (0, 1, date(2017, 3, 22))
    assert done.finished_at is not None


def test_one_that_was_counted_meanwhile_is_counted_as_it_then_is(cast: Cast) -> None:
    received = cast.receive()
    task = cast.bring_to(received.dossier_id, "verify")
    by = cast.here.actor(Role.HEAD_OF_DIVISION)
    actions.request_completion(task.pk, by=by, now=MORNING, missing="Sơ đồ")
    confirm(cast, adding(cast))
    resumed = at("2017-03-06 08:00")
    actions.receive_completion(task.pk, by=cast.here.actor(Role.RECEPTIONIST), now=resumed, papers=())
    work_off(resumed)
    assert due_day(received.dossier_id) == date(2017, 3, 28)
    assert not JournalRow.objects.filter(verb="dossiers.recount").exists()


class Killed(Exception):
    """The worker was killed."""


def test_a_killed_worker_is_resumed_without_doubling(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    ids = [cast.receive().dossier_id for _ in range(5)]
    changed = confirm(cast, adding(cast))
    done: list[int] = []

    def recount_and_die(*given: object) -> int:
        found = recounting.recount(*given)  # type: ignore[arg-type]
        done.append(found)
        if len(done) == 2:
            raise Killed
        return found

    monkeypatch.setattr(working, "HANDLERS", {"calendar": recount_and_die})
    with pytest.raises(Killed):
        work_off()
    monkeypatch.setattr(working, "HANDLERS", {"calendar": recounting.recount})
    assert BulkLine.objects.filter(change_id=changed.bulk_id, is_done=True).count() == 2
    work_off()
    assert JournalRow.objects.filter(verb="dossiers.recount").count() == len(ids)
    assert {due_day(pk) for pk in ids} == {ONE_DAY_MORE}
    assert list(proof.broken_rules()) == []


def test_an_event_that_fails_rolls_the_whole_batch_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier_id = cast.receive().dossier_id
    confirm(cast, adding(cast))

    def fail(*_given: object, **_named: object) -> int:
        raise Killed

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(Killed):
        work_off()
    assert due_day(dossier_id) == date(2017, 3, 22)


def test_a_change_whose_event_fails_is_not_written(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.receive()
    token = seen(cast, adding(cast))

    def fail(*_given: object, **_named: object) -> int:
        raise Killed

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(Killed):
        change(cast, adding(cast), token)
    assert not BulkChange.objects.exists()
    assert queries.working_time(cast.calendar.pk).is_working_day(WITHIN)


@pytest.mark.parametrize("role", [Role.LEADER, Role.RECEPTIONIST])
def test_only_the_administrator_may(cast: Cast, role: Role) -> None:
    stranger = cast.here.actor(role)
    with pytest.raises(Refused, match="not_allowed"):
        calendars.foreseen(adding(cast, BEYOND), by=stranger)
    with pytest.raises(Refused, match="not_allowed"):
        calendars.change_calendar(adding(cast, BEYOND), by=stranger, now=MORNING)


def test_only_the_system_works_it_off(cast: Cast) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        working.work_off(by=cast.watcher(Role.ADMINISTRATOR), now=MORNING, seconds=1)


def test_a_change_that_moves_nothing_is_one_event(cast: Cast) -> None:
    before = JournalRow.objects.count()
    add(cast, BEYOND)
    assert JournalRow.objects.count() == before + 1


def test_half_a_day_is_counted_anew_by_the_hours_around_it(cast: Cast) -> None:
    TimeLimit.objects.filter(version__procedure=cast.procedure).update(amount=Decimal("4.5"))
    dossier_id = cast.receive().dossier_id
    assert Dossier.objects.get(pk=dossier_id).due_at == at("2017-03-07 14:00")
    confirm(cast, adding(cast, date(2017, 3, 6)))
    work_off()
    assert Dossier.objects.get(pk=dossier_id).due_at == at("2017-03-08 14:00")


# --- at once -----------------------------------------------------------------------------------------------------


def _receive(cast: Cast) -> None:
    try:
        cast.receive()
    finally:
        connection.close()


def test_a_reception_that_meets_a_change_counts_by_the_new_calendar(real_cast: Cast) -> None:
    real_cast.bring_to(real_cast.receive().dossier_id, "return")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            add(real_cast, WITHIN)
            waiting = pool.submit(_receive, real_cast)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.5)
        waiting.result(timeout=10)
    assert Dossier.objects.order_by("-pk")[0].due_at.date() == date(2017, 3, 23)


def _work_off() -> int:
    try:
        return work_off()
    finally:
        connection.close()


def test_two_workers_do_not_do_a_batch_twice(real_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 1)
    for _ in range(6):
        real_cast.receive()
    confirm(real_cast, adding(real_cast))
    with ThreadPoolExecutor(2) as pool:
        done = sum(future.result(timeout=30) for future in [pool.submit(_work_off) for _ in range(2)])
    work_off()
    assert done <= 6
    assert JournalRow.objects.filter(verb="dossiers.recount").count() == 6
    assert BulkChange.objects.get().finished_at == MORNING


def test_two_confirmations_at_once_make_one_change(real_cast: Cast) -> None:
    real_cast.receive()
    wanted = adding(real_cast)
    token = seen(real_cast, wanted)

    def confirm_once() -> str:
        try:
            change(real_cast, wanted, token)
        except Refused as refused:
            return str(refused.code)
        finally:
            connection.close()
        return "written"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(future.result(timeout=30) for future in [pool.submit(confirm_once) for _ in range(2)])
    assert said == ["dossiers.preview_changed", "written"]
    assert BulkChange.objects.count() == 1
