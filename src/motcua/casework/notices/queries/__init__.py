"""What officers read of their reminders, and what they are reminded by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from motcua.casework.notices import rules
from motcua.casework.notices.models import Notice, Threshold
from motcua.casework.notices.rules import Kind, Recipient
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor

PAGE = 50
# What was done meanwhile need not be remembered; what lies long and open is in the worklist.
LISTED = Q(dossier__finished_at__isnull=True) & (Q(task__isnull=True) | Q(task__ended_at__isnull=True))
Key = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the reminders of one kind, and the key after which the next one begins, if there is more."""

    notices: tuple[Notice, ...]
    after: Key | None = None


def _theirs(actor: Actor, now: datetime) -> QuerySet[Notice]:
    """Whoever is late has been told so: that he was going to be is told no more."""
    still = ~Q(kind__in=[kind.value for kind in rules.BEFORE]) | Q(due_at__gt=now)
    return policy.visible(actor, "notices.view", Notice.objects.filter(LISTED, still))


def unread(actor: Actor, now: datetime) -> int:
    """How many reminders wait to be read: one statement."""
    return _theirs(actor, now).filter(read_at__isnull=True).count()


def counts(actor: Actor, now: datetime) -> Mapping[Kind, tuple[int, int]]:
    """Of each kind how many there are, and how many of them wait to be read: one statement."""
    rows = (
        _theirs(actor, now)
        .order_by()
        .values("kind")
        .annotate(n=Count("pk"), new=Count("pk", filter=Q(read_at__isnull=True)))
    )
    return {Kind(row["kind"]): (row["n"], row["new"]) for row in rows}


def of_kind(
    actor: Actor, kind: Kind, after: Key | None = None, limit: int = PAGE, *, now: datetime
) -> Stretch:
    """The reminders of one kind by date, the oldest date first."""
    found = _theirs(actor, now).filter(kind=kind)
    if after is not None:
        found = found.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], pk__gt=after[1]))
    rows = list(
        found.select_related("dossier__party_version", "dossier__procedure_version", "task").order_by(
            "due_at", "pk"
        )[: limit + 1]
    )
    shown = tuple(rows[:limit])
    return Stretch(shown, (shown[-1].due_at, shown[-1].pk) if len(rows) > limit else None)


def thresholds() -> dict[tuple[Kind, Recipient], Decimal | None]:
    """Every threshold in force: working hours, None where nobody is reminded."""
    kept = Threshold.objects.values_list("kind", "recipient", "hours")
    return rules.in_force({(kind, recipient): hours for kind, recipient, hours in kept})
