"""The journal: one event, its number, its keyed hash; no personal data, no changes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar

import psycopg
import pytest
from django.db import ProgrammingError, connection

from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import SYSTEM, Actor, Office
from motcua.ground.kernel.journal import Event
from motcua.ground.kernel.models import JournalRow

pytestmark = pytest.mark.server

AT = datetime(2017, 3, 1, 2, 0, tzinfo=UTC)
OFFICE = Office(11, 22, "handler", 33, (33,), date(2017, 1, 1), None, 44)
OFFICER = Actor(kind="officer", account_id=55, officer_id=22, office=OFFICE, offices=(OFFICE,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried(Event):
    """An event of the tests."""

    verb: ClassVar[str] = "tests.try"
    object_kind: ClassVar[str] = "thing"
    when: datetime | None = None
    much: Decimal | None = None


@pytest.mark.django_db
def test_an_event_says_who_in_which_office() -> None:
    journal.record(Tried(object_id=1), by=OFFICER, at=AT)
    row = JournalRow.objects.get()
    assert (row.account_id, row.officer_id, row.unit_id, row.role) == (55, 22, 33, "handler")
    assert (row.appointment_id, row.delegation_id, row.at) == (11, 44, AT)


@pytest.mark.django_db
def test_events_are_numbered_within_their_object() -> None:
    assert journal.record(Tried(object_id=1), by=SYSTEM, at=AT) == 1
    assert journal.record(Tried(object_id=2), by=SYSTEM, at=AT) == 1
    assert journal.record(Tried(object_id=1), by=SYSTEM, at=AT) == 2


@pytest.mark.django_db
def test_an_event_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="time zone"):
        journal.record(Tried(object_id=1), by=SYSTEM, at=AT.replace(tzinfo=None))


@pytest.mark.django_db
def test_times_and_decimals_are_kept_as_text() -> None:
    journal.record(Tried(object_id=1, when=AT, much=Decimal("0.10")), by=SYSTEM, at=AT)
    assert JournalRow.objects.get().data == {"when": "2017-03-01T02:00:00+00:00", "much": "0.10"}


@pytest.mark.django_db
def test_content_is_hashed_and_not_stored() -> None:
    journal.record(Tried(object_id=1), by=SYSTEM, at=AT, content={"name": "Canary Nguyễn"})
    row = JournalRow.objects.get()
    assert bytes(row.content_hash or b"") == journal.content_hash({"name": "Canary Nguyễn"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal::text FROM journal")
        assert "Canary" not in str(cursor.fetchone())


@pytest.mark.django_db
def test_the_hash_is_keyed(settings: Any) -> None:
    before = journal.content_hash("a")
    settings.EVENT_KEY = b"another key"
    assert journal.content_hash("a") != before


def test_an_unknown_kind_of_value_has_no_place_in_an_event() -> None:
    with pytest.raises(TypeError):
        journal.plain({1, 2})
    with pytest.raises(TypeError):
        journal.plain(1.5)


def test_the_byte_form_does_not_depend_on_the_order_of_keys() -> None:
    assert journal.canonical({"b": 1, "a": (2, None)}) == journal.canonical({"a": [2, None], "b": 1})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal SET number = 9", "DELETE FROM journal", "TRUNCATE journal", "DELETE FROM journal_seal"],
)
def test_the_application_may_only_add_and_read(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_application_does_not_own_its_tables(owner: psycopg.Connection[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (user,) = cursor.fetchone()
    owners = owner.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert (user,) not in owners
