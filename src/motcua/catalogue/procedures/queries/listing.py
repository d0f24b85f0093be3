"""The lists that the law asks an authority to post up: what it decides, where it is received, by post or online."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from motcua.catalogue.procedures.models import Offer, ProcedureVersion
from motcua.catalogue.procedures.queries.standing import covering, in_force

BATCH = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; nothing said narrows nothing.

    `agency_ids` decide; `one_stop_id` receives; `service_levels` are the published levels, “” for none stated.
    """

    field_id: int | None = None
    level: str = ""
    agency_ids: Sequence[int] | None = None
    one_stop_id: int | None = None
    post_in: bool | None = None
    post_out: bool | None = None
    service_levels: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A procedure in a list, with the number of one-stops that receive it on the day."""

    version: ProcedureVersion
    received_at: int


def wanted_versions(wanted: Wanted, on: date) -> QuerySet[ProcedureVersion]:
    """The contents in force on a day that are wanted, in Vietnamese order."""
    found = in_force(on).select_related("procedure__field").defer("search_vector", "search_text")
    plain = {
        "procedure__field_id": wanted.field_id,
        "procedure__level": wanted.level or None,
        "post_in": wanted.post_in,
        "post_out": wanted.post_out,
    }
    found = found.filter(**{name: value for name, value in plain.items() if value is not None})
    if wanted.service_levels is not None:
        found = found.filter(service_level__in=wanted.service_levels)
    offers = Offer.objects.filter(covering(on), procedure_id=OuterRef("procedure_id"))
    if wanted.agency_ids is not None:
        found = found.filter(Exists(offers.filter(agency_id__in=wanted.agency_ids)))
    if wanted.one_stop_id is not None:
        found = found.filter(Exists(offers.filter(one_stop_id=wanted.one_stop_id)))
    return found.order_by("sort_key", "pk")


def lines(wanted: Wanted, on: date, *, after: int | None = None, limit: int) -> list[Line]:
    """So many lines of the list, after the content with this id: two statements whatever the length of the list."""
    found = wanted_versions(wanted, on)
    last = ProcedureVersion.objects.filter(pk=after or 0).values_list("sort_key", flat=True).first()
    if last is not None:
        found = found.filter(Q(sort_key__gt=last) | Q(sort_key=last, pk__gt=after))
    return _with_places(list(found[:limit]), on)


def all_lines(wanted: Wanted, on: date) -> Iterator[Line]:
    """The whole list, so many at a time."""
    after: int | None = None
    while some := lines(wanted, on, after=after, limit=BATCH):
        yield from some
        after = some[-1].version.pk


def _with_places(versions: Sequence[ProcedureVersion], on: date) -> list[Line]:
    ids = [version.procedure_id for version in versions]
    counted = Offer.objects.filter(covering(on), procedure_id__in=ids).values_list("procedure_id")
    places = dict(counted.annotate(number=Count("pk")))
    return [Line(version, places.get(version.procedure_id, 0)) for version in versions]
