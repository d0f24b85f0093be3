"""A small province and its people, built through the verbs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import SYSTEM, Actor
from motcua.ground.kernel.refusals import RefusalCode, Refused
from motcua.people.calendars import actions as calendars
from motcua.people.organisation import actions, queries
from motcua.people.organisation.models import Appointment, Officer, Unit

NOW = datetime(2018, 1, 2, 0, 30, tzinfo=UTC)
TODAY = date(2018, 1, 2)
SINCE = date(2016, 1, 1)


@dataclass
class Town:
    """Units by name, officers by the part they play, and their appointments."""

    units: dict[str, Unit] = field(default_factory=dict)
    officers: dict[str, Officer] = field(default_factory=dict)
    appointments: dict[str, Appointment] = field(default_factory=dict)

    def unit(self, name: str) -> int:
        return self.units[name].pk

    def officer(self, part: str) -> int:
        return self.officers[part].pk

    def appointment(self, part: str) -> int:
        return self.appointments[part].pk

    def actor(self, part: str, on: date = TODAY) -> Actor:
        """The officer as he acts on that day."""
        offices = queries.grants(self.officer(part), on)
        return Actor("officer", 100 + self.officer(part), self.officer(part), offices[0], offices)


UNITS = (
    ("province", "province", None),
    ("department", "department", "province"),
    ("district", "district", "province"),
    ("sister", "district", "province"),
    ("commune", "commune", "district"),
    ("one_stop", "one_stop", "district"),
    ("division", "division", "district"),
    ("commune_one_stop", "one_stop", "commune"),
)
PEOPLE = (
    ("administrator", "province", "administrator"),
    ("sister_administrator", "sister", "administrator"),
    ("leader", "district", "leader"),
    ("head", "division", "head_of_division"),
    ("handler", "division", "handler"),
    ("receptionist", "one_stop", "receptionist"),
    ("one_stop_head", "one_stop", "one_stop_head"),
    ("inspector", "province", "inspector"),
    ("sister_leader", "sister", "leader"),
)
NAMES = {
    "province": "Tỉnh Tiền Giang",
    "district": "Ủy ban nhân dân huyện Cái Bè",
    "sister": "Ủy ban nhân dân huyện Châu Thành",
    "commune": "Ủy ban nhân dân xã Đông Hòa Hiệp",
}


def build() -> Town:
    town = Town()
    for number, (name, kind, parent) in enumerate(UNITS):
        town.units[name] = actions.create_unit(
            kind=kind,
            code=f"000.00.{number:02d}.H58",
            name=NAMES.get(name, f"Đơn vị {name}"),
            short_name=name,
            parent_id=town.unit(parent) if parent else None,
            valid_from=SINCE,
            by=SYSTEM,
            now=NOW,
        )
    for number, (part, unit, role) in enumerate(PEOPLE):
        officer = actions.add_officer(code=f"CB{number:03d}", name=f"Nguyễn Văn {part}", by=SYSTEM, now=NOW)
        town.officers[part] = officer
        town.appointments[part] = actions.appoint(
            officer_id=officer.pk, unit_id=town.unit(unit), role=role, valid_from=SINCE, by=SYSTEM, now=NOW
        )
    return town


@pytest.fixture
def town(db: None) -> Town:
    return build()


@pytest.fixture
def calendar_id(db: None) -> int:
    return calendars.load_shipped_calendar(by=SYSTEM, now=NOW).pk


def refusal(verb: Callable[..., Any], *args: Any, **kwargs: Any) -> RefusalCode:
    """The code with which the verb refuses; it leaves nothing behind, not even in the journal."""
    before = count_events()
    with pytest.raises(Refused) as caught, transaction.atomic():
        verb(*args, **kwargs)
    assert count_events() == before
    assert caught.value.sentence()
    return caught.value.code


def events(kind: str, object_id: int) -> list[tuple[str, dict[str, Any]]]:
    """What the journal says of an object: verb and data, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT verb, data FROM journal WHERE object_kind = %s AND object_id = %s ORDER BY number",
            [kind, object_id],
        )
        return [
            (verb, data if isinstance(data, dict) else json.loads(data)) for verb, data in cursor.fetchall()
        ]


def count_events() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal")
        (count,) = cursor.fetchone()
    return int(count)


@pytest.fixture
def broken_journal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and from then on no event can be recorded."""

    def fail(*args: Any, **kwargs: Any) -> int:
        raise RuntimeError("the journal does not answer")

    return lambda: monkeypatch.setattr(journal, "record", fail)
