"""Hand-written statements of the hot verbs, sent prepared on Django's own connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection
from psycopg.types.numeric import Int8Dumper

Parameters = Mapping[str, Any] | Sequence[Any]


def run(statement: str, parameters: Parameters) -> tuple[Any, ...] | None:
    """Send one statement and return its first row, or None.

    Django's cursor binds on the client and so never prepares; inside `atomic` this is the same connection, and so
    the same transaction. Keys are sent as bigint whatever their size: one plan for each statement.
    """
    with connection.wrap_database_errors:
        connection.ensure_connection()
        raw = connection.connection
        if raw.adapters.get_dumper(int, psycopg.adapt.PyFormat.AUTO) is not Int8Dumper:
            raw.adapters.register_dumper(int, Int8Dumper)
        with psycopg.Cursor(raw) as cursor:
            cursor.execute(statement, parameters, prepare=True)  # type: ignore[arg-type]
            row: tuple[Any, ...] | None = cursor.fetchone() if cursor.description else None
    if connection.queries_logged:
        connection.queries_log.append({"sql": statement, "time": "0"})
    return row
