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


def named(url: str, name: str) -> str:
    """The same server, another database."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))


@contextmanager
def scratch_database() -> Iterator[str]:
    """An empty, migrated database; yields the address by which the application's role reaches it."""
    owner, application = os.environ["DATABASE_OWNER_URL"], os.environ["DATABASE_URL"]
    served = settings.DATABASES["default"]["NAME"]
    name = f"{served}_bench_{os.getpid()}"
    default = connections["default"]
    with psycopg.connect(owner, autocommit=True) as admin:
        admin.execute(
            sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name))
        )
        try:
            default.close()
            default.settings_dict["NAME"] = name
            migrate_database()
            yield named(application, name)
        finally:
            default.close()
            default.settings_dict["NAME"] = served
            admin.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
