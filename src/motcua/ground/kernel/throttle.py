"""How often something may be tried: counted in the database, so that all processes count together.

Machine time in fixed windows; who tries is kept as a keyed hash, never as an address or a code.
"""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.db import connection

_COUNT = """
INSERT INTO throttle_window (whose, "window", count) VALUES (%s, %s, 1)
ON CONFLICT (whose, "window") DO UPDATE SET count = throttle_window.count + 1
RETURNING count
"""
KEPT = 2 * 86_400


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many tries in so many seconds, of one kind."""

    name: str
    times: int
    seconds: int


def admit(limit: Limit, who: str) -> bool:
    """Count a try and say whether it is still within the limit."""
    whose = hmac.new(settings.EVENT_KEY, f"{limit.name} {who}".encode(), sha256).hexdigest()
    # Windows of different lengths share the table: the number is the second in which the window began.
    window = int(time.time()) // limit.seconds * limit.seconds
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [whose, window])
        (count,) = cursor.fetchone()
    return int(count) <= limit.times


def seconds_left(limit: Limit) -> int:
    """In how many seconds the window of this moment is over and one may try again."""
    return limit.seconds - int(time.time()) % limit.seconds


def forget_old() -> int:
    """Remove the counts of windows that are long over; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM throttle_window WHERE "window" < %s', [int(time.time()) - KEPT])
        return int(cursor.rowcount)
