"""When whom one reminds: working hours before or after a date, all thresholds in one table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from motcua.casework.notices import actions, queries
from motcua.casework.notices.rules import BEFORE, Kind, Recipient, check_hours
from motcua.faces.look.decorators import Request, may
from motcua.ground.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class Cell:
    """One threshold: the name of its field, who it is for, and what stands in it."""

    name: str
    label: str
    value: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of reminder, with a cell for each recipient."""

    title: str
    when: str
    cells: tuple[Cell, ...]


@may("notices.change_threshold", methods=("GET", "POST"))
def thresholds(request: Request) -> HttpResponse:
    """The thresholds in force; those that were changed are set together, or none."""
    if request.method != "POST":
        return _answer(request, {}, {})
    typed = {name: request.POST.get(name, "")[:20] for name in _names()}
    errors: dict[str, str] = {}
    try:
        with transaction.atomic():
            for name, text in typed.items():
                kind, _dot, recipient = name.partition(".")
                try:
                    hours = check_hours(text)
                except Refused as refused:
                    errors[name] = refused.sentence()
                    raise
                actions.change_threshold(kind, recipient, hours, by=request.actor, now=request.now)
    except Refused as refused:
        return _answer(request, typed, errors, refused.status)
    messages.success(request, _("Đã ghi ngưỡng nhắc việc; áp dụng từ lần nhắc tới."))
    return redirect("thresholds")


def _names() -> Iterator[str]:
    for kind in Kind:
        for recipient in Recipient:
            yield f"{kind.value}.{recipient.value}"


def _answer(
    request: Request, typed: dict[str, str], errors: dict[str, str], status: int = 200
) -> HttpResponse:
    known = queries.thresholds()
    rows = []
    for kind in Kind:
        cells = []
        for recipient in Recipient:
            name = f"{kind.value}.{recipient.value}"
            hours = known[kind, recipient]
            shown = "" if hours is None else f"{hours.normalize():f}".replace(".", ",")
            label = f"{kind.label} · {recipient.label}"
            cells.append(Cell(name, label, typed.get(name, shown), errors.get(name, "")))
        when = _("giờ làm việc trước hạn") if kind in BEFORE else _("giờ làm việc sau hạn")
        rows.append(Row(str(kind.label), when, tuple(cells)))
    context = {"rows": rows, "recipients": [recipient.label for recipient in Recipient], "errors": errors}
    return render(request, "setup/timekeeping/thresholds.html", context, status=status)
