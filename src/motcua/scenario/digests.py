"""One value for everything that the demonstration tells, whatever the ids and whoever computed it.

Covered, in the order of dossier codes: procedure and process version, applicant, answers, papers, states, due dates,
clock, tasks, words, decisions and events with their business times; then the notices given at counters. Left out: ids
(codes stand in their place), secrets, the machine's times.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from motcua.scenario.sql import STATEMENTS

CHUNK = 2_000


def digest() -> str:
    """SHA-256, in hexadecimal, of all rows of all statements, from one snapshot."""
    found = sha256()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for name, statement in STATEMENTS.items():
            found.update(f"{name}\n".encode())
            for row in _rows(statement):
                found.update(
                    json.dumps([_plain(value) for value in row], ensure_ascii=False).encode() + b"\n"
                )
    return found.hexdigest()


def _rows(statement: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)
