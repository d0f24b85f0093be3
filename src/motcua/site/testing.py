"""How the tests meet the database: made and migrated as its owner, used as the application's role.

`real_db` is for what needs commits and several connections; its tables are emptied afterwards by the owner.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.db import connections, transaction
from django.utils import translation

from motcua.faces.look.build import build
from motcua.site.database import connected_as_owner, migrate_database

# A data folder for each process of the tests: the seals and attachments of one must not meet another's.
_data = os.environ.get("MOTCUA_DATA_DIR")
if _data is None:
    _data = mkdtemp(prefix="motcua-test-")
    atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["MOTCUA_DATA_DIR"] = str(Path(_data) / os.environ.get("PYTEST_XDIST_WORKER", ""))

# How long an example takes says more about the machine's other work than about the code.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

KEPT_TABLES = ("django_migrations", "django_content_type", "business_clock")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="the large volumes")


@pytest.fixture(scope="session")
def long_run(request: pytest.FixtureRequest) -> bool:
    """Whether the large volumes are asked for."""
    return bool(request.config.getoption("--long"))


def _owner_url(name: str) -> str:
    base, _slash, _name = os.environ["DATABASE_OWNER_URL"].rpartition("/")
    question = _name.partition("?")[1:]
    return f"{base}/{name}{''.join(question)}"


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Make the test database as the owner, migrate it, and serve it as the application's role."""
    served = settings.DATABASES["default"]["NAME"]
    worker = getattr(request.config, "workerinput", {}).get("workerid", "")
    name = f"test_{served}{'_' + worker if worker else ''}"
    with psycopg.connect(_owner_url(served), autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
    for values in (settings.DATABASES["default"], connections["default"].settings_dict):
        values["NAME"] = name
    with django_db_blocker.unblock():
        migrate_database()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    with psycopg.connect(_owner_url(served), autocommit=True) as admin:
        # Without force it waits for sessions that are just ending; the owner may not end those of the application.
        admin.execute(f'DROP DATABASE "{name}"')


@pytest.fixture(scope="session")
def owner_url(django_db_setup: None) -> str:
    """The address of the test database for its owner."""
    return _owner_url(settings.DATABASES["default"]["NAME"])


@pytest.fixture
def owner(owner_url: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection of the database's owner: what an attacker with its password could do."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def owners_transaction(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One transaction of the database's owner for a module, rolled back: its world is written once, and quickly."""
    with django_db_blocker.unblock(), connected_as_owner(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def as_owner(owners_transaction: None) -> Iterator[Callable[..., int]]:
    """What an attacker with the owner's password does, undone after the test; gives how many rows it touched."""
    with transaction.atomic(), connections["default"].cursor() as cursor:

        def execute(statement: str, parameters: Any = None) -> int:
            cursor.execute(statement, parameters)
            return int(cursor.rowcount)

        yield execute
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def empty_tables(owner_url: str) -> Callable[[], None]:
    """Empty every table as the owner, for fixtures that commit."""

    def empty() -> None:
        connections.close_all()
        with psycopg.connect(owner_url, autocommit=True) as owner:
            tables = owner.execute(
                "SELECT quote_ident(tablename) FROM pg_tables "
                "WHERE schemaname = 'public' AND tablename <> ALL(%s)",
                [list(KEPT_TABLES)],
            ).fetchall()
            owner.execute("TRUNCATE " + ", ".join(row[0] for row in tables) + " CASCADE")
            owner.execute(
                "UPDATE business_clock SET \"offset\" = interval '0', is_demonstration = false, "
                "stopped_at = NULL, last_seen_at = NULL"
            )
        Path(settings.SEALS_FILE).unlink(missing_ok=True)

    return empty


@pytest.fixture
def real_db(
    django_db_setup: None, django_db_blocker: Any, empty_tables: Callable[[], None]
) -> Iterator[None]:
    """Real commits, for races and seals; every table is emptied afterwards."""
    with django_db_blocker.unblock():
        yield
        empty_tables()


@pytest.fixture(scope="module")
def shared_real_db(
    django_db_setup: None, django_db_blocker: Any, empty_tables: Callable[[], None]
) -> Iterator[None]:
    """As `real_db`, for a module whose tests look at one world."""
    with django_db_blocker.unblock():
        yield
        empty_tables()


@pytest.fixture(scope="session")
def fonts() -> None:
    """The fonts of what is printed, as the set-up builds them; of several test processes one builds."""
    folder = Path(settings.SETUP_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "look.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build(folder)


@pytest.fixture(autouse=True)
def in_vietnamese() -> None:
    """Each test begins in Vietnamese, whatever language the one before it was answered in."""
    translation.activate(settings.LANGUAGE_CODE)
