"""Everybody may read the handbook."""

import pytest
from django.test import Client
from django.urls import reverse

from motcua.faces.handbook.chapters import KEYS, chapters
from motcua.faces.handbook.places import address_of


@pytest.mark.django_db
@pytest.mark.parametrize("key", KEYS)
def test_a_chapter_opens_without_signing_in(key: str) -> None:
    answer = Client().get(reverse("handbook_chapter", args=[key]))
    assert answer.status_code == 200
    assert chapters("vi")[KEYS.index(key)].title in answer.content.decode()


@pytest.mark.django_db
def test_the_contents_list_every_chapter() -> None:
    answer = Client().get(reverse("handbook")).content.decode()
    assert all(reverse("handbook_chapter", args=[key]) in answer for key in KEYS)


@pytest.mark.django_db
def test_a_chapter_that_is_not_there_is_not_found() -> None:
    assert Client().get("/handbook/nobody/").status_code == 404


def test_what_the_handbook_does_not_know_opens_its_contents() -> None:
    assert address_of("no-such-screen") == reverse("handbook")
