"""What a decision does to a procedure: a draft comes into force, or the procedure is repealed."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.models import Procedure, ProcedureVersion
from motcua.catalogue.procedures.rules import missing_parts
from motcua.catalogue.procedures.rules.content import LABELS
from motcua.catalogue.procedures.states import VersionState
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.parts import Crumb
from motcua.faces.setup.asking import Page, Said, asked, filled
from motcua.faces.setup.catalogue import words
from motcua.faces.setup.catalogue.forms import ByDecisionForm
from motcua.faces.setup.catalogue.procedures import crumbs, draft_of, main_version, procedure_and_versions
from motcua.people.organisation.queries import day_of

BOTH = ("GET", "POST")


def decision_of(request: Request, said: Said) -> int:
    """The decision that was chosen, or the new one, entered now; raises Refused as `record_decision` does."""
    if said["decision"] != ByDecisionForm.NEW:
        return int(said["decision"])
    return actions.record_decision(
        said["number"],
        title=said["title"],
        issuer=said["issuer"],
        signed_on=said["signed_on"],
        in_force_on=said["in_force_on"],
        by=request.actor,
        now=request.now,
    ).pk


@may("procedures.publish", methods=BOTH)
def publishing(request: Request, code: str) -> HttpResponse:
    """A decision brings the draft into force; the content before it ends that day."""
    found, versions = procedure_and_versions(code)
    draft = _draft_or_just_published(request, versions)
    form = _form(request)
    content = queries.content(draft.pk)
    lacking = ", ".join(str(LABELS[part]).lower() for part in missing_parts(content))

    def do(said: Said) -> int:
        decision_id = decision_of(request, said)
        return actions.publish(draft.pk, decision_id=decision_id, by=request.actor, now=request.now).pk

    title = _("Công bố nội dung mới")
    page = Page(
        title=title,
        crumbs=crumbs(found, main_version(versions, day_of(request.now)), Crumb(title)),
        button=_("Công bố"),
        back=reverse("catalogue_version", args=[code, draft.number]),
        under=draft.name,
        facts=_facts(found, versions, draft),
        consequence=_(
            "Từ ngày quyết định có hiệu lực, hồ sơ mới theo nội dung này; hồ sơ đã nhận vẫn theo nội dung cũ. "
            "Nội dung đã công bố thì không sửa được nữa."
        ),
        reason=_("Chưa công bố được: còn thiếu %(parts)s.") % {"parts": lacking} if lacking else "",
    )
    return asked(
        request,
        form,
        page,
        do,
        done=lambda _said: _("Đã công bố nội dung mới của thủ tục %(code)s.") % {"code": code},
        to=lambda _pk: reverse("catalogue_procedure", args=[code]),
    )


def _draft_or_just_published(request: Request, versions: list[ProcedureVersion]) -> ProcedureVersion:
    """The draft; when the form is sent again, the version that it has just published."""
    if request.method == "POST" and versions and versions[0].state == VersionState.PUBLISHED:
        return versions[0]
    return draft_of(versions)


@may("procedures.publish", methods=BOTH)
def repealing(request: Request, code: str) -> HttpResponse:
    """A decision ends the procedure."""
    found, versions = procedure_and_versions(code)
    form = _form(request)
    main = main_version(versions, day_of(request.now))

    def do(said: Said) -> int:
        decision_id = decision_of(request, said)
        return actions.repeal(found.pk, decision_id=decision_id, by=request.actor, now=request.now).pk

    title = _("Bãi bỏ thủ tục")
    page = Page(
        title=title,
        crumbs=crumbs(found, main, Crumb(title)),
        button=_("Bãi bỏ thủ tục này"),
        back=reverse("catalogue_procedure", args=[code]),
        under=main.name if main else code,
        facts=_facts(found, versions, None),
        consequence=_(
            "Từ ngày quyết định có hiệu lực không nhận hồ sơ mới; hồ sơ đã nhận được giải quyết cho xong."
        ),
        kind="warning",
    )
    return asked(
        request,
        form,
        page,
        do,
        done=lambda _said: _("Đã bãi bỏ thủ tục %(code)s.") % {"code": code},
        to=lambda _pk: reverse("catalogue_procedure", args=[code]),
    )


def _form(request: Request) -> ByDecisionForm:
    form = filled(ByDecisionForm, request)
    form.offer(queries.decisions())
    return form


def _facts(
    found: Procedure, versions: list[ProcedureVersion], draft: ProcedureVersion | None
) -> tuple[tuple[str, str], ...]:
    """What is so now: the code, the content in force, and the draft."""
    open_now = [
        v for v in versions if v.state == VersionState.PUBLISHED and v.valid_to is None and v != draft
    ]
    facts = [(_("Mã thủ tục"), found.code)]
    facts += [(_("Đang công bố"), words.version_name(version)) for version in open_now]
    if draft is not None:
        facts.append((_("Sẽ công bố"), _("Bản %(n)s") % {"n": draft.number}))
    return tuple(facts)
