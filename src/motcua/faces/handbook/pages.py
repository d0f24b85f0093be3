"""The handbook's pages: what chapters there are, and one chapter."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from motcua.faces.handbook.chapters import chapter as find
from motcua.faces.handbook.chapters import chapters
from motcua.faces.look.decorators import Request, may
from motcua.ground.kernel.refusals import Refusal, Refused


@may("handbook.read")
def handbook(request: Request) -> HttpResponse:
    """The chapters, each with what it is about."""
    return render(
        request, "handbook/contents.html", {"chapters": chapters(_language()), "layout": _layout(request)}
    )


@may("handbook.read")
def chapter(request: Request, name: str) -> HttpResponse:
    """One chapter with its sections."""
    found = find(name, _language())
    if found is None:
        raise Refused(Refusal.NOT_FOUND)
    return render(request, "handbook/chapter.html", {"chapter": found, "layout": _layout(request)})


def _language() -> str:
    return (get_language() or "vi")[:2]


def _layout(request: Request) -> str:
    """Officers read it beside their rail, everybody else on a page of the public."""
    return "look/office.html" if request.actor.office is not None else "look/public.html"
