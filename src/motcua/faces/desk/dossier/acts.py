"""The verbs of a dossier as a person meets them: where each is sent, what its form asks, which action it calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Awaited, Document, HandedIn, Said
from motcua.casework.dossiers.actions.receiving import StoredFile
from motcua.casework.dossiers.models import Apology, Lateness
from motcua.casework.dossiers.queries import finding
from motcua.casework.dossiers.queries.late.lateness import suggestion
from motcua.casework.dossiers.queries.offers import MEETING, Verb
from motcua.casework.dossiers.queries.story import Story
from motcua.casework.dossiers.queries.terms import AskedPaper, terms_of
from motcua.casework.dossiers.rules import SIDES, Refusal
from motcua.catalogue.processes.rules import Step, StepKind
from motcua.faces.desk import words
from motcua.faces.desk.dossier.step_forms import (
    ApologyForm,
    AskAnswerForm,
    AssignForm,
    AttachForm,
    BringPaperForm,
    CallForm,
    CauseForm,
    Choices,
    CompletionForm,
    CompletionRequestForm,
    DocumentForm,
    ExpectPaperForm,
    ForwardForm,
    KeyedForm,
    NoteAnswerForm,
    NoteForm,
    ReassignForm,
    RejectForm,
    RemarkForm,
    ReturnForm,
    SendBackForm,
    StopForm,
    UndoReturnForm,
    VoidForm,
    WaiveForm,
    WithdrawForm,
    id_in,
)
from motcua.ground.files import store
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import queries as organisation

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """A verb on the desk: its route, its form, and the action that its answers are given to."""

    route: str
    form: type[KeyedForm]
    do: Callable[[int, Answers, Actor, datetime], object]
    of_task: bool = True


def _forward(task_id: int, said: Answers, by: Actor, now: datetime) -> object:
    chosen = said.get("officer")
    # What is no id is nobody's: the verb refuses it, and nothing is passed on to no one in particular.
    officer_id = (id_in(chosen) or 0) if chosen else None
    return actions.forward(
        task_id, by=by, now=now, officer_id=officer_id, remark=said["remark"], key=said["key"]
    )


def _approve(task_id: int, said: Answers, by: Actor, now: datetime) -> object:
    return actions.approve(task_id, by=by, now=now, remark=said["remark"], key=said["key"])


def _document(said: Answers) -> Document:
    return Document(said["document_number"], said["signed_on"], said["signer"])


def _finish(task_id: int, said: Answers, by: Actor, now: datetime) -> object:
    return actions.finish(task_id, by=by, now=now, document=_document(said), key=said["key"])


def _return(task_id: int, said: Answers, by: Actor, now: datetime) -> object:
    return actions.return_result(
        task_id,
        by=by,
        now=now,
        collected_by=said["collected_by"],
        identity_number=said["identity_number"],
        is_applicant=said["is_applicant"],
        key=said["key"],
    )


def _reject(task_id: int, said: Answers, by: Actor, now: datetime) -> object:
    return actions.reject(
        task_id, by=by, now=now, reason=said["reason"], document=_document(said), key=said["key"]
    )


def _take(task_id: int, _said: Answers, by: Actor, now: datetime) -> object:
    return actions.take(task_id, by=by, now=now)


def _send_back(task_id: int, said: Answers, by: Actor, now: datetime) -> object:
    return actions.send_back(
        task_id, by=by, now=now, element=said["element"], reason=said["reason"], key=said["key"]
    )


def _request_completion(task_id: int, said: Answers, by: Actor, now: datetime) -> object:
    return actions.request_completion(task_id, by=by, now=now, missing=said["missing"], key=said["key"])


def _receive_completion(task_id: int, said: Answers, by: Actor, now: datetime) -> object:
    asked = {row.id: row for row in finding.papers_of_task(task_id)}
    ticked = [int(value) for value in said.get("papers") or ()]
    listed = [_handed_in(pk, asked.get(pk)) for pk in ticked]
    others = [
        HandedIn(None, line.strip(), originals=1) for line in said["others"].splitlines() if line.strip()
    ]
    return actions.receive_completion(task_id, by=by, now=now, papers=(*listed, *others), key=said["key"])


def _handed_in(paper_id: int, row: AskedPaper | None) -> HandedIn:
    """A ticked paper, in the numbers that the list asks for; one that the list does not have is not found."""
    if row is None:
        raise Refused(Refusal.UNKNOWN_PAPER)
    return HandedIn(paper_id, row.name, originals=row.originals, copies=row.copies)


def _reassign(task_id: int, said: Answers, by: Actor, now: datetime) -> object:
    officer_id = id_in(said["officer"]) or 0
    return actions.reassign(
        task_id, by=by, now=now, officer_id=officer_id, reason=said["reason"], key=said["key"]
    )


def _note(dossier_id: int, said: Answers, by: Actor, now: datetime) -> object:
    return actions.note(dossier_id, by=by, now=now, body=said["body"], key=said["key"])


def _attach(dossier_id: int, said: Answers, by: Actor, now: datetime) -> object:
    kept = [store.put(file, file.name or "") for file in said["chosen"]]
    files = [StoredFile(file.digest, file.name, file.media_type, file.size) for file in kept]
    return actions.attach(dossier_id, by=by, now=now, files=files, key=said["key"])


def _collect_fee(dossier_id: int, said: Answers, by: Actor, now: datetime) -> object:
    return actions.collect_fee(dossier_id, by=by, now=now, key=said["key"])


def _name_cause(dossier_id: int, said: Answers, by: Actor, now: datetime) -> object:
    return actions.name_cause(
        dossier_id, by=by, now=now, cause=said["cause"], words=said["words"], key=said["key"]
    )


def _apology(said: Answers) -> Said:
    return Said(said["cause"], said["reason"], said["on"])


def _draft_apology(dossier_id: int, said: Answers, by: Actor, now: datetime) -> object:
    return actions.draft_apology(dossier_id, by=by, now=now, said=_apology(said), key=said["key"])


def _issue_apology(dossier_id: int, said: Answers, by: Actor, now: datetime) -> object:
    return actions.issue_apology(dossier_id, by=by, now=now, said=_apology(said), key=said["key"])


def _expect_paper(dossier_id: int, said: Answers, by: Actor, now: datetime) -> object:
    awaited = Awaited(said["what"], until=said["until"])
    return actions.expect_paper(dossier_id, awaited, by=by, now=now, key=said["key"])


def _ask_answer(dossier_id: int, said: Answers, by: Actor, now: datetime) -> object:
    awaited = Awaited(said["what"], whom=said["whom"], until=said["until"])
    return actions.ask_answer(dossier_id, awaited, by=by, now=now, key=said["key"])


def _bring_paper(dossier_id: int, said: Answers, by: Actor, now: datetime) -> object:
    return actions.bring_paper(
        dossier_id,
        id_in(said["obligation"]) or 0,
        by=by,
        now=now,
        originals=said["originals"],
        copies=said["copies"],
        key=said["key"],
    )


def _note_answer(dossier_id: int, said: Answers, by: Actor, now: datetime) -> object:
    owed = id_in(said["obligation"]) or 0
    return actions.note_answer(dossier_id, owed, by=by, now=now, answer=said["answer"], key=said["key"])


def _waive(dossier_id: int, said: Answers, by: Actor, now: datetime) -> object:
    owed = id_in(said["obligation"]) or 0
    return actions.waive(dossier_id, owed, by=by, now=now, reason=said["reason"], key=said["key"])


def _note_call(dossier_id: int, said: Answers, by: Actor, now: datetime) -> object:
    reached = said["reached"] == "yes"
    return actions.note_call(
        dossier_id, by=by, now=now, reached=reached, words=said["words"], key=said["key"]
    )


def _undo_return(dossier_id: int, said: Answers, by: Actor, now: datetime) -> object:
    return actions.undo_return(dossier_id, by=by, now=now, reason=said["reason"], key=said["key"])


def _void(dossier_id: int, said: Answers, by: Actor, now: datetime) -> object:
    return actions.void(dossier_id, by=by, now=now, reason=said["reason"], key=said["key"])


def _withdraw(dossier_id: int, said: Answers, by: Actor, now: datetime) -> object:
    return actions.withdraw(
        dossier_id,
        by=by,
        now=now,
        reason=said["reason"],
        asked_by=said["asked_by"],
        identity_number=said["identity_number"],
        is_applicant=said["is_applicant"],
        key=said["key"],
    )


def _stop(dossier_id: int, said: Answers, by: Actor, now: datetime) -> object:
    return actions.stop(
        dossier_id,
        by=by,
        now=now,
        reason=said["reason"],
        basis=said["basis"],
        document=_document(said),
        key=said["key"],
    )


ACTS: Mapping[Verb, Act] = {
    Verb.FORWARD: Act("forward_dossier", ForwardForm, _forward),
    Verb.APPROVE: Act("approve_dossier", RemarkForm, _approve),
    Verb.FINISH: Act("finish_dossier", DocumentForm, _finish),
    Verb.RETURN: Act("return_result", ReturnForm, _return),
    Verb.TAKE: Act("take_task", KeyedForm, _take),
    Verb.SEND_BACK: Act("send_back_dossier", SendBackForm, _send_back),
    Verb.REQUEST_COMPLETION: Act("request_completion", CompletionRequestForm, _request_completion),
    Verb.RECEIVE_COMPLETION: Act("receive_completion", CompletionForm, _receive_completion),
    Verb.REJECT: Act("reject_dossier", RejectForm, _reject),
    Verb.REASSIGN: Act("reassign_task", ReassignForm, _reassign),
    Verb.NOTE: Act("note_on_dossier", NoteForm, _note, of_task=False),
    Verb.NAME_CAUSE: Act("name_cause", CauseForm, _name_cause, of_task=False),
    Verb.DRAFT_APOLOGY: Act("draft_apology", ApologyForm, _draft_apology, of_task=False),
    Verb.ISSUE_APOLOGY: Act("issue_apology", ApologyForm, _issue_apology, of_task=False),
    Verb.ATTACH: Act("attach_files", AttachForm, _attach, of_task=False),
    Verb.COLLECT_FEE: Act("collect_fee", KeyedForm, _collect_fee, of_task=False),
    Verb.EXPECT_PAPER: Act("expect_paper", ExpectPaperForm, _expect_paper, of_task=False),
    Verb.BRING_PAPER: Act("bring_paper", BringPaperForm, _bring_paper, of_task=False),
    Verb.ASK_ANSWER: Act("ask_answer", AskAnswerForm, _ask_answer, of_task=False),
    Verb.NOTE_ANSWER: Act("note_answer", NoteAnswerForm, _note_answer, of_task=False),
    Verb.WAIVE: Act("waive_obligation", WaiveForm, _waive, of_task=False),
    Verb.NOTE_CALL: Act("note_call", CallForm, _note_call, of_task=False),
    Verb.UNDO_RETURN: Act("undo_return", UndoReturnForm, _undo_return, of_task=False),
    Verb.VOID: Act("void_dossier", VoidForm, _void, of_task=False),
    Verb.WITHDRAW: Act("withdraw_dossier", WithdrawForm, _withdraw, of_task=False),
    Verb.STOP: Act("stop_dossier", StopForm, _stop, of_task=False),
}


# --- forms -------------------------------------------------------------------------------------------------------


def form_for(verb: Verb, told: Story, now: datetime) -> KeyedForm:
    """The form of a verb as it opens: choices and what is known already filled in."""
    kind = told.step.kind if told.step else None
    form = _form_class(verb, kind)(initial=_initial(verb, told, now))
    form.offer(_choices(verb, told, now))
    return form


def form_of(
    verb: Verb, kind: StepKind | None, data: QueryDict, files: MultiValueDict[str, UploadedFile[Any]]
) -> KeyedForm:
    """The form of a verb as it was sent; `kind` is the step's at which it stands."""
    return _form_class(verb, kind)(data, files)


def _form_class(verb: Verb, kind: StepKind | None) -> type[KeyedForm]:
    if verb is Verb.FORWARD and kind is StepKind.ASSIGN:
        return AssignForm
    return ACTS[verb].form


def offer_again(form: KeyedForm, verb: Verb, told: Story, now: datetime) -> None:
    """Fill the choices of a form that was sent and refused."""
    form.offer(_choices(verb, told, now))


def _causes() -> list[tuple[str, Any]]:
    """The causes of lateness, grouped by whose affair they are."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for cause, side in SIDES.items():
        groups.setdefault(str(side.label), []).append((cause.value, str(cause.label)))
    return [("", _("Chọn nguyên nhân")), *groups.items()]


def _choices(verb: Verb, told: Story, now: datetime) -> Choices:
    match verb:
        case Verb.FORWARD if told.following is not None:
            return _to_choose(_people(told.place_of(told.following), told.following.role, now), told)
        case Verb.REASSIGN if told.task is not None:
            here = _people(told.task.unit_id, told.task.role, now)
            return [(value, name) for value, name in here if value != str(told.task.officer_id)]
        case Verb.SEND_BACK:
            return [(step.key, _step_and_who(step, told)) for step in reversed(told.earlier)]
        case Verb.BRING_PAPER | Verb.NOTE_ANSWER | Verb.WAIVE:
            kinds = MEETING[verb]
            return [(str(owed.pk), words.waits_for(owed)) for owed in told.waits if owed.kind in kinds]
        case Verb.NAME_CAUSE | Verb.DRAFT_APOLOGY | Verb.ISSUE_APOLOGY:
            return _causes()
        case Verb.RECEIVE_COMPLETION:
            rows = terms_of(told.dossier.procedure_version_id).papers
            return [(str(row.id), row.name) for row in rows if not row.is_note]
        case _:
            return []


def _to_choose(people: list[tuple[str, str]], told: Story) -> list[tuple[str, str]]:
    """Where one person alone holds the next office nobody is asked who; work that is given out is always given."""
    assigns = told.step is not None and told.step.kind is StepKind.ASSIGN
    return people if assigns or len(people) > 1 else []


def _people(unit_id: int, role: str, now: datetime) -> list[tuple[str, str]]:
    """Who holds this office today."""
    found = organisation.officers_in(unit_id, role, organisation.day_of(now))
    return [(str(officer.officer_id), officer.name) for officer in found]


def _step_and_who(step: Step, told: Story) -> str:
    done = [hand.task for hand in told.hands if hand.task.element == step.key and hand.task.ended_by]
    who = done[-1].ended_by.name if done and done[-1].ended_by else words.role_title(step.role)
    return f"{step.name} · {who}"


def _initial(verb: Verb, told: Story, now: datetime) -> dict[str, Any]:
    today = organisation.day_of(now)
    match verb:
        case Verb.FINISH:
            return {"signed_on": today, "signer": _who_signed(told)}
        case Verb.REJECT:
            return {
                "signed_on": today,
                "signer": told.task.officer.name if told.task and told.task.officer else "",
            }
        case Verb.RETURN:
            return {"collected_by": told.dossier.party_version.name}
        case Verb.UNDO_RETURN:
            return {"reason": gettext("Quét nhầm giấy hẹn.")}
        case Verb.WITHDRAW:
            return {"asked_by": told.dossier.party_version.name}
        case Verb.STOP:
            return {"signed_on": today}
        case Verb.REQUEST_COMPLETION:
            return {"missing": "\n".join(paper.name for paper in told.missing if paper.is_required)}
        case Verb.NAME_CAUSE if (late := getattr(told.dossier, "lateness", None)) is not None:
            return {"cause": late.cause}
        case Verb.DRAFT_APOLOGY | Verb.ISSUE_APOLOGY:
            return _apology_so_far(told, now)
        case Verb.SEND_BACK if told.earlier:
            return {"element": told.earlier[-1].key}
        case _:
            return {}


def _apology_so_far(told: Story, now: datetime) -> dict[str, Any]:
    """What has been drafted; else the cause that was named, and the day that the remaining steps need."""
    drafted: Apology | None = getattr(told.dossier, "apology", None)
    late: Lateness | None = getattr(told.dossier, "lateness", None)
    cause = (drafted.cause if drafted else "") or (late.cause if late else "")
    said = next((h.remark for h in told.happenings if drafted and h.number == drafted.number), "")
    if drafted is not None and drafted.proposed_at > now:
        return {"cause": cause, "reason": said, "on": organisation.day_of(drafted.proposed_at)}
    on = suggestion(told.dossier, now) if told.task else None
    return {"cause": cause, "reason": said, "on": on}


def _who_signed(told: Story) -> str:
    signed = [hand.task for hand in told.hands if hand.step.kind is StepKind.SIGN and hand.task.ended_by]
    return signed[-1].ended_by.name if signed and signed[-1].ended_by else ""
