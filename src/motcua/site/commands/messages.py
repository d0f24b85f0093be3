"""`./motcua messages [--extract]`: compile the translations; --extract first adds what is new."""

from __future__ import annotations

import sys

from motcua.site.launch.arguments import CommandParser
from motcua.site.launch.setup.catalogues import update_catalogues
from motcua.site.launch.setup.translations import compile_translations


def run(argv: list[str]) -> int:
    """Compile, and say what is not translated; the exit code is 1 when something is not."""
    parser = CommandParser("messages", "compile translations")
    parser.add_argument(
        "--extract", action="store_true", help="bring the catalogues up to date with the source"
    )
    options = parser.parse_args(argv)
    missing = update_catalogues(write=options.extract)
    compile_translations()
    for catalogue, message in missing:
        sys.stdout.write(f"{catalogue}: {message!r} chưa dịch / not translated\n")
    return 1 if missing else 0
