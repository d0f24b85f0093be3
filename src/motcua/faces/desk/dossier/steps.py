"""From hand to hand in the browser: one address for each verb of a dossier, all answered in the same way."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from motcua.casework.dossiers.queries import finding, story
from motcua.casework.dossiers.queries.offers import Verb, check_may
from motcua.casework.dossiers.queries.story import Story
from motcua.casework.dossiers.rules import Refusal
from motcua.casework.dossiers.states import State
from motcua.faces.desk import words
from motcua.faces.desk.dossier.acts import ACTS, form_for, form_of, offer_again
from motcua.faces.desk.dossier.page import page_of
from motcua.faces.desk.dossier.panel import panel_for
from motcua.faces.desk.dossier.step_forms import KeyedForm
from motcua.faces.look.decorators import Request, View, may
from motcua.ground.kernel.refusals import Kind, Refused


def _address(verb: Verb, methods: tuple[str, ...] = ("GET", "POST")) -> View:
    """The view of one verb: its form on a GET, the verb itself on a POST."""

    @may(verb.permission, methods=methods)
    def view(request: Request, code: str, task_id: int | None = None) -> HttpResponse:
        if request.method == "POST":
            return _do(request, verb, code, task_id)
        told = story.tell(request.actor, code, request.now)
        refused = _why_not(told, verb, task_id)
        return answer(request, told, verb, form_for(verb, told, request.now), refused=refused)

    return view


forwarding = _address(Verb.FORWARD)
approval = _address(Verb.APPROVE)
result = _address(Verb.FINISH)
handing_over = _address(Verb.RETURN)
sending_back = _address(Verb.SEND_BACK)
completion_request = _address(Verb.REQUEST_COMPLETION)
completion = _address(Verb.RECEIVE_COMPLETION)
rejection = _address(Verb.REJECT)
reassignment = _address(Verb.REASSIGN)
notes = _address(Verb.NOTE)
fee = _address(Verb.COLLECT_FEE)
files = _address(Verb.ATTACH)
cause = _address(Verb.NAME_CAUSE)
apology_draft = _address(Verb.DRAFT_APOLOGY)
apology = _address(Verb.ISSUE_APOLOGY)
papers_expected = _address(Verb.EXPECT_PAPER)
papers_brought = _address(Verb.BRING_PAPER)
answers_asked = _address(Verb.ASK_ANSWER)
answers_noted = _address(Verb.NOTE_ANSWER)
waivers = _address(Verb.WAIVE)
calls = _address(Verb.NOTE_CALL)
return_undone = _address(Verb.UNDO_RETURN)
voiding = _address(Verb.VOID)
withdrawal = _address(Verb.WITHDRAW)
stopping = _address(Verb.STOP)


@may(Verb.TAKE.permission, methods=("POST",))
def taking(request: Request, code: str, task_id: int) -> HttpResponse:
    """Take a task into one's own hands; pressing twice takes it once."""
    task = finding.task_of(request.actor, code, task_id)
    ACTS[Verb.TAKE].do(task.pk, {}, request.actor, request.now)
    return _done(request, code, words.LABELS[Verb.TAKE])


def _why_not(told: Story, verb: Verb, task_id: int | None) -> Refused | None:
    """Why this form cannot be used now; one that is never this officer's is not shown at all."""
    if task_id is not None and (told.task is None or told.task.pk != task_id):
        return Refused(Refusal.TASK_ENDED)
    offer = told.offer(verb)
    if offer is None:
        return Refused(Refusal.WRONG_STEP)
    if offer.refusal is not None and offer.refusal.kind is Kind.NOT_ALLOWED:
        raise offer.refusal
    return offer.refusal


def _do(request: Request, verb: Verb, code: str, task_id: int | None) -> HttpResponse:
    """Give a sent form to its verb; what the verb refuses is said beside the form, with what was typed.

    Whose it is comes first: a form that is sent back names the officers of its step.
    """
    if task_id is None:
        dossier = finding.by_code(request.actor, code)
        check_may(request.actor, verb, dossier, None)
        subject, kind, label = dossier.pk, None, words.LABELS[verb]
    else:
        task = finding.task_of(request.actor, code, task_id)
        check_may(request.actor, verb, task.dossier, task)
        step, following = finding.steps_at(task)
        subject, kind = task.pk, step.kind
        label = words.label(verb, step, following, State(task.dossier.state))
    form = form_of(verb, kind, request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, verb, code, form, Kind.WRONG_INPUT)
    try:
        ACTS[verb].do(subject, form.cleaned_data, request.actor, request.now)
    except Refused as refused:
        if refused.kind not in (Kind.NOT_NOW, Kind.WRONG_INPUT):
            raise
        if refused.code == Refusal.TASK_ENDED:
            # The form was that of a step which is over: beside the next step's it would ask for another deed.
            return answer(request, story.tell(request.actor, code, request.now), verb, form, refused=refused)
        form.add_error("officer" if refused.code == Refusal.NO_OFFICER else None, refused.sentence())
        return _again(request, verb, code, form, refused.kind)
    return _done(request, code, label)


def _again(request: Request, verb: Verb, code: str, form: KeyedForm, kind: Kind) -> HttpResponse:
    told = story.tell(request.actor, code, request.now)
    offer_again(form, verb, told, request.now)
    return answer(request, told, verb, form, status=int(kind))


def answer(
    request: Request,
    told: Story,
    verb: Verb,
    form: KeyedForm,
    *,
    status: int = 200,
    refused: Refused | None = None,
) -> HttpResponse:
    """The dossier's page with this verb's form in its panel; htmx gets the panel alone."""
    template = "desk/dossier/panel.html" if request.headers.get("HX-Request") else "desk/dossier/page.html"
    panel = panel_for(told, verb, form, request.path, refused)
    return render(
        request, template, page_of(told, panel, request), status=refused.status if refused else status
    )


def _done(request: Request, code: str, label: words.Label) -> HttpResponse:
    """Say what happened and where the dossier is now, and go to it."""
    messages.success(request, words.done(label, finding.whereabouts(code, request.now)))
    url = reverse("dossier", args=[code])
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)
