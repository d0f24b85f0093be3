"""Between the server and the views: headers, refusals, read-only GETs, and who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve
from django.urls.exceptions import Resolver404

from motcua.faces.look.throttling import too_often
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import ANONYMOUS
from motcua.ground.kernel.refusals import Refusal, Refused
from motcua.people.accounts import queries as accounts
from motcua.people.accounts.adapters import lacks_code

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAFE = ("GET", "HEAD", "OPTIONS")


def security_headers(answer: Answer) -> Answer:
    """A page runs only our own scripts and styles, and stands in nobody's frame."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), payment=()")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


class refusals:
    """A verb that says no becomes a page with its sentence and its status."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # No address of ours has a NUL in it, and PostgreSQL takes none: what it names is not found.
        if "\x00" in request.path_info:
            return _said(request, Refused(Refusal.NOT_FOUND))
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Only refusals; anything else is a bug and goes to the log."""
        if not isinstance(error, Refused):
            return None
        return _said(request, error)


def _said(request: HttpRequest, refused: Refused) -> HttpResponse:
    context = {"sentence": refused.sentence(), "status": refused.status}
    return render(request, "look/refused.html", context, status=refused.status)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """The page of a request that could not be read; its body is not read again, as Django's own page does."""
    return render(request, "400.html", status=400)


def read_only_get(answer: Answer) -> Answer:
    """A GET is answered from one read-only transaction, so that no page can write by mistake.

    What limits how often a page is tried is counted before that transaction begins.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        view = _view_of(request)
        refused = too_often(request, view)
        if refused is not None:
            return refused
        if request.method not in SAFE or view is None or getattr(view, "writes_on_get", False):
            return answer(request)
        with one_state():
            return answer(request)

    return middleware


@contextmanager
def one_state() -> Iterator[None]:
    """A transaction that only reads, and sees one state of the database from its first statement to its last.

    Inside another transaction the state is that one's.
    """
    level = "" if connection.in_atomic_block else "ISOLATION LEVEL REPEATABLE READ "
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET TRANSACTION {level}READ ONLY")
        yield


def _view_of(request: HttpRequest) -> object | None:
    try:
        return resolve(request.path_info).func
    except Resolver404:
        return None


def who_asks(answer: Answer) -> Answer:
    """Build the actor anew for each request, in the office chosen, and read the business clock once."""

    def middleware(request: HttpRequest) -> HttpResponse:
        known: Any = request
        known.clock = clock.state()
        known.now = known.clock.now
        known.actor = ANONYMOUS
        if request.user.is_authenticated:
            known.actor = accounts.actor(int(request.user.pk), known.now, request.session.get("office"))
            if not known.actor.offices or lacks_code(request.session, known.actor):
                # The last appointment has ended, and the session with it; or a new one needs a one-time code.
                logout(request)
                return redirect("session_ended")
        return answer(request)

    return middleware
