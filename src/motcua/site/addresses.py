"""The address of a PostgreSQL server, as a URL and as Django's settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def database(url: str) -> dict[str, Any]:
    """A PostgreSQL URL as Django's settings; raises ImproperlyConfigured for anything else."""
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured("the address of a database is postgres://user:password@host:port/name")
    host = query.pop("host", "")
    port = query.pop("port", "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host or unquote(parts.hostname or ""),
        "PORT": str(parts.port or port),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Only the hand-written statements bind on the server and are prepared. None behind a pooler by transaction.
        # No JIT: compiling the filters of a page of figures takes longer than counting 300,000 dossiers with them.
        "OPTIONS": {"prepare_threshold": 5, "options": "-c jit=off", **query},
    }
