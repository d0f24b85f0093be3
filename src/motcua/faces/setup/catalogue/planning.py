"""What offering many, or ending many, would do: one line for each procedure at each one-stop, before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from motcua.catalogue.procedures import queries
from motcua.catalogue.procedures.actions import Place
from motcua.catalogue.procedures.models import Offer, Procedure
from motcua.faces.look.formats import date_words
from motcua.faces.setup.asking import Said
from motcua.faces.setup.catalogue.forms import ManyForm
from motcua.ground.kernel.vietnamese import fold
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import UnitKind
from motcua.people.organisation.queries import UnitView
from motcua.people.organisation.rules import AGENCIES


@dataclass(frozen=True, slots=True)
class Line:
    """A procedure at a one-stop: what would be written, nothing (`same`) or what stands against it (`wrong`).

    `note` says of what stays the same that it does not stay for ever.
    """

    code: str
    one_stop: str
    procedure_id: int
    place: Place
    agency: str = ""
    division: str = ""
    same: str = ""
    note: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All lines, and what was typed that names nothing."""

    lines: tuple[Line, ...]
    unknown: tuple[str, ...]

    @property
    def to_write(self) -> tuple[Line, ...]:
        """What is neither so already nor wrong."""
        return tuple(line for line in self.lines if not line.same and not line.wrong)

    @property
    def wrong(self) -> tuple[Line, ...]:
        """What stands against it."""
        return tuple(line for line in self.lines if line.wrong)

    @property
    def same(self) -> tuple[Line, ...]:
        """What is so already."""
        return tuple(line for line in self.lines if line.same)

    @property
    def is_noted(self) -> bool:
        """Whether something is so already, but not for ever."""
        return any(line.note for line in self.lines)

    @property
    def may_be_done(self) -> bool:
        """Nothing is written until all lines are good."""
        return bool(self.to_write) and not self.wrong and not self.unknown

    @property
    def seen(self) -> str:
        """A short sign of what was shown: it is done only as long as it would be the same."""
        shown = [(one.procedure_id, one.place) for one in self.to_write]
        return sha256(repr(shown).encode()).hexdigest()[:16]


class _Units:
    """The units of a day, looked up by kind, code and what stands below."""

    def __init__(self, on: date) -> None:
        self.all = [line.unit for line in organisation.tree(on)]
        self.by_id = {unit.id: unit for unit in self.all}
        self.divisions: dict[int, list[UnitView]] = {}
        for unit in self.all:
            if unit.kind == UnitKind.DIVISION and unit.parent_id:
                self.divisions.setdefault(unit.parent_id, []).append(unit)

    def above(self, unit: UnitView) -> UnitView | None:
        return self.by_id.get(unit.parent_id or 0)

    def one_stops(self, where: str, codes: Sequence[str]) -> tuple[list[UnitView], list[str]]:
        """The one-stops that are meant, and the codes that name none."""
        stops = [unit for unit in self.all if unit.kind == UnitKind.ONE_STOP]
        owners = {stop.id: self.above(stop) for stop in stops}
        if where != "chosen":
            return [stop for stop in stops if (owner := owners[stop.id]) and owner.kind == where], []
        by_code = {owner.code: stop for stop in stops if (owner := owners[stop.id])}
        by_code |= {stop.code: stop for stop in stops}
        found = {by_code[code].id: by_code[code] for code in codes if code in by_code}
        return list(found.values()), [code for code in codes if code not in by_code]

    def handler(self, stop: UnitView, decides: str, words: str) -> tuple[Place, str, str, str]:
        """Who acts on what this one-stop receives, by name, and why it cannot be said."""
        agency = self.above(stop)
        if decides == ManyForm.ABOVE and agency is not None:
            agency = self.above(agency)
        if agency is None or agency.kind not in AGENCIES:
            return Place(stop.id, 0, 0), "", "", _("không có cơ quan cấp trên giải quyết")
        if not words.strip():
            return Place(stop.id, agency.id, agency.id), agency.name, "", ""
        wanted = fold(words).split()
        found = [
            unit
            for unit in self.divisions.get(agency.id, [])
            if all(word in fold(f"{unit.name} {unit.short_name}").split() for word in wanted)
        ]
        if len(found) != 1:
            wrong = _("không có phòng như vậy") if not found else _("nhiều phòng như vậy, hãy ghi rõ hơn")
            return Place(stop.id, agency.id, 0), agency.name, "", wrong
        return Place(stop.id, agency.id, found[0].id), agency.name, found[0].name, ""


def _listed(text: str) -> list[str]:
    """The codes typed, one for each line; spaces and commas part them as well."""
    return list(dict.fromkeys(text.replace(",", " ").replace(";", " ").split()))


def _procedures(text: str) -> tuple[list[Procedure], list[str]]:
    codes = _listed(text)
    found = {one.code: one for one in Procedure.objects.filter(code__in=codes)}
    return [found[code] for code in codes if code in found], [code for code in codes if code not in found]


def _by_place(offers: QuerySet[Offer], procedures: Sequence[Procedure]) -> dict[tuple[int, int], Offer]:
    """The offer of each procedure at each one-stop; of several that which lasts longest."""
    rows = offers.filter(procedure__in=procedures).order_by(F("valid_to").asc(nulls_last=True))
    return {(row.procedure_id, row.one_stop_id): row for row in rows}


def plan_of_offers(said: Said) -> Plan:
    """What offering these procedures at these one-stops would do, by the units of the day on which it begins."""
    on: date = said["from_on"]
    units = _Units(on)
    procedures, strange = _procedures(said["codes"])
    stops, unknown = units.one_stops(said["where"], [code.upper() for code in _listed(said["units"])])
    there = _by_place(queries.receiving_from(on), procedures)
    handlers = {stop.id: units.handler(stop, said["decides"], said["division"]) for stop in stops}
    lines = []
    for one in procedures:
        for stop in stops:
            place, agency, division, wrong = handlers[stop.id]
            if offer := there.get((one.pk, stop.id)):
                same, note = _("đang tiếp nhận"), _end_words(offer)
                lines.append(Line(one.code, stop.name, one.pk, place, agency, division, same, note))
            else:
                lines.append(Line(one.code, stop.name, one.pk, place, agency, division, wrong=wrong))
    return Plan(tuple(lines), (*strange, *unknown))


def _end_words(offer: Offer) -> str:
    if offer.valid_to is None:
        return ""
    return _("đã ghi thôi tiếp nhận từ ngày %(day)s") % {"day": date_words(offer.valid_to)}


def plan_of_ends(said: Said, today: date) -> Plan:
    """What ending these procedures at these one-stops would do; a unit that closes on that day still has them today."""
    valid_to: date = said["from_on"]
    units = _Units(today)
    procedures, strange = _procedures(said["codes"])
    stops, unknown = units.one_stops(said["where"], [code.upper() for code in _listed(said["units"])])
    there = _by_place(Offer.objects.filter(valid_to__isnull=True), procedures)
    lines = []
    for one in procedures:
        for stop in stops:
            offer = there.get((one.pk, stop.id))
            place = Place(stop.id, offer.agency_id if offer else 0, offer.division_id if offer else 0)
            agency, division = (units.by_id.get(pk) for pk in (place.agency_id, place.division_id))
            lines.append(
                Line(
                    one.code,
                    stop.name,
                    one.pk,
                    place,
                    agency.name if agency else "",
                    division.name if division and division != agency else "",
                    same="" if offer else _("không tiếp nhận"),
                    wrong=_("mới tiếp nhận từ ngày này hoặc sau đó")
                    if offer and valid_to <= offer.valid_from
                    else "",
                )
            )
    return Plan(tuple(lines), (*strange, *unknown))
