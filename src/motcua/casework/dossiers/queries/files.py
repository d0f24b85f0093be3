"""Which stored contents belong to a dossier."""

from __future__ import annotations

from collections.abc import Sequence

from motcua.casework.dossiers.models import Attachment


def attached(digests: Sequence[str]) -> frozenset[str]:
    """Those of these hashes under which a file of some dossier is stored."""
    found = Attachment.objects.filter(digest__in=digests).values_list("digest", flat=True)
    return frozenset(found)
