"""Both languages have the same sections for the same screens, and every screen has its place."""

import re

import pytest
from babel.messages.pofile import read_po
from django.urls import get_resolver, resolve

from motcua.faces.handbook.chapters import FOLDER, LANGUAGES, chapters
from motcua.faces.handbook.places import places
from motcua.site.commands.pictures import KIND, TAKEN, Picture, pictures
from motcua.site.documents import walk
from motcua.site.launch.places import SOURCE
from motcua.site.tests.pages import NO_PAGES

LIGHT = 48_000  # bytes


def screens() -> set[str]:
    """The names of all addresses that answer a GET with a page."""
    found = {
        str(pattern.name)
        for _path, pattern in walk(get_resolver().url_patterns)
        if "GET" in getattr(pattern.callback, "methods", ())
    }
    return found - NO_PAGES - {"handbook", "handbook_chapter"}


def test_every_screen_has_its_place_and_no_place_is_for_a_screen_that_has_gone() -> None:
    assert set(places()) == screens()


def test_a_screen_is_spoken_of_once() -> None:
    named = [s for chapter in chapters("vi") for section in chapter.sections for s in section.screens]
    assert len(named) == len(set(named))


def test_both_languages_have_the_same_sections_for_the_same_screens() -> None:
    told = {
        language: [(c.key, s.id, s.screens) for c in chapters(language) for s in c.sections]
        for language in LANGUAGES
    }
    assert told["vi"] == told["en"]


def test_the_pictures_of_the_text_are_those_that_are_taken() -> None:
    for language in LANGUAGES:
        shown = {name for chapter in chapters(language) for name in chapter.pictures}
        assert shown == {f"{one.name}{KIND}" for one in pictures()}
    assert {path.relative_to(TAKEN).as_posix() for path in TAKEN.rglob(f"*{KIND}")} == {
        f"{one.name}{KIND}" for one in pictures()
    }


def test_a_picture_is_light_enough_for_a_slow_line() -> None:
    assert [path.name for path in TAKEN.rglob(f"*{KIND}") if path.stat().st_size > LIGHT] == []


@pytest.mark.parametrize("picture", pictures(), ids=lambda one: one.name)
def test_a_picture_is_of_a_page_that_is_there(picture: Picture) -> None:
    assert resolve(picture.path.partition("?")[0]).url_name in screens()


def test_links_lead_to_pages_and_sections_that_are_there() -> None:
    anchors = {f"{c.key}#{s.id}" for c in chapters("vi") for s in c.sections}
    for language in LANGUAGES:
        for chapter in chapters(language):
            for link in re.findall(r'href="(/[^"]*)"', chapter.html):
                path, _hash, anchor = link.partition("#")
                found = resolve(path)
                if found.url_name == "handbook_chapter" and anchor:
                    assert f"{found.kwargs['name']}#{anchor}" in anchors, link


def _words(language: str) -> set[str]:
    """What buttons, links and fields are called, in this language."""
    found = set[str]()
    for path in SOURCE.rglob("locale/en/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                of = message.id if language == "vi" else message.string
                found |= {of} if isinstance(of, str) else set(of or ())
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_quoted_is_written_so_on_the_screens(language: str) -> None:
    words = _words(language)
    for path in sorted((FOLDER / language).glob("*.md")):
        quoted = re.findall("“([^”]+)”", path.read_text(encoding="utf-8"))
        assert [one for one in quoted if one not in words] == [], path.name
