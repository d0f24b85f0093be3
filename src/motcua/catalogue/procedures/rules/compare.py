"""How two versions of a procedure differ, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from motcua.catalogue.procedures.rules.content import LABELS, Content, Part


@dataclass(frozen=True, slots=True)
class Change:
    """A part that differs: what it said before and after; for lists, what went and what came.

    `before` and `after` hold the values of the part: texts, numbers, or rows of papers, limits and fees.
    """

    part: Part
    before: tuple[Any, ...]
    after: tuple[Any, ...]

    @property
    def label(self) -> str:
        """The part's name in the language now active."""
        return str(LABELS[self.part])


def compare(before: Content, after: Content) -> list[Change]:
    """The parts that differ, in the order of decree 63/2010; an empty list when nothing does.

    Of a list only the rows that went or came are given; a row that only moved is one that went and came.
    """
    changes = []
    for part in Part:
        old, new = getattr(before, part.value), getattr(after, part.value)
        if old == new:
            continue
        if isinstance(old, tuple):
            changes.append(Change(part, *_went_and_came(old, new)))
        else:
            changes.append(Change(part, (old,), (new,)))
    return changes


def _went_and_came(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    went: list[Any] = []
    came: list[Any] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            went.extend(old[a:b])
            came.extend(new[c:d])
    return tuple(went), tuple(came)
