"""The proof: each calendar is what its last event says, and each change was made on what the one before it left."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.proofs import Broken, compare, says
from motcua.people.calendars import events
from motcua.people.calendars.models import Calendar

VERBS = (
    events.CalendarCreated.verb,
    events.DayAdded.verb,
    events.DayChanged.verb,
    events.DayRemoved.verb,
    events.HoursChanged.verb,
)


def broken_rules() -> Iterator[Broken]:
    """Every calendar that differs from its events; memory is that of one batch."""
    calendars = Calendar.objects.prefetch_related("hours", "days")
    yield from compare(calendars, "calendar", VERBS, _differing)


def words_of_calendar(calendar: Calendar) -> dict[str, Any]:
    """All that a calendar says: its hours and its days, with their sources."""
    hours = [
        [row.weekday, row.opens, row.closes, row.valid_from, row.valid_to, row.source]
        for row in calendar.hours.all()
    ]
    return {
        "name": calendar.name,
        "zone": calendar.zone,
        "source": calendar.source,
        "is_ours": calendar.is_ours,
        "hours": sorted(hours, key=str),
        "days": {
            day.on_date.isoformat(): [
                day.kind,
                day.name_vi,
                day.name_en,
                day.source,
                day.checked,
                day.makes_up_for,
            ]
            for day in calendar.days.all()
        },
    }


def _differing(calendar: Calendar, told: list[JournalRow]) -> Iterator[str]:
    if not says(told[-1], words_of_calendar(calendar)):
        yield "words_differ"
    if calendar.revision != told[-1].data["revision"]:
        yield "facts_differ"
    if any(bytes(before.content_hash or b"").hex() != row.data["changed"] for before, row in pairwise(told)):
        yield "changed_between_events"
