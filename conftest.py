"""The fixtures of every test; they stand in `motcua.site.testing`, here they outrank those of the plug-ins."""

from motcua.site.testing import (
    as_owner,
    django_db_setup,
    long_run,
    owner,
    owners_transaction,
    real_db,
    shared_real_db,
)

__all__ = [
    "as_owner",
    "django_db_setup",
    "long_run",
    "owner",
    "owners_transaction",
    "real_db",
    "shared_real_db",
]
