"""The database of a command: the one that was named, tried first, or the embedded engine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.utils import translation
from psycopg.conninfo import conninfo_to_dict

from motcua.ground.kernel.refusals import Refused
from motcua.site.addresses import database
from motcua.site.backups import staging
from motcua.site.commands import Command, Needs
from motcua.site.database import pending, unknown
from motcua.site.launch import places
from motcua.site.launch.embedded import engine
from motcua.site.launch.embedded.engine import Engine, Urls
from motcua.site.launch.embedded.lodging import engine_folder
from motcua.site.launch.failures import NO_SPACE_TEXT, BadUse, disk_full
from motcua.site.launch.setup.translations import compile_translations
from motcua.site.version import VERSION

OLDEST_SERVER = 150000
FULL_BYTES = 20_000_000
NAMES = ("DATABASE_URL", "DATABASE_OWNER_URL")


@dataclass(frozen=True, slots=True)
class Opened:
    """A database that answers, its data folder, and our engine if it is we who run it."""

    data: Path
    urls: Urls
    engine: Engine | None
    is_embedded: bool


@contextmanager
def opened() -> Iterator[Opened]:
    """The database for as long as this lasts; its addresses go into the environment, for the settings.

    Raises BadUse, also in the place of what happens meanwhile: a refusal, a server that goes away or fills up.
    """
    data = places.data_folder(os.environ.get(places.DATA_VARIABLE))
    os.environ[places.DATA_VARIABLE] = str(data)
    with sentences():
        named = named_server()
        if named is not None:
            staging.settle(data, named.owner)
            yield Opened(data, named, None, is_embedded=False)
            return
        # Once more inside: an engine that stops gives room back, and a full disk would not be known for one.
        with engine.running(data) as (urls, ours), sentences():
            os.environ.update(urls.environment())
            staging.settle(data, urls.owner)
            yield Opened(data, urls, ours, is_embedded=True)


def named_server() -> Urls | None:
    """The server that the environment names, after trying both of its addresses; None when it names none."""
    app, owner = (os.environ.get(name, "") for name in NAMES)
    if not app and not owner:
        return None
    if not app or not owner:
        name = NAMES[1] if app else NAMES[0]
        raise BadUse(
            f"Thiếu {name}: máy chủ riêng cần cả {' và '.join(NAMES)}.",
            f"{name} is missing: a server of your own needs both {' and '.join(NAMES)}.",
        )
    for name, url in zip(NAMES, (app, owner), strict=True):
        _try(name, url)
    return Urls(app, owner)


def set_django_up() -> None:
    """Load Django with the settings that the environment gives, its translations compiled."""
    compile_translations()
    django.setup()


def check_not_newer() -> None:
    """Refuse to work on a database that a newer program has upgraded."""
    beyond = unknown()
    if beyond:
        raise BadUse(
            f"Cơ sở dữ liệu đã được phiên bản mới hơn của chương trình nâng cấp ({beyond[0]}, …); "
            f"phiên bản {VERSION} này không chạy được trên đó. Hãy cập nhật chương trình.",
            f"The database was upgraded by a newer version of the program ({beyond[0]}, …); "
            f"this version, {VERSION}, cannot work on it. Update the program.",
        )


def check_migrated() -> None:
    """Refuse to work on a database that has not had all migrations, or more than this program knows."""
    check_not_newer()
    missing = pending()
    if missing:
        raise BadUse(
            f"Cơ sở dữ liệu thiếu {len(missing)} bước nâng cấp ({missing[0]}, …); chạy ./motcua upgrade.",
            f"The database lacks {len(missing)} migrations ({missing[0]}, …); run ./motcua upgrade.",
        )


def run_with_database(
    function: Callable[[str], Callable[[list[str]], int]], command: Command, argv: list[str]
) -> int:
    """Run a command's function once its database answers and Django is set up."""
    with opened():
        set_django_up()
        if command.needs is Needs.MIGRATED:
            check_migrated()
        else:
            check_not_newer()
        return function(command.target)(argv)


@contextmanager
def sentences() -> Iterator[None]:
    """Turn a verb that refuses, and a server that goes away or fills up, into a sentence."""
    try:
        yield
    except Refused as failure:
        raise BadUse(_in_language("vi", failure), _in_language("en", failure)) from failure
    except (OperationalError, psycopg.OperationalError) as failure:
        # A full disk often shows as a server that has gone to recover.
        if NO_SPACE_TEXT in str(failure) or _is_disk_full():
            raise disk_full() from failure
        raise BadUse(
            f"Cơ sở dữ liệu không trả lời: {_first_line(failure)}",
            f"The database does not answer: {_first_line(failure)}",
        ) from failure


def _try(name: str, url: str) -> None:
    """Read the address and connect; no sentence repeats the address, which holds a password."""
    try:
        database(url)
        conninfo_to_dict(url)
    except (ImproperlyConfigured, ValueError, psycopg.ProgrammingError) as failure:
        raise BadUse(
            f"Không đọc được {name}; dạng đúng là postgres://người_dùng:mật_khẩu@máy:cổng/tên.",
            f"{name} cannot be read; it has the form postgres://user:password@host:port/name.",
        ) from failure
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
    except psycopg.OperationalError as failure:
        where = urlsplit(url).hostname or "socket"
        raise BadUse(
            f"Không kết nối được {name} (máy {where}): {_first_line(failure)}",
            f"Cannot connect to {name} (host {where}): {_first_line(failure)}",
        ) from failure
    if version < OLDEST_SERVER:
        raise BadUse(
            f"Cần PostgreSQL 15 trở lên, {name} là {version // 10000}.",
            f"PostgreSQL 15 or later is needed, {name} is {version // 10000}.",
        )


def _in_language(language: str, refused: Refused) -> str:
    with translation.override(language):
        return refused.sentence()


def _is_disk_full() -> bool:
    data = Path(os.environ[places.DATA_VARIABLE])
    return any(shutil.disk_usage(folder).free < FULL_BYTES for folder in (data, engine_folder(data).parent))


def _first_line(failure: Exception) -> str:
    return next(iter(str(failure).strip().splitlines()), type(failure).__name__)
