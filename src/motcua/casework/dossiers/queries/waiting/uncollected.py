"""Results that wait for their applicants at a one-stop: how long, whom to call, and when somebody last did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from motcua.casework.dossiers.events import DOSSIER, CallNoted
from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.states import UNCOLLECTED
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.models import JournalRow
from motcua.people.organisation.queries import day_of

PAGE = 50
Key = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A result that waits: the dossier with its applicant, for how many days, how often was called."""

    dossier: Dossier
    days: int
    calls: int


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the list, the longest wait first, how many there are, and the key after which it goes on."""

    rows: tuple[Waiting, ...]
    count: int
    after: Key | None


def uncollected(
    actor: Actor, now: datetime, *, not_called_for: int = 0, after: Key | None = None, limit: int = PAGE
) -> Page:
    """The results at the actor's one-stop that nobody has fetched; of those not called for so many days, if given.

    Three statements.
    """
    found = _waiting(actor, now, not_called_for)
    count = found.count()
    if after is not None:
        found = found.filter(Q(finished_at__gt=after[0]) | Q(finished_at=after[0], pk__gt=after[1]))
    rows = list(
        found.select_related("party_version", "procedure_version").order_by("finished_at", "pk")[: limit + 1]
    )
    shown = rows[:limit]
    calls = _calls([dossier.pk for dossier in shown])
    last = shown[-1] if len(rows) > limit else None
    return Page(
        tuple(Waiting(dossier, _days(dossier, now), calls.get(dossier.pk, 0)) for dossier in shown),
        count,
        (last.finished_at, last.pk) if last is not None and last.finished_at is not None else None,
    )


def _waiting(actor: Actor, now: datetime, not_called_for: int) -> QuerySet[Dossier]:
    mine = policy.visible(actor, "dossiers.note_call", Dossier.objects.all())
    found = mine.filter(state__in=[state.value for state in UNCOLLECTED])
    if not_called_for > 0:
        since = now - timedelta(days=not_called_for)
        found = found.filter(Q(last_called_at__isnull=True) | Q(last_called_at__lt=since))
    return found


def _calls(ids: list[int]) -> dict[int, int]:
    """How often each was called, by the notes of it."""
    from_journal = JournalRow.objects.filter(object_kind=DOSSIER, object_id__in=ids, verb=CallNoted.verb)
    return dict(from_journal.values_list("object_id").annotate(times=Count("pk")))


def _days(dossier: Dossier, now: datetime) -> int:
    return (day_of(now) - day_of(dossier.finished_at)).days if dossier.finished_at else 0
