"""What a page showed of people goes into the reading trail before its answer leaves.

A view says what it shows (`seen`); the middleware writes it once the read-only transaction of a GET is over
(docs/decisions/0002). When it cannot be written, nothing is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse

from motcua.casework.sightings.actions import Seen, note
from motcua.casework.sightings.models import Sighting
from motcua.faces.look.decorators import Request

Form = Sighting.Form
FAILED = 500


def seen(
    request: Request,
    form: Sighting.Form,
    dossier_ids: Iterable[int] = (),
    *,
    party_ids: Iterable[int] = (),
    row_count: int | None = None,
) -> None:
    """Say that the page being answered shows personal data of these dossiers or people to an officer."""
    shown, people = tuple(dossier_ids), tuple(party_ids)
    if request.actor.account_id is None or not (shown or people or row_count):
        return
    known: Any = request
    match = request.resolver_match
    one = Seen(
        form,
        (match.view_name or "") if match else "",
        shown,
        people,
        len(shown) + len(people) if row_count is None else row_count,
        # An address holds no personal data; what was typed into a form is never kept.
        {name: str(request.GET[name]) for name in request.GET if name not in ("after", "skip")},
    )
    known.sightings = [*getattr(known, "sightings", ()), one]


def reading_trail(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Write down what the view said it showed, before the answer leaves."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        known: Any = request
        shown = getattr(known, "sightings", ())
        if shown and response.status_code < FAILED:
            try:
                note(shown, by=known.actor, now=known.now)
            except BaseException:
                response.close()
                raise
        return response

    return middleware
