"""A page that asks for something and does it once; a refusal stands beside what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from motcua.faces.look.decorators import Request
from motcua.faces.look.parts import ActionKind, Crumb, Option
from motcua.faces.setup.forms import SetupForm
from motcua.ground.kernel import idempotency
from motcua.ground.kernel.refusals import Refusal, Refused

NOT_SAID = frozenset({"csrfmiddlewaretoken", "key", "do"})
Said = dict[str, Any]
F = TypeVar("F", bound=SetupForm)


@dataclass(frozen=True, slots=True)
class Picker:
    """A field of the form that searches: what is chosen, and what answers to the words typed.

    `posts`: people are searched for, and what is typed stays out of the address.
    """

    field: str
    url: str
    value: str = ""
    shown: str = ""
    options: tuple[Option, ...] = ()
    posts: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What the page says around its form: what is so now, what will be so, and the way back."""

    title: str
    crumbs: tuple[Crumb, ...]
    button: str
    back: str
    under: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    consequence: str = ""
    warning: str = ""
    kind: ActionKind = "primary"
    reason: str = ""
    picker: Picker | None = None


def acts(request: Request) -> bool:
    """Whether the form was sent to be done; without script a search, or a choice, sends it as well."""
    return request.method == "POST" and "do" in request.POST


def filled(kind: type[F], request: Request, initial: Mapping[str, Any] | None = None) -> F:
    """The form as it opens, as it was sent, or with what was typed so far and no complaint."""
    if acts(request):
        return kind(request.POST, initial=initial)
    if request.method == "POST":
        return kind(initial={**(initial or {}), **request.POST.dict()})
    return kind(initial=initial)


def once(request: Request, do: Callable[[], Any]) -> Any:
    """Do what the form says, and keep the answer under its key; the same form sent again gives that answer.

    Raises Refused of the verb, or KEY_REUSED for another form under the same key.
    """
    account_id = request.actor.account_id or 0
    key = request.POST.get("key", "")
    said = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_SAID}
    with transaction.atomic():
        earlier = idempotency.begin(account_id, key, f"setup {request.path}"[:80], said)
        if earlier is not None:
            return earlier
        result = do()
        idempotency.finish(account_id, key, result)
        return result


def asked(
    request: Request,
    form: SetupForm,
    page: Page,
    do: Callable[[Said], int],
    *,
    done: Callable[[Said], str],
    to: Callable[[int], str],
) -> HttpResponse:
    """Show the form, or do it and go on; `do` gives the id of what it made or changed."""
    status = 200
    if form.is_bound:
        status = 422
        _check_picked(form, page.picker)
        if form.is_valid():
            said = form.cleaned_data
            try:
                made = once(request, lambda: do(said))
            except Refused as refused:
                form = beside(form, refused)
                status = refused.status
            else:
                messages.success(request, done(said))
                return redirect(to(made))
    return show(request, form, page, status)


def _check_picked(form: SetupForm, picker: Picker | None) -> None:
    """What is chosen must be what the page shows."""
    if picker is not None and not picker.value and picker.field not in form.errors:
        form.add_error(picker.field, form.fields[picker.field].error_messages["required"])


def show(request: Request, form: SetupForm, page: Page, status: int = 200) -> HttpResponse:
    """The page with its form; once it was sent, the answer stands in it, and no reason is foreseen beside it."""
    if form.is_bound:
        page = replace(page, reason="")
    return render(request, "setup/form.html", {"form": form, "page": page}, status=status)


def beside(form: F, refused: Refused) -> F:
    """The form with the verb's refusal at the field that it speaks of."""
    if refused.code == Refusal.KEY_REUSED:
        # The page was gone back to and changed: it is another request, and gets a key of its own.
        form.data = (
            {**form.data.dict(), "key": str(uuid4())} if isinstance(form.data, QueryDict) else form.data
        )
    form.refuse(refused)
    return form
