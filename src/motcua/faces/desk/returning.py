"""Returning results by scanning receipts one after another: each line answers for itself, the field keeps the focus.

In the field many dossiers count as late only because nobody had the time to click.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.queries import finding, work
from motcua.casework.dossiers.queries.work import View
from motcua.faces.desk import words
from motcua.faces.desk.dossier.step_forms import ScanForm
from motcua.faces.desk.rail import counts_of
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import moment_words
from motcua.ground.kernel.refusals import Refused

# A code is a unit's code, a date and a sequence; the address on a receipt ends with it.
CODE = re.compile(r"[0-9A-Z]+(?:\.[0-9A-Z]+)*-\d{6}-\d{4,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one scanned receipt."""

    code: str
    done: bool
    text: str


@may("dossiers.return_result", methods=("GET", "POST"))
def returning(request: Request) -> HttpResponse:
    """The field that takes receipts, and what became of the last one."""
    form = ScanForm(request.POST or None)
    line: Line | None = None
    if form.is_bound and form.is_valid():
        line = _hand_over(request, form.cleaned_data)
        form = ScanForm()
    waiting = work.worklist(request.actor, view=View.RETURNING, now=request.now, limit=20)
    context: dict[str, Any] = {
        "form": form,
        "line": line,
        "lines": _lines(request, line),
        "waiting": waiting.items,
        "count": counts_of(request)[View.RETURNING],
    }
    template = "desk/scanned_answer.html" if request.headers.get("HX-Request") else "desk/returning.html"
    return render(request, template, context, status=200 if line is None or line.done else 409)


def scanned_code(text: str) -> str:
    """The dossier code in what a scanner read: the bare code, or the address that the receipt's QR holds."""
    written = unquote(urlsplit(text.strip()).path or text) if "://" in text else text
    found = CODE.search(written) or CODE.search(unquote(text))
    return found.group().upper() if found else ""


def _hand_over(request: Request, said: dict[str, Any]) -> Line:
    code = scanned_code(said["scanned"])
    if not code:
        return Line("", False, _("Không đọc được mã hồ sơ từ nội dung vừa quét."))
    try:
        dossier = finding.by_code(request.actor, code)
        if dossier.returned_at is not None:
            when = moment_words(dossier.returned_at)
            return Line(code, True, _("Hồ sơ này đã được trả lúc %(when)s.") % {"when": when})
        if dossier.finished_at is None:
            where = words.standing(finding.whereabouts(code, request.now))
            return Line(code, False, _("Chưa có kết quả. %(where)s") % {"where": where})
        task_id = finding.open_task_id(dossier)
        name = dossier.party_version.name
        actions.return_result(task_id, by=request.actor, now=request.now, collected_by=name, key=said["key"])
    except Refused as refused:
        return Line(code, False, refused.sentence())
    return Line(code, True, _("Đã trả kết quả cho %(name)s.") % {"name": name})


def _lines(request: Request, line: Line | None) -> list[Line]:
    """The last line; without script, also those that the page carried along."""
    carried = [Line(*part) for part in _carried(request)]
    return ([line] if line else []) + carried


def _carried(request: Request) -> list[tuple[str, bool, str]]:
    found = []
    for row in request.POST.getlist("line")[:50]:
        code, _bar, rest = row.partition("|")
        done, _bar, text = rest.partition("|")
        found.append((code, done == "1", text))
    return found
