"""The search of the bar: by code, name, number or telephone. What is typed never stands in an address."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render

from motcua.casework.dossiers.queries import searching
from motcua.casework.dossiers.rules.searching import By
from motcua.faces.desk import taken_away
from motcua.faces.desk.dossier.step_forms import SearchForm, id_in
from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.exports.seeing import Form, seen
from motcua.ground.access import policy


@may("dossiers.view", methods=("GET", "POST"))
def search(request: Request) -> HttpResponse:
    """Open the one dossier that is meant, or list those that answer to what was typed, newest first."""
    form = SearchForm(request.POST or None)
    text = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    if exports.asked(request):
        return exports.answer(request, taken_away.found(request, text))
    after = _after(request.POST.get("after", ""))
    found = searching.find(request.actor, text, after)
    is_meant = len(found.dossiers) == 1 and after is None
    if found.is_personal or not is_meant:
        seen(request, Form.FOUND, [one.pk for one in found.dossiers])
    if is_meant:
        return redirect("dossier", found.dossiers[0].code)
    context = {
        "search_text": text,
        "found": found,
        "asked": bool(text),
        "too_short": found.by is By.NAME_TOO_SHORT,
        "finds_people": policy.has(request.actor, "dossiers.find_person"),
        "after": f"{found.after[0].isoformat()}_{found.after[1]}" if found.after else "",
    }
    return render(request, "desk/search.html", context)


def _after(text: str) -> searching.Key | None:
    """The key that the page before ended with; none for what is no key."""
    moment, _bar, pk = text.partition("_")
    number = id_in(pk)
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, number) if number is not None and at.tzinfo is not None else None
