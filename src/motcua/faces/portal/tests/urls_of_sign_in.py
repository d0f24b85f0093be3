"""The addresses of signing in, and those that its pages lead to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from motcua.faces.portal import sign_in_urls


def desk(request: HttpRequest) -> HttpResponse:
    """Say who has come."""
    actor = request.actor  # type: ignore[attr-defined]
    return HttpResponse(f"{actor.kind} {actor.role}")


urlpatterns = [
    *sign_in_urls.urlpatterns,
    path("viec/", desk, name="home_of_office"),
    path("viec/khac/", desk),
    path("", desk, name="home"),
    path("tra-cuu/", desk, name="tracking"),
    path("handbook/", desk, name="handbook"),
    path("handbook/<slug:key>/", desk, name="handbook_chapter"),
]
