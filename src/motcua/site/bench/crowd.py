"""Who visits the pages, and what each does there: sixteen people at work with the ready accounts, and the public."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from random import Random
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from motcua.casework.dossiers.models import Dossier, Task
from motcua.casework.dossiers.queries import finding
from motcua.casework.dossiers.queries.terms import terms_of
from motcua.casework.dossiers.rules import StepVerb, verb_of
from motcua.casework.dossiers.states import RUNNING
from motcua.catalogue.procedures.models import Offer, ProcedureVersion, VersionState
from motcua.catalogue.processes import queries as processes
from motcua.catalogue.processes.rules import StepKind
from motcua.ground.kernel.refusals import Refused
from motcua.people.accounts import queries as accounts
from motcua.people.accounts.models import Account
from motcua.site.bench.traffic import Visit
from motcua.site.launch.failures import BadUse

AT_WORK = {
    "tiepnhan": 4, "tiepnhan.xa": 1, "thuly": 4, "truongphong": 2, "lanhdao": 2, "vanthu": 1, "motcua": 1, "caicach": 1,
}  # fmt: skip
MIX = {
    "worklist": 26, "dossier": 24, "tracking": 10, "procedure": 8, "search": 8, "finding": 4, "lateness": 4,
    "counter": 6, "receive": 4, "advance": 6,
}  # fmt: skip
"""Of a hundred requests."""
WORDS = (
    "đất",
    "khai sinh",
    "kết hôn",
    "xây dựng",
    "chứng thực",
    "hộ kinh doanh",
    "dat dai",
    "cap lai",
    "y tế",
)
SAMPLE = 400


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in."""

    username: str
    account_id: int
    officer_id: int
    cookies: str
    token: str


@dataclass(slots=True)
class Crowd:
    """Draws visits; every draw is somebody's next click. Forms are filled with what may be done just now."""

    now: datetime
    rng: Random
    people: list[Person] = field(init=False)
    _codes: dict[str, list[str]] = field(init=False)
    _all_codes: list[str] = field(init=False)
    _procedures: list[str] = field(init=False)
    intakes: list[dict[str, object]] = field(init=False)
    _tasks: deque[tuple[Person, str, dict[str, object]]] = field(default_factory=deque)
    _used: set[int] = field(default_factory=set)
    _numbers: count[int] = field(init=False)

    def __post_init__(self) -> None:
        # Nobody comes who came to an earlier bench: the counter would ask whether it is meant.
        self._numbers = count(Dossier.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)
        self.people = [_signed_in(name) for name, times in AT_WORK.items() for _ in range(times)]
        self._codes = {person.username: self._visible(person) for person in self.people}
        newest = Dossier.objects.order_by("-pk").values_list("code", flat=True)
        self._all_codes = list(newest[:SAMPLE]) + [code for codes in self._codes.values() for code in codes]
        current = ProcedureVersion.objects.exclude(state=VersionState.DRAFT).filter(valid_to=None)
        self._procedures = list(current.values_list("procedure__code", flat=True))
        self.intakes = list(self._intakes_at_the_counter())
        if not self.intakes or len(self._all_codes) < SAMPLE:
            raise BadUse(
                "Phép đo trang cần một bản trình diễn có dữ liệu: ./motcua scenario fill N.",
                "The bench of pages needs a demonstration with dossiers: ./motcua scenario fill N.",
            )

    def draw(self) -> Visit:
        """The next click of anybody, by the mix."""
        (page,) = self.rng.choices(list(MIX), list(MIX.values()))
        return self.visit(page)

    def only(self, page: str) -> Callable[[], Visit]:
        """The same of one page alone."""
        return lambda: self.visit(page)

    def visit(self, page: str) -> Visit:
        """Somebody's visit to this page."""
        visit: Callable[[], Visit] = getattr(self, f"_{page}")
        return visit()

    # --- the office ----------------------------------------------------------------------------------------------

    def _worklist(self) -> Visit:
        person = self._one_of("thuly", "truongphong", "lanhdao", "vanthu", "tiepnhan")
        return Visit("worklist", "/work/", cookies=person.cookies)

    def _dossier(self) -> Visit:
        person = self._one_of("thuly", "truongphong", "lanhdao", "tiepnhan", "motcua")
        code = self.rng.choice(self._codes[person.username])
        return Visit("dossier", f"/dossiers/{code}/", cookies=person.cookies)

    def _finding(self) -> Visit:
        person = self._one_of("tiepnhan", "motcua")
        body = {"q": self.rng.choice(self._codes[person.username]), "csrfmiddlewaretoken": person.token}
        return Visit("finding", "/search/", body, person.cookies, expected=(200, 302))

    def _lateness(self) -> Visit:
        return Visit("lateness", "/figures/", cookies=self._one_of("caicach").cookies)

    def _counter(self) -> Visit:
        return Visit("counter", "/counter/", cookies=self._one_of("tiepnhan").cookies)

    def _receive(self) -> Visit:
        person = self._one_of("tiepnhan")
        number = next(self._numbers)
        somebody = {"name": "Nguyễn Văn Đo Tốc Độ", "identity_number": f"999{number % 10**9:09d}"}
        body = self.rng.choice(self.intakes) | somebody | _form(person)
        return Visit("receive", "/counter/", body, person.cookies, expected=(302,))

    def _advance(self) -> Visit:
        if not self._tasks:
            self._tasks.extend(self._forms())
        if not self._tasks:
            return self._worklist()
        person, path, body = self._tasks.popleft()
        return Visit("advance", path, body | _form(person), person.cookies, expected=(302,))

    # --- the public ----------------------------------------------------------------------------------------------

    def _tracking(self) -> Visit:
        # Each citizen has an address of his own, as in life; the whole of 127/8 is this machine.
        number = next(self._numbers)
        address = f"127.{1 + number // 62_500 % 200}.{number // 250 % 250}.{1 + number % 250}"
        return Visit("tracking", f"/tra-cuu/{self.rng.choice(self._all_codes)}/", address=address)

    def _procedure(self) -> Visit:
        return Visit("procedure", f"/thu-tuc/{self.rng.choice(self._procedures)}/")

    def _search(self) -> Visit:
        words = self.rng.choice(WORDS).replace(" ", "+")
        return Visit("search", f"/thu-tuc/?q={_quoted(words)}")

    # --- what there is -------------------------------------------------------------------------------------------

    def _one_of(self, *names: str) -> Person:
        return self.rng.choice([person for person in self.people if person.username in names])

    def _visible(self, person: Person) -> list[str]:
        actor = accounts.actor(person.account_id, self.now)
        found = finding.visible_to(actor).order_by("-received_at").values_list("code", flat=True)
        return list(found[:SAMPLE])

    def _intakes_at_the_counter(self) -> list[dict[str, object]]:
        """Forms of the counter for what it receives without naming a case."""
        actor = accounts.actor(self._one_of("tiepnhan").account_id, self.now)
        day = self.now.date()
        versions = ProcedureVersion.objects.exclude(state=VersionState.DRAFT).filter(valid_to=None)
        by_procedure = dict(versions.values_list("procedure_id", "pk"))
        offered = Offer.objects.filter(one_stop_id=actor.unit_id, valid_to=None, valid_from__lte=day)
        found = []
        for procedure_id in offered.order_by("procedure_id").values_list("procedure_id", flat=True):
            terms = terms_of(by_procedure[procedure_id])
            try:
                terms.check("", "")
                terms.limit("", "", "counter")
            except Refused:
                continue
            asked = [paper.id for paper in terms.papers if paper.is_required and paper.fits("")]
            papers = {f"originals_{paper}": 1 for paper in asked}
            found.append(_INTAKE | {"procedure": procedure_id, "paper": asked} | papers)
        return found

    def forwardable(self) -> list[tuple[Person, Task]]:
        """Open tasks that somebody of these may pass on, the first due first."""
        found = []
        for person in (self._one_of("thuly"), self._one_of("truongphong")):
            actor = accounts.actor(person.account_id, self.now)
            assert actor.unit_id is not None
            open_ones = Task.objects.filter(unit_id=actor.unit_id, role=actor.role, ended_at=None)
            mine = open_ones.filter(officer_id=person.officer_id) | open_ones.filter(officer=None)
            waiting = mine.filter(dossier__state__in=RUNNING).select_related("dossier")
            for task in waiting.order_by("due_at", "pk")[:SAMPLE]:
                definition = processes.definition(task.dossier.process_version_id)
                if verb_of(definition, task.element) is StepVerb.FORWARD:
                    found.append((person, task))
        return found

    def _forms(self) -> list[tuple[Person, str, dict[str, object]]]:
        """The same as forms, each task once; work is given out to the handler."""
        handler, found = self._one_of("thuly"), []
        for person, task in self.forwardable():
            if task.pk not in self._used:
                self._used.add(task.pk)
                step = processes.definition(task.dossier.process_version_id).step(task.element)
                to: dict[str, object] = (
                    {"officer": handler.officer_id} if step.kind is StepKind.ASSIGN else {}
                )
                path = f"/dossiers/{task.dossier.code}/tasks/{task.pk}/forwarding/"
                found.append((person, path, {"remark": ""} | to))
        self.rng.shuffle(found)
        return found


_INTAKE: dict[str, object] = {
    "kind": "0",
    "phone": "0900000001",
    "address": "Ấp 1, tỉnh Tiền Giang",
    "channel": "counter",
    "return_method": "counter",
    "fee": "paid",
    "sets": "1",
    "summary": "",
    "do": "receive",
}


def _form(person: Person) -> dict[str, object]:
    return {"key": str(uuid4()), "csrfmiddlewaretoken": person.token}


def _quoted(words: str) -> str:
    return "".join(
        letter if letter.isascii() else "".join(f"%{b:02X}" for b in letter.encode()) for letter in words
    )


def _signed_in(username: str) -> Person:
    """A session as signing in makes it, without its pages: it is kept in the database until it ends by itself."""
    account = (
        Account.objects.select_related("officer").filter(username=username, officer__isnull=False).first()
    )
    if account is None:
        raise BadUse(
            f"Không có tài khoản {username} của bản trình diễn.",
            f"The demonstration's account {username} is not there.",
        )
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    (session[BACKEND_SESSION_KEY],) = settings.AUTHENTICATION_BACKENDS
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.set_expiry(3600)
    session.create()
    token = uuid4().hex
    assert account.officer_id is not None
    return Person(
        username, account.pk, account.officer_id, f"sessionid={session.session_key}; csrftoken={token}", token
    )
