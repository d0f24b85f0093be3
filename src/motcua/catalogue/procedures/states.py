"""States of a content of a procedure, and what may follow what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    """Where a version of a procedure stands; one that a newer version ended stays published."""

    DRAFT = "draft", _("Dự thảo")
    PUBLISHED = "published", _("Đã công bố")
    REPEALED = "repealed", _("Đã bãi bỏ")


TRANSITIONS: dict[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.PUBLISHED}),
    VersionState.PUBLISHED: frozenset({VersionState.REPEALED}),
    VersionState.REPEALED: frozenset(),
}

# What dossiers may have begun with, and what may be in force on a day.
IN_FORCE = (VersionState.PUBLISHED, VersionState.REPEALED)


def may_follow(before: VersionState, after: VersionState) -> bool:
    """May a content in `before` come to `after`?"""
    return after in TRANSITIONS[before]
