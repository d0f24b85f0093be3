"""Which paper files must go where: a file follows the work, so it goes to the unit at which the open step stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from motcua.casework.custody.models import HandoverLine
from motcua.casework.dossiers.models import DossierPaper, Task
from motcua.catalogue.procedures.models import Channel
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import LOCAL

LIMIT = 500


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A paper file that lies with the actor's unit and must go to another."""

    dossier_id: int
    code: str
    applicant: str
    procedure: str
    taker_id: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of one procedure that go to one unit."""

    taker_id: int
    procedure: str
    files: tuple[WaitingFile, ...]


def files(actor: Actor, dossier_ids: Collection[int]) -> dict[int, WaitingFile]:
    """Those of these dossiers whose papers lie with the actor's unit and must go elsewhere, by id."""
    found = _tasks(actor).filter(dossier_id__in=dossier_ids)
    return {file.dossier_id: file for file in _files(found)}


def bundles(actor: Actor, received_on: date | None = None) -> list[Bundle]:
    """All that the actor's unit has to hand over, by taking unit and procedure, at most LIMIT files, oldest first."""
    found = _tasks(actor)
    if received_on is not None:
        begins = datetime.combine(received_on, time(), LOCAL)
        ends = begins + timedelta(days=1)
        found = found.filter(dossier__received_at__gte=begins, dossier__received_at__lt=ends)
    listed = sorted(
        _files(found.order_by("dossier__received_at", "pk")[:LIMIT]),
        key=lambda file: (file.taker_id, file.procedure, file.received_at, file.dossier_id),
    )
    grouped = groupby(listed, key=lambda file: (file.taker_id, file.procedure))
    return [Bundle(taker, procedure, tuple(part)) for (taker, procedure), part in grouped]


def count(actor: Actor) -> int:
    """How many files the actor's unit has to hand over."""
    return _tasks(actor).count()


def counted(dossier_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Originals and copies that each dossier holds."""
    sums = (
        DossierPaper.objects.filter(dossier_id__in=dossier_ids)
        .values_list("dossier_id")
        .annotate(originals=Sum("originals"), copies=Sum("copies"))
    )
    found = {pk: (originals, copies) for pk, originals, copies in sums}
    return {pk: found.get(pk, (0, 0)) for pk in dossier_ids}


def _tasks(actor: Actor) -> QuerySet[Task]:
    """The open steps at another unit of dossiers whose papers lie here and are on no list yet.

    A dossier's papers lie with one of its own three units; asked so, each has an index of what is not returned.
    """
    unit = actor.unit_id or 0
    theirs = Q(dossier__one_stop_id=unit) | Q(dossier__division_id=unit) | Q(dossier__agency_id=unit)
    on_a_list = HandoverLine.objects.filter(dossier_id=OuterRef("dossier_id"), is_open=True)
    return (
        Task.objects.filter(theirs, ended_at__isnull=True, dossier__returned_at__isnull=True)
        .exclude(dossier__channel=Channel.ONLINE)
        .annotate(papers_at=Coalesce("dossier__paper_file__unit_id", "dossier__one_stop_id"))
        .filter(papers_at=unit)
        .exclude(unit_id=unit)
        .exclude(Exists(on_a_list))
    )


def _files(tasks: QuerySet[Task]) -> Iterable[WaitingFile]:
    rows = tasks.values_list(
        "dossier_id",
        "dossier__code",
        "dossier__party_version__name",
        "dossier__procedure_version__name",
        F("unit_id"),
        "dossier__received_at",
    )
    return [WaitingFile(*row) for row in rows]
