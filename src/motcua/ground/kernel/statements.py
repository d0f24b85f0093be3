"""Hand-written statements of the hot verbs, sent prepared on Django's own connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection
from psycopg.types.numeric import Int8Dumper

Parameters = Mapping[str, Any] | Sequence[Any]


def rows(statement: str, parameters: Parameters) -> list[tuple[Any, ...]]:
    """Send one statement and return its rows; none for a statement that returns none.

    Django's cursor binds on the client and so never prepares; inside `atomic` this is the same connection, and so
    the same transaction. Keys are sent as bigint whatever their size: one plan for each statement.
    """
    with connection.wrap_database_errors:
        connection.ensure_connection()
        with psycopg.Cursor(connection.connection) as cursor:
            cursor.adapters.register_dumper(int, Int8Dumper)
            cursor.execute(statement, parameters, prepare=True)
            found: list[tuple[Any, ...]] = cursor.fetchall() if cursor.description else []
    if connection.queries_logged:
        connection.queries_log.append({"sql": statement, "time": "0"})
    return found


def run(statement: str, parameters: Parameters) -> tuple[Any, ...] | None:
    """As `rows`, for a statement of one row at most."""
    found = rows(statement, parameters)
    return found[0] if found else None
