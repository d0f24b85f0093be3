"""What the reading trail tells: of one dossier, of all of one person's, of an officer, of a stretch of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from motcua.casework.dossiers.models import Dossier
from motcua.casework.sightings.models import Sighting
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refusal, Refused
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Officer

PAGE = 50
BATCH = 1000
Key = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the trail: of a dossier or of all its applicant's, of one officer, from one moment to another."""

    dossier: Dossier | None = None
    whole_person: bool = False
    officer_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the trail in names; `codes` are the dossiers that it shows, the first few where they are many."""

    pk: int
    at: datetime
    recorded_at: datetime
    officer_id: int | None
    officer: str
    unit: str
    role: str
    form: Sighting.Form
    page: str
    row_count: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """An officer who was shown something, and how often."""

    officer_id: int
    officer: str
    times: int


CODES_SHOWN = 3


def dossier_of(actor: Actor, code: str) -> Dossier:
    """The dossier whose readers are asked for; raises Refused NOT_FOUND, also when the actor may not ask."""
    mine = policy.visible(actor, "sightings.of_dossier", Dossier.objects.all())
    found = mine.filter(code=code).select_related("party_version").first()
    if found is None:
        raise Refused(Refusal.NOT_FOUND)
    return found


def matching(actor: Actor, asked: Asked) -> QuerySet[Sighting]:
    """The rows asked for. Of a dossier all of them, whoever it was; otherwise those of officers below the actor."""
    found = Sighting.objects.all()
    if asked.dossier is None:
        found = policy.visible(actor, "sightings.view", found)
    elif asked.whole_person:
        party_id = asked.dossier.party_id
        # What the actor may not ask about one by one is not told by way of the person either.
        mine = policy.visible(actor, "sightings.of_dossier", Dossier.objects.filter(party_id=party_id))
        ids = list(mine.values_list("pk", flat=True))
        found = found.filter(Q(dossier_ids__overlap=ids) | Q(party_ids__contains=[party_id]))
    else:
        found = found.filter(dossier_ids__contains=[asked.dossier.pk])
    if asked.officer_id is not None:
        found = found.filter(officer_id=asked.officer_id)
    if asked.since is not None:
        found = found.filter(at__gte=asked.since)
    return found.filter(at__lt=asked.until) if asked.until is not None else found


def page(
    actor: Actor, asked: Asked, after: Key | None, now: datetime, limit: int = PAGE
) -> tuple[tuple[Told, ...], Key | None]:
    """A stretch of the trail, the latest first, and the key after which the next one begins; four statements."""
    found = _in_order(actor, asked)
    if after is not None:
        found = found.filter(Q(at__lt=after[0]) | Q(at=after[0], pk__lt=after[1]))
    rows = list(found[: limit + 1])
    shown = rows[:limit]
    following = (shown[-1].at, shown[-1].pk) if len(rows) > limit else None
    return tuple(_told(shown, now)), following


def every(actor: Actor, asked: Asked, now: datetime) -> Iterator[Told]:
    """All of it, the latest first, a batch in memory at a time."""
    batch: list[Sighting] = []
    for row in _in_order(actor, asked).iterator(BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            yield from _told(batch, now)
            batch = []
    yield from _told(batch, now)


def readers(actor: Actor, asked: Asked) -> tuple[Reader, ...]:
    """Who they were, the most frequent first."""
    counted = (
        matching(actor, asked)
        .filter(officer_id__isnull=False)
        .values_list("officer_id")
        .annotate(times=Count("pk"))
        .order_by("-times", "officer_id")
    )
    found = [(int(officer_id), int(times)) for officer_id, times in counted if officer_id]
    names = _officers(pk for pk, _times in found)
    return tuple(Reader(pk, names.get(pk, ""), times) for pk, times in found)


def _in_order(actor: Actor, asked: Asked) -> QuerySet[Sighting]:
    """The latest first; of an export of a hundred thousand dossiers only the few are read that are named."""
    few = matching(actor, asked).annotate(first_ids=F("dossier_ids")[:CODES_SHOWN])
    return few.defer("dossier_ids", "party_ids").order_by("-at", "-pk")


def _told(rows: list[Sighting], now: datetime) -> Iterator[Told]:
    names = _officers(row.officer_id for row in rows)
    units = organisation.names([row.unit_id for row in rows if row.unit_id], organisation.day_of(now))
    firsts: dict[int, list[int]] = {row.pk: row.first_ids for row in rows}  # type: ignore[attr-defined]
    wanted = {pk for first in firsts.values() for pk in first}
    codes = dict(Dossier.objects.filter(pk__in=wanted).values_list("pk", "code"))
    for row in rows:
        yield Told(
            pk=row.pk,
            at=row.at,
            recorded_at=row.recorded_at,
            officer_id=row.officer_id,
            officer=names.get(row.officer_id or 0, ""),
            unit=units[row.unit_id].name if row.unit_id in units else "",
            role=row.role,
            form=Sighting.Form(row.form),
            page=row.page,
            row_count=row.row_count,
            codes=tuple(codes[pk] for pk in firsts[row.pk] if pk in codes),
        )


def _officers(ids: Iterable[int | None]) -> dict[int, str]:
    return dict(Officer.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", "name"))
