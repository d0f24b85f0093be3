"""A publication decision while it is prepared: its words, its items with what is wrong, the check, the signature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.models import DecisionDraft, Procedure
from motcua.catalogue.procedures.queries import preparing
from motcua.catalogue.procedures.rules import Refusal
from motcua.catalogue.procedures.states import DraftState, ItemKind
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.parts import Action, Crumb
from motcua.faces.setup.asking import Page, Said, asked, filled, once
from motcua.faces.setup.catalogue.forms import DecisionDraftForm, ItemsForm, SignatureForm
from motcua.faces.setup.catalogue.procedures import why_not
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.queries import day_of

BOTH = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one kind."""

    title: str
    items: list[preparing.Item]


@may("procedures.view_drafts")
def prepared(request: Request, draft_id: int) -> HttpResponse:
    """A decision in preparation: its items by kind, each with what is still wrong, and what one may do next."""
    draft = preparing.decision_draft(draft_id)
    if draft.decision is not None:
        return redirect("decision", draft.decision.pk)
    items = preparing.items_prepared(draft)
    context = {
        "draft": draft,
        "groups": groups(items),
        "items": items,
        "faults": sum(len(one.faults) for one in items),
        "may_edit": draft.state == DraftState.DRAFT and not why_not(request),
        "actions": _actions(request, draft, items),
        "crumbs": _crumbs(draft),
    }
    return render(request, "setup/decisions/prepared.html", context)


def groups(items: list[preparing.Item]) -> list[Group]:
    """The items under their kinds, in the order of the decree."""
    found = [Group(str(kind.label), [one for one in items if one.item.kind == kind]) for kind in ItemKind]
    return [group for group in found if group.items]


def _actions(request: Request, draft: DecisionDraft, items: list[preparing.Item]) -> tuple[Action, ...]:
    """What may be done now; what may not, with the reason."""
    at = [draft.pk]
    if reason := why_not(request):
        return (Action(_("Sửa, kiểm tra, ký dự thảo"), "", reason=reason),)
    if draft.state == DraftState.WITHDRAWN:
        return ()
    withdraw = Action(_("Rút dự thảo"), reverse("withdraw_decision", args=at), kind="link")
    if draft.state == DraftState.CHECKED:
        return (
            withdraw,
            Action(_("Trả lại để sửa"), reverse("reopen_decision", args=at), post=True),
            Action(_("Nhập số và ngày ký"), reverse("sign_decision", args=at), kind="primary"),
        )
    return (
        withdraw,
        Action(_("Sửa trích yếu, ngày hiệu lực"), reverse("edit_decision_draft", args=at)),
        Action(_("Thêm thủ tục"), reverse("put_items", args=at)),
        Action(
            _("Xác nhận đã kiểm tra"),
            reverse("check_decision", args=at),
            kind="primary",
            post=True,
            reason=_why_not_checked(request, draft, items),
        ),
    )


def _why_not_checked(request: Request, draft: DecisionDraft, items: list[preparing.Item]) -> str:
    if not items:
        return _("Chưa có thủ tục nào trong dự thảo.")
    if any(one.faults for one in items):
        return _("Còn điểm phải sửa, ghi ở từng thủ tục dưới đây.")
    if draft.drafted_by_id == request.actor.officer_id:
        return Refused(Refusal.SAME_PERSON).sentence()
    return ""


def _crumbs(draft: DecisionDraft, *further: Crumb) -> tuple[Crumb, ...]:
    here = reverse("decision_draft", args=[draft.pk]) if further else ""
    return (
        Crumb(_("Quyết định công bố"), reverse("decisions")),
        Crumb(_("Dự thảo quyết định"), here),
        *further,
    )


# --- writing -----------------------------------------------------------------------------------------------------


@may("procedures.edit", methods=BOTH)
def drafting(request: Request) -> HttpResponse:
    """A decision begins to be prepared."""
    form = filled(DecisionDraftForm, request)

    def do(said: Said) -> int:
        return actions.draft_decision(**_words(said), by=request.actor, now=request.now).pk

    title = _("Soạn quyết định công bố")
    page = Page(
        title=title,
        crumbs=(Crumb(_("Quyết định công bố"), reverse("decisions")), Crumb(title)),
        button=_("Lập dự thảo"),
        back=reverse("decisions"),
        consequence=_(
            "Dự thảo gom các thủ tục ban hành mới, sửa đổi, thay thế, bãi bỏ. Chưa có gì thay đổi cho đến khi "
            "người khác kiểm tra và quyết định được ký."
        ),
    )
    return asked(request, form, page, do, done=lambda _said: _("Đã lập dự thảo quyết định."), to=_to_draft)


@may("procedures.edit", methods=BOTH)
def editing(request: Request, draft_id: int) -> HttpResponse:
    """The words and the day of a decision in preparation."""
    draft = preparing.decision_draft(draft_id)
    initial = {"title": draft.title, "issuer": draft.issuer, "in_force_on": draft.in_force_on}
    form = filled(DecisionDraftForm, request, initial)

    def do(said: Said) -> int:
        actions.edit_decision_draft(draft_id, **_words(said), by=request.actor, now=request.now)
        return draft_id

    title = _("Sửa trích yếu, ngày hiệu lực")
    back = reverse("decision_draft", args=[draft_id])
    page = Page(
        title=title, crumbs=_crumbs(draft, Crumb(title)), button=_("Lưu"), back=back, under=draft.title
    )
    return asked(request, form, page, do, done=lambda _said: _("Đã lưu dự thảo."), to=_to_draft)


def _words(said: Said) -> dict[str, Any]:
    return {name: said[name] for name in ("title", "issuer", "in_force_on")}


def _to_draft(draft_id: int) -> str:
    return reverse("decision_draft", args=[draft_id])


@may("procedures.edit", methods=BOTH)
def putting(request: Request, draft_id: int) -> HttpResponse:
    """Procedures are put into the decision: drafts by choosing them, repeals by their codes."""
    draft = preparing.decision_draft(draft_id)
    form = filled(ItemsForm, request)
    form.offer(preparing.free_drafts())

    def do(said: Said) -> int:
        actions.put_items(draft_id, _kinds(said), by=request.actor, now=request.now)
        return draft_id

    title = _("Thêm thủ tục vào dự thảo")
    page = Page(
        title=title,
        crumbs=_crumbs(draft, Crumb(title)),
        button=_("Thêm vào dự thảo"),
        back=_to_draft(draft_id),
        under=draft.title,
        consequence=_(
            "Thủ tục đã ở trong dự thảo này thì không ở trong dự thảo khác cho đến khi ký hoặc rút."
        ),
    )
    return asked(request, form, page, do, done=lambda _said: _("Đã thêm thủ tục vào dự thảo."), to=_to_draft)


def _kinds(said: Said) -> dict[int, ItemKind]:
    """Which procedure is put in as what; raises Refused PROCEDURE_NOT_FOUND for a code that is nobody's."""
    amended = ItemKind.REPLACED if said["replaces"] else ItemKind.AMENDED
    numbers = {one.procedure_id: one.number for one in preparing.free_drafts()}
    chosen = [int(procedure_id) for procedure_id in said["drafts"]]
    kinds = {one: ItemKind.NEW if numbers.get(one) == 1 else amended for one in chosen}
    codes = said["repealed"].split()
    found = dict(Procedure.objects.filter(code__in=codes).values_list("code", "pk"))
    if set(codes) - found.keys():
        raise Refused(Refusal.PROCEDURE_NOT_FOUND)
    return kinds | dict.fromkeys(found.values(), ItemKind.REPEALED)


@may("procedures.edit", methods=("POST",))
def dropping(request: Request, draft_id: int, procedure_id: int) -> HttpResponse:
    """A procedure is taken out of the decision."""
    return _acted(request, draft_id, actions.drop_item, _("Đã bỏ thủ tục khỏi dự thảo."), procedure_id)


@may("procedures.check", methods=("POST",))
def checking(request: Request, draft_id: int) -> HttpResponse:
    """Another person has checked the decision."""
    return _acted(request, draft_id, actions.check_decision, _("Đã xác nhận kiểm tra. Dự thảo chờ ký."))


@may("procedures.edit", methods=("POST",))
def reopening(request: Request, draft_id: int) -> HttpResponse:
    """A checked decision goes back to be changed."""
    return _acted(request, draft_id, actions.reopen_decision, _("Đã trả lại dự thảo để sửa."))


def _acted(request: Request, draft_id: int, act: Any, done: str, *further: int) -> HttpResponse:
    """Do it and go back to the decision; a refusal stands above it."""
    try:
        act(draft_id, *further, by=request.actor, now=request.now)
    except Refused as refused:
        if refused.status == 404:
            raise
        messages.error(request, refused.sentence())
    else:
        messages.success(request, done)
    return redirect("decision_draft", draft_id)


@may("procedures.edit", methods=BOTH)
def withdrawing(request: Request, draft_id: int) -> HttpResponse:
    """A decision in preparation is given up."""
    draft = preparing.decision_draft(draft_id)
    if request.method == "POST":
        once(request, lambda: actions.withdraw_decision(draft_id, by=request.actor, now=request.now).pk)
        messages.success(request, _("Đã rút dự thảo quyết định. Dự thảo của từng thủ tục vẫn còn."))
        return redirect("decisions")
    context = {
        "draft": draft,
        "items": draft.items.count(),
        "crumbs": _crumbs(draft, Crumb(_("Rút dự thảo"))),
    }
    return render(request, "setup/decisions/withdrawal.html", context)


@may("procedures.publish", methods=BOTH)
def signing(request: Request, draft_id: int) -> HttpResponse:
    """The decision was signed: number, day and signer are entered, and all that it names changes with it."""
    draft = preparing.decision_draft(draft_id)
    form = filled(SignatureForm, request, {"signed_on": day_of(request.now)})

    def do(said: Said) -> int:
        return actions.sign_decision(
            draft_id,
            number=said["number"],
            signed_on=said["signed_on"],
            signer=said["signer"],
            by=request.actor,
            now=request.now,
        ).pk

    title = _("Nhập số và ngày ký")
    page = Page(
        title=title,
        crumbs=_crumbs(draft, Crumb(title)),
        button=_("Công bố theo quyết định này"),
        back=_to_draft(draft_id),
        under=draft.title,
        facts=((_("Số thủ tục"), str(draft.items.count())),),
        consequence=_(
            "Mọi thủ tục trong dự thảo được công bố hoặc bãi bỏ cùng lúc, từ ngày quyết định có hiệu lực. Hồ sơ đã "
            "nhận vẫn theo nội dung cũ. Sau khi ký không sửa được nữa."
        ),
        reason="" if draft.state == DraftState.CHECKED else Refused(Refusal.NOT_CHECKED).sentence(),
    )
    return asked(
        request,
        form,
        page,
        do,
        done=lambda said: _("Đã công bố theo quyết định %(number)s.") % {"number": said["number"]},
        to=lambda pk: reverse("decision", args=[pk]),
    )


@may("procedures.view_drafts")
def annex(request: Request, decision_id: int) -> HttpResponse:
    """The list of procedures in the form of a decision's annex, to be printed."""
    decision = queries.decision(decision_id)
    items = queries.items_of(decision.pk)
    titles = {
        "new": _("Thủ tục hành chính mới ban hành"),
        "amended": _("Thủ tục hành chính được sửa đổi, bổ sung hoặc thay thế"),
        "repealed": _("Thủ tục hành chính bị bãi bỏ"),
    }
    context = {
        "decision": decision,
        "groups": [(titles[name], found) for name, found in items.items() if found],
        "crumbs": (
            Crumb(_("Quyết định công bố"), reverse("decisions")),
            Crumb(decision.number, reverse("decision", args=[decision.pk])),
            Crumb(_("Danh mục kèm theo")),
        ),
    }
    return render(request, "setup/decisions/annex.html", context)
