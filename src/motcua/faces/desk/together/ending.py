"""One page for many dossiers at the same step: the list to confirm, then a line for each of what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.casework.dossiers.actions.many import bulk
from motcua.casework.dossiers.actions.many.bulk import Answered, Ending
from motcua.casework.dossiers.actions.stepping import Document
from motcua.casework.dossiers.models import Task
from motcua.casework.dossiers.queries.many import together
from motcua.casework.dossiers.queries.many.together import Alike
from motcua.casework.dossiers.rules import AT_ONCE, Refusal, StepVerb
from motcua.casework.dossiers.states import State
from motcua.catalogue.processes.rules import Place, StepKind
from motcua.faces.desk import words
from motcua.faces.desk.dossier.step_forms import AssignForm, KeyedForm, id_in
from motcua.faces.desk.together.forms import FORMS, RUNNING, initial_of
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.parts import Crumb
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import queries as organisation


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one dossier: done, or why not, and where to look."""

    code: str
    applicant: str
    url: str
    said: str
    is_done: bool


@may("desk.work", methods=("POST",))
def chosen(request: Request) -> HttpResponse:
    """From the ticks of a worklist to the page that shows them."""
    return redirect(url_of(ids_in(request.POST.getlist("task"))))


@may("desk.work", methods=("GET", "POST"))
def ending(request: Request) -> HttpResponse:
    """End the step of all that were chosen, after one look at the list."""
    asked = request.POST if request.method == "POST" else request.GET
    ids = ids_in(asked.getlist("task"))
    if (one := id_in(request.GET.get("like", ""))) is not None:
        ids = together.alike(request.actor, one, request.now)
    try:
        found = together.chosen(request.actor, ids)
        if found is None or found.verb is StepVerb.RETURN:
            raise Refused(Refusal.WRONG_STEP) if found else Refused(Refusal.NOT_ALIKE)
    except Refused as refused:
        messages.warning(request, refused.sentence() if ids else _("Chưa đánh dấu việc nào."))
        return redirect("worklist")
    form = _form(found, request)
    if request.method == "POST" and form.is_valid():
        try:
            answers = bulk.end_steps(
                [task.pk for task in found.tasks],
                by=request.actor,
                now=request.now,
                said=_said(form.cleaned_data),
                key=form.cleaned_data["key"],
            )
        except Refused as refused:
            form.add_error(None, refused.sentence())
        else:
            return _results(request, found.tasks, answers, _title(found))
    return _ask(request, found, form)


def ids_in(texts: Iterable[str]) -> list[int]:
    """The ids that a form or an address sent, one more than may be done at once: too many are refused, not cut."""
    known = (id_in(text) for text in texts)
    return [pk for pk in known if pk is not None][: AT_ONCE + 1]


def url_of(ids: Sequence[int]) -> str:
    """The address of the page for these tasks."""
    return f"{reverse('together')}?{urlencode([('task', pk) for pk in ids])}"


def results(
    request: Request, tasks: Sequence[Task], answers: Sequence[Answered], title: str, done: str, again: str
) -> HttpResponse:
    """A line for each, those that were refused first, with the way to try these again."""
    by_id = {task.pk: task for task in tasks}
    lines = [_line(by_id[answer.task_id], answer, done) for answer in answers]
    context = {
        "title": title,
        "lines": sorted(lines, key=lambda line: line.is_done),
        "done": sum(line.is_done for line in lines),
        "refused": sum(not line.is_done for line in lines),
        "again": again,
        "crumbs": (Crumb(_("Việc của tôi"), reverse("worklist")), Crumb(title)),
    }
    return render(request, "desk/together/results.html", context)


def _results(
    request: Request, tasks: Sequence[Task], answers: Sequence[Answered], title: str
) -> HttpResponse:
    left = [answer.task_id for answer in answers if answer.refused is not None]
    return results(request, tasks, answers, title, _("đã xong bước này"), url_of(left) if left else "")


def _line(task: Task, answer: Answered, done: str) -> Line:
    dossier = task.dossier
    return Line(
        dossier.code,
        dossier.party_version.name,
        reverse("dossier", args=[dossier.code]),
        done if answer.refused is None else answer.refused.sentence(),
        answer.refused is None,
    )


def _form(found: Alike, request: Request) -> KeyedForm:
    kind = FORMS[found.verb]
    if found.verb is StepVerb.FORWARD and found.step.kind is StepKind.ASSIGN:
        kind = AssignForm
    posted = request.POST if request.method == "POST" else None
    form = kind(posted, initial=initial_of(found.verb, request.now))
    if found.verb is StepVerb.FORWARD:
        form.offer(_next_officers(found, request))
    return form


def _next_officers(found: Alike, request: Request) -> list[tuple[str, str]]:
    """Who may be given the next step; where the dossiers go to different units nobody is chosen for all."""
    if found.following is None:
        return []
    units = {_unit_of(found.following.place, task) for task in found.tasks}
    if len(units) != 1:
        return []
    people = organisation.officers_in(units.pop(), found.following.role, organisation.day_of(request.now))
    listed = [(str(one.officer_id), one.name) for one in people]
    return listed if found.step.kind is StepKind.ASSIGN or len(listed) > 1 else []


def _unit_of(place: Place, task: Task) -> int:
    dossier = task.dossier
    places = {
        Place.ONE_STOP: dossier.one_stop_id,
        Place.DIVISION: dossier.division_id,
        Place.AGENCY: dossier.agency_id,
    }
    return places[place]


def _said(answers: dict[str, Any]) -> Ending:
    document = None
    if "document_number" in answers:
        document = Document(answers["document_number"], answers["signed_on"], answers["signer"])
    officer = answers.get("officer")
    return Ending(
        officer_id=(id_in(officer) or 0) if officer else None,
        remark=answers.get("remark", ""),
        document=document,
        runs_on=answers.get("numbering") == RUNNING,
    )


def _title(found: Alike) -> str:
    state = State(found.tasks[0].dossier.state)
    label = words.label(words.ENDING_VERBS[found.verb], found.step, found.following, state)
    return str(label.button)


def _ask(request: Request, found: Alike, form: KeyedForm) -> HttpResponse:
    like = together.alike(request.actor, found.tasks[0].pk, request.now)
    title = _title(found)
    context = {
        "found": found,
        "form": form,
        "title": title,
        "subject": found.tasks[0].dossier.procedure_version.name,
        "more": len(like) if len(like) > len(found.tasks) else 0,
        "like_url": f"{reverse('together')}?like={found.tasks[0].pk}",
        "crumbs": (Crumb(_("Việc của tôi"), reverse("worklist")), Crumb(title)),
    }
    return render(request, "desk/together/ending.html", context, status=422 if form.errors else 200)
