"""The verbs of calendars: allowed, refused, repeated, rolled back, and two at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from django.db import connection, transaction

from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import SYSTEM, Actor
from motcua.ground.kernel.journal import fingerprint
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import RefusalCode, Refused
from motcua.people.calendars import actions, queries
from motcua.people.calendars.models import Calendar, CalendarDay, WorkingHours
from motcua.people.calendars.queries.proof import words_of_calendar
from motcua.people.calendars.rules import DayKind, Hours, Refusal, shipped
from motcua.people.calendars.tests.conftest import (
    ADMINISTRATOR,
    FIRST_OF_MAY,
    MORNINGS,
    NOW,
    OTHERS,
    events,
    small_calendar,
)

NATIONAL_DAY = replace(FIRST_OF_MAY, on=date(2018, 9, 3), name_vi="Quốc khánh", name_en="National Day")
ACT = "Quyết định 12/QĐ-UBND ngày 02/01/2018"
LATER = tuple(replace(stretch, opens=time(8), source=ACT) for stretch in MORNINGS)
Verb = Callable[[Calendar, Actor], Calendar]


def add(calendar: Calendar, by: Actor = ADMINISTRATOR) -> Calendar:
    return actions.add_day(calendar.pk, NATIONAL_DAY, compared=calendar.revision, by=by, now=NOW)


def change(calendar: Calendar, by: Actor = ADMINISTRATOR) -> Calendar:
    day = replace(FIRST_OF_MAY, kind=DayKind.SUBSTITUTE_DAY_OFF)
    return actions.change_day(calendar.pk, day, compared=calendar.revision, by=by, now=NOW)


def remove(calendar: Calendar, by: Actor = ADMINISTRATOR) -> Calendar:
    return actions.remove_day(calendar.pk, FIRST_OF_MAY.on, compared=calendar.revision, by=by, now=NOW)


def change_hours(calendar: Calendar, by: Actor = ADMINISTRATOR) -> Calendar:
    return actions.change_hours(calendar.pk, LATER, compared=calendar.revision, by=by, now=NOW)


VERBS: list[Verb] = [add, change, remove, change_hours]


def refusal(verb: Callable[..., Any], *args: Any, **kwargs: Any) -> RefusalCode:
    with pytest.raises(Refused) as caught, transaction.atomic():
        verb(*args, **kwargs)
    return caught.value.code


# --- allowed ------------------------------------------------------------------------------------------------


def test_a_calendar_is_drawn_up_with_its_hours_and_days(calendar: Calendar) -> None:
    counting = queries.working_time(calendar.pk)
    assert set(counting.hours) == set(MORNINGS)
    assert counting.days == (FIRST_OF_MAY,)
    assert events(calendar.pk) == [
        ("calendars.created", {"revision": calendar.revision, "hours": 5, "days": 1}, "system")
    ]


def test_a_day_is_entered(calendar: Calendar) -> None:
    stood = fingerprint(words_of_calendar(calendar))
    changed = add(calendar)
    assert queries.working_time(calendar.pk).days == (FIRST_OF_MAY, NATIONAL_DAY)
    assert events(calendar.pk)[1:] == [
        (
            "calendars.day_added",
            {"revision": changed.revision, "changed": stood, "on": "2018-09-03", "kind": "holiday"},
            "administrator",
        )
    ]


def test_a_day_is_described_anew(calendar: Calendar) -> None:
    stood = fingerprint(words_of_calendar(calendar))
    changed = change(calendar)
    assert queries.working_time(calendar.pk).days[0].kind is DayKind.SUBSTITUTE_DAY_OFF
    assert events(calendar.pk)[-1][:2] == (
        "calendars.day_changed",
        {"revision": changed.revision, "changed": stood, "on": "2018-05-01", "kind": "substitute_day_off"},
    )


def test_a_day_is_given_back_to_its_weekday(calendar: Calendar) -> None:
    stood = fingerprint(words_of_calendar(calendar))
    changed = remove(calendar)
    assert queries.working_time(calendar.pk).is_working_day(FIRST_OF_MAY.on)
    assert events(calendar.pk)[-1][:2] == (
        "calendars.day_removed",
        {"revision": changed.revision, "changed": stood, "on": "2018-05-01", "kind": "holiday"},
    )


def test_the_hours_are_replaced(calendar: Calendar) -> None:
    stood = fingerprint(words_of_calendar(calendar))
    changed = change_hours(calendar)
    assert set(queries.working_time(calendar.pk).hours) == set(LATER)
    assert WorkingHours.objects.filter(calendar=calendar).count() == 5
    assert events(calendar.pk)[-1][:2] == (
        "calendars.hours_changed",
        {"revision": changed.revision, "changed": stood, "hours": 5},
    )


@pytest.mark.parametrize("verb", VERBS)
def test_every_change_gives_a_revision_that_was_never_there(calendar: Calendar, verb: Verb) -> None:
    before = calendar.revision
    after = verb(calendar, ADMINISTRATOR).revision
    assert after != before
    assert queries.revision(calendar.pk) == after


@pytest.mark.parametrize("verb", VERBS)
def test_the_system_may_change_calendars_too(calendar: Calendar, verb: Verb) -> None:
    verb(calendar, SYSTEM)
    assert events(calendar.pk)[-1][2] == "system"


# --- refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", OTHERS, ids=lambda by: by.role or by.kind)
@pytest.mark.parametrize("verb", VERBS)
def test_nobody_else_may_change_a_calendar(calendar: Calendar, verb: Verb, by: Actor) -> None:
    assert refusal(verb, calendar, by) == KernelRefusal.NOT_ALLOWED
    assert len(events(calendar.pk)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("by", OTHERS, ids=lambda by: by.role or by.kind)
def test_nobody_else_may_draw_up_a_calendar(by: Actor) -> None:
    assert refusal(small_calendar, by) == KernelRefusal.NOT_ALLOWED
    assert refusal(actions.load_shipped_calendar, by=by, now=NOW) == KernelRefusal.NOT_ALLOWED
    assert not Calendar.objects.exists()


@pytest.mark.parametrize("verb", VERBS)
def test_a_change_compared_with_an_older_revision_is_refused(calendar: Calendar, verb: Verb) -> None:
    actions.add_day(
        calendar.pk,
        replace(NATIONAL_DAY, on=date(2018, 9, 4)),
        compared=calendar.revision,
        by=SYSTEM,
        now=NOW,
    )
    assert refusal(verb, calendar, ADMINISTRATOR) == Refusal.CHANGED_SINCE
    assert len(events(calendar.pk)) == 2


@pytest.mark.parametrize("verb", VERBS)
def test_a_calendar_that_is_not_there_cannot_change(calendar: Calendar, verb: Verb) -> None:
    calendar.pk += 1
    assert refusal(verb, calendar, ADMINISTRATOR) == Refusal.CALENDAR_NOT_FOUND


def test_a_day_with_another_row_cannot_be_entered(calendar: Calendar) -> None:
    other = replace(FIRST_OF_MAY, name_vi="Lễ khác")
    code = refusal(actions.add_day, calendar.pk, other, compared=calendar.revision, by=SYSTEM, now=NOW)
    assert code == Refusal.DAY_TWICE


def test_a_day_without_a_row_cannot_be_described_anew(calendar: Calendar) -> None:
    code = refusal(
        actions.change_day, calendar.pk, NATIONAL_DAY, compared=calendar.revision, by=SYSTEM, now=NOW
    )
    assert code == Refusal.DAY_NOT_FOUND


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        ((*MORNINGS, Hours(1, time(11), time(12))), Refusal.HOURS_OVERLAP),
        ((), Refusal.NEVER_OPEN),
        ((Hours(1, time(8), time(9), None, date(2018, 1, 1)),), Refusal.NEVER_OPEN),
    ],
)
def test_hours_that_no_office_could_keep_are_refused(
    calendar: Calendar, hours: tuple[Hours, ...], code: Refusal
) -> None:
    found = refusal(actions.change_hours, calendar.pk, hours, compared=calendar.revision, by=SYSTEM, now=NOW)
    assert found == code
    assert set(queries.working_time(calendar.pk).hours) == set(MORNINGS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, Refusal.NO_NAME),
        ({"source": ""}, Refusal.NO_SOURCE),
        ({"zone": "Asia/Tien_Giang"}, Refusal.UNKNOWN_ZONE),
        ({"hours": ()}, Refusal.NEVER_OPEN),
        ({"days": [FIRST_OF_MAY, FIRST_OF_MAY]}, Refusal.DAY_TWICE),
        ({"hours": MORNINGS + MORNINGS}, Refusal.HOURS_OVERLAP),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(changes: dict[str, Any], code: Refusal) -> None:
    plain: dict[str, Any] = {
        "name": "Lịch",
        "zone": "Asia/Ho_Chi_Minh",
        "source": "Quyết định 1",
        "is_ours": False,
        "hours": MORNINGS,
    }
    assert refusal(actions.create_calendar, **plain | changes, by=SYSTEM, now=NOW) == code
    assert not Calendar.objects.exists()


def test_a_name_is_used_once(calendar: Calendar) -> None:
    assert refusal(small_calendar) == Refusal.CALENDAR_EXISTS
    assert Calendar.objects.count() == 1


# --- repeated -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", VERBS)
def test_done_again_it_changes_and_records_nothing(calendar: Calendar, verb: Verb) -> None:
    first = verb(calendar, ADMINISTRATOR)
    again = verb(calendar, ADMINISTRATOR)
    assert again.revision == first.revision
    assert len(events(calendar.pk)) == 2


@pytest.mark.django_db
def test_the_shipped_calendar_is_taken_into_use_once() -> None:
    first = actions.load_shipped_calendar(by=SYSTEM, now=NOW)
    again = actions.load_shipped_calendar(by=ADMINISTRATOR, now=NOW)
    assert again.pk == first.pk
    assert first.is_ours
    assert len(events(first.pk)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("by", OTHERS, ids=lambda by: by.role or by.kind)
def test_nobody_else_may_take_the_shipped_calendar_into_use_again(by: Actor) -> None:
    actions.load_shipped_calendar(by=SYSTEM, now=NOW)
    assert refusal(actions.load_shipped_calendar, by=by, now=NOW) == KernelRefusal.NOT_ALLOWED


@pytest.mark.django_db
def test_the_shipped_calendar_counts_the_same_from_the_database() -> None:
    loaded = queries.working_time(actions.load_shipped_calendar(by=SYSTEM, now=NOW).pk)
    from_files = shipped.working_time()
    assert set(loaded.hours) == set(from_files.hours)
    assert loaded.days == from_files.days
    assert loaded.zone == from_files.zone


# --- rolled back, and two at once ---------------------------------------------------------------------------


@pytest.mark.parametrize("verb", VERBS)
def test_when_the_event_fails_nothing_is_changed(
    calendar: Calendar, verb: Verb, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = queries.working_time(calendar.pk)

    def fail(event: journal.Event, *, by: Actor, at: datetime, content: object) -> int:
        raise RuntimeError("the journal is full")

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        verb(calendar, ADMINISTRATOR)
    assert queries.revision(calendar.pk) == calendar.revision
    assert queries.working_time(calendar.pk) == before


def test_of_two_changes_at_once_one_is_told_to_look_again(real_db: None) -> None:
    calendar = small_calendar()

    def enter(on: date) -> str:
        day = replace(NATIONAL_DAY, on=on)
        try:
            actions.add_day(calendar.pk, day, compared=calendar.revision, by=SYSTEM, now=NOW)
        except Refused as refused:
            return str(refused.code)
        finally:
            connection.close()
        return "entered"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(enter, [date(2018, 9, 3), date(2018, 9, 4)]))
    assert answers == [str(Refusal.CHANGED_SINCE), "entered"]
    assert CalendarDay.objects.filter(calendar=calendar).count() == 2


@pytest.mark.parametrize("source", ["", "  "])
def test_it_refuses_new_hours_that_name_no_act(calendar: Calendar, source: str) -> None:
    hours = tuple(replace(stretch, source=source) for stretch in LATER)
    said = {"compared": calendar.revision, "by": ADMINISTRATOR, "now": NOW}
    assert refusal(actions.change_hours, calendar.pk, hours, **said) == Refusal.NO_SOURCE
    assert set(queries.working_time(calendar.pk).hours) == set(MORNINGS)


def test_hours_do_not_lose_their_act_nor_last_longer_without_one(calendar: Calendar) -> None:
    ended = tuple(replace(stretch, valid_to=date(2019, 1, 1)) for stretch in MORNINGS[:3])
    changed = actions.change_hours(
        calendar.pk, ended + LATER[3:], compared=calendar.revision, by=ADMINISTRATOR, now=NOW
    )
    said = {"compared": changed.revision, "by": ADMINISTRATOR, "now": NOW}
    without_act = tuple(replace(stretch, source="") for stretch in LATER[3:])
    for hours in (ended + without_act, MORNINGS[:3] + LATER[3:]):
        assert refusal(actions.change_hours, calendar.pk, hours, **said) == Refusal.NO_SOURCE


def test_hours_that_stay_need_no_act_and_new_ones_keep_theirs(calendar: Calendar) -> None:
    changed = actions.change_hours(
        calendar.pk, MORNINGS[:3] + LATER[3:], compared=calendar.revision, by=ADMINISTRATOR, now=NOW
    )
    sources = [row.source for row in queries.working_time(changed.pk).hours]
    assert sources == ["", "", "", ACT, ACT]
