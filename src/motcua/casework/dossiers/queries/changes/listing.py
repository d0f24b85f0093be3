"""The changes of many dossiers: how far each has come, and whom it asks to tell a new date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from motcua.casework.dossiers.models import BulkChange, BulkLine, Dossier
from motcua.casework.dossiers.queries.changes.recounts import Fate, Outcome
from motcua.casework.dossiers.queries.finding import called
from motcua.casework.dossiers.rules.recounting_many import moment_of
from motcua.catalogue.procedures.models import ProcedureVersion, VersionState
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import queries as organisation

PAGE = 50
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A dossier of a forecast as a reader sees it."""

    code: str
    procedure: str
    unit: str
    before: datetime
    after: datetime
    fate: Fate | None


def foreseen_rows(outcomes: Sequence[Outcome], now: datetime) -> Iterator[Foreseen]:
    """The outcomes with their names, a part at a time."""
    for first in range(0, len(outcomes), CHUNK):
        part = outcomes[first : first + CHUNK]
        known = {
            pk: (code, procedure)
            for pk, code, procedure in Dossier.objects.filter(
                pk__in=[one.clock.dossier_id for one in part]
            ).values_list("pk", "code", "procedure_version__name")
        }
        units = organisation.names({one.clock.agency_id for one in part}, organisation.day_of(now))
        for one in part:
            if one.clock.dossier_id in known:
                code, procedure = known[one.clock.dossier_id]
                unit = called(units, one.clock.agency_id)
                yield Foreseen(code, procedure, unit, moment_of(one.clock.due), moment_of(one.due), one.fate)


def procedure_names(ids: Iterable[int]) -> dict[int, str]:
    """What these procedures are called in their newest published version."""
    versions = ProcedureVersion.objects.filter(procedure_id__in=set(ids)).exclude(state=VersionState.DRAFT)
    return dict(versions.order_by("number").values_list("procedure_id", "name"))


@dataclass(frozen=True, slots=True)
class ToTell:
    """An applicant to be told a new date: the dossier, both dates, and the telephone for whoever may see it."""

    line_id: int
    code: str
    procedure: str
    one_stop: str
    before: datetime
    after: datetime
    phone: str
    opens: bool


def changes_visible_to(actor: Actor) -> QuerySet[BulkChange]:
    """The changes that the actor may look at, the newest first."""
    return policy.visible(actor, "dossiers.view_changes", BulkChange.objects.order_by("-pk"))


def get_change(change_id: int, actor: Actor) -> BulkChange:
    """One change; raises Refused NOT_FOUND."""
    found = changes_visible_to(actor).filter(pk=change_id).first()
    if found is None:
        raise Refused(KernelRefusal.NOT_FOUND)
    return found


def _moved_later(change_id: int, actor: Actor) -> QuerySet[BulkLine]:
    """What has been moved to a later date; a counter is shown its own."""
    lines = BulkLine.objects.filter(change_id=change_id, number__isnull=False, due_after__gt=F("due_before"))
    if policy.has(actor, "dossiers.see_all_changes"):
        return lines
    return lines.filter(dossier__in=policy.visible(actor, "dossiers.view", Dossier.objects.all()))


def count_to_tell(change_id: int, actor: Actor) -> int:
    """How many applicants are to be told a new date."""
    return _moved_later(change_id, actor).count()


def to_tell(change_id: int, actor: Actor, now: datetime, after: int = 0, limit: int = PAGE) -> list[ToTell]:
    """The next of those to be told, by the line's id."""
    lines = _moved_later(change_id, actor).filter(pk__gt=after).order_by("pk")[:limit]
    return list(
        _told(lines.select_related("dossier__procedure_version", "dossier__party_version"), actor, now)
    )


def all_to_tell(change_id: int, actor: Actor, now: datetime) -> Iterator[ToTell]:
    """All of them, a part at a time."""
    after = 0
    while part := to_tell(change_id, actor, now, after, CHUNK):
        yield from part
        after = part[-1].line_id


def _told(lines: Iterable[BulkLine], actor: Actor, now: datetime) -> Iterator[ToTell]:
    found = list(lines)
    units = organisation.names({line.dossier.one_stop_id for line in found}, organisation.day_of(now))
    for line in found:
        dossier = line.dossier
        opens = policy.allows(actor, "dossiers.view", dossier)
        yield ToTell(
            line.pk,
            dossier.code,
            dossier.procedure_version.name,
            called(units, dossier.one_stop_id),
            line.due_before,
            line.due_after,
            dossier.party_version.phone if opens else "",
            opens,
        )
