"""What every view wears: its row of the policy table, and the few exceptions that are said out loud."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Protocol, cast
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import ClockState
from motcua.ground.kernel.refusals import Refusal, Refused


class Request(HttpRequest):
    """A request after the middleware: who asks, and the business time of the answer."""

    actor: Actor
    now: datetime
    clock: ClockState


class View(Protocol):
    """A view that has its policy row."""

    permission: str
    methods: tuple[str, ...]

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse: ...


def may(
    permission: str, *, methods: tuple[str, ...] = ("GET",)
) -> Callable[[Callable[..., HttpResponse]], View]:
    """The view answers these methods, to those whose role has this permission.

    Whoever is not signed in is asked to sign in; whether the object is theirs is asked by the view's query or verb.
    """

    def wear(view: Callable[..., HttpResponse]) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            known = cast(Request, request)
            method = "GET" if request.method == "HEAD" else request.method
            if method not in methods:
                return HttpResponseNotAllowed(methods)
            if not policy.has(known.actor, permission):
                if known.actor.kind == "anonymous":
                    return sign_in_first(request, methods)
                raise Refused(Refusal.NOT_ALLOWED)
            return view(known, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.methods = methods  # type: ignore[attr-defined]
        return cast(View, guarded)

    return wear


def sign_in_first(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    """Send to the sign-in page, and back to the page afterwards on which one was.

    Of a form that was sent nothing is kept, except where the view keeps drafts: the counter does.
    """
    back = _page_of(request, methods)
    return redirect(f"{reverse('sign_in')}?{urlencode({'next': back})}" if back else "sign_in")


def _page_of(request: HttpRequest, methods: tuple[str, ...]) -> str:
    """The page to come back to: that which htmx asked for a piece of, else this one when it can be opened."""
    if request.headers.get("HX-Request"):
        # What stands in the header was written by the browser's side: of it the path alone is used, as a local one.
        page = _path_of(request.headers.get("HX-Current-URL", ""))
        if page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None):
            return page
    if "GET" not in methods:
        return ""
    return request.get_full_path() if request.method in ("GET", "HEAD") else request.path


def _path_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return urlunsplit(("", "", parts.path, parts.query, ""))


def writes_on_get(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """This view may write when it answers a GET: sign-in callbacks, and nothing else."""
    view.writes_on_get = True  # type: ignore[attr-defined]
    return view
