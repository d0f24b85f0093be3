"""The proof of calendars: what was changed, removed or put in behind their back is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from motcua.ground.kernel.actors import SYSTEM
from motcua.people.calendars import actions
from motcua.people.calendars.models import Calendar
from motcua.people.calendars.queries.proof import broken_rules
from motcua.people.calendars.tests.conftest import FIRST_OF_MAY, MORNINGS, NOW, small_calendar

Owner = Callable[..., int]
TET = replace(FIRST_OF_MAY, on=date(2018, 2, 16), name_vi="Tết Nguyên đán")


def found() -> set[str]:
    return {broken.code for broken in broken_rules()}


def add(calendar: Calendar, on: date) -> Calendar:
    compared = calendar.revision
    return actions.add_day(calendar.pk, replace(TET, on=on), compared=compared, by=SYSTEM, now=NOW)


@pytest.fixture(scope="module")
def story(owners_transaction: None) -> Calendar:
    """A calendar to which everything has happened that can, beside the one that is shipped."""
    actions.load_shipped_calendar(by=SYSTEM, now=NOW)
    made = add(small_calendar(), TET.on)
    described = replace(TET, name_vi="Mồng một Tết")
    made = actions.change_day(made.pk, described, compared=made.revision, by=SYSTEM, now=NOW)
    made = actions.remove_day(made.pk, FIRST_OF_MAY.on, compared=made.revision, by=SYSTEM, now=NOW)
    return actions.change_hours(made.pk, MORNINGS[:4], compared=made.revision, by=SYSTEM, now=NOW)


def test_a_whole_story_holds(as_owner: Owner, story: Calendar) -> None:
    assert found() == set()


ANOTHER_DAY = (
    "INSERT INTO calendar_day (calendar_id, on_date, kind, name_vi, name_en, source, checked) "
    "SELECT calendar_id, on_date + 3000, kind, name_vi, name_en, source, checked "
    "FROM calendar_day WHERE kind = 'holiday' LIMIT 1"
)
ANOTHER_CALENDAR = (
    "INSERT INTO calendar (name, zone, source, is_ours, revision) "
    "VALUES ('X', 'Asia/Ho_Chi_Minh', 'X', true, 1)"
)
MORE_HOURS = (
    "INSERT INTO working_hours (calendar_id, weekday, opens, closes, source) "
    "SELECT min(id), 7, '08:00', '09:00', '' FROM calendar"
)
CHANGES = {
    "UPDATE calendar SET name = name || 'X'": {"words_differ"},
    "UPDATE calendar SET zone = 'Europe/Paris'": {"words_differ"},
    "UPDATE calendar SET source = 'khác'": {"words_differ"},
    "UPDATE calendar SET is_ours = NOT is_ours": {"words_differ"},
    "UPDATE calendar SET revision = revision + 1": {"facts_differ"},
    "UPDATE working_hours SET closes = '11:31' WHERE id = (SELECT max(id) FROM working_hours)": {
        "words_differ"
    },
    "UPDATE working_hours SET source = 'khác'": {"words_differ"},
    "UPDATE working_hours SET valid_to = '2030-01-01'": {"words_differ"},
    "DELETE FROM working_hours WHERE id = (SELECT max(id) FROM working_hours)": {"words_differ"},
    MORE_HOURS: {"words_differ"},
    "UPDATE calendar_day SET on_date = on_date + 3000 WHERE id = (SELECT max(id) FROM calendar_day)": {
        "words_differ"
    },
    "UPDATE calendar_day SET kind = 'holiday' WHERE kind = 'substitute_day_off'": {"words_differ"},
    "UPDATE calendar_day SET source = 'khác'": {"words_differ"},
    "UPDATE calendar_day SET makes_up_for = makes_up_for + 1 WHERE makes_up_for IS NOT NULL": {
        "words_differ"
    },
    "DELETE FROM calendar_day WHERE id = (SELECT max(id) FROM calendar_day)": {"words_differ"},
    ANOTHER_DAY: {"words_differ"},
    ANOTHER_CALENDAR: {"without_event"},
    "UPDATE journal SET data = '{}' WHERE object_kind = 'calendar'": {"events_cannot_be_read"},
}


@pytest.mark.parametrize("statement", sorted(CHANGES))
def test_a_change_behind_its_back_is_found(as_owner: Owner, story: Calendar, statement: str) -> None:
    assert as_owner(statement)
    assert found() == CHANGES[statement]


def test_a_calendar_that_is_gone_is_found(as_owner: Owner, story: Calendar) -> None:
    for table in ("working_hours", "calendar_day", "calendar"):
        as_owner(f"DELETE FROM {table}")
    assert found() == {"is_gone"}


def test_a_verb_does_not_take_over_what_was_changed_before_it(as_owner: Owner, story: Calendar) -> None:
    as_owner("DELETE FROM calendar_day WHERE calendar_id = %s", [story.pk])
    add(story, date(2018, 3, 1))
    assert found() == {"changed_between_events"}
    assert [broken.name for broken in broken_rules()] == [str(story.pk)]
