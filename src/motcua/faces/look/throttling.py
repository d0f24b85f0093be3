"""Pages that may be tried only so often from one address."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.ground.kernel.throttle import Limit, admit, seconds_left


def throttled(
    limit: Limit, *, methods: tuple[str, ...] = ("GET", "POST")
) -> Callable[..., Callable[..., HttpResponse]]:
    """Mark a view: the middleware counts each try before the read-only transaction of the answer begins."""

    def wear(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        view.throttle = (limit, methods)  # type: ignore[attr-defined]
        return view

    return wear


def address_of(request: HttpRequest) -> str:
    """The address that asks; behind a named proxy it is the client's already (`site.watching.proxies`)."""
    return str(request.META.get("REMOTE_ADDR", ""))


def too_often(request: HttpRequest, view: object) -> HttpResponse | None:
    """The page that asks to wait, when this try is one too many."""
    limit, methods = getattr(view, "throttle", (None, ()))
    # A HEAD is answered as a GET is, and tells as much by its status.
    method = "GET" if request.method == "HEAD" else request.method
    if limit is None or method not in methods or admit(limit, address_of(request)):
        return None
    page = render(request, "look/too_often.html", status=429)
    page.headers["Retry-After"] = str(seconds_left(limit))
    return page
