"""The catalogue to look at: the list, a procedure with its versions, one version, and two side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.catalogue.procedures import queries
from motcua.catalogue.procedures.models import Level, Procedure, ProcedureVersion
from motcua.catalogue.procedures.rules import Refusal, missing_parts
from motcua.catalogue.procedures.rules.content import LABELS
from motcua.catalogue.procedures.states import VersionState
from motcua.catalogue.processes import queries as processes
from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import date_words
from motcua.faces.look.parts import Action, Crumb, Tab
from motcua.faces.setup.catalogue import words
from motcua.ground.access import policy
from motcua.ground.kernel.refusals import Refused
from motcua.ground.sheets.writing import Heading, Kind
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.queries import day_of

SHOWN = 40
MOST_TAKEN = 100_000
STATES = {
    "in_force": gettext_lazy("Đang hiệu lực"),
    "coming": gettext_lazy("Sắp có hiệu lực"),
    "draft": gettext_lazy("Dự thảo"),
    "repealed": gettext_lazy("Đã bãi bỏ"),
    "illustrative": gettext_lazy("Thủ tục minh hoạ"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A version in a list, and where it stands today."""

    version: ProcedureVersion
    standing: words.Standing
    validity: str
    url: str
    compare_url: str = ""


def why_not(request: Request, permission: str = "procedures.edit") -> str:
    """Why who asks may not change the catalogue; nothing when he may."""
    if policy.has(request.actor, permission):
        return ""
    return _("Chỉ quản trị viên và cơ quan thường trực CCHC được sửa danh mục thủ tục. Trang này chỉ để xem.")


# --- the list ----------------------------------------------------------------------------------------------------


@may("procedures.view_drafts")
def procedures(request: Request) -> HttpResponse:
    """Procedures by state, words, field, level and agency."""
    asked = _asked(request)
    today = day_of(request.now)
    agency = _number(asked["agency"])
    filters = queries.Filters(
        _number(asked["field"]),
        asked["level"] or None,
        None if agency is None else organisation.subtree_ids(agency, today),
    )
    among = _among(asked["state"], today).select_related("decision")
    taken = bool(exports.asked(request))
    answer = queries.find(
        asked["q"], on=today, among=among, filters=filters, limit=MOST_TAKEN if taken else SHOWN + 1
    )
    found = answer.exact or [near.version for near in answer.near]
    if taken:
        return exports.answer(request, _table(found, today))
    reason = why_not(request)
    context = {
        "asked": asked,
        "rows": [_listed(version, today) for version in found[:SHOWN]],
        "changes": answer.changes,
        "more": len(found) > SHOWN,
        "shown": SHOWN,
        "fields": [(str(field.pk), field.name) for field in queries.fields()],
        "levels": Level.choices,
        "agencies": [
            (str(line.unit.id), line.unit.name)
            for line in organisation.tree(today)
            if line.unit.kind in ("department", "district")
        ],
        "tabs": _tabs(asked),
        "filtered": bool(asked["q"] or asked["field"] or asked["level"] or asked["agency"]),
        "clear_url": f"{reverse('catalogue')}?state={asked['state']}",
        "actions": (Action(_("Thêm thủ tục"), reverse("create_procedure"), kind="primary", reason=reason),),
    }
    return render(request, "setup/catalogue/procedures.html", context)


def _table(found: Iterable[ProcedureVersion], today: date) -> exports.Table:
    """The procedures of the list, all of them, as rows of a file."""
    headings = (
        Heading(_("Mã thủ tục"), Kind.CODE, 16),
        Heading(_("Thủ tục"), width=60),
        Heading(_("Lĩnh vực")),
        Heading(_("Cấp"), width=16),
        Heading(_("Tình trạng"), width=18),
        Heading(_("Hiệu lực"), width=26),
        Heading(_("Quyết định công bố"), Kind.CODE, 22),
    )
    rows = (
        (
            version.procedure.code,
            version.name,
            version.procedure.field.name,
            version.procedure.get_level_display(),
            (listed := _listed(version, today)).standing.text,
            listed.validity,
            version.decision.number if version.decision else "",
        )
        for version in found
    )
    return exports.Table(_("Danh mục thủ tục"), headings, rows)


def _asked(request: Request) -> dict[str, str]:
    given = {
        name: request.GET.get(name, "").strip()[:200] for name in ("q", "field", "level", "agency", "state")
    }
    given["level"] = given["level"] if given["level"] in Level.values else ""
    given["state"] = given["state"] if given["state"] in STATES else "in_force"
    return given


def _among(state: str, today: date) -> QuerySet[ProcedureVersion]:
    match state:
        case "coming":
            return queries.coming(today)
        case "draft":
            return queries.drafts()
        case "repealed":
            return queries.repealed(today)
        case "illustrative":
            return queries.in_force(today).filter(procedure__is_illustrative=True)
        case _:
            return queries.in_force(today)


def _tabs(asked: dict[str, str]) -> tuple[Tab, ...]:
    kept = {name: value for name, value in asked.items() if value and name != "state"}
    base = reverse("catalogue")
    return tuple(
        Tab(str(label), f"{base}?{urlencode({**kept, 'state': state})}", current=state == asked["state"])
        for state, label in STATES.items()
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None


def _listed(version: ProcedureVersion, on: date, compare_url: str = "") -> Listed:
    if version.state == VersionState.DRAFT:
        url = reverse("catalogue_version", args=[version.procedure.code, version.number])
    else:
        url = reverse("catalogue_procedure", args=[version.procedure.code])
    return Listed(version, words.standing(version, on), words.validity(version), url, compare_url)


# --- one procedure -----------------------------------------------------------------------------------------------


@may("procedures.view_drafts")
def procedure(request: Request, code: str) -> HttpResponse:
    """A procedure: its versions, what the one that counts says, where it is received and how it is done."""
    found, versions = procedure_and_versions(code)
    on = day_of(request.now)
    main = main_version(versions, on)
    process = processes.versions(found.pk)[:1]
    offers = queries.offers_of(found.pk, on)
    context = {
        "procedure": found,
        "main": main,
        "name": main.name if main else found.code,
        "standing": words.standing(main, on) if main else None,
        "title": words.version_name(main) if main else "",
        "told": words.told(queries.content(main.pk)) if main else (),
        "rows": _rows(found, versions, on),
        "process": process[0] if process else None,
        "steps": len(process[0].definition["steps"]) if process else 0,
        "offers": len(offers),
        "actions": _actions(request, found, versions),
        "crumbs": crumbs(found, main),
    }
    return render(request, "setup/catalogue/procedure.html", context)


def procedure_and_versions(code: str) -> tuple[Procedure, list[ProcedureVersion]]:
    """A procedure and all its versions, the newest first; raises Refused PROCEDURE_NOT_FOUND."""
    found = queries.procedure_by_code(code)
    versions = queries.versions(found.pk, with_drafts=True)
    for version in versions:
        version.procedure = found
    return found, versions


def main_version(versions: list[ProcedureVersion], on: date) -> ProcedureVersion | None:
    """The version that counts: the one in force, else the last that was published, else the draft."""
    published = [version for version in versions if version.valid_from is not None]
    in_force = [
        version
        for version in published
        if version.valid_from
        and version.valid_from <= on
        and (version.valid_to is None or version.valid_to > on)
    ]
    return next(iter(in_force or published or versions), None)


def draft_of(versions: list[ProcedureVersion]) -> ProcedureVersion:
    """The draft of a procedure; raises Refused VERSION_NOT_FOUND when there is none."""
    for version in versions:
        if version.state == VersionState.DRAFT:
            return version
    raise Refused(Refusal.VERSION_NOT_FOUND)


def _rows(found: Procedure, versions: list[ProcedureVersion], on: date) -> list[Listed]:
    rows = []
    for at, version in enumerate(versions):
        before = versions[at + 1].number if at + 1 < len(versions) else None
        compare = reverse("compare_versions", args=[found.code])
        compare_url = f"{compare}?before={before}&after={version.number}" if before else ""
        url = reverse("catalogue_version", args=[found.code, version.number])
        rows.append(Listed(version, words.standing(version, on), words.validity(version), url, compare_url))
    return rows


def _actions(request: Request, found: Procedure, versions: list[ProcedureVersion]) -> tuple[Action, ...]:
    reason = why_not(request)
    if reason:
        return (Action(_("Soạn dự thảo, công bố, bãi bỏ"), "", reason=reason),)
    at = [found.code]
    drafts = [version for version in versions if version.state == VersionState.DRAFT]
    open_now = [v for v in versions if v.state == VersionState.PUBLISHED and v.valid_to is None]
    repeal = "" if open_now else _why_not_repealed(versions)
    actions = [Action(_("Bãi bỏ"), reverse("repeal_procedure", args=at), reason=repeal)]
    if drafts:
        actions.append(Action(_("Sửa dự thảo"), reverse("edit_draft", args=at), kind="primary"))
    else:
        actions.append(
            Action(_("Soạn dự thảo mới"), reverse("draft_version", args=at), kind="primary", post=True)
        )
    return tuple(actions)


def _why_not_repealed(versions: list[ProcedureVersion]) -> str:
    """A repeal that is decided already says from when; else there is nothing to repeal."""
    for one in versions:
        if one.repealed_by is not None and one.valid_to is not None:
            said = {"number": one.repealed_by.number, "day": date_words(one.valid_to)}
            return _("Đã có quyết định %(number)s bãi bỏ thủ tục này từ ngày %(day)s.") % said
    return _("Thủ tục này không có nội dung đang hiệu lực để bãi bỏ.")


def crumbs(found: Procedure, main: ProcedureVersion | None, *further: Crumb) -> tuple[Crumb, ...]:
    """The way to a page of a procedure."""
    name = main.name if main and len(main.name) <= 60 else found.code
    here = reverse("catalogue_procedure", args=[found.code]) if further else ""
    return (Crumb(_("Thủ tục"), reverse("catalogue")), Crumb(name, here), *further)


# --- versions ----------------------------------------------------------------------------------------------------


@may("procedures.view_drafts")
def version(request: Request, code: str, number: int) -> HttpResponse:
    """One version; a draft with what it still lacks and what would change, a past one says so."""
    found, versions = procedure_and_versions(code)
    wanted = _numbered(versions, number)
    on = day_of(request.now)
    content = queries.content(wanted.pk)
    is_draft = wanted.state == VersionState.DRAFT
    missing = [str(LABELS[part]).lower() for part in missing_parts(content)] if is_draft else []
    before = next((one for one in versions if one.number < number), None)
    compare = reverse("compare_versions", args=[code])
    context = {
        "procedure": found,
        "version": wanted,
        "is_draft": is_draft,
        "title": words.version_name(wanted),
        "standing": words.standing(wanted, on),
        "validity": words.validity(wanted),
        "told": words.told(content),
        "missing": missing,
        "changes": len(words.compared(queries.content(before.pk), content, everything=False))
        if before
        else 0,
        "compare_url": f"{compare}?before={before.number}&after={number}" if before else "",
        "is_past": wanted.valid_to is not None and wanted.valid_to <= on,
        "actions": _draft_actions(request, code, missing) if is_draft else (),
        "crumbs": crumbs(found, main_version(versions, on), Crumb(words.version_name(wanted))),
    }
    return render(request, "setup/catalogue/version.html", context)


def _numbered(versions: list[ProcedureVersion], number: int) -> ProcedureVersion:
    for one in versions:
        if one.number == number:
            return one
    raise Refused(Refusal.VERSION_NOT_FOUND)


def _draft_actions(request: Request, code: str, missing: list[str]) -> tuple[Action, ...]:
    reason = why_not(request)
    if reason:
        return (Action(_("Sửa, công bố dự thảo"), "", reason=reason),)
    lacks = _("Chưa công bố được: còn thiếu %(parts)s.") % {"parts": ", ".join(missing)} if missing else ""
    return (
        Action(_("Bỏ dự thảo"), reverse("discard_draft", args=[code]), kind="link"),
        Action(_("Sửa dự thảo"), reverse("edit_draft", args=[code])),
        Action(_("Công bố"), reverse("publish_version", args=[code]), kind="primary", reason=lacks),
    )


@may("procedures.view_drafts")
def comparison(request: Request, code: str) -> HttpResponse:
    """Two versions side by side; the two newest when the address names none."""
    found, versions = procedure_and_versions(code)
    newest = versions[0].number if versions else 0
    second = versions[1].number if len(versions) > 1 else newest
    before = _numbered(versions, _number(request.GET.get("before", "")) or second)
    after = _numbered(versions, _number(request.GET.get("after", "")) or newest)
    everything = request.GET.get("all") == "yes"
    rows = words.compared(queries.content(before.pk), queries.content(after.pk), everything=everything)
    on = day_of(request.now)
    here = f"{request.path}?before={before.number}&after={after.number}"
    context = {
        "procedure": found,
        "versions": [(one.number, words.version_name(one), words.standing(one, on).text) for one in versions],
        "before": before,
        "after": after,
        "before_name": words.version_name(before),
        "after_name": words.version_name(after),
        "rows": rows,
        "changed": sum(not row.same for row in rows),
        "everything": everything,
        "other_url": here if everything else f"{here}&all=yes",
        "crumbs": crumbs(found, main_version(versions, on), Crumb(_("So sánh"))),
    }
    return render(request, "setup/catalogue/comparison.html", context)
