"""A dossier becomes late, and the cause is named: the first by the system in business time, the second by a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from motcua.casework.dossiers import events, rules
from motcua.casework.dossiers.access import CORRECTORS
from motcua.casework.dossiers.actions.telling import begun, kept
from motcua.casework.dossiers.models import Dossier, Lateness, Remark
from motcua.casework.dossiers.queries.late.lateness import time_of
from motcua.casework.dossiers.rules import Refusal
from motcua.casework.dossiers.states import RUNNING
from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused

BATCH = 200
GUILT = ("since", "element", "unit", "officer", "used_minutes", "allowed_minutes")


@transaction.atomic
def fall_late(dossier_id: int, *, by: Actor, now: datetime) -> bool:
    """Write down that the promised time has passed, and the step that made it so; False when it has not, or was
    written down before.

    The event bears the moment at which it happened, not the one at which it was noticed.
    """
    policy.check(by, "dossiers.fall_late")
    dossier = locked(dossier_id)
    if dossier.state not in RUNNING or dossier.fell_late_at is not None or dossier.late_after >= now:
        return False
    moment = dossier.late_after
    guilt = guilt_of(dossier, until=moment)
    event = events.DossierFellLate(object_id=dossier_id, late_after=moment, late=guilt)
    number = journal.record(event, by=by, at=moment)
    Dossier.objects.filter(pk=dossier_id).update(fell_late_at=moment, events=number)
    keep(dossier_id, guilt)
    return True


def fall_late_all(*, by: Actor, now: datetime) -> int:
    """Do it for all whose time has passed, oldest first; returns how many."""
    found = 0
    while due := list(
        Dossier.objects.filter(
            finished_at__isnull=True, fell_late_at__isnull=True, late_after__lt=now, state__in=RUNNING
        )
        .order_by("late_after", "pk")
        .values_list("pk", flat=True)[:BATCH]
    ):
        found += sum(fall_late(pk, by=by, now=now) for pk in due)
    return found


@transaction.atomic
def name_cause(
    dossier_id: int, *, by: Actor, now: datetime, cause: str, words: str = "", key: str | None = None
) -> int:
    """Say why a late dossier is late, by the list; returns the number of the event.

    Anybody in charge may say it first, whoever heads them may correct it until the result. The same cause said again
    without other words is the one already known. Raises Refused UNKNOWN_CAUSE, NO_REASON, NOT_LATE or CAUSE_NAMED.
    """
    dossier = locked_for(dossier_id, by, "dossiers.name_cause")
    body = (dossier_id, cause, words)
    if number := begun(by, key, events.CauseNamed.verb, body):
        return number
    chosen, said = rules.check_cause(cause, words)
    known = Lateness.objects.filter(dossier_id=dossier_id).first()
    is_open = dossier.finished_at is None
    if known is None and not (is_open and dossier.late_after < now):
        raise Refused(Refusal.NOT_LATE)
    before = known.cause if known else ""
    if not rules.may_name_cause(before, by.role or "", CORRECTORS, is_finished=not is_open):
        raise Refused(Refusal.CAUSE_NAMED)
    event = events.CauseNamed(object_id=dossier_id, lateness_cause=chosen.value)
    number = tell(dossier, event, by=by, now=now, kind=Remark.Kind.CAUSE, words=said)
    keep_cause(dossier_id, chosen.value, number, by=by, now=now)
    return kept(by, key, number)


# --- shared with the apology and with the end of a late dossier ----------------------------------------------------


def guilt_of(dossier: Dossier, *, until: datetime) -> events.Guilt:
    """Which step has made the dossier late, as it stands at that moment."""
    _working, used = time_of(dossier, until)
    return used.guilt(dossier.late_after)


def keep(dossier_id: int, guilt: events.Guilt) -> None:
    """Keep which step made it late beside the dossier; the cause that was named stays."""
    row = Lateness(
        dossier_id=dossier_id,
        since=guilt.since,
        element=guilt.element,
        unit_id=guilt.unit,
        officer_id=guilt.officer,
        used_minutes=guilt.used,
        allowed_minutes=guilt.allowed,
    )
    Lateness.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["dossier"], update_fields=list(GUILT)
    )


def keep_cause(dossier_id: int, cause: str, number: int, *, by: Actor, now: datetime) -> None:
    """Keep the cause beside the dossier; which step made it late stays."""
    row = Lateness(
        dossier_id=dossier_id, cause=cause, cause_at=now, cause_by_id=by.officer_id, cause_number=number
    )
    Lateness.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["dossier"],
        update_fields=["cause", "cause_at", "cause_by", "cause_number"],
    )


def locked(dossier_id: int) -> Dossier:
    """The dossier under its lock, with its calendar as it is now."""
    found = Dossier.objects.select_for_update(of=("self",), no_key=True).select_related("calendar")
    return found.get(pk=dossier_id)


def locked_for(dossier_id: int, by: Actor, permission: str) -> Dossier:
    """The same for a person: what is not the actor's to see is not found, what is not his to do is refused."""
    found = Dossier.objects.select_for_update(of=("self",), no_key=True).select_related("calendar")
    dossier = found.filter(pk=dossier_id).first()
    if dossier is None or not (policy.allows(by, "dossiers.view", dossier) or by.kind == "system"):
        raise Refused(KernelRefusal.NOT_FOUND)
    policy.check(by, permission, dossier)
    return dossier


def tell(
    dossier: Dossier, event: journal.Event, *, by: Actor, now: datetime, kind: Remark.Kind, words: str
) -> int:
    """Record the event with its words, and count it; returns its number."""
    content = {"remark": [kind.value, words]} if words else None
    number = journal.record(event, by=by, at=now, content=content)
    Dossier.objects.filter(pk=dossier.pk).update(events=number)
    if words:
        Remark.objects.create(dossier_id=dossier.pk, number=number, kind=kind, body=words)
    return number
