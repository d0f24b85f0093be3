"""Which tables a backup holds, and their rows as PostgreSQL's own text, the same in 15 and in 18."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import connection
from psycopg import sql

# As much text is one member, compressed.
CHUNK = 8_000_000
LEVEL = 3

# What a restored place makes for itself, each with its reason.
LEFT_OUT = {
    "django_migrations": "the schema is made by the migrations themselves, which note it",
    "django_content_type": "Django's own, written by its migrations; no row of ours names one",
    "auth_permission": "Django's own, written by its migrations and never asked",
    "django_session": "nobody stays signed in on another machine",
    "throttle_counter": "tries at signing in, counted in minutes",
    "throttle_window": "tries, counted in minutes",
}

# Where the hash of a kept file stands: those contents go along.
HOLDERS = (("attachment", "digest"),)

_TABLES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum), greatest(c.reltuples, 0)::bigint
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
   AND a.attgenerated = ''
 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND NOT c.relname = ANY(%s)
 GROUP BY c.relname, c.reltuples ORDER BY c.relname
"""
_SEQUENCES = """
SELECT s.relname FROM pg_class s
  JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  JOIN pg_class t ON t.oid = d.refobjid AND NOT t.relname = ANY(%s)
 WHERE s.relnamespace = current_schema()::regnamespace AND s.relkind = 'S' ORDER BY s.relname
"""
# Text that no setting of a server may colour.
_PLAIN = (
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'postgres'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
    "SET LOCAL timezone = 'UTC'",
)


@dataclass(slots=True)
class Table:
    """A table of a backup: its columns, how many rows, the hash of their text, in how many members."""

    name: str
    columns: list[str]
    rows: int = 0
    sha256: str = ""
    chunks: int = 0
    expected: int = field(default=0, compare=False)


def plain_text() -> None:
    """For this transaction, rows are written and read in one form, whatever the server is set to."""
    with connection.cursor() as cursor:
        for statement in _PLAIN:
            cursor.execute(statement)


def all_tables() -> list[Table]:
    """The tables of the schema that a backup holds, with how many rows are expected about."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES, [list(LEFT_OUT)])
        return [
            Table(name, list(columns), expected=expected) for name, columns, expected in cursor.fetchall()
        ]


def members_of(table: Table) -> Iterator[tuple[str, bytes]]:
    """The rows as members of a backup; afterwards the table says how many there were, and their hash."""
    hashed = sha256()
    for chunk in _chunks(_copied(table)):
        hashed.update(chunk)
        # In this form a line is a row: a line end inside a value is written as \n.
        table.rows += chunk.count(b"\n")
        table.chunks += 1
        yield f"tables/{table.name}/{table.chunks:06}.gz", gzip.compress(chunk, LEVEL, mtime=0)
    table.sha256 = hashed.hexdigest()


def _copied(table: Table) -> Iterator[bytes]:
    statement = sql.SQL("COPY {table} ({columns}) TO STDOUT").format(
        table=sql.Identifier(table.name), columns=_columns(table)
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for block in copy:
            yield bytes(block)


def _chunks(blocks: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for block in blocks:
        held.append(block)
        size += len(block)
        if size >= CHUNK:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def copy_in(table: Table, texts: Iterable[bytes]) -> int:
    """Write rows into the table of this name; returns how many."""
    statement = sql.SQL("COPY {table} ({columns}) FROM STDIN").format(
        table=sql.Identifier(table.name), columns=_columns(table)
    )
    with connection.cursor() as cursor:
        with cursor.copy(statement) as copy:
            for text in texts:
                copy.write(text)
        return int(cursor.rowcount)


def _columns(table: Table) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, table.columns))


def sequences() -> dict[str, list[Any]]:
    """Where each sequence stands: its last value, and whether that one is used up."""
    found: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SEQUENCES, [list(LEFT_OUT)])
        for (name,) in cursor.fetchall():
            cursor.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name)))
            found[name] = list(cursor.fetchone())
    return found


def set_sequences(values: dict[str, list[Any]]) -> None:
    """Let the sequences go on from there."""
    with connection.cursor() as cursor:
        for name, (last, is_called) in values.items():
            cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s, %s)", [name, last, is_called])


def digests() -> Iterator[str]:
    """The hashes of the contents that rows of this snapshot name, each once and in their order."""
    known = {table.name for table in all_tables()}
    named = [
        sql.SQL("SELECT {} FROM {}").format(sql.Identifier(column), sql.Identifier(name))
        for name, column in HOLDERS
        if name in known
    ]
    if not named:
        return
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ").join(named) + sql.SQL(" ORDER BY 1"))
        for (digest,) in cursor.fetchall():
            yield str(digest)
