"""Reading calendars: cached by revision, never by anything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from motcua.ground.kernel.actors import ANONYMOUS, SYSTEM, Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars import actions, queries
from motcua.people.calendars.models import Calendar
from motcua.people.calendars.rules import Refusal
from motcua.people.calendars.tests.conftest import ADMINISTRATOR, FIRST_OF_MAY, NOW, OTHERS

SECOND_OF_MAY = replace(FIRST_OF_MAY, on=date(2018, 5, 2))


def test_the_first_reading_takes_five_statements_and_the_next_ones_one(
    calendar: Calendar, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        first = queries.working_time(calendar.pk)
    with django_assert_num_queries(1):
        assert queries.working_time(calendar.pk) is first


def test_a_change_is_seen_at_once(calendar: Calendar) -> None:
    assert queries.working_time(calendar.pk).is_working_day(SECOND_OF_MAY.on)
    actions.add_day(calendar.pk, SECOND_OF_MAY, compared=calendar.revision, by=SYSTEM, now=NOW)
    assert not queries.working_time(calendar.pk).is_working_day(SECOND_OF_MAY.on)


def test_a_change_that_was_rolled_back_is_never_taken_for_a_later_one(calendar: Calendar) -> None:
    undo = transaction.savepoint()
    actions.add_day(calendar.pk, SECOND_OF_MAY, compared=calendar.revision, by=SYSTEM, now=NOW)
    assert not queries.working_time(calendar.pk).is_working_day(SECOND_OF_MAY.on)
    transaction.savepoint_rollback(undo)
    third = replace(SECOND_OF_MAY, on=date(2018, 5, 3))
    actions.add_day(calendar.pk, third, compared=calendar.revision, by=SYSTEM, now=NOW)
    found = queries.working_time(calendar.pk)
    assert [found.is_working_day(date(2018, 5, n)) for n in (1, 2, 3)] == [False, True, False]


def test_a_change_between_two_statements_of_a_reading_is_noticed(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = queries.revision
    answers = iter([calendar.revision, 12345])

    def changing(calendar_id: int) -> int:
        return next(answers, None) or real(calendar_id)

    monkeypatch.setattr(queries, "revision", changing)
    assert queries.working_time(calendar.pk).days == (FIRST_OF_MAY,)
    assert next(answers, None) is None


def test_a_verb_that_has_read_the_revision_itself_needs_no_statement(
    calendar: Calendar, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = queries.working_time(calendar.pk)
    with django_assert_num_queries(0):
        assert queries.working_time_of(calendar.pk, calendar.revision) is first


def test_a_revision_that_is_no_longer_there_gives_the_calendar_as_it_is_now(calendar: Calendar) -> None:
    before = calendar.revision
    actions.add_day(calendar.pk, SECOND_OF_MAY, compared=before, by=SYSTEM, now=NOW)
    assert not queries.working_time_of(calendar.pk, before).is_working_day(SECOND_OF_MAY.on)


@pytest.mark.django_db
def test_a_calendar_that_is_not_there_is_refused() -> None:
    for read in (queries.revision, queries.working_time, lambda pk: queries.working_time_of(pk, 5)):
        with pytest.raises(Refused) as caught:
            read(1)
        assert caught.value.code == Refusal.CALENDAR_NOT_FOUND


@pytest.mark.parametrize("by", [ADMINISTRATOR, SYSTEM, *OTHERS[1:]], ids=lambda by: by.role or by.kind)
def test_every_officer_sees_the_calendars(calendar: Calendar, by: Actor) -> None:
    assert list(queries.visible_to(by)) == [calendar]
    assert queries.get_calendar(calendar.pk, by) == calendar


def test_the_public_sees_none(calendar: Calendar) -> None:
    assert not queries.visible_to(ANONYMOUS)
    with pytest.raises(Refused) as caught:
        queries.get_calendar(calendar.pk, ANONYMOUS)
    assert caught.value.code == Refusal.CALENDAR_NOT_FOUND


def test_the_days_of_a_year_and_the_hours_of_the_week_come_in_order(calendar: Calendar) -> None:
    actions.add_day(
        calendar.pk,
        replace(FIRST_OF_MAY, on=date(2018, 4, 30)),
        compared=calendar.revision,
        by=SYSTEM,
        now=NOW,
    )
    assert [row.on_date.day for row in queries.days_of_year(calendar, 2018)] == [30, 1]
    assert not queries.days_of_year(calendar, 2019)
    assert [row.weekday for row in queries.hours_of_week(calendar)] == [1, 2, 3, 4, 5]


def test_hours_from_to_are_read_back(calendar: Calendar) -> None:
    mornings = queries.working_time(calendar.pk).hours
    summer = tuple(
        replace(row, opens=time(7), valid_from=date(2018, 6, 1), source="QĐ 1") for row in mornings
    )
    until = tuple(replace(row, valid_to=date(2018, 6, 1)) for row in mornings)
    actions.change_hours(calendar.pk, until + summer, compared=calendar.revision, by=SYSTEM, now=NOW)
    found = queries.working_time(calendar.pk)
    assert [found.windows(date(2018, month, 4))[0][0].time() for month in (5, 6)] == [time(7, 30), time(7)]
