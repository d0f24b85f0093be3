"""Giving the work of an officer who is ill or has left to others of the office."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.casework.dossiers.actions.many import bulk
from motcua.casework.dossiers.queries.many import together
from motcua.casework.dossiers.queries.many.together import Held
from motcua.casework.dossiers.rules import dealt_out
from motcua.faces.desk import words
from motcua.faces.desk.dossier.step_forms import id_in
from motcua.faces.desk.together.ending import ids_in, results
from motcua.faces.desk.together.forms import ShareOutForm
from motcua.faces.desk.worklist import GROUPS
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.parts import Crumb
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.queries import OfficerView


@may("dossiers.reassign", methods=("GET", "POST"))
def sharing(request: Request) -> HttpResponse:
    """Who holds how much in the unit; of one of them the work, by step and by date, and to whom it may go."""
    asked = request.POST if request.method == "POST" else request.GET
    officer_id, role = id_in(asked.get("officer", "")), asked.get("role", "")[:24]
    if officer_id is None:
        return _holders(request)
    held = together.held_by(request.actor, officer_id, role, request.now)
    if not held.tasks:
        raise Refused(KernelRefusal.NOT_FOUND)
    people = together.others(request.actor, officer_id, role, request.now)
    form = ShareOutForm(request.POST if request.method == "POST" else None)
    form.offer([(str(one.officer_id), one.name) for one in people])
    if request.method == "POST" and form.is_valid():
        wanted = set(ids_in(request.POST.getlist("task")))
        tasks = [task for task in held.tasks if task.pk in wanted]
        to = [pk for text in form.cleaned_data["officers"] if (pk := id_in(text)) is not None]
        if tasks:
            return _share_out(request, held, [task.pk for task in tasks], to, form)
        form.add_error(None, _("Chưa đánh dấu việc nào."))
    return _preview(request, held, people, form, role)


def _share_out(
    request: Request, held: Held, ids: list[int], to: list[int], form: ShareOutForm
) -> HttpResponse:
    answers = bulk.reassign_many(
        dealt_out(ids, to),
        by=request.actor,
        now=request.now,
        reason=form.cleaned_data["reason"],
        key=form.cleaned_data["key"],
    )
    again = request.get_full_path() if any(answer.refused for answer in answers) else ""
    return results(request, held.tasks, answers, _("Chuyển việc cho người khác"), _("đã chuyển"), again)


def _holders(request: Request) -> HttpResponse:
    found = [(holder, words.role_title(holder.role)) for holder in together.holders(request.actor)]
    return render(request, "desk/together/holders.html", {"holders": found})


def _preview(
    request: Request, held: Held, people: tuple[OfficerView, ...], form: ShareOutForm, role: str
) -> HttpResponse:
    first = held.tasks[0]
    name = first.officer.name if first.officer else ""
    context = {
        "held": held,
        "officer_id": first.officer_id,
        "name": name,
        "role": role,
        "role_title": words.role_title(role),
        "people": people,
        "form": form,
        "by_urgency": [(str(GROUPS[near]), count) for near, count in held.by_urgency.items()],
        "crumbs": (Crumb(_("Chuyển việc cho người khác"), reverse("share_out")), Crumb(name)),
    }
    return render(request, "desk/together/sharing.html", context, status=422 if form.errors else 200)
