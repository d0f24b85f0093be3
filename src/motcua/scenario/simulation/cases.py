"""What a person brings to the counter: drawn before he comes, from streams of his own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from random import Random
from typing import Any

from motcua.casework.dossiers.actions import Applicant, HandedIn, Intake
from motcua.casework.dossiers.queries.terms import Terms, terms_of
from motcua.catalogue.procedures.models import Channel
from motcua.catalogue.procedures.rules import ANY
from motcua.people.organisation.models import UnitKind
from motcua.people.parties.models import PartyKind
from motcua.scenario.province.draw import Weighted, stream
from motcua.scenario.province.files import read_rows, read_table
from motcua.scenario.province.people import (
    business_name,
    identity_number,
    person,
    phone,
    shop_name,
    tax_code,
)
from motcua.scenario.province.units import FOCUS
from motcua.scenario.simulation.world import Offered, World

COMES_AGAIN = 0.15
PAYS_LATER = 0.12
BY_POST_BACK = 0.04
LAND = "dat-dai"
BUSINESS_FIELDS = frozenset({"doanh-nghiep", "khu-cong-nghiep", "cong-thuong"})


@dataclass(frozen=True, slots=True)
class Case:
    """A request as it will be lived: what is asked, when, and how it will go."""

    number: int
    one_stop: str
    offered: Offered
    intake: Intake
    arrival: datetime
    pace: str = "on_time"
    completes: bool = False
    halt: str = ""
    moments: dict[str, datetime] = field(default_factory=dict)
    hand_to: str = ""
    waits: bool = False

    @property
    def is_staged(self) -> bool:
        """Whether it was put on the desk of a ready account."""
        return bool(self.halt)


def mix(*path: str) -> Any:
    """A value of the file of weights; `other` when the last name is not there."""
    *tables, name = path
    table = read_table("mix.toml")
    for part in tables:
        table = table[part]
    return table.get(name, table.get("other"))


@lru_cache(maxsize=512)
def _wanted(offers: tuple[Offered, ...], kind: str) -> Weighted[Offered]:
    """The offers of a one-stop by how often each is asked for: the field's weight shared among its procedures."""
    of_field: dict[str, float] = {}
    weights = read_table("mix.toml")["procedures"]
    for offer in offers:
        of_field[offer.field] = of_field.get(offer.field, 0.0) + weights.get(offer.procedure, 1.0)
    pairs = [
        (offer, mix("fields", kind, offer.field) * weights.get(offer.procedure, 1.0) / of_field[offer.field])
        for offer in offers
    ]
    return Weighted.of(pairs)


def kind_of(one_stop: str) -> str:
    """Of which kind of agency a one-stop is, by its code."""
    if int(one_stop[7:9]) < 19:
        return UnitKind.DEPARTMENT.value
    return UnitKind.DISTRICT.value if one_stop[4:6] == "00" else UnitKind.COMMUNE.value


def draw_offer(world: World, one_stop: str, rng: Random) -> Offered:
    """What is asked for at this one-stop."""
    return _wanted(world.offers[one_stop], kind_of(one_stop)).draw(rng)


def draw_case(world: World, one_stop: str, number: int, arrival: datetime, offered: Offered) -> Case:
    """Everything about a request that does not depend on what happens to it."""
    rng = stream(world.seed, world.tree, "case", number)
    terms = terms_of(offered.version_id)
    channel = _channel(rng, offered, terms, one_stop)
    case, area = _case_and_area(rng, terms, channel)
    intake = Intake(
        procedure_id=offered.procedure_id,
        applicant=applicant(world, offered, number, rng),
        papers=_papers(rng, terms, case),
        channel=channel,
        case=case,
        area=area,
        return_method=_return_method(rng, terms, channel),
        summary=_summary(rng, offered),
        fee_paid=rng.random() >= PAYS_LATER,
    )
    return Case(
        number,
        one_stop,
        offered,
        intake,
        arrival,
        pace=_pace(rng, offered.field),
        completes=rng.random() < mix("completion", offered.field),
    )


def moved(case: Case, **changes: Any) -> Case:
    """The same request with something else about how it goes."""
    return replace(case, **changes)


def _return_method(rng: Random, terms: Terms, channel: str) -> str:
    """Who did not come to file does not come to fetch either, where the post serves the procedure."""
    wanted = "postal" if channel != "counter" or rng.random() < BY_POST_BACK else "counter"
    return wanted if wanted in terms.ways.returned else "counter"


def _channel(rng: Random, offered: Offered, terms: Terms, one_stop: str) -> str:
    weights = read_table("mix.toml")["channels"]
    lawful = [c for c in offered.channels if c in terms.ways.filed and c in weights]
    open_ones = [c for c in lawful if not (c == "online" and kind_of(one_stop) == "commune")]
    if not open_ones:
        return Channel.COUNTER.value
    return Weighted.of([(channel, weights[channel]) for channel in open_ones]).draw(rng)


def _case_and_area(rng: Random, terms: Terms, channel: str) -> tuple[str, str]:
    rows = [row for row in terms.limits if row.channel in ("*", channel)]
    # The last row of a list is the general one.
    weights = [1.0 if place < len(rows) - 1 else 3.0 for place in range(len(rows))]
    (row,) = rng.choices(rows, weights)
    # A row for any case is what somebody is asked for who names none.
    return ("" if row.case == ANY else row.case), ("" if row.area == ANY else row.area)


def _papers(rng: Random, terms: Terms, case: str) -> tuple[HandedIn, ...]:
    return tuple(
        HandedIn(paper.id, paper.name, paper.originals or (0 if paper.copies else 1), paper.copies)
        for paper in terms.papers
        if not paper.is_note and paper.fits(case) and (paper.is_required or rng.random() < 0.25)
    )


def _pace(rng: Random, field_code: str) -> str:
    chance = rng.random()
    late, unclicked = mix("late", field_code), mix("unclicked", field_code)
    if chance < late:
        return "late"
    if chance < late + unclicked:
        return "unclicked"
    return "early" if chance < 0.55 else "on_time"


# --- who asks ----------------------------------------------------------------------------------------------------


def applicant(world: World, offered: Offered, number: int, rng: Random) -> Applicant:
    """Somebody made up; now and then somebody who was here before."""
    # Whoever comes again comes to the same counter: its cases are numbered one after another.
    again = rng.random() < COMES_AGAIN
    who = max(number - rng.randint(1, 5), world.first_number) if again else number
    kind = _party_kind(offered, rng)
    own = stream(world.seed, world.tree, "person", kind, who)
    somebody = person(own)
    address = _address(world, offered, own)
    if kind == PartyKind.CITIZEN.value:
        return Applicant(
            name=somebody.name,
            kind=kind,
            identity_number=identity_number(who, somebody, world.tree),
            born_on=somebody.born_on,
            sex=somebody.sex,
            address=address,
            phone=phone(own),
        )
    name = business_name(own) if kind == PartyKind.ENTERPRISE.value else shop_name(own, somebody)
    return Applicant(
        name=name,
        kind=kind,
        identity_number=tax_code(who, world.tree, kind),
        address=address,
        phone=phone(own),
        representative=somebody.name,
    )


def _party_kind(offered: Offered, rng: Random) -> str:
    subjects = offered.subjects.lower()
    companies = "doanh nghiệp" in subjects or "tổ chức" in subjects or "nhà đầu tư" in subjects
    people = (
        "công dân" in subjects or "cá nhân" in subjects or "hộ gia đình" in subjects or "người" in subjects
    )
    if offered.field == "ho-kinh-doanh":
        return PartyKind.HOUSEHOLD_BUSINESS.value
    if companies and (not people or rng.random() < 0.25) and offered.field not in ("ho-tich", "chung-thuc"):
        return PartyKind.ENTERPRISE.value
    return PartyKind.CITIZEN.value


@lru_cache(maxsize=64)
def _places(tree: int) -> tuple[tuple[str, str, str], ...]:
    """Code, commune and district of every commune of a district; of all for a department."""
    rows = read_rows("territory_2017.csv")
    names = {row["code"]: row["name"] for row in rows}
    here = [row for row in rows if row["kind"] == "commune" and (tree < 19 or int(row["code"][7:9]) == tree)]
    return tuple((row["code"], row["name"], names[row["parent"]]) for row in here)


def _address(world: World, offered: Offered, rng: Random) -> str:
    code = world.codes.get(offered.one_stop_id, FOCUS)
    places = _places(world.tree)
    own = [place for place in places if place[0][4:] == code[4:]]
    _code, commune, district = rng.choice(own or places)
    if commune.startswith("Xã"):
        return f"Ấp {rng.randint(1, 9)}, {_small(commune)}, {_small(district)}, tỉnh Tiền Giang"
    place = f"{_small(commune)}, {_small(district)}, tỉnh Tiền Giang"
    return f"Số {rng.randint(1, 299)}, khu phố {rng.randint(1, 9)}, {place}"


def _small(name: str) -> str:
    return name[0].lower() + name[1:]


def _summary(rng: Random, offered: Offered) -> str:
    if offered.field == LAND:
        return f"Thửa đất số {rng.randint(1, 1900)}, tờ bản đồ số {rng.randint(1, 60)}"
    if offered.field == "xay-dung":
        return f"Nhà ở riêng lẻ {rng.randint(1, 3)} tầng, diện tích {rng.randint(60, 240)} m²"
    return ""
