"""The journal: one event per verb, append-only, without personal data.

What an event says about people stands in rows beside it; the event keeps the keyed hash of that content, so that
a changed row is seen (`content_hash`), and a chain of seals (`seals`) shows any change of the journal itself.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from decimal import Decimal
from hashlib import sha256
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.db import connection

from motcua.ground.kernel.actors import Actor

INSERT = """
INSERT INTO journal (verb, object_kind, object_id, number, account_id, officer_id, unit_id, role, appointment_id,
                     delegation_id, data, content_hash, at)
VALUES (%(verb)s, %(object_kind)s, %(object_id)s,
        (SELECT coalesce(max(number), 0) + 1 FROM journal
          WHERE object_kind = %(object_kind)s AND object_id = %(object_id)s),
        %(account_id)s, %(officer_id)s, %(unit_id)s, %(role)s, %(appointment_id)s, %(delegation_id)s,
        %(data)s::jsonb, %(content_hash)s, %(at)s)
RETURNING number
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of every kind of event: past tense, ids, codes and times only."""

    verb: ClassVar[str]
    object_kind: ClassVar[str]
    object_id: int

    def data(self) -> dict[str, Any]:
        """The event's own fields as plain JSON values, the object's id left out, empty ones too."""
        found = {f.name: plain(getattr(self, f.name)) for f in fields(self) if f.name != "object_id"}
        return {name: value for name, value in found.items() if value is not None}


E = TypeVar("E", bound="Event")

KINDS: dict[str, type[Event]] = {}
# As tuples: asking whether something is of a union of types takes three times as long.
PLAIN, MOMENTS, LISTS = (str, int), (datetime, date, time), (tuple, list)


def event_kind(cls: type[E]) -> type[E]:
    """Register a kind of event under its verb; a verb belongs to one kind."""
    if KINDS.setdefault(cls.verb, cls) is not cls and KINDS[cls.verb].__qualname__ != cls.__qualname__:
        raise ValueError(f"two kinds of event say {cls.verb}")
    return cls


def plain(value: Any) -> Any:
    """A value as JSON can hold it: times in ISO 8601 with zone, decimals as text; raises TypeError for others."""
    # The usual ones first: most of what an event says is a word or a number.
    if value is None or isinstance(value, PLAIN):
        return value
    if isinstance(value, MOMENTS):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, LISTS):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    raise TypeError(f"{type(value).__name__} has no place in an event")


def canonical(content: Any) -> bytes:
    """The one byte form of a content: sorted keys, no spaces, UTF-8."""
    return json.dumps(plain(content), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def content_hash(content: Any) -> bytes:
    """Keyed hash (HMAC-SHA256) of what an event said about people; the key is a secret of the data folder."""
    return hmac.new(settings.EVENT_KEY, canonical(content), sha256).digest()


def fingerprint(content: Any) -> str:
    """The same in hexadecimal, for an event that tells of several contents, each in a field of its own."""
    return content_hash(content).hex()


def signature_of(by: Actor) -> dict[str, Any]:
    """Who acted, in the columns of the journal."""
    office = by.office
    return {
        "account_id": by.account_id,
        "officer_id": by.officer_id,
        "unit_id": office.unit_id if office else None,
        "role": office.role if office else by.kind,
        "appointment_id": office.appointment_id if office else None,
        "delegation_id": office.delegation_id if office else None,
    }


def record(event: Event, *, by: Actor, at: datetime, content: Any = None) -> int:
    """Write one event in the caller's transaction and return its number within its object.

    `at` is business time; `content` is hashed, never stored here.
    """
    if at.tzinfo is None:
        raise ValueError("an event has a time zone")
    row = signature_of(by) | {
        "verb": event.verb,
        "object_kind": event.object_kind,
        "object_id": event.object_id,
        "data": json.dumps(event.data(), ensure_ascii=False),
        "content_hash": None if content is None else content_hash(content),
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT, row)
        (number,) = cursor.fetchone()
    return int(number)
