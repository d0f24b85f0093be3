"""The page that only a demonstration has: one-time codes of its ready accounts, in the place of a telephone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from motcua.faces.look.decorators import Request, may
from motcua.ground.kernel.refusals import Refusal, Refused
from motcua.scenario import queries


@may("demonstration.codes")
def codes(request: Request) -> HttpResponse:
    """The codes that the applications of the ready accounts would show now; not found outside a demonstration."""
    if not request.clock.is_demonstration:
        raise Refused(Refusal.NOT_FOUND)
    return render(request, "portal/demonstration_codes.html", {"codes": queries.ready_codes()})
