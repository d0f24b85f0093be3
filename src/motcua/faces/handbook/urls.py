"""Addresses of the handbook."""

from __future__ import annotations

from django.urls import path

from motcua.faces.handbook import pages

urlpatterns = [
    path("handbook/", pages.handbook, name="handbook"),
    path("handbook/<slug:name>/", pages.chapter, name="handbook_chapter"),
]
