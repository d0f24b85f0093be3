"""Where a working day begins."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from motcua.faces.look.context import rail_of
from motcua.faces.look.decorators import Request, may


@may("accounts.own")
def home_of_office(request: Request) -> HttpResponse:
    """To the first place of the office's rail: the counter, the worklist, or what others watch and set up."""
    for group in rail_of(request):
        if group.lines:
            return redirect(group.lines[0].url)
    return render(request, "desk/home.html")
