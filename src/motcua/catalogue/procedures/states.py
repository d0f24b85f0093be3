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


class DraftState(models.TextChoices):
    """Where a decision that is being prepared stands; a signed one is a publication decision from then on."""

    DRAFT = "draft", _("Đang soạn")
    CHECKED = "checked", _("Đã kiểm tra, chờ ký")
    SIGNED = "signed", _("Đã ký")
    WITHDRAWN = "withdrawn", _("Đã rút")


DRAFT_TRANSITIONS: dict[DraftState, frozenset[DraftState]] = {
    DraftState.DRAFT: frozenset({DraftState.CHECKED, DraftState.WITHDRAWN}),
    DraftState.CHECKED: frozenset({DraftState.DRAFT, DraftState.SIGNED, DraftState.WITHDRAWN}),
    DraftState.SIGNED: frozenset(),
    DraftState.WITHDRAWN: frozenset(),
}

# What is still being prepared holds the procedures that it names: no other decision prepares them meanwhile.
OPEN = (DraftState.DRAFT, DraftState.CHECKED)


class ItemKind(models.TextChoices):
    """What a decision does to a procedure (decree 63/2010, art. 13 and 15)."""

    NEW = "new", _("Ban hành mới")
    AMENDED = "amended", _("Sửa đổi, bổ sung")
    REPLACED = "replaced", _("Thay thế")
    REPEALED = "repealed", _("Bãi bỏ")
