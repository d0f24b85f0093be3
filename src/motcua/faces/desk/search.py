"""The search of the bar: by a dossier's code or a part of it. What is typed never stands in an address."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from motcua.casework.dossiers.queries import finding
from motcua.faces.desk.dossier.step_forms import SearchForm
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.exports.seeing import Form, seen


@may("dossiers.view", methods=("GET", "POST"))
def search(request: Request) -> HttpResponse:
    """Open the one dossier that is meant, or list those whose code has this in it."""
    form = SearchForm(request.POST or None)
    text = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    found = finding.by_code_part(request.actor, text)
    if len(found) == 1:
        return redirect("dossier", found[0].code)
    seen(request, Form.FOUND, [dossier.pk for dossier in found])
    return render(request, "desk/search.html", {"search_text": text, "found": found, "asked": bool(text)})
