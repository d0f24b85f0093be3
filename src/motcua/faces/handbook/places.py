"""Where the handbook speaks of a screen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.urls import reverse

from motcua.faces.handbook.chapters import LANGUAGES, chapters


def address_of(screen: str) -> str:
    """Where the handbook speaks of a screen, by the name of the screen's address; its contents where it does not."""
    place = places().get(screen)
    if place is None:
        return reverse("handbook")
    return f"{reverse('handbook_chapter', args=[place[0]])}#{place[1]}"


@cache
def places() -> Mapping[str, tuple[str, str]]:
    """Chapter and section of every screen; the sections have the same ids in both languages."""
    return {
        screen: (chapter.key, section.id)
        for chapter in chapters(LANGUAGES[0])
        for section in chapter.sections
        for screen in section.screens
    }
