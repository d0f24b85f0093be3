"""The cast of the tests, and a small calendar of their own."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.db import connection

from motcua.ground.kernel.actors import ANONYMOUS, SYSTEM, Actor, Office
from motcua.people.calendars import actions
from motcua.people.calendars.models import Calendar
from motcua.people.calendars.rules import Checked, DayKind, Hours, SpecialDay

NOW = datetime(2018, 1, 2, 0, 30, tzinfo=UTC)
MORNINGS = tuple(Hours(weekday, time(7, 30), time(11, 30)) for weekday in range(1, 6))
FIRST_OF_MAY = SpecialDay(
    date(2018, 5, 1),
    DayKind.HOLIDAY,
    "Ngày Quốc tế Lao động",
    "Labour Day",
    "Điều 115 Bộ luật Lao động 2012",
    Checked.STATUTE,
)


def acting(role: str) -> Actor:
    """An officer who acts in this role."""
    office = Office(7, 3, role, 11, (11, 12), date(2017, 1, 1))
    return Actor("officer", account_id=2, officer_id=3, office=office, offices=(office,))


ADMINISTRATOR = acting("administrator")
OTHERS = [ANONYMOUS, acting("receptionist"), acting("handler"), acting("leader"), acting("inspector")]


def events(calendar_id: int) -> list[tuple[str, dict[str, Any], str]]:
    """The journal of one calendar: verb, data, role, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT verb, data, role FROM journal "
            "WHERE object_kind = 'calendar' AND object_id = %s ORDER BY number",
            [calendar_id],
        )
        return [(verb, _json(data), role) for verb, data, role in cursor.fetchall()]


def _json(data: Any) -> dict[str, Any]:
    found: dict[str, Any] = data if isinstance(data, dict) else json.loads(data)
    return found


def small_calendar(by: Actor = SYSTEM) -> Calendar:
    """Mornings from Monday to Friday, with one holiday."""
    return actions.create_calendar(
        name="Buổi sáng",
        zone="Asia/Ho_Chi_Minh",
        source="Quyết định 1/QĐ-UBND",
        is_ours=False,
        hours=MORNINGS,
        days=[FIRST_OF_MAY],
        by=by,
        now=NOW,
    )


@pytest.fixture
def calendar(db: None) -> Calendar:
    return small_calendar()
