"""A person may press twice: the same form sent again gives the same answer, another body under its key is refused."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.db import connection

from motcua.ground.kernel.journal import canonical
from motcua.ground.kernel.refusals import Refusal, Refused


def body_hash(body: Any) -> bytes:
    """Hash of what was asked, in its one byte form."""
    return sha256(canonical(body)).digest()


def check_key(key: str) -> str:
    """A key is 1–64 characters that can be kept; raises Refused otherwise."""
    if not 1 <= len(key) <= 64 or "\x00" in key:
        raise Refused(Refusal.KEY_TOO_LONG)
    return key


def earlier(account_id: int, key: str, verb: str, body: bytes) -> Any | None:
    """The result of this very request when it was done before, else None.

    Raises Refused(KEY_REUSED) when the key was used for something else.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT verb, body_hash, result FROM done_request WHERE account_id = %s AND key = %s",
            [account_id, key],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    if row[0] != verb or bytes(row[1]) != body:
        raise Refused(Refusal.KEY_REUSED)
    return json.loads(row[2]) if isinstance(row[2], str) else row[2]


def begin(account_id: int, key: str, verb: str, body: Any) -> Any | None:
    """Claim the key, first thing in a verb; returns the earlier result when it was done before, else None.

    A second request under the same key waits here until the first has committed or gone.
    """
    hashed = body_hash(body)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO done_request (account_id, key, verb, body_hash) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (account_id, key) DO NOTHING",
            [account_id, check_key(key), verb, hashed],
        )
        if cursor.rowcount == 1:
            return None
    return earlier(account_id, key, verb, hashed)


def finish(account_id: int, key: str, result: Any) -> None:
    """Keep the result beside the key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE done_request SET result = %s::jsonb WHERE account_id = %s AND key = %s",
            [json.dumps(result), account_id, key],
        )


def forget_old() -> int:
    """Remove what is older than 30 days, by the machine's clock; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM done_request WHERE created_at < clock_timestamp() - interval '30 days'")
        return int(cursor.rowcount)
