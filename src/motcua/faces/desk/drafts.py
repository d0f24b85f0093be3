"""What is typed is not lost: it is kept on the server while one types, and when a session ends under one's hands.

Each form instance has a key (the one that guards against sending twice), and its draft lies under it. A form also
carries its holder, signed: when it is sent after the session has ended, it is kept for that account, and given back to
nobody else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode
from uuid import uuid4

from django.core import signing
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from motcua.faces.desk.models import FormDraft
from motcua.faces.look.decorators import Request, View
from motcua.faces.look.formats import length_words
from motcua.ground.kernel.models import DoneRequest

Fields = Mapping[str, list[str]]

SALT = "motcua.desk.holder"
HELD = timedelta(days=1)
# Two hundred scanned pages, each from a file of its own, signed, are the largest form there is.
LARGEST = 160_000
FORM_LENGTH = 40
AT_MOST = 5
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "holder", "do", "search", "known"})
_KEY = re.compile(r"[0-9a-f-]{1,64}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that was begun: its key, what was typed, when it was last kept (machine time)."""

    key: str
    fields: dict[str, list[str]]
    saved_at: datetime

    @property
    def age_words(self) -> str:
        """How long ago it was kept, by the machine's clock; empty within the minute."""
        return length_words(timezone.now() - self.saved_at, day=timedelta(days=1))


def new_key() -> str:
    """A key for a form that is opened."""
    return str(uuid4())


def typed(sent: QueryDict) -> dict[str, list[str]]:
    """What a person typed: all fields that were sent, without files and without what belongs to the page."""
    names = [name for name in sent if name not in NEVER_KEPT and not name.startswith("file_")]
    # No keyboard writes a NUL, and PostgreSQL keeps none.
    return {name: [value.replace("\x00", "") for value in sent.getlist(name)] for name in names}


def keep(account_id: int, form: str, key: str, fields: Fields) -> bool:
    """Keep what is typed under the form's key; the newest five of an account stay. Too much is not kept."""
    if not _KEY.fullmatch(key) or len(form) > FORM_LENGTH or len(json.dumps(fields)) > LARGEST:
        return False
    draft = FormDraft(account_id=account_id, form=form, key=key, fields=dict(fields), saved_at=Now())
    FormDraft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["account", "form", "key"],
        update_fields=["fields", "saved_at"],
    )
    newest = _of(account_id, form).values("pk")[:AT_MOST]
    FormDraft.objects.filter(account_id=account_id, form=form).exclude(pk__in=newest).delete()
    return True


def newest(account_id: int, form: str) -> Draft | None:
    """The form that this account began last and did not send."""
    return _draft(_of(account_id, form).first())


def get(account_id: int, form: str, key: str) -> Draft | None:
    """The draft of this account under this key; none under what is no key."""
    if not _KEY.fullmatch(key):
        return None
    return _draft(_of(account_id, form).filter(key=key).first())


def forget(account_id: int, form: str, key: str) -> None:
    """The form was sent, or is not wanted any more."""
    FormDraft.objects.filter(account_id=account_id, form=form, key=key).delete()


def forget_old() -> int:
    """Remove what was begun more than a day ago, by the machine's clock; returns how many."""
    return FormDraft.objects.filter(saved_at__lt=Now() - HELD).delete()[0]


def _of(account_id: int, form: str) -> QuerySet[FormDraft]:
    """The drafts of an account, the newest first.

    A form that was sent while its last draft was still on the way has no draft any more, whichever came last.
    """
    sent = DoneRequest.objects.filter(account_id=account_id, key=OuterRef("key"))
    drafts = FormDraft.objects.filter(~Exists(sent), account_id=account_id, form=form)
    return drafts.order_by("-saved_at", "-pk")


def _draft(row: FormDraft | None) -> Draft | None:
    return Draft(row.key, row.fields, row.saved_at) if row else None


def holder(account_id: int) -> str:
    """Whose form this is, signed, to stand in it as a hidden field."""
    return signing.dumps(account_id, salt=SALT)


def _holder_of(text: str) -> int | None:
    try:
        return int(signing.loads(text, salt=SALT, max_age=HELD))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def keeps(form: str, *, back: str) -> Callable[[View], View]:
    """When the session has ended, the form that was sent is kept for its holder before he is asked to sign in.

    `back` names the page that gives it back afterwards (`?draft=` and its key). A form of one dossier names it:
    `{code}` in `form` is what the address says. The csrf token was checked before.
    """

    def wear(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            known = cast(Request, request)
            if known.method != "POST" or known.actor.kind != "anonymous":
                return view(request, *args, **kwargs)
            page = reverse(back, kwargs=kwargs)
            account_id = _holder_of(known.POST.get("holder", ""))
            key = known.POST.get("key", "")
            if account_id is not None and keep(account_id, form.format(**kwargs), key, typed(known.POST)):
                page = f"{page}?{urlencode({'draft': key})}"
            return redirect(f"{reverse('sign_in')}?{urlencode({'next': page})}")

        return cast(View, kept)

    return wear
