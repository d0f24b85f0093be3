"""What a tree of agencies has in the database when its year begins: offers, officers, calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random

from django.db.models import F, Q

from motcua.catalogue.procedures.models import Offer, ProcedureVersion, VersionState
from motcua.catalogue.processes.models import ProcessVersion
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import LOCAL
from motcua.people.accounts import queries as accounts
from motcua.people.calendars import queries as calendars
from motcua.people.calendars.rules import WorkingTime
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Appointment, Role, UnitName
from motcua.scenario.province.units import PROVINCE
from motcua.scenario.province.year import FIRST_DAY


@dataclass(frozen=True, slots=True)
class Offered:
    """A procedure that a one-stop receives, who decides and handles it, and its versions of the year."""

    procedure: str
    procedure_id: int
    field: str
    version_id: int
    process_version_id: int
    name: str
    subjects: str
    channels: tuple[str, ...]
    one_stop_id: int
    agency_id: int
    division_id: int


@dataclass(frozen=True, slots=True)
class _Version:
    pk: int
    name: str
    subjects: str
    channels: list[str]


@dataclass(frozen=True, slots=True)
class Holder:
    """An officer in an office, ready to act."""

    officer_id: int
    code: str
    name: str
    actor: Actor = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Post:
    """An appointment as it is read for all of a tree at once."""

    code: str
    officer_id: int
    appointment_id: int
    name: str
    account_id: int | None


@dataclass(slots=True)
class World:
    """A tree of agencies as the simulator sees it; everything is in an order that does not depend on ids.

    Whoever comes again has come since the case with the `first_number`.
    """

    tree: int
    seed: int
    working: WorkingTime
    codes: dict[int, str]
    ids: dict[str, int]
    offers: dict[str, tuple[Offered, ...]]
    _posts: dict[tuple[int, str], tuple[Post, ...]]
    first_number: int = 0
    _holders: dict[int, Holder] = field(default_factory=dict)

    def holders(self, unit_id: int, role: str) -> tuple[Holder, ...]:
        """Who holds that role in that unit, by officer code; raises LookupError when nobody does."""
        posts = self._posts.get((unit_id, role), ())
        if not posts:
            raise LookupError(f"nobody is {role} in {self.codes.get(unit_id, unit_id)}")
        return tuple(self._holder(post) for post in posts)

    def has(self, unit_id: int, role: str) -> bool:
        """Whether anybody holds that role in that unit."""
        return (unit_id, role) in self._posts

    def one_of(self, unit_id: int, role: str, rng: Random) -> Holder:
        """One of them; the first is met most often."""
        found = self.holders(unit_id, role)
        return found[min(int(rng.expovariate(1.1)), len(found) - 1)]

    def _holder(self, post: Post) -> Holder:
        known = self._holders.get(post.appointment_id)
        if known is None:
            holder = Holder(post.officer_id, post.code, post.name, _actor(post))
            known = self._holders[post.appointment_id] = holder
        return known


def _actor(post: Post) -> Actor:
    """The officer acting in this appointment, with an account or without."""
    if post.account_id is not None:
        moment = datetime.combine(FIRST_DAY, time(12), LOCAL)
        return accounts.actor(post.account_id, moment, post.appointment_id)
    offices = organisation.grants(post.officer_id, FIRST_DAY)
    office = next(office for office in offices if office.appointment_id == post.appointment_id)
    return Actor("officer", None, post.officer_id, office, offices)


def read_world(tree: int, seed: int) -> World:
    """Read a tree from the database as it stands on the first day."""
    named = UnitName.objects.filter(valid_to__isnull=True).values_list("code", "unit_id")
    ids = {code: unit_id for code, unit_id in named if int(code[7:9]) == tree or code == PROVINCE}
    calendar_id = organisation.calendar_id_of(ids[PROVINCE], FIRST_DAY)
    if calendar_id is None:
        raise LookupError("the province has no calendar")
    codes = {unit_id: code for code, unit_id in ids.items()}
    return World(
        tree=tree,
        seed=seed,
        working=calendars.working_time(calendar_id),
        codes=codes,
        ids=ids,
        offers=_offers(ids.values(), codes),
        _posts=_posts(ids.values()),
    )


def _posts(unit_ids: Iterable[int]) -> dict[tuple[int, str], tuple[Post, ...]]:
    rows = Appointment.objects.filter(unit_id__in=list(unit_ids), valid_to__isnull=True)
    columns = ("officer__code", "officer_id", "pk", "officer__name", "officer__account__pk")
    found: dict[tuple[int, str], list[Post]] = {}
    for unit_id, role, *post in rows.order_by("officer__code", "pk").values_list("unit_id", "role", *columns):
        found.setdefault((unit_id, Role(role).value), []).append(Post(*post))
    return {key: tuple(posts) for key, posts in found.items()}


def _offers(unit_ids: Iterable[int], codes: dict[int, str]) -> dict[str, tuple[Offered, ...]]:
    versions = _versions(FIRST_DAY)
    processes = _processes(FIRST_DAY)
    rows = (
        Offer.objects.filter(one_stop_id__in=list(unit_ids), valid_to__isnull=True, valid_from__lte=FIRST_DAY)
        .annotate(code=F("procedure__code"), field_code=F("procedure__field__code"))
        .order_by("code")
    )
    found: dict[str, list[Offered]] = {}
    for row in rows:
        version = versions[row.procedure_id]
        offered = Offered(
            procedure=row.code,
            procedure_id=row.procedure_id,
            field=row.field_code,
            version_id=version.pk,
            process_version_id=processes[row.procedure_id],
            name=version.name,
            subjects=version.subjects,
            channels=tuple(version.channels),
            one_stop_id=row.one_stop_id,
            agency_id=row.agency_id,
            division_id=row.division_id,
        )
        found.setdefault(codes[row.one_stop_id], []).append(offered)
    return {code: tuple(offers) for code, offers in sorted(found.items())}


def _versions(on: date) -> dict[int, _Version]:
    rows = ProcedureVersion.objects.exclude(state=VersionState.DRAFT).filter(valid_from__lte=on)
    found = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    columns = found.values_list("procedure_id", "pk", "name", "subjects", "channels")
    return {procedure_id: _Version(*row) for procedure_id, *row in columns}


def _processes(on: date) -> dict[int, int]:
    rows = ProcessVersion.objects.filter(valid_from__lte=on).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    )
    return dict(rows.order_by("number").values_list("procedure_id", "pk"))
