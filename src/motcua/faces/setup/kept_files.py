"""The file between its preview and its writing: kept here under its hash, for nobody but who brought it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db.models.functions import Now

from motcua.faces.setup.models import ImportFile

HELD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept file: the hash of its content (hex), the name it came by, and the content."""

    digest: str
    name: str
    content: bytes


def keep(account_id: int, what: str, name: str, content: bytes) -> Kept:
    """Keep the file in the place of the one before."""
    digest = sha256(content).hexdigest()
    row = ImportFile(
        account_id=account_id, what=what, digest=digest, name=name[:255], content=content, saved_at=Now()
    )
    ImportFile.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["account", "what"],
        update_fields=["digest", "name", "content", "saved_at"],
    )
    return Kept(digest, row.name, content)


def kept(account_id: int, what: str, digest: str) -> Kept | None:
    """The file that was looked through under this hash; None when it is gone, or another one came."""
    row = ImportFile.objects.filter(account_id=account_id, what=what, digest=digest).first()
    return None if row is None else Kept(row.digest, row.name, bytes(row.content))


def forget(account_id: int, what: str) -> None:
    """The file was written, or is not wanted any more."""
    ImportFile.objects.filter(account_id=account_id, what=what).delete()


def forget_old() -> int:
    """Remove what was brought more than a day ago, by the machine's clock; returns how many."""
    return ImportFile.objects.filter(saved_at__lt=Now() - HELD).delete()[0]
