"""The background worker's process."""

from __future__ import annotations

import os

import django

from motcua.site import worker


def main() -> None:
    """Set Django up and work until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.site.settings")
    django.setup()
    worker.run()


if __name__ == "__main__":
    main()
