"""`./motcua documents`: writes the generated pages of `docs/` anew."""

from __future__ import annotations

import django

from motcua.site import documents
from motcua.site.launch.arguments import CommandParser


def run(argv: list[str]) -> int:
    """Write the pages and name those that changed."""
    CommandParser(
        "documents", "viết lại các trang sinh từ mã nguồn / write the generated pages anew"
    ).parse_args(argv)
    django.setup()
    for path in documents.write():
        print(path)
    return 0
