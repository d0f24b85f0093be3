"""Addresses that the layouts link to, for pages that stand alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

NAMES = (
    "home",
    "tracking",
    "sign_in",
    "sign_out",
    "search",
    "choose_office",
    "home_of_office",
    "set_language",
)


def nothing(_request: HttpRequest) -> HttpResponse:
    """An address that is only linked to."""
    return HttpResponse()


urlpatterns = [path(f"{name}/", nothing, name=name) for name in NAMES]
