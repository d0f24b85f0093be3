"""Every address × method × role over HTTP: allowed with what is one's own, refused with what is the neighbour's.

What a role may do is read from the reviewed page, not from the policy. In every answer the canary of the neighbouring
district is searched: a name, a number, a telephone and a request that nobody here may ever see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from motcua.casework.custody import actions as custody
from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Applicant, Received, calendars
from motcua.casework.dossiers.actions.changes import working
from motcua.casework.dossiers.actions.receiving import Notice, StoredFile
from motcua.casework.dossiers.models import Attachment, CounterNotice
from motcua.casework.dossiers.prints import Form
from motcua.casework.dossiers.tests.cast import MORNING, Cast, Office, officer, set_the_stage, unit
from motcua.catalogue.procedures import actions as catalogue
from motcua.catalogue.procedures.models import DecisionDraft, ProcedureVersion, PublicationDecision
from motcua.catalogue.procedures.states import ItemKind
from motcua.faces.desk import drafts
from motcua.faces.desk.scans.plan import Plan, Source
from motcua.ground.files import store
from motcua.ground.files.tests import sheets
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.calendars.rules import Checked, DayKind, SpecialDay
from motcua.people.organisation.actions import plan_succession
from motcua.people.organisation.models import Delegation, Role, UnitKind
from motcua.site.documents import walk
from motcua.site.tests.test_permissions import NINE, expected

CANARY = Applicant(
    "Canary Thị Láng Giềng", identity_number="082190999888", phone="0900999888", address="Ấp Canary"
)
CANARIES = (CANARY.name, CANARY.identity_number, CANARY.phone, "Ấp Canary", "Thửa canary")
DELEGATES = (Role.LEADER.value, Role.HEAD_OF_DIVISION.value, Role.ONE_STOP_HEAD.value)
STEP_OF = {
    Role.RECEPTIONIST: "return",
    Role.ONE_STOP_HEAD: "return",
    Role.HEAD_OF_DIVISION: "verify",
    Role.HANDLER: "handle",
    Role.LEADER: "sign",
    Role.CLERK: "stamp",
}
# Everybody may end his own sessions, but this address is about a colleague's account.
ABOUT_A_COLLEAGUE = {"end_sessions": {Role.ADMINISTRATOR.value}}
# A list of paper files goes from the counter to the division: which side may do what with it.
_GIVERS = {Role.RECEPTIONIST.value, Role.ONE_STOP_HEAD.value}
_TAKERS = {Role.HANDLER.value, Role.HEAD_OF_DIVISION.value}
SIDES = {
    ("handover", "GET"): _GIVERS | _TAKERS,
    ("handover", "POST"): _TAKERS,
    ("settle_handover", "POST"): _GIVERS,
    ("cancel_handover", "POST"): _GIVERS,
}
# These are about a dossier at a certain step, whoever asks.
STEP_FOR = {"dossier_file": "handle", "scanned_picture": "handle", "receive_completion": "asked"}
# What only those see whose province it is, a neighbour's dossiers among it.
SEES_ALL = {Role.REFORM_OFFICE.value}
# These sign-in steps lead on by themselves: they are asked in the tests of signing in.
LEADS_ON = {"second_factor", "own_password", "sign_in", "session_ended", "second_factor_setup", "sign_out"}
SIGN_IN = "/dang-nhap/"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SCANS = "11111111-1111-4111-8111-111111111111"
PARTS = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass
class Objects:
    """What of an office is named in addresses."""

    office: Office
    dossiers: dict[str, Received] = field(default_factory=dict)
    tasks: dict[str, int] = field(default_factory=dict)
    attachment: int = 0
    notice: int = 0
    handover: int = 0
    printed: int = 0
    succession: int = 0
    delegations: dict[str, int] = field(default_factory=dict)


@dataclass
class World:
    """The district with all nine roles signed in, its own objects and the neighbour's."""

    cast: Cast
    clients: dict[str, Client]
    mine: Objects
    theirs: Objects
    change: int = 0

    def address(self, pattern: URLPattern, path: str, objects: Objects, role: str) -> str:
        """The address with everything of these objects in it."""
        step = STEP_OF.get(Role(role), "handle") if role in NINE else "handle"
        step = STEP_FOR.get(str(pattern.name), step)
        office, own = objects.office, role if role in DELEGATES else Role.LEADER.value
        appointment = office.appointments[own if "delegat" in str(pattern.name) else Role.HANDLER.value]
        version = ProcedureVersion.objects.get(procedure=self.cast.procedure, number=1)
        about = {
            "code": self.cast.procedure.code
            if "procedures" in path or "thu-tuc" in path
            else objects.dossiers[step].code,
            "task_id": objects.tasks[step],
            "attachment_id": objects.attachment,
            "key": SCANS,
            "source": 0,
            "page": 0,
            "notice_id": objects.notice,
            "handover_id": objects.handover,
            "places": str(objects.printed),
            "unit_id": objects.office.agency.pk,
            "officer_id": appointment.officer_id,
            "appointment_id": appointment.pk,
            "delegation_id": objects.delegations[own],
            "account_id": office.accounts[Role.HANDLER.value].pk,
            "one_stop_id": office.one_stop.pk,
            "calendar_id": self.cast.calendar.pk,
            "procedure_id": self.cast.procedure.pk,
            "version_id": version.pk,
            "decision_id": PublicationDecision.objects.get().pk,
            "draft_id": DecisionDraft.objects.get().pk,
            "field_id": self.cast.procedure.field_id,
            "number": 1,
            "change_id": self.change,
            "succession_id": objects.succession,
            "on": "2017-09-04",
            "what": "units",
            "kind": "csv",
            "name": "handler",
        }
        return reverse(str(pattern.name), kwargs={name: about[name] for name in PARTS.findall(path)})

    def send(self, pattern: URLPattern, path: str, method: str, objects: Objects, role: str) -> Any:
        """What this role is answered there; a form is sent empty, but for what the address alone cannot say."""
        address = self.address(pattern, path, objects, role)
        if method == "GET":
            return self.clients[role].get(address)
        held = self.cast.here.appointments.get(role)
        sent = {"office": held.pk} if pattern.name == "choose_office" and held else {}
        return self.clients[role].post(address, sent)


def _objects(cast: Cast, where: Office, applicant: Applicant, summary: str) -> Objects:
    found = Objects(where)
    local = replace(cast, here=where)
    for step in ("verify", "handle", "sign", "stamp", "return"):
        received = actions.receive(
            local.intake(applicant=applicant, summary=summary), by=where.actor(Role.RECEPTIONIST), now=MORNING
        )
        found.dossiers[step] = received
        found.tasks[step] = local.bring_to(received.dossier_id, step).pk
    asked = actions.receive(
        local.intake(applicant=applicant, summary=summary), by=where.actor(Role.RECEPTIONIST), now=MORNING
    )
    task = local.bring_to(asked.dossier_id, "handle").pk
    actions.request_completion(task, by=where.actor(Role.HANDLER), now=MORNING, missing="Bản vẽ")
    found.dossiers["asked"], found.tasks["asked"] = asked, task
    first = found.dossiers["handle"].dossier_id
    stored = store.put(BytesIO(PDF), "don.pdf")
    actions.attach(
        first,
        by=where.actor(Role.HANDLER),
        now=MORNING,
        files=[StoredFile(stored.digest, stored.name, stored.media_type, stored.size)],
    )
    found.attachment = Attachment.objects.get(dossier_id=first).pk
    (found.printed,) = actions.print_forms(Form.CONTROL, [first], by=where.actor(Role.HANDLER), now=MORNING)
    papers = [found.dossiers["verify"].dossier_id]
    found.handover = custody.give(
        where.division.pk, papers, by=where.actor(Role.RECEPTIONIST), now=MORNING
    ).pk
    notice = Notice(CounterNotice.Kind.REJECTION, cast.procedure.pk, applicant, "Không thuộc thẩm quyền")
    for role in DELEGATES:
        held = where.appointments[role]
        found.delegations[role] = Delegation.objects.create(
            appointment=held,
            delegate_id=where.officer_id(Role.CLERK),
            form=Delegation.Form.DEPUTY,
            basis="Giấy ủy quyền 1",
            valid_from=MORNING.date(),
            valid_to=MORNING.date() + timedelta(days=30),
        ).pk
    pair = [
        unit(UnitKind.COMMUNE, f"000.{number}.{where.agency.pk}.H58", f"Xã {number}", where.agency)
        for number in (71, 72)
    ]
    found.succession = plan_succession(
        pair[0].pk, pair[1].pk, on=date(2017, 5, 1), act="NQ 1", is_checked=True, by=SYSTEM, now=MORNING
    ).pk
    found.notice = actions.give_notice(notice, by=where.actor(Role.RECEPTIONIST), now=MORNING).pk
    return found


@pytest.fixture
def world(db: None, fonts: None, tmp_path: Path, settings: Any) -> World:
    settings.FILES_DIR = tmp_path
    cast = set_the_stage()
    clock.mark_demonstration(at=MORNING + timedelta(hours=1))
    for role in Role:
        if role.value not in cast.here.accounts:
            made = officer(str(role.label), cast.here.agency, role)
            cast.here.accounts[role.value], cast.here.appointments[role.value] = made
    mine = _objects(cast, cast.here, cast.intake().applicant, "Tách thửa của tôi")
    theirs = _objects(cast, cast.sister, CANARY, "Thửa canary")
    draft = ProcedureVersion.objects.get(procedure=cast.procedure)
    draft.pk, draft.number, draft.state, draft.valid_from, draft.decision = None, 2, "draft", None, None
    draft.save()
    keeper = cast.watcher(Role.REFORM_OFFICE)
    prepared = catalogue.draft_decision(
        "Công bố", issuer="UBND tỉnh", in_force_on=date(2017, 4, 3), by=keeper, now=MORNING
    )
    catalogue.put_items(prepared.pk, {cast.procedure.pk: ItemKind.AMENDED}, by=keeper, now=MORNING)
    clients = {"anonymous": Client()}
    for name in NINE:
        clients[name] = Client()
        clients[name].force_login(cast.here.accounts[name])
    for objects in (mine, theirs):
        _scan(cast, objects)
    return World(cast, clients, mine, theirs, _change(cast, mine, theirs))


def _scan(cast: Cast, objects: Objects) -> None:
    """Everybody here has begun with a scan for this dossier, whether or not it is his."""
    kept = store.put(BytesIO(sheets.jpeg()), "quét.jpg")
    for name in NINE:
        account = cast.here.accounts[name].pk
        plan = Plan().with_source(Source.of(kept, 1, account))
        drafts.keep(account, f"scans:{objects.dossiers['handle'].code}", SCANS, plan.fields())


def _change(cast: Cast, *concerned: Objects) -> int:
    """A change of many dossiers that concerns both offices, worked off."""
    day = SpecialDay(
        date(2017, 3, 8), DayKind.HOLIDAY, "Nghỉ", "Off", source="QĐ 1", checked=Checked.PROVISIONAL
    )
    wanted, by = calendars.adding(cast.calendar.pk, day), cast.watcher(Role.ADMINISTRATOR)
    seen = calendars.foreseen(wanted, by=by).token
    made = calendars.change_calendar(wanted, seen=seen, by=by, now=MORNING).bulk_id
    assert made is not None
    assert working.work_off(by=SYSTEM, now=MORNING, seconds=30) > len(concerned)
    return made


def _routes() -> list[tuple[str, URLPattern]]:
    return [(path, p) for path, p in walk(get_resolver().url_patterns) if p.name not in LEADS_ON]


def _allowed() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in expected():
        if line.relation in ("any", "own"):
            found.setdefault(line.permission, set()).update(line.who)
    return found


def _with_object() -> set[str]:
    return {line.permission for line in expected() if line.relation == "own"}


def _refused(answer: Any) -> bool:
    return answer.status_code in (403, 404) or (
        answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)
    )


def _canaries(answer: Any) -> list[str]:
    """The neighbour's that show in an answer, a file's content included."""
    content = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content
    # Closing the answer itself would close the test's database connection with it.
    for close in answer._resource_closers:
        close()
    text = content.decode("utf-8", "replace")
    return [canary for canary in CANARIES if canary in text]


Cell = tuple[str, URLPattern, str]


def _cells() -> list[Cell]:
    return [
        (path, pattern, method)
        for path, pattern in _routes()
        for method in getattr(pattern.callback, "methods", ())
    ]


@contextmanager
def _undone() -> Iterator[None]:
    """Whatever a request has done is taken back: the next one meets the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


SHARDS = 4
in_shards = pytest.mark.parametrize("shard", range(SHARDS))


@in_shards
def test_a_route_opens_to_whom_it_should(world: World, shard: int) -> None:
    wrong = []
    for path, pattern, method in _cells()[shard::SHARDS]:
        permission = pattern.callback.permission  # type: ignore[attr-defined]
        may = ABOUT_A_COLLEAGUE.get(str(pattern.name), _allowed()[permission])
        may = SIDES.get((str(pattern.name), method), may)
        for role in world.clients:
            with _undone():
                answer = world.send(pattern, path, method, world.mine, role)
            shown = _canaries(answer)
            if (
                answer.status_code >= 500
                or _refused(answer) == (role in may)
                or (shown and role not in SEES_ALL)
            ):
                wrong.append((method, path, role, answer.status_code, shown))
    assert wrong == []


@in_shards
def test_what_is_the_neighbours_is_not_found(world: World, shard: int) -> None:
    wrong = []
    about_objects = [
        cell
        for cell in _cells()
        if PARTS.search(cell[0]) and cell[1].callback.permission in _with_object()  # type: ignore[attr-defined]
    ]
    for path, pattern, method in about_objects[shard::SHARDS]:
        for role in set(world.clients) - SEES_ALL:
            with _undone():
                answer = world.send(pattern, path, method, world.theirs, role)
            shown = _canaries(answer)
            if not _refused(answer) or shown:
                wrong.append((method, path, role, answer.status_code, shown))
    assert wrong == []
