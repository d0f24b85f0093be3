"""How a procedure is done: its internal processes from–to, and a new one from a plain list of steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.catalogue.procedures import queries as catalogue
from motcua.catalogue.procedures.models import Procedure
from motcua.catalogue.procedures.rules import limit_for
from motcua.catalogue.processes import actions, queries
from motcua.catalogue.processes.models import Origin, ProcessVersion
from motcua.catalogue.processes.rules import (
    KIND_LABELS,
    PLACE_LABELS,
    Definition,
    Place,
    Step,
    StepKind,
    limit_in_hours,
    mismatch_note,
)
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import number
from motcua.faces.look.parts import Action, Crumb
from motcua.faces.setup.asking import acts, beside, filled, once
from motcua.faces.setup.catalogue.forms import STEPS, ProcessForm
from motcua.faces.setup.catalogue.procedures import crumbs, main_version, procedure_and_versions, why_not
from motcua.faces.setup.catalogue.rows import Rows
from motcua.faces.setup.words import When, period_words, role_words, when
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.queries import day_of


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step as the page shows it."""

    name: str
    kind: str
    role: str
    place: str
    hours: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A process from–to with its steps."""

    version: ProcessVersion
    period: str
    when: When
    steps: tuple[StepLine, ...]
    total: str


@may("processes.view")
def processes(request: Request, code: str) -> HttpResponse:
    """The processes of a procedure, the one that counts first, with where each comes from."""
    found, versions = procedure_and_versions(code)
    on = day_of(request.now)
    reason = why_not(request, "processes.publish")
    context = {
        "procedure": found,
        "shown": [_shown(one, on) for one in queries.versions(found.pk)],
        "derived": Origin.DERIVED.value,
        "actions": (
            Action(
                _("Ban hành quy trình mới"), reverse("publish_process", args=[code]), "primary", reason=reason
            ),
        ),
        "crumbs": crumbs(found, main_version(versions, on), Crumb(_("Quy trình nội bộ"))),
    }
    return render(request, "setup/catalogue/processes.html", context)


def _shown(version: ProcessVersion, on: date) -> Shown:
    steps = queries.definition(version.pk).steps
    total = sum((step.hours or Decimal(0) for step in steps), Decimal(0))
    return Shown(
        version,
        period_words(version.valid_from, version.valid_to),
        when(version.valid_from, version.valid_to, on),
        tuple(_line(step) for step in steps),
        hours_words(total) if total else "",
    )


def _line(step: Step) -> StepLine:
    return StepLine(
        step.name,
        str(KIND_LABELS[step.kind]),
        role_words(step.role),
        str(PLACE_LABELS[step.place]),
        hours_words(step.hours) if step.hours is not None else _("theo hạn của hồ sơ"),
    )


def hours_words(hours: Decimal) -> str:
    """Working hours: 8 giờ, 1,5 giờ."""
    digits = max(0, -int(hours.normalize().as_tuple().exponent))
    return _("%(n)s giờ") % {"n": number(hours, digits)}


# --- a new one ---------------------------------------------------------------------------------------------------


@may("processes.publish", methods=("GET", "POST"))
def publishing(request: Request, code: str) -> HttpResponse:
    """A process comes into force, written as a plain list of steps; the one before it ends that day."""
    found, versions = procedure_and_versions(code)
    on = day_of(request.now)
    form = filled(ProcessForm, request, {"origin": Origin.PUBLISHED.value})
    rows, status = _rows(request, found.pk, on), 200
    if acts(request):
        status = 422
        if all([form.is_valid(), rows.is_valid()]):
            try:
                once(request, lambda: _publish(request, found, form, rows))
            except Refused as refused:
                form, status = beside(form, refused), refused.status
            else:
                messages.success(
                    request, _("Đã ban hành quy trình mới của thủ tục %(code)s.") % {"code": code}
                )
                return redirect("procedure_processes", code=code)
    back = reverse("procedure_processes", args=[code])
    context = {
        "procedure": found,
        "form": form,
        "rows": rows,
        "forms": [form, *rows.forms],
        "back": back,
        "crumbs": crumbs(
            found, main_version(versions, on), Crumb(_("Quy trình nội bộ"), back), Crumb(_("Quy trình mới"))
        ),
    }
    return render(request, "setup/catalogue/process_form.html", context, status=status)


def _rows(request: Request, procedure_id: int, on: date) -> Rows:
    """The steps as sent, as typed so far, or those of the process in force to begin with."""
    if request.method == "POST":
        return STEPS.sent(request.POST) if acts(request) else STEPS.typed(request.POST)
    try:
        steps: Iterable[Step] = queries.definition(queries.in_force(procedure_id, on).pk).steps
    except Refused:
        steps = ()
    return STEPS.opened(
        [
            {
                "name": step.name,
                "kind": step.kind.value,
                "place": step.place.value,
                "role": step.role,
                "hours": step.hours,
            }
            for step in steps
        ]
    )


def _publish(request: Request, found: Procedure, form: ProcessForm, rows: Rows) -> int:
    said = form.cleaned_data
    definition = Definition.from_steps(steps_of(rows.said()))
    return actions.publish_process(
        found.pk,
        definition,
        valid_from=said["valid_from"],
        origin=Origin(said["origin"]),
        source=said["source"],
        mismatch=_mismatch(found.pk, definition, said["valid_from"]),
        by=request.actor,
        now=request.now,
    ).pk


def steps_of(said: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The rows as steps; a kind that comes twice is numbered in its key."""
    seen: Counter[str] = Counter()
    steps = []
    for row in said:
        kind = StepKind(row["kind"])
        seen[kind.value] += 1
        again = seen[kind.value]
        key = kind.value if again == 1 else f"{kind.value}-{again}"
        steps.append(Step(key, row["name"], kind, row["role"], Place(row["place"]), row["hours"]))
    return tuple(steps)


def _mismatch(procedure_id: int, definition: Definition, on: date) -> str:
    """The note when the steps do not add up to the usual time limit of that day; none where there is no limit."""
    if not any(step.hours for step in definition.steps):
        return ""
    try:
        version = catalogue.version_in_force(procedure_id, on)
        limit = limit_for(catalogue.limit_rows(version.pk), "", "", "")
    except Refused:
        return ""
    if limit.same_day_before is not None:
        return ""
    return mismatch_note(definition, limit_in_hours(limit.amount, limit.unit))
