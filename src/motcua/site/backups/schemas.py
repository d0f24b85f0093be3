"""A schema beside the one in use: made by our migrations, filled, and taken into use in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from motcua.site.backups.tables import all_tables
from motcua.site.database import connected_as_owner, grant

ASIDE = "motcua_restoring"

# Rows go in faster without them, and a foreign key that is made again looks at every row.
_FOREIGN_KEYS = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""
_INDEXES = """
SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
 WHERE c.relnamespace = current_schema()::regnamespace
   AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u', 'x'))
"""


@contextmanager
def aside() -> Iterator[None]:
    """Django's connection, as the owner, works in a new empty schema; it is dropped unless it was taken into use."""
    with connected_as_owner() as default:
        _execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")
        _execute(f"CREATE SCHEMA {ASIDE}")
        default.close()
        options = dict(default.settings_dict["OPTIONS"])
        default.settings_dict["OPTIONS"] = options | {
            "options": f"{options.get('options', '')} -c search_path={ASIDE}".strip()
        }
        try:
            yield
        finally:
            default.close()
            default.settings_dict["OPTIONS"] = options
            _execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")


def migrate_to(applied: list[tuple[str, str]]) -> None:
    """Make the tables as they were once these migrations, and no others, had been applied; empty ones."""
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.node_map
    names = set(applied)
    last = [name for name in applied if not any(child.key in names for child in nodes[name].children)]
    executor.migrate(last)
    for table in all_tables():
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.Identifier(table.name)))


@contextmanager
def without_indexes() -> Iterator[None]:
    """Foreign keys and indexes are dropped first and made again afterwards."""
    with connection.cursor() as cursor:
        pairs: list[tuple[str, str]] = []
        for query in (_FOREIGN_KEYS, _INDEXES):
            cursor.execute(query)
            pairs += cursor.fetchall()
        for drop, _make in pairs:
            cursor.execute(drop)
        yield
        for _drop, make in reversed(pairs):
            cursor.execute(make)


def migrate_on() -> None:
    """Bring the schema up to this program's state."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def take_into_use(mark: str) -> None:
    """Put the new schema in the place of the one in use, in one transaction that leaves this mark on it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")
        cursor.execute("DROP SCHEMA IF EXISTS public CASCADE")
        cursor.execute(f"ALTER SCHEMA {ASIDE} RENAME TO public")
        cursor.execute(sql.SQL("COMMENT ON SCHEMA public IS {}").format(sql.Literal(mark)))
        cursor.execute("SET LOCAL search_path = public")
        grant(connection, settings.APP_ROLE)
    # Whoever asks first should not wait for plans made in the dark.
    _execute("ANALYZE")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
