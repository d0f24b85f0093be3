"""The chapters as they are written (`chapters/<language>/<key>.md`) and as they are shown.

A section's heading carries its id and the screens of which it speaks, in a line before it:
`{#receiving data-screens="counter counter_slip"}`; the names are those of the addresses. Pictures are named by their
file in `static/handbook`, and `pictures.toml` says how each is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin

FOLDER = Path(__file__).with_name("chapters")
LANGUAGES = ("vi", "en")
# In the order in which the handbook lists them; each is a file in each language.
KEYS = ("everybody", "receptionist", "handler", "leader", "reform-office", "administrator")

_READER = (
    MarkdownIt("commonmark", {"html": False})
    .enable("table")
    .use(attrs_block_plugin, allowed=["id", "data-screens"])
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a chapter: its id, its title, and the screens of which it speaks."""

    id: str
    title: str
    screens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter in one language: its title, what it is about, its sections, the pictures that it shows."""

    key: str
    language: str
    title: str
    about: str
    sections: tuple[Section, ...]
    pictures: tuple[str, ...]

    @property
    def html(self) -> SafeString:
        """All of it but the title, ready for a page."""
        return _html(self.key, self.language)


def chapters(language: str) -> tuple[Chapter, ...]:
    """Every chapter in this language, in Vietnamese where it is not one of ours."""
    return _chapters(language if language in LANGUAGES else LANGUAGES[0])


def chapter(key: str, language: str) -> Chapter | None:
    """The chapter with this key, if there is one."""
    return next((found for found in chapters(language) if found.key == key), None)


@cache
def _chapters(language: str) -> tuple[Chapter, ...]:
    return tuple(_read(key, language) for key in KEYS)


def _read(key: str, language: str) -> Chapter:
    tokens = _parsed(key, language)
    headings = list(_headings(tokens))
    title = next(text for token, text in headings if token.tag == "h1")
    about = next(after.content for before, after in pairwise(tokens) if before.type == "paragraph_open")
    sections = tuple(
        Section(str(token.attrs["id"]), text, tuple(str(token.attrs.get("data-screens", "")).split()))
        for token, text in headings
        if token.tag == "h2"
    )
    return Chapter(
        key, language, title, about, sections, tuple(str(one.attrs["src"]) for one in _pictures(tokens))
    )


@cache
def _html(key: str, language: str) -> SafeString:
    tokens = _parsed(key, language)
    for picture in _pictures(tokens):
        picture.attrs["src"] = static(f"handbook/{picture.attrs['src']}")
        picture.attrs["loading"] = "lazy"
    for token, _text in _headings(tokens):
        token.attrs.pop("data-screens", None)
    # The page itself shows the title. Written by us, in files of the program; what is typed anywhere never comes here.
    begins = next(place for place, token in enumerate(tokens) if token.type == "heading_close") + 1
    html: str = _READER.renderer.render(tokens[begins:], _READER.options, {})
    return mark_safe(html)


def _parsed(key: str, language: str) -> list[Token]:
    return _READER.parse((FOLDER / language / f"{key}.md").read_text(encoding="utf-8"))


def _headings(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    return ((token, after.content) for token, after in pairwise(tokens) if token.type == "heading_open")


def _pictures(tokens: list[Token]) -> Iterator[Token]:
    return (child for token in tokens for child in token.children or () if child.type == "image")
