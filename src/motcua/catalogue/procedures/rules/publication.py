"""What is wrong with a decision in preparation, item by item, before anybody signs it (decree 63/2010, art. 13–15)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.procedures.rules.content import LABELS, Content, missing_parts
from motcua.catalogue.procedures.states import ItemKind


class FaultKind(StrEnum):
    """What may be wrong with an item."""

    NO_DRAFT = "no_draft"
    INCOMPLETE = "incomplete"
    SAME_AS_BEFORE = "same_as_before"
    PUBLISHED_BEFORE = "published_before"
    NEVER_PUBLISHED = "never_published"
    NOT_IN_FORCE = "not_in_force"
    TOO_EARLY = "too_early"


SENTENCES: dict[FaultKind, str | Promise] = {
    FaultKind.NO_DRAFT: _("chưa có dự thảo nội dung"),
    FaultKind.INCOMPLETE: _("nội dung còn thiếu: %(parts)s"),
    FaultKind.SAME_AS_BEFORE: _("dự thảo giống hệt nội dung đang công bố"),
    FaultKind.PUBLISHED_BEFORE: _("đã từng được công bố nên không phải là thủ tục mới"),
    FaultKind.NEVER_PUBLISHED: _("chưa từng được công bố nên không có gì để sửa đổi, thay thế"),
    FaultKind.NOT_IN_FORCE: _("không có nội dung đang công bố để bãi bỏ"),
    FaultKind.TOO_EARLY: _("ngày có hiệu lực phải sau ngày %(day)s"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of an item, with what its sentence names."""

    kind: FaultKind
    parts: str = ""
    day: str = ""

    def sentence(self) -> str:
        """The fault in the language now active, without a capital."""
        return str(SENTENCES[self.kind]) % {"parts": self.parts, "day": self.day}


@dataclass(frozen=True, slots=True)
class Prepared:
    """An item with all that its faults depend on.

    `draft` is the content that it brings; `open_content` and `open_from` the one now published without an end;
    `last_end` the end of the last one that has ended; none where there is none.
    """

    kind: ItemKind
    draft: Content | None = None
    open_content: Content | None = None
    open_from: date | None = None
    last_end: date | None = None


def faults(item: Prepared, in_force_on: date) -> list[Fault]:
    """All that is wrong with an item of a decision in force on that day."""
    found = _of_repeal(item) if item.kind == ItemKind.REPEALED else _of_content(item)
    return [*found, *_of_day(item, in_force_on)]


def _of_repeal(item: Prepared) -> Iterator[Fault]:
    if item.open_from is None:
        yield Fault(FaultKind.NOT_IN_FORCE)


def _of_content(item: Prepared) -> Iterator[Fault]:
    published = item.open_from is not None or item.last_end is not None
    if item.kind == ItemKind.NEW and published:
        yield Fault(FaultKind.PUBLISHED_BEFORE)
    if item.kind != ItemKind.NEW and not published:
        yield Fault(FaultKind.NEVER_PUBLISHED)
    if item.draft is None:
        yield Fault(FaultKind.NO_DRAFT)
        return
    if missing := missing_parts(item.draft):
        yield Fault(FaultKind.INCOMPLETE, parts=", ".join(str(LABELS[part]).lower() for part in missing))
    if item.draft == item.open_content:
        yield Fault(FaultKind.SAME_AS_BEFORE)


def _of_day(item: Prepared, in_force_on: date) -> Iterator[Fault]:
    if item.open_from is not None and in_force_on <= item.open_from:
        yield Fault(FaultKind.TOO_EARLY, day=f"{item.open_from:%d/%m/%Y}")
    elif item.last_end is not None and in_force_on < item.last_end:
        yield Fault(FaultKind.TOO_EARLY, day=f"{item.last_end:%d/%m/%Y}")
