"""Reminding whoever a date concerns, reading reminders, and setting when one is reminded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from motcua.casework.dossiers import actions as dossiers
from motcua.casework.dossiers.models import Task
from motcua.casework.dossiers.queries.late.lateness import will_be_late
from motcua.casework.dossiers.states import RUNNING
from motcua.casework.notices import events, rules
from motcua.casework.notices.models import Notice, Progress, Threshold
from motcua.casework.notices.rules import OF_A_STEP, Kind, Office, Recipient, Standing
from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import SYSTEM, Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars import queries as calendars
from motcua.people.calendars.rules import WorkingTime

BATCH = 500
# Before the first round nobody was reminded: whoever opens his page that day sees what came near in the week before.
LOOKED_BACK = timedelta(days=7)
# At these thresholds the system drafts an apology where one will be needed (decree 61/2018, art. 19.9).
DRAFTED_AT = frozenset({(Kind.DOSSIER_SOON, Recipient.HEAD), (Kind.DOSSIER_LATE, Recipient.HOLDER)})


@transaction.atomic
def remind(
    kind: Kind, recipient: Recipient, hours: Decimal, calendar_id: int, *, now: datetime
) -> int | None:
    """Remind of the next dates that have crossed a threshold; returns how many were looked at, None when all were.

    The place from which it goes on is moved in the same transaction: whatever ends it, nobody is reminded twice and
    nobody is left out. Each reminder bears the business moment at which its date crossed the threshold.
    """
    working = calendars.working_time(calendar_id)
    length = rules.length_of(hours)
    until = rules.reach(kind, length, now, working)
    began = rules.reach(kind, length, now - LOOKED_BACK, working)
    Progress.objects.get_or_create(
        calendar_id=calendar_id, kind=kind, recipient=recipient, defaults={"upto": began}
    )
    place = Progress.objects.select_for_update(no_key=True).get(
        calendar_id=calendar_id, kind=kind, recipient=recipient
    )
    if until <= place.upto:
        return None
    dates = _next_dates(kind, calendar_id, place.upto, until)
    if len(dates) == BATCH:
        until = dates[-1]
    crossed = _crossed(kind, calendar_id, place.upto, until)
    _write(kind, recipient, crossed, working, length, now)
    if (kind, recipient) in DRAFTED_AT:
        _draft(kind, crossed, now)
    Progress.objects.filter(pk=place.pk).update(upto=until)
    return len(crossed) if len(dates) == BATCH else None


def _next_dates(kind: Kind, calendar_id: int, after: datetime, until: datetime) -> list[datetime]:
    """The next dates in order: where they end, a whole date ends."""
    found = _open(calendar_id).filter(**_between(kind, after, until))
    name = "due_at" if kind in OF_A_STEP else "dossier__due_at"
    return list(found.order_by(name).values_list(name, flat=True)[:BATCH])


def _crossed(kind: Kind, calendar_id: int, after: datetime, until: datetime) -> list[Task]:
    found = _open(calendar_id).filter(**_between(kind, after, until))
    return list(found.select_related("dossier__calendar"))


def _between(kind: Kind, after: datetime, until: datetime) -> dict[str, datetime]:
    name = "due_at" if kind in OF_A_STEP else "dossier__due_at"
    return {f"{name}__gt": after, f"{name}__lte": until}


def _open(calendar_id: int) -> QuerySet[Task]:
    """Open tasks of dossiers whose clock runs; what waits for the applicant gets another date when it goes on."""
    return Task.objects.filter(
        ended_at__isnull=True,
        dossier__calendar_id=calendar_id,
        dossier__finished_at__isnull=True,
        dossier__state__in=RUNNING,
    )


def _write(
    kind: Kind,
    recipient: Recipient,
    tasks: Iterable[Task],
    working: WorkingTime,
    length: timedelta,
    now: datetime,
) -> None:
    found = []
    for task in tasks:
        dossier = task.dossier
        held = Office(task.unit_id, task.role, task.officer_id)
        standing = Standing(dossier.one_stop_id, dossier.division_id, dossier.agency_id, held)
        office = rules.office_of(recipient, standing)
        due_at = task.due_at if kind in OF_A_STEP else dossier.due_at
        if office is None:
            continue
        found.append(
            Notice(
                kind=kind,
                recipient=recipient,
                dossier_id=dossier.pk,
                task_id=task.pk if kind in OF_A_STEP else None,
                unit_id=office.unit_id,
                role=office.role,
                officer_id=office.officer_id,
                due_at=due_at,
                at=min(rules.moment_of(kind, length, due_at, working), now),
            )
        )
    # A date that was reminded of before, and moved back and forth since, is not reminded of again.
    Notice.objects.bulk_create(found, ignore_conflicts=True)


def _draft(kind: Kind, tasks: Iterable[Task], now: datetime) -> None:
    """Draft an apology for what is late, and for what cannot be done in time any more."""
    for task in tasks:
        if kind is Kind.DOSSIER_SOON and not will_be_late(task.dossier, task.element, now):
            continue
        try:
            dossiers.draft_apology(task.dossier_id, by=SYSTEM, now=now)
        except Refused:
            # Meanwhile it ended, waits for the applicant, or has its apology: then none is needed from here.
            continue


@transaction.atomic
def read(notice_ids: Iterable[int], *, by: Actor, now: datetime) -> int:
    """Mark reminders as read; returns how many were not before. Those of others stay as they are."""
    theirs = policy.visible(by, "notices.read", Notice.objects.filter(pk__in=list(notice_ids)))
    return theirs.filter(read_at__isnull=True).update(read_at=now, read_by_id=by.officer_id)


@transaction.atomic
def change_threshold(
    kind: str, recipient: str, hours: Decimal | None, *, by: Actor, now: datetime
) -> Threshold | None:
    """Set how many working hours before or after a date somebody is reminded, or that he is not.

    What is said again is no change. Raises Refused NO_SUCH_THRESHOLD.
    """
    policy.check(by, "notices.change_threshold")
    if kind not in Kind.values or recipient not in Recipient.values:
        raise Refused(rules.Refusal.NO_SUCH_THRESHOLD)
    row = Threshold.objects.select_for_update(no_key=True).filter(kind=kind, recipient=recipient).first()
    before = row.hours if row else rules.DEFAULTS.get((Kind(kind), Recipient(recipient)))
    if before == hours:
        return row
    row = row or Threshold(kind=kind, recipient=recipient)
    row.hours = hours
    row.save()
    event = events.ThresholdChanged(object_id=row.pk, kind=kind, recipient=recipient, hours=hours)
    journal.record(event, by=by, at=now)
    return row


def forget_old(*, before: datetime) -> int:
    """Remove reminders from before that moment: they are nobody's record."""
    return Notice.objects.filter(at__lt=before).delete()[0]
