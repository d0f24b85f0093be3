"""The language of the pages: kept in the browser's cookie."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from motcua.faces.look.decorators import Request, may

A_YEAR = 365 * 24 * 3600


@may("language.choose", methods=("POST",))
def set_language(request: Request) -> HttpResponse:
    """Write the pages in this language from now on, and go back to the page where one was."""
    back = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    # What does not begin at the root is no page of ours: a redirect would take it for the name of a view.
    if not ours or not back.startswith("/"):
        back = "/"
    response = redirect(back)
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=A_YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    return response
