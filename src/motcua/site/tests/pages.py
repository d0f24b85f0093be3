"""Every page of the site, with who looks at it and what it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.urls import URLPattern, get_resolver, reverse

from motcua.casework.custody import actions as custody
from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Received, calendars
from motcua.casework.dossiers.actions.changes import working
from motcua.casework.dossiers.actions.receiving import Notice
from motcua.casework.dossiers.models import CounterNotice, Task
from motcua.casework.dossiers.prints import Form
from motcua.casework.dossiers.tests.cast import Cast, at, officer, set_the_stage, unit
from motcua.catalogue.procedures import actions as catalogue
from motcua.catalogue.procedures.models import PublicationDecision
from motcua.catalogue.procedures.states import ItemKind
from motcua.faces.desk.tests.scene import NOW, set_the_scene
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.accounts import factors
from motcua.people.accounts.models import Account
from motcua.people.calendars.rules import Checked, DayKind, SpecialDay
from motcua.people.organisation import actions as organisation
from motcua.people.organisation.models import Role, UnitKind
from motcua.site.documents import walk
from motcua.site.tests.test_permissions import expected

PASSWORD = "cau-tre-lac-leo-2017"
PARTS = re.compile(r"<(?:\w+:)?(\w+)>")
# An answer to a script, a file, or a page that only leads on.
NO_PAGES = {
    "counter_procedures",
    "unit_options",
    "officer_options",
    "dossier_file",
    "scanned_picture",
    "printed_paper",
    "import_template",
    "workbook_template",
    "home_of_office",
    "calendar_preview_csv",
    "bulk_change_csv",
    "bulk_progress",
}
# At which step a dossier must stand for the page to have its form, and who then looks at it.
STEPS: dict[str, tuple[str, Role]] = {
    "dossier": ("completed", Role.HANDLER),
    "dossier_identity": ("handle", Role.HANDLER),
    "note_on_dossier": ("handle", Role.HANDLER),
    "collect_fee": ("completed", Role.RECEPTIONIST),
    "note_call": ("return", Role.RECEPTIONIST),
    "undo_return": ("returned", Role.RECEPTIONIST),
    "ask_answer": ("handle", Role.HANDLER),
    "note_answer": ("handle", Role.HANDLER),
    "waive_obligation": ("handle", Role.HEAD_OF_DIVISION),
    "scans": ("handle", Role.RECEPTIONIST),
    "expect_paper": ("handle", Role.RECEPTIONIST),
    "bring_paper": ("handle", Role.RECEPTIONIST),
    "correct_dossier": ("assign", Role.RECEPTIONIST),
    "void_dossier": ("assign", Role.RECEPTIONIST),
    "withdraw_dossier": ("assign", Role.RECEPTIONIST),
    "stop_dossier": ("assign", Role.LEADER),
    "name_cause": ("late", Role.HANDLER),
    "draft_apology": ("late", Role.HEAD_OF_DIVISION),
    "issue_apology": ("late", Role.LEADER),
    "dossier_readers": ("handle", Role.INSPECTOR),
    "forward_dossier": ("assign", Role.HEAD_OF_DIVISION),
    "approve_dossier": ("sign", Role.LEADER),
    "finish_dossier": ("stamp", Role.CLERK),
    "return_result": ("return", Role.RECEPTIONIST),
    "send_back_dossier": ("verify", Role.HEAD_OF_DIVISION),
    "request_completion": ("handle", Role.HANDLER),
    "receive_completion": ("asked", Role.RECEPTIONIST),
    "reject_dossier": ("sign", Role.LEADER),
    "reassign_task": ("handle", Role.HEAD_OF_DIVISION),
}
LOOKS_AT: dict[str, Role] = {
    "worklist": Role.HANDLER,
    "together": Role.HANDLER,
    "share_out": Role.HEAD_OF_DIVISION,
    "apologies_to_sign": Role.LEADER,
    "readings": Role.INSPECTOR,
    "search": Role.HANDLER,
    "figures": Role.LEADER,
    "figures_list": Role.LEADER,
    "my_delegations": Role.LEADER,
    "recovery_codes": Role.LEADER,
    "end_sessions": Role.ADMINISTRATOR,
}
BY_DEFAULT = (Role.RECEPTIONIST, Role.ADMINISTRATOR, Role.REFORM_OFFICE)
ASKED = {
    "procedures": "?q=dat",
    "figures": "?period=2017",
    "register": "?first=2017-01-01&last=2017-12-31",
    "figures_list": "?period=2017&measure=received",
    "catalogue": "?q=dat",
    "compare_versions": "?from=1&to=2",
    "calendar_preview": "?verb=remove_day&before=2018-09-03",
}
# Halfway through signing in: by the password of this account.
ON_THE_WAY_IN = {"second_factor": "has-code", "own_password": "new-one", "second_factor_setup": "no-code"}


@dataclass
class Pages:
    """A province on a believable morning, and what of it is named in addresses."""

    cast: Cast
    dossiers: dict[str, Received]
    about: dict[str, Any] = field(default_factory=dict)

    def address(self, name: str, path: str) -> str:
        """The address of the page, about what it can be used for."""
        about = dict(self.about)
        if "dossiers/" in path or "tra-cuu/" in path:
            received = self.dossiers[STEPS.get(name, ("completed", Role.HANDLER))[0]]
            task = Task.objects.filter(dossier_id=received.dossier_id).order_by("-pk")[0]
            about |= {"code": received.code, "task_id": task.pk}
        if name == "reopen_account":
            about["account_id"] = about["closed_id"]
        kwargs = {part: about[part] for part in PARTS.findall(path)}
        asked = f"?task={about['held_id']}" if name == "together" else ASKED.get(name, "")
        return reverse(name, kwargs=kwargs) + asked

    def looks(self, name: str, pattern: URLPattern) -> Account | None:
        """Who looks at the page; nobody in particular at a public one."""
        if name in STEPS:
            return self.account(STEPS[name][1])
        if name in LOOKS_AT:
            return self.account(LOOKS_AT[name])
        permission = pattern.callback.permission  # type: ignore[attr-defined]
        may = set[str]().union(*(line.who for line in expected() if line.permission == permission))
        if "anonymous" in may:
            return None
        return self.account(next(role for role in BY_DEFAULT if role.value in may))

    def account(self, role: Role) -> Account:
        """Whose this role is."""
        if role.value in self.cast.watchers:
            return self.cast.watchers[role.value][0]
        return self.cast.here.accounts[role.value]


def kinds() -> dict[str, tuple[str, URLPattern]]:
    """Every address that answers a GET with a page."""
    return {
        str(pattern.name): (path, pattern)
        for path, pattern in walk(get_resolver().url_patterns)
        if "GET" in getattr(pattern.callback, "methods", ()) and pattern.name not in NO_PAGES
    }


def set_the_pages() -> Pages:
    """Write the morning down."""
    cast = set_the_stage()
    scene = set_the_scene(cast).dossiers
    steps = {"completed": 0, "handle": 1, "return": 2, "sign": 6, "asked": 7, "verify": 3, "stamp": 5}
    dossiers = {step: scene[number] for step, number in steps.items()}
    for step in ("verify", "stamp"):
        cast.bring_to(dossiers[step].dossier_id, step, at("2017-12-29 15:30"))
    dossiers["assign"] = cast.receive(at("2018-01-02 07:40"))
    dossiers["returned"] = _returned(cast)
    dossiers["late"] = cast.receive(at("2017-11-20 08:10"))
    cast.bring_to(dossiers["late"].dossier_id, "handle", at("2017-11-21 08:10"))
    _let_wait(cast, dossiers["handle"])
    pages = Pages(cast, dossiers)
    for role in (Role.LEADER,):
        factors.add_factor(pages.account(role), factors.new_secret())
    pages.about = _named(pages)
    _on_the_way_in(cast)
    return pages


def _returned(cast: Cast) -> Received:
    """A dossier whose result was handed over this morning."""
    received = cast.receive(at("2017-12-27 08:10"))
    task = cast.bring_to(received.dossier_id, "return", at("2017-12-29 15:30"))
    receptionist = cast.here.actor(Role.RECEPTIONIST, NOW)
    actions.return_result(task.pk, by=receptionist, now=NOW, collected_by="Nguyễn Văn Phước")
    return received


def _let_wait(cast: Cast, received: Received) -> None:
    """The dossier waits for a paper that comes later, and for an answer."""
    receptionist, handler = (cast.here.actor(role, NOW) for role in (Role.RECEPTIONIST, Role.HANDLER))
    paper = actions.Awaited("Bản chính sổ hộ khẩu để đối chiếu", until=date(2018, 1, 10))
    actions.expect_paper(received.dossier_id, paper, by=receptionist, now=NOW)
    answer = actions.Awaited("Ranh giới thửa đất", whom="Ủy ban nhân dân xã Tân Hương")
    actions.ask_answer(received.dossier_id, answer, by=handler, now=NOW)


def _named(pages: Pages) -> dict[str, Any]:
    cast, here = pages.cast, pages.cast.here
    administrator = cast.watcher(Role.ADMINISTRATOR)
    leader = here.appointments[Role.LEADER.value]
    delegation = organisation.delegate(
        appointment_id=leader.pk,
        delegate_id=here.officer_id(Role.HEAD_OF_DIVISION),
        form="TUQ.",
        basis="Quyết định 12/QĐ-UBND ngày 02/01/2018",
        valid_from=date(2018, 1, 2),
        valid_to=date(2018, 2, 1),
        by=administrator,
        now=NOW,
    )
    applicant = cast.intake().applicant
    notice = Notice(
        CounterNotice.Kind.REJECTION, cast.procedure.pk, applicant, "Không thuộc thẩm quyền của huyện"
    )
    receptionist = here.actor(Role.RECEPTIONIST, NOW)
    given = actions.give_notice(notice, by=receptionist, now=NOW)
    papers = [pages.dossiers["assign"].dossier_id]
    handover = custody.give(here.division.pk, papers, by=receptionist, now=NOW)
    (printed,) = actions.print_forms(Form.RECEIPT, papers, by=receptionist, now=NOW)
    keeper = cast.watcher(Role.REFORM_OFFICE)
    draft = catalogue.draft_version(cast.procedure.pk, by=keeper, now=NOW)
    prepared = catalogue.draft_decision(
        "Công bố thủ tục", issuer="UBND tỉnh", in_force_on=NOW.date(), by=keeper, now=NOW
    )
    catalogue.put_items(prepared.pk, {cast.procedure.pk: ItemKind.AMENDED}, by=keeper, now=NOW)
    new_one, _appointed = officer("Trần Văn Mới", here.agency, Role.CLERK)
    without = new_one.officer_id
    closed, _appointed = officer("Trần Văn Cũ", here.agency, Role.CLERK)
    Account.objects.filter(pk=closed.pk).update(is_closed=True)
    new_one.delete()
    return {
        "code": cast.procedure.code,
        "notice_id": given.pk,
        "handover_id": handover.pk,
        "places": str(printed),
        "unit_id": here.agency.pk,
        "officer_id": without,
        "appointment_id": leader.pk,
        "delegation_id": delegation.pk,
        "account_id": here.accounts[Role.HANDLER.value].pk,
        "closed_id": closed.pk,
        "calendar_id": cast.calendar.pk,
        "one_stop_id": here.one_stop.pk,
        "draft_id": prepared.pk,
        "change_id": _change(cast),
        "succession_id": _succession(cast),
        "held_id": Task.objects.get(dossier_id=pages.dossiers["handle"].dossier_id, ended_at__isnull=True).pk,
        "decision_id": PublicationDecision.objects.get().pk,
        "field_id": cast.procedure.field_id,
        "number": draft.number,
        "on": "2018-09-03",
        "what": "units",
        "name": "administrator",
    }


def _change(cast: Cast) -> int:
    """A calendar that moved, and what it moved with it."""
    day = SpecialDay(
        date(2018, 1, 8), DayKind.HOLIDAY, "Nghỉ", "Off", source="QĐ 1", checked=Checked.PROVISIONAL
    )
    wanted, by = calendars.adding(cast.calendar.pk, day), cast.watcher(Role.ADMINISTRATOR)
    seen = calendars.foreseen(wanted, by=by).token
    made = calendars.change_calendar(wanted, seen=seen, by=by, now=NOW).bulk_id
    assert made is not None
    working.work_off(by=SYSTEM, now=NOW, seconds=30)
    return made


def _succession(cast: Cast) -> int:
    """A commune that is to go over into its neighbour."""
    pair = [unit(UnitKind.COMMUNE, f"000.{n}.19.H58", f"Xã {n}", cast.here.agency) for n in (71, 72)]
    return organisation.plan_succession(
        pair[0].pk, pair[1].pk, on=date(2018, 5, 1), act="NQ 1", is_checked=True, by=SYSTEM, now=NOW
    ).pk


def _on_the_way_in(cast: Cast) -> None:
    roles = {"has-code": Role.LEADER, "new-one": Role.CLERK, "no-code": Role.LEADER}
    for username, role in roles.items():
        account, _appointed = officer(f"Lê Văn {username}", cast.here.agency, role)
        account.username, account.password = username, make_password(PASSWORD)
        account.must_change_password = username == "new-one"
        account.save()
        if username == "has-code":
            factors.add_factor(account, factors.new_secret())
