"""Every address of the site; each view carries its row of the policy table (`may`)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("motcua.faces.desk.urls")),
]
