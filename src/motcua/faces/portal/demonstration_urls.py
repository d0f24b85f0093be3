"""The address of the page that only a demonstration has."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.faces.portal import demonstration

urlpatterns: list[URLPattern] = [
    path("demonstration/codes/", demonstration.codes, name="demonstration_codes"),
]
