"""Migrating as the owner, and what the application's role may do afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from motcua.site.addresses import database

LOCK = 0x6D6F7464  # advisory: one migration at a time

# The journal and its seals: the application may add and read, nothing else.
APPEND_ONLY = ("journal", "journal_seal")


@contextmanager
def connected_as_owner() -> Iterator[Any]:
    """Django's default connection with the owner's address, for migrations and fixtures only."""
    default = connections["default"]
    served = default.settings_dict.copy()
    url = os.environ.get("DATABASE_OWNER_URL") or settings.DATABASE_OWNER_URL
    owner = settings_of(url, name=served["NAME"])
    default.close()
    default.settings_dict.update(owner)
    try:
        yield default
    finally:
        default.close()
        default.settings_dict.clear()
        default.settings_dict.update(served)


def settings_of(url: str, *, name: str) -> dict[str, Any]:
    """The connection part of Django's settings for this address, in the database `name`."""
    found = database(url)
    return {key: found[key] for key in ("USER", "PASSWORD", "HOST", "PORT")} | {"NAME": name}


def migrate_database(*, verbosity: int = 0) -> None:
    """Bring the schema up to date as the owner, then grant the application's role what it may do."""
    with connected_as_owner() as default:
        with default.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10s'")
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            call_command("migrate", verbosity=verbosity, interactive=False)
            call_command("createcachetable", verbosity=0)
            grant(default, settings.APP_ROLE)
        finally:
            with default.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def grant(connection: Any, role: str) -> None:
    """The application's role: all rows of all tables, but of the journal and its seals only INSERT and SELECT."""
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        for statement in (
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            "GRANT USAGE ON SCHEMA public TO {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
            "REVOKE UPDATE, DELETE, TRUNCATE ON {tables} FROM {role}",
            "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
        ):
            tables = sql.SQL(", ").join(map(sql.Identifier, APPEND_ONLY))
            cursor.execute(sql.SQL(statement).format(role=name, tables=tables).as_string(cursor.connection))


def pending() -> list[str]:
    """Names of the migrations that this database has not had."""
    executor = MigrationExecutor(connections["default"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def reachable(url: str) -> bool:
    """Whether a server answers at this address."""
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True
