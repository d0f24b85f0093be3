"""A database for one bench: made and migrated by the owner, used as the application's role, dropped afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from motcua.site.database import migrate_database
from motcua.site.launch.embedded.leftovers import bench_database
from motcua.site.launch.failures import BadUse


def named(url: str, name: str) -> str:
    """The same server, another database."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))


@contextmanager
def scratch_database() -> Iterator[str]:
    """An empty, migrated database; yields the address by which the application's role reaches it.

    Raises BadUse where the owner may not make databases.
    """
    owner, application = os.environ["DATABASE_OWNER_URL"], os.environ["DATABASE_URL"]
    served = settings.DATABASES["default"]["NAME"]
    name = bench_database(served)
    default = connections["default"]
    with psycopg.connect(owner, autocommit=True) as admin:
        _create(admin, name)
        try:
            default.close()
            default.settings_dict["NAME"] = name
            migrate_database()
            yield named(application, name)
        finally:
            default.close()
            default.settings_dict["NAME"] = served
            admin.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def _create(admin: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    try:
        admin.execute(
            sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name))
        )
    except psycopg.errors.InsufficientPrivilege as failure:
        raise BadUse(
            "Vai trò trong DATABASE_OWNER_URL thiếu quyền CREATEDB; phép đo cần tạo cơ sở dữ liệu riêng.",
            "The role of DATABASE_OWNER_URL lacks CREATEDB; a bench makes a database of its own.",
        ) from failure
