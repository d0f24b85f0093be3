"""What the journal keeps of a calendar: ids, codes and dates."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from motcua.ground.kernel.journal import KINDS
from motcua.people.calendars import events
from motcua.people.calendars.events import CalendarCreated, DayAdded, DayChanged, DayRemoved, HoursChanged

ALL = [CalendarCreated, DayAdded, DayChanged, DayRemoved, HoursChanged]


@pytest.mark.parametrize("kind", ALL)
def test_every_event_is_known_by_its_verb(kind: type[DayAdded]) -> None:
    assert KINDS[kind.verb] is kind
    assert kind.object_kind == "calendar"
    assert kind.verb.startswith("calendars.")


def test_no_event_was_forgotten_here() -> None:
    declared = [kind for kind in vars(events).values() if isinstance(kind, type) and "verb" in vars(kind)]
    assert set(declared) == set(ALL)


@pytest.mark.parametrize("kind", [DayAdded, DayChanged, DayRemoved])
def test_an_event_of_a_day_keeps_the_date_and_no_words(kind: type[DayAdded]) -> None:
    event = kind(object_id=7, revision=99, changed="c0ffee", on=date(2018, 5, 1), kind="holiday")
    assert event.data() == {"revision": 99, "changed": "c0ffee", "on": "2018-05-01", "kind": "holiday"}
    assert {field.name for field in fields(kind)} == {"object_id", "revision", "changed", "on", "kind"}


@pytest.mark.parametrize(
    ("event", "data"),
    [
        (
            CalendarCreated(object_id=7, revision=99, hours=10, days=3),
            {"revision": 99, "hours": 10, "days": 3},
        ),
        (
            HoursChanged(object_id=7, revision=99, changed="c0ffee", hours=10),
            {"revision": 99, "changed": "c0ffee", "hours": 10},
        ),
    ],
)
def test_an_event_of_hours_keeps_how_many(event: CalendarCreated, data: dict[str, Any]) -> None:
    assert event.data() == data
