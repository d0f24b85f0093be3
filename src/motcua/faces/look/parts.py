"""What the components are given: small facts that a page's queries and rules have already put into words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from motcua.faces.look.formats import Tone

ActionKind = Literal["primary", "secondary", "warning", "link"]


@dataclass(frozen=True, slots=True)
class Action:
    """Something one may do here: the office's verb, where it leads, and the sentence that says why not now.

    `post` actions send a form with the csrf token and nothing else; what asks for more leads to a page (GET).
    """

    label: str
    url: str
    kind: ActionKind = "secondary"
    post: bool = False
    key: str = ""
    reason: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of a list, with how many it holds."""

    label: str
    url: str
    count: str = ""
    current: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way to this page; the last has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a dossier as the officers' timeline tells it."""

    at: datetime
    text: str
    detail: str = ""
    tone: Tone = "calm"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the story that the public reads; `state` says whether it is behind, here or ahead."""

    title: str
    text: str = ""
    state: Literal["past", "now", "next", "late", "stopped"] = "past"


@dataclass(frozen=True, slots=True)
class Compare:
    """What a number was in another period: the change in words, the number itself, and the list behind that."""

    text: str
    number: str
    url: str
    tone: Tone = "calm"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that opens: what it counts, is made of and compares with, and the list behind it."""

    label: str
    number: str
    under: str = ""
    url: str = ""
    tone: Tone = "calm"
    compared: tuple[Compare, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a search field: what is chosen, and two facts beside it."""

    value: str
    label: str
    under: str = ""
    side: str = ""
    side_under: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One part of two versions, side by side."""

    label: str
    before: str
    after: str

    @property
    def same(self) -> bool:
        """Whether nothing changed here."""
        return self.before == self.after

    @property
    def marked(self) -> tuple[SafeString, SafeString]:
        """Both texts, with the words that went and the words that came marked."""
        return word_difference(self.before, self.after)


def word_difference(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Mark with del and ins the words by which two texts differ; both texts are escaped."""
    old, new = _words(before), _words(after)
    left: list[SafeString] = []
    right: list[SafeString] = []
    for operation, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, came = "".join(old[a:b]), "".join(new[c:d])
        if operation == "equal":
            left.append(format_html("{}", gone))
            right.append(format_html("{}", came))
            continue
        if gone:
            left.append(format_html("<del>{}</del>", gone))
        if came:
            right.append(format_html("<ins>{}</ins>", came))
    return mark_safe("".join(left)), mark_safe("".join(right))


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text)
