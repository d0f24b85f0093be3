"""`./motcua documents` and `./motcua messages`: what the code writes of itself, anew."""

from __future__ import annotations

import sys

import django

from motcua.site import documents
from motcua.site.launch.arguments import CommandParser
from motcua.site.launch.setup.catalogues import update_catalogues
from motcua.site.launch.setup.translations import compile_translations


def run(argv: list[str]) -> int:
    """Write the generated pages of `docs/`, and name those that changed."""
    CommandParser(
        "documents", "viết lại các trang sinh từ mã nguồn / write the generated pages anew"
    ).parse_args(argv)
    django.setup()
    for path in documents.write():
        print(path)
    return 0


def run_messages(argv: list[str]) -> int:
    """Compile the translations (--extract: first add what is new); 1 when something is not translated."""
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
