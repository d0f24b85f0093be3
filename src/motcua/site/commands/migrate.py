"""`./motcua migrate`: bring the database up to date as its owner."""

from __future__ import annotations

import sys

from motcua.site.database import migrate_database, pending
from motcua.site.launch.arguments import CommandParser


def run(argv: list[str]) -> int:
    """Migrate, and say how many steps there were."""
    CommandParser("migrate", "create or upgrade the database").parse_args(argv)
    steps = pending()
    migrate_database()
    sys.stdout.write(
        f"Đã nâng cấp cơ sở dữ liệu: {len(steps)} bước. / The database is up to date: {len(steps)} steps.\n"
    )
    return 0
