"""`./motcua documents`: writes the generated pages of `docs/` anew."""

from __future__ import annotations

import django

from motcua.site import documents


def run(_argv: list[str]) -> int:
    """Write the pages and name those that changed."""
    django.setup()
    for path in documents.write():
        print(path)
    return 0
