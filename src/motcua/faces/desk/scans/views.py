"""The page on which scans are put in order, and the pictures on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions.receiving import StoredFile
from motcua.casework.dossiers.queries import finding, story
from motcua.casework.dossiers.queries.offers import Verb, check_may
from motcua.casework.dossiers.queries.story import Story
from motcua.faces.desk import drafts
from motcua.faces.desk.dossier.files import FILE_POLICY
from motcua.faces.desk.scans.plan import NO_PAPER, Page, Plan, Source, plan_of
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.exports.seeing import Form, seen
from motcua.faces.look.parts import Crumb
from motcua.ground.files import pages as scans
from motcua.ground.files import rules, store
from motcua.ground.files.rules import PAGES_AT_MOST
from motcua.ground.files.rules import Refusal as FileRefusal
from motcua.ground.files.store import Stored
from motcua.ground.kernel.refusals import Kind, Refused
from motcua.ground.kernel.refusals import Refusal as KernelRefusal

FORM = "scans:{code}"
FILES_AT_ONCE = 50
# A file is called the same in whichever language the page was read: it belongs to the dossier.
OTHER_PAPER = "Giấy tờ khác"
# A picture is drawn anew each time it is asked for: while one arranges, the browser may keep it for itself.
PICTURE_KEPT = "private, max-age=900"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is shown: its place among those kept, the file it came with, its paper in the list."""

    page: Page
    place: int
    name: str
    of: int
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Result:
    """A file that will be made: the paper it belongs to, and how many pages it has."""

    name: str
    pages: int


@drafts.keeps(FORM, back="scans")
@may(Verb.ATTACH.permission, methods=("GET", "POST"))
def arranging(request: HttpRequest, code: str) -> HttpResponse:
    """Bring pages, put them in order, turn them, give them to the papers, and save them into the dossier."""
    known = cast(Request, request)
    dossier = finding.by_code(known.actor, code)
    check_may(known.actor, Verb.ATTACH, dossier, None)
    if request.method != "POST":
        key, plan = _opened(known, code)
        return _show(known, code, key, plan)
    key = request.POST.get("key") or drafts.new_key()
    plan, gone = plan_of(drafts.typed(request.POST), known.actor.account_id or 0).claimed()
    refusals = [rules.refused(FileRefusal.GONE, source.file.name) for source in gone]
    act, _colon, page_id = request.POST.get("do", "").partition(":")
    if act == "discard":
        drafts.forget(known.actor.account_id or 0, FORM.format(code=code), key)
        return redirect("scans", code)
    plan, refused = _added(known, plan.done(act, page_id))
    refusals += refused
    if act == "save" and not refusals:
        return _save(known, code, key, plan)
    is_kept = _keep(known, code, key, plan)
    if refusals or not is_kept:
        # What could not be kept stands on the page alone: leading on to it anew would lose it.
        return _show(known, code, key, plan, refusals)
    return redirect(
        f"{reverse('scans', args=[code])}?{urlencode({'draft': key})}#{f'p-{page_id}' if page_id else 'pages'}"
    )


@may(Verb.ATTACH.permission)
def picture(request: HttpRequest, code: str, key: str, source: int, page: int) -> HttpResponse:
    """A page of one's own draft as a small picture, or with `large` as one that can be read."""
    known = cast(Request, request)
    dossier = finding.by_code(known.actor, code)
    draft = drafts.get(known.actor.account_id or 0, FORM.format(code=code), key)
    plan = plan_of(draft.fields, known.actor.account_id or 0) if draft else Plan()
    wanted = next((one for one in plan.pages if (one.source, one.number) == (source, page)), None)
    if wanted is None:
        raise Refused(KernelRefusal.NOT_FOUND)
    is_large = "large" in request.GET
    if is_large:
        seen(known, Form.FILE, [dossier.pk])
    answer = HttpResponse(scans.picture(plan.leaf(wanted), is_large=is_large), content_type="image/jpeg")
    answer.headers["Cache-Control"] = PICTURE_KEPT
    answer.headers["Content-Security-Policy"] = FILE_POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _opened(request: Request, code: str) -> tuple[str, Plan]:
    """The pages that this officer has begun with, or none yet."""
    account_id, form = request.actor.account_id or 0, FORM.format(code=code)
    asked = request.GET.get("draft", "")
    draft = drafts.get(account_id, form, asked) if asked else drafts.newest(account_id, form)
    if draft is None:
        return drafts.new_key(), Plan()
    return draft.key, plan_of(draft.fields, account_id)


def _keep(request: Request, code: str, key: str, plan: Plan) -> bool:
    return drafts.keep(request.actor.account_id or 0, FORM.format(code=code), key, plan.fields())


def _added(request: Request, plan: Plan) -> tuple[Plan, list[Refused]]:
    """The plan with the pages of the files that came with the form, and what was refused of them."""
    sent = cast("list[UploadedFile[Any]]", request.FILES.getlist("chosen"))
    if len(sent) > FILES_AT_ONCE:
        return plan, [Refused(FileRefusal.TOO_MANY_AT_ONCE, limit=FILES_AT_ONCE)]
    stored, refusals = list[Stored](), list[Refused]()
    for file in sent:
        try:
            stored.append(store.put(file, file.name or ""))
        except Refused as refused:
            refusals.append(refused)
    for kept, said in zip(stored, scans.counts(stored), strict=True):
        if isinstance(said, Refused):
            refusals.append(said)
        elif not plan.has_room_for(said):
            refusals.append(rules.refused(FileRefusal.TOO_MANY_PAGES, kept.name, limit=PAGES_AT_MOST))
        else:
            plan = plan.with_source(Source.of(kept, said, request.actor.account_id or 0))
    return plan, refusals


def _save(request: Request, code: str, key: str, plan: Plan) -> HttpResponse:
    """Make one PDF for each paper and put them to the dossier; what is refused is said, and the pages stay."""
    told = story.tell(request.actor, code, request.now)
    try:
        groups = plan.by_paper()
        if "" in groups:
            raise Refused(FileRefusal.PAGES_WITHOUT_PAPER, count=len(groups[""]))
        files = [_file(told, plan, paper, pages) for paper, pages in groups.items()]
        pages = len(plan.kept)
        actions.attach_scans(
            told.dossier.pk, by=request.actor, now=request.now, files=files, pages=pages, key=key
        )
    except Refused as refused:
        if refused.kind not in (Kind.NOT_NOW, Kind.WRONG_INPUT):
            raise
        _keep(request, code, key, plan)
        return _show(request, code, key, plan, [refused])
    drafts.forget(request.actor.account_id or 0, FORM.format(code=code), key)
    done = ngettext("Đã lưu %(n)s trang quét vào hồ sơ.", "Đã lưu %(n)s trang quét vào hồ sơ.", pages)
    messages.success(request, done % {"n": pages})
    return redirect("dossier", code)


def _file(told: Story, plan: Plan, paper: str, pages: Sequence[Page]) -> StoredFile:
    """The pages of one paper as a stored file, called after the paper."""
    name = f"{_names(told).get(paper, OTHER_PAPER)[:120]} (bản quét).pdf"
    made = scans.assemble([plan.leaf(page) for page in pages], name)
    return StoredFile(
        made.digest, made.name, made.media_type, made.size, None if paper == NO_PAPER else int(paper)
    )


def _names(told: Story) -> dict[str, str]:
    """The papers that were handed in, by the place that the form names them by."""
    return {str(handed.paper.ordinal): handed.paper.name for handed in told.papers}


def _show(
    request: Request, code: str, key: str, plan: Plan, refusals: Sequence[Refused] = ()
) -> HttpResponse:
    told = story.tell(request.actor, code, request.now)
    offer = told.offer(Verb.ATTACH)
    closed = offer.refusal if offer else None
    seen(request, Form.PAGE, [told.dossier.pk])
    names = _names(told)
    context = {
        "told": told,
        "code": code,
        "crumbs": (Crumb(code, reverse("dossier", args=[code])), Crumb(_("Bản quét"))),
        "closed": closed.sentence() if closed else "",
        "refusals": [refused.sentence() for refused in refusals],
        "key": key,
        "holder": drafts.holder(request.actor.account_id or 0),
        "plan": plan,
        "sheets": _sheets(plan),
        "papers": [*names.items(), (NO_PAPER, _("Giấy tờ khác, không thuộc thành phần hồ sơ"))],
        "results": [
            Result(names.get(paper, _("Giấy tờ khác")), len(pages))
            for paper, pages in plan.by_paper().items()
            if paper
        ],
        "unassigned": len(plan.by_paper().get("", ())),
        "most": PAGES_AT_MOST,
        "at_once": FILES_AT_ONCE,
    }
    status = 200 if not refusals else refusals[0].status
    return render(request, "desk/scans/page.html", context, status=status)


def _sheets(plan: Plan) -> list[Sheet]:
    places = {page.id: place for place, page in enumerate(plan.kept, start=1)}
    last = len(plan.pages) - 1
    return [
        Sheet(
            page,
            places.get(page.id, 0),
            plan.sources[page.source].file.name,
            plan.sources[page.source].pages,
            is_first=at == 0,
            is_last=at == last,
        )
        for at, page in enumerate(plan.pages)
    ]
