"""Migrating as the owner, and what the application's role may do afterwards."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from motcua.site.addresses import database
from motcua.site.launch.failures import BadUse

LOCK = 0x6D6F7464  # advisory: one migration at a time
WAIT_SECONDS = 60.0
LOCK_SECONDS = 10

# The journal, its seals and the reading trail: the application may add and read, nothing else.
APPEND_ONLY = ("journal", "journal_seal", "sighting")


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
    """Bring the schema up to date as the owner, then grant the application's role what it may do.

    Raises BadUse: another one does so and does not end; people hold what has to be changed; no right to do it.
    """
    with connected_as_owner() as default, _one_at_a_time(default):
        with default.cursor() as cursor:
            # A table in use is waited for shortly, and its users never wait behind us for longer than that.
            cursor.execute(sql.SQL("SET lock_timeout = {}").format(sql.Literal(f"{LOCK_SECONDS}s")))
            cursor.execute("SET statement_timeout = 0")
        try:
            call_command("migrate", verbosity=verbosity, interactive=False)
        except OperationalError as failure:
            if isinstance(failure.__cause__, psycopg.errors.LockNotAvailable):
                raise _tables_in_use() from failure
            raise
        call_command("createcachetable", verbosity=0)
        grant(default, settings.APP_ROLE)


@contextmanager
def _one_at_a_time(default: Any) -> Iterator[None]:
    """The lock of the migrations; it ends with its session, however that ends."""
    until = time.monotonic() + WAIT_SECONDS
    with default.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        while cursor.fetchone() != (True,):
            if time.monotonic() > until:
                raise BadUse(
                    "Một lệnh nâng cấp khác đang chạy trên cơ sở dữ liệu này; hãy đợi lệnh đó xong rồi chạy lại.",
                    "Another upgrade of this database is running; wait until it has ended and run again.",
                )
            time.sleep(0.1)
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with default.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _tables_in_use() -> BadUse:
    return BadUse(
        "Có người đang dùng bảng dữ liệu cần nâng cấp; hãy dừng máy chủ web và tiến trình nền rồi chạy lại. "
        "Bước nâng cấp dở dang đã được hủy trọn vẹn.",
        "A table that must be upgraded is in use; stop the web server and the worker and run again. "
        "The step that was begun has been undone as a whole.",
    )


def grant(connection: Any, role: str) -> None:
    """The application's role: all rows of all tables, but of what is append-only just INSERT and SELECT."""
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


def unknown() -> list[str]:
    """Names of the migrations that this database has had and this program does not know: a newer one made them."""
    recorder = MigrationRecorder(connections["default"])
    return [
        f"{app}.{name}" for app, name in sorted(recorder.applied_migrations()) if (app, name) not in known()
    ]


@cache
def known() -> frozenset[tuple[str, str]]:
    """The migrations of this program."""
    return frozenset(MigrationLoader(None).disk_migrations or {})


def reachable(url: str) -> bool:
    """Whether a server answers at this address."""
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True
