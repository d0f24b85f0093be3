"""`./motcua upgrade` and `./motcua migrate`: bring the database up to date as its owner."""

from __future__ import annotations

import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

from motcua.site.backups import rotation
from motcua.site.backups.saving import save
from motcua.site.database import migrate_database, pending
from motcua.site.launch import places
from motcua.site.launch.arguments import CommandParser
from motcua.site.launch.setup.bars import Steps

FOLDER = "backups"


def run(argv: list[str]) -> int:
    """Migrate, and say how many steps there were."""
    CommandParser("migrate", "create or upgrade the database").parse_args(argv)
    _migrate(pending())
    return 0


def run_upgrade(argv: list[str]) -> int:
    """Save what is there, then migrate; nothing to do is no mistake."""
    parser = CommandParser("upgrade", "save the data, then bring the database up to this program's state")
    parser.add_argument("--without-backup", action="store_true", help="a backup was made already")
    options = parser.parse_args(argv)
    steps = pending()
    if steps and not options.without_backup and _holds_anything():
        _save()
    _migrate(steps)
    return 0


def _holds_anything() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('journal') IS NOT NULL")
        return bool(cursor.fetchone()[0])


def _save() -> None:
    """Beside the keys that it needs, so without them; where it lies only their owner reads it."""
    folder = Path(settings.DATA_DIR) / FOLDER
    places.make_folder(folder, 0o700)
    path = rotation.next_name(folder)
    with Steps() as bars:
        save(path, passphrase=None, progress=bars)
    sys.stdout.write(f"Bản sao lưu trước khi nâng cấp / backup before the upgrade: {path}\n")


def _migrate(steps: list[str]) -> None:
    migrate_database()
    sys.stdout.write(
        f"Đã nâng cấp cơ sở dữ liệu: {len(steps)} bước. / The database is up to date: {len(steps)} steps.\n"
    )
