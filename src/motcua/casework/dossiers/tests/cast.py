"""A small cast: one district with its one-stop and a division, a sister district, and the people who work there.

Everything is set down straight in tables, so that a test of one verb does not depend on twenty others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Applicant, HandedIn, Intake, Received
from motcua.casework.dossiers.models import Task
from motcua.catalogue.procedures.models import (
    Fee,
    Field,
    Level,
    Offer,
    Paper,
    Procedure,
    ProcedureVersion,
    PublicationDecision,
    TimeLimit,
    VersionState,
)
from motcua.catalogue.processes.models import Origin, ProcessVersion
from motcua.catalogue.processes.rules import Definition, Place, Step, StepKind
from motcua.ground.kernel.actors import SYSTEM, Actor
from motcua.people.accounts import queries as accounts
from motcua.people.accounts.models import Account
from motcua.people.calendars.actions import load_shipped_calendar
from motcua.people.calendars.models import Calendar
from motcua.people.organisation.models import (
    Appointment,
    Officer,
    Role,
    Unit,
    UnitCalendar,
    UnitKind,
    UnitName,
    UnitParent,
)

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
BEGINNING = date(2016, 1, 1)
_serial = count(1)


def at(text: str) -> datetime:
    """A local moment, e.g. “2017-03-01 08:30”."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


MORNING = at("2017-03-01 08:30")

STEPS = (
    Step("receive", "Tiếp nhận", StepKind.RECEIVE, Role.RECEPTIONIST.value, Place.ONE_STOP, Decimal(4)),
    Step("assign", "Phân công", StepKind.ASSIGN, Role.HEAD_OF_DIVISION.value, Place.DIVISION, Decimal(4)),
    Step("handle", "Thẩm tra", StepKind.HANDLE, Role.HANDLER.value, Place.DIVISION, Decimal(40)),
    Step("verify", "Kiểm tra", StepKind.VERIFY, Role.HEAD_OF_DIVISION.value, Place.DIVISION, Decimal(8)),
    Step("sign", "Ký", StepKind.SIGN, Role.LEADER.value, Place.AGENCY, Decimal(8)),
    Step("stamp", "Đóng dấu", StepKind.STAMP, Role.CLERK.value, Place.AGENCY, Decimal(4)),
    Step("return", "Trả kết quả", StepKind.RETURN, Role.RECEPTIONIST.value, Place.ONE_STOP, None),
)

# The same where nobody gives out the work: whoever of the handlers is free takes it.
STRAIGHT = (STEPS[0], *STEPS[2:])


@dataclass
class Office:
    """An agency with its one-stop, its division and one officer in each role."""

    agency: Unit
    one_stop: Unit
    division: Unit
    accounts: dict[str, Account] = field(default_factory=dict)
    appointments: dict[str, Appointment] = field(default_factory=dict)

    def actor(self, role: Role, now: datetime = MORNING) -> Actor:
        """The officer in this role, acting in it."""
        return accounts.actor(self.accounts[role.value].pk, now, self.appointments[role.value].pk)

    def officer_id(self, role: Role) -> int:
        """His id."""
        return self.appointments[role.value].officer_id


def unit(kind: UnitKind, code: str, name: str, parent: Unit | None = None) -> Unit:
    made = Unit.objects.create(kind=kind, valid_from=BEGINNING)
    UnitName.objects.create(
        unit=made,
        code=code,
        name=name,
        short_name=name,
        search_text=name,
        sort_key=name,
        valid_from=BEGINNING,
    )
    if parent is not None:
        UnitParent.objects.create(unit=made, parent=parent, valid_from=BEGINNING)
    return made


def officer(name: str, where: Unit, role: Role) -> tuple[Account, Appointment]:
    number = next(_serial)
    person = Officer.objects.create(code=f"cb{number}", name=name, search_text=name, sort_key=name)
    account = Account.objects.create(
        username=f"user{number}", password="!", officer=person, must_change_password=False, created_at=MORNING
    )
    appointed = Appointment.objects.create(officer=person, unit=where, role=role, valid_from=BEGINNING)
    return account, appointed


PLACES = {
    Role.RECEPTIONIST: "one_stop",
    Role.ONE_STOP_HEAD: "one_stop",
    Role.HANDLER: "division",
    Role.HEAD_OF_DIVISION: "division",
    Role.LEADER: "agency",
    Role.CLERK: "agency",
}


def office(province: Unit, name: str, code: str) -> Office:
    agency = unit(UnitKind.DISTRICT, f"000.00.{code}.H58", name, province)
    made = Office(
        agency,
        unit(UnitKind.ONE_STOP, f"000.01.{code}.H58", f"Bộ phận Một cửa {name}", agency),
        unit(UnitKind.DIVISION, f"000.02.{code}.H58", f"Phòng TN&MT {name}", agency),
    )
    for role, place in PLACES.items():
        account, appointed = officer(f"{role.label} {name}", getattr(made, place), role)
        made.accounts[role.value], made.appointments[role.value] = account, appointed
    return made


def procedure(
    name: str = "Tách thửa đất", *, days: int = 15, fee: int = 0, steps: tuple[Step, ...] = STEPS
) -> Procedure:
    number = next(_serial)
    subject, _ = Field.objects.get_or_create(
        code="dat-dai", defaults={"name": "Đất đai", "sort_key": "dat dai"}
    )
    decision, _ = PublicationDecision.objects.get_or_create(
        number="01/QĐ-UBND",
        defaults={
            "title": "Công bố thủ tục",
            "issuer": "Chủ tịch UBND tỉnh",
            "signed_on": BEGINNING,
            "in_force_on": BEGINNING,
        },
    )
    made = Procedure.objects.create(code=f"1.{number:06}", field=subject, level=Level.DISTRICT)
    version = ProcedureVersion.objects.create(
        procedure=made,
        number=1,
        state=VersionState.PUBLISHED,
        valid_from=BEGINNING,
        decision=decision,
        name=name,
        channels=["counter", "postal"],
        post_in=True,
        post_out=True,
    )
    TimeLimit.objects.create(version=version, ordinal=1, amount=days, unit="working_day")
    if fee:
        Fee.objects.create(version=version, ordinal=1, amount=fee)
    Paper.objects.create(version=version, ordinal=1, name="Đơn đề nghị", originals=1)
    Paper.objects.create(version=version, ordinal=2, name="Bản sao giấy tờ", copies=1, is_required=False)
    ProcessVersion.objects.create(
        procedure=made,
        number=1,
        valid_from=BEGINNING,
        definition=Definition.from_steps(steps).to_json(),
        origin=Origin.DERIVED,
    )
    return made


def same_day(made: Procedure, before: time = time(15)) -> Procedure:
    TimeLimit.objects.filter(version__procedure=made).update(amount=1, same_day_before=before)
    return made


def offer(made: Procedure, where: Office, *, decided_by: Office | None = None) -> None:
    deciding = decided_by or where
    Offer.objects.create(
        procedure=made,
        one_stop=where.one_stop,
        agency=deciding.agency,
        division=deciding.division,
        valid_from=BEGINNING,
    )


@dataclass
class Cast:
    """The province: the district of the tests, its sister, those who watch, and one procedure on offer in both."""

    province: Unit
    calendar: Calendar
    here: Office
    sister: Office
    procedure: Procedure
    watchers: dict[str, tuple[Account, Appointment]]
    straight: Procedure | None = None

    def watcher(self, role: Role) -> Actor:
        """The one who watches the province in this role."""
        account, appointed = self.watchers[role.value]
        return accounts.actor(account.pk, MORNING, appointed.pk)

    def intake(self, **changes: object) -> Intake:
        """A complete intake; the changes replace parts of it."""
        paper = Paper.objects.filter(version__procedure=self.procedure, ordinal=1).get()
        parts: dict[str, object] = {
            "procedure_id": self.procedure.pk,
            "applicant": Applicant("Nguyễn Văn Phước", identity_number="082190000123", phone="0900000123"),
            "papers": (HandedIn(paper.pk, paper.name, originals=1),),
            "summary": "Tách thửa 214",
        }
        return Intake(**(parts | changes))  # type: ignore[arg-type]

    def receive(self, now: datetime = MORNING, **changes: object) -> Received:
        """A dossier received by the receptionist here."""
        return actions.receive(self.intake(**changes), by=self.here.actor(Role.RECEPTIONIST), now=now)

    def receive_untaken(self, now: datetime = MORNING) -> Received:
        """A dossier that the counter passes straight to the handlers, none of whom has taken it yet."""
        if self.straight is None:
            self.straight = procedure(steps=STRAIGHT)
            offer(self.straight, self.here)
        paper = Paper.objects.get(version__procedure=self.straight, ordinal=1)
        papers = (HandedIn(paper.pk, paper.name, originals=1),)
        return self.receive(now, procedure_id=self.straight.pk, papers=papers)

    def task(self, dossier_id: int) -> Task:
        """The task that is open."""
        return Task.objects.get(dossier_id=dossier_id, ended_at__isnull=True)

    def bring_to(self, dossier_id: int, element: str, now: datetime = MORNING) -> Task:
        """Pass a dossier on, each step by the one whose it is, until it stands at this one."""
        while (task := self.task(dossier_id)).element != element:
            by = self.here.actor(Role(task.role), now)
            if task.element == "sign":
                actions.approve(task.pk, by=by, now=now)
            elif task.element == "stamp":
                actions.finish(task.pk, by=by, now=now, document=DOCUMENT)
            else:
                handler = self.here.officer_id(Role.HANDLER) if task.element == "assign" else None
                actions.forward(task.pk, by=by, now=now, officer_id=handler)
        return task


DOCUMENT = actions.Document("12/GCN", date(2017, 3, 1), "Lê Văn Ký")


def set_the_stage() -> Cast:
    """Write the cast down."""
    calendar = load_shipped_calendar(by=SYSTEM, now=MORNING)
    province = unit(UnitKind.PROVINCE, "000.00.00.H58", "Tỉnh Tiền Giang")
    UnitCalendar.objects.create(unit=province, calendar=calendar, valid_from=BEGINNING)
    here, sister = office(province, "Huyện Châu Thành", "19"), office(province, "Huyện Cái Bè", "20")
    made = procedure()
    offer(made, here)
    offer(made, sister)
    watchers = {
        role.value: officer(str(role.label), province, role)
        for role in (Role.REFORM_OFFICE, Role.ADMINISTRATOR, Role.INSPECTOR)
    }
    return Cast(province, calendar, here, sister, made, watchers)
