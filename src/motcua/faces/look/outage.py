"""When a page fails: the page that says so; and when the database is away, one that brings back what was typed.

A form carries its key, so sending it once more does it once, whether or not it was done before the database went.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError
from django.shortcuts import render

AWAY = (OperationalError, InterfaceError)
UNREADABLE = (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
    MultiPartParserError,
    RawPostDataException,
    UnreadablePostError,
)
# Seconds after which a page that was only read is asked for again.
AGAIN = 15


def failed(request: HttpRequest) -> HttpResponse:
    """What is answered when a page could not be made (`handler500`): by what went wrong, which has been logged."""
    if isinstance(sys.exc_info()[1], AWAY):
        return away(request)
    return _drawn(request, "500.html", {}, 500)


def away(request: HttpRequest) -> HttpResponse:
    """The database does not answer: what was sent can be sent again from this very page, once it is back."""
    was_sent = request.method == "POST"
    fields = list(_fields(request)) if was_sent else []
    context = {
        "was_sent": was_sent,
        "fields": fields,
        "address": request.get_full_path(),
        "again": AGAIN,
    }
    response = _drawn(request, "look/outage.html", context, 503)
    response.headers["Retry-After"] = str(AGAIN)
    return response


def _fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What was typed; nothing where a password or a file was among it: those are never written into a page."""
    try:
        sent, files = request.POST, request.FILES
    except UNREADABLE:
        return
    if files or any("password" in name for name in sent):
        return
    for name, values in sent.lists():
        for value in values:
            yield name, value


def _drawn(request: HttpRequest, template: str, context: dict[str, object], status: int) -> HttpResponse:
    """Without the frame, which would ask the database who is reading."""
    return render(None, template, {"request": request, **context}, status=status)
