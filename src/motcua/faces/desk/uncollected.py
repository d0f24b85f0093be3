"""Results that nobody has fetched: whom to call, and a call noted where one stands in the list."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.queries import finding
from motcua.casework.dossiers.queries.offers import Verb
from motcua.casework.dossiers.queries.waiting import uncollected as results
from motcua.faces.desk import drafts, taken_away, words
from motcua.faces.desk.dossier.step_forms import CallForm, id_in
from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.exports.seeing import Form, seen
from motcua.ground.kernel.refusals import Kind, Refused

# Not called within so many days.
CHOICES = (0, 3, 7, 15, 30)


@may("dossiers.note_call")
def uncollected(request: Request) -> HttpResponse:
    """The list, the longest wait first, with telephone numbers."""
    days = _days(request.GET.get("days", ""))
    if exports.asked(request):
        return exports.answer(request, taken_away.uncollected(request, days))
    page = results.uncollected(
        request.actor,
        request.now,
        not_called_for=days,
        after=_after(request.GET.get("after", "")),
        limit=results.PAGE,
    )
    seen(request, Form.LISTED, [row.dossier.pk for row in page.rows])
    context = {
        "page": page,
        "keys": [(row, drafts.new_key()) for row in page.rows],
        "days": days,
        "choices": [
            (choice, reverse("uncollected") + f"?{urlencode({'days': choice})}") for choice in CHOICES
        ],
        "more": _more(page, days),
    }
    return render(request, "desk/uncollected.html", context)


@may("dossiers.note_call", methods=("POST",))
def called(request: Request, code: str) -> HttpResponse:
    """Note a call from the list, and go on with the list."""
    dossier = finding.by_code(request.actor, code)
    form = CallForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.note_call(
                dossier.pk,
                by=request.actor,
                now=request.now,
                reached=said["reached"] == "yes",
                words=said["words"],
                key=said["key"],
            )
        except Refused as refused:
            if refused.kind is not Kind.NOT_NOW:
                raise
            messages.error(request, refused.sentence())
        else:
            messages.success(request, f"{code}: {words.LABELS[Verb.NOTE_CALL].done}")
    else:
        messages.error(request, str(next(iter(form.errors.values()))[0]))
    return redirect(f"{reverse('uncollected')}?{urlencode({'days': _days(request.POST.get('days', ''))})}")


def _days(text: str) -> int:
    number = id_in(text) or 0
    return number if number in CHOICES else 0


def _more(page: results.Page, days: int) -> str:
    if page.after is None:
        return ""
    key = f"{page.after[0].isoformat()}_{page.after[1]}"
    return f"{reverse('uncollected')}?{urlencode({'days': days, 'after': key})}"


def _after(text: str) -> results.Key | None:
    """The key that the page before ended with; none for what is no key."""
    moment, _bar, pk = text.partition("_")
    number = id_in(pk)
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, number) if number is not None and at.tzinfo is not None else None
