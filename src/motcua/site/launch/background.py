"""The background worker's process."""

from __future__ import annotations

import os

import django

from motcua.site.launch.dispatch import SETTINGS, function_named
from motcua.site.launch.failures import exit_codes


def main() -> None:
    """Set Django up and work until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    # By name: what the worker runs loads only once Django is set up.
    with exit_codes():
        function_named("motcua.site.worker:run")()


if __name__ == "__main__":
    main()
