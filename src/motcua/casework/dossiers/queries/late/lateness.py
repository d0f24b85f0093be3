"""Which step used how much of a dossier's time, read from its tasks, segments and pauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motcua.casework.dossiers import events, rules
from motcua.casework.dossiers.models import Dossier, Pause, Segment, Task
from motcua.casework.dossiers.rules import Round, Share, Stretch
from motcua.catalogue.processes import queries as processes
from motcua.catalogue.processes.rules import Definition
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars import queries as calendars
from motcua.people.calendars.rules import WorkingTime

MINUTE = timedelta(minutes=1)
# Where the whole of the promised time is counted from the beginning; other segments go on with what was left.
FROM_THE_BEGINNING = (Segment.Cause.RECEPTION, Segment.Cause.RECOUNT)


@dataclass(frozen=True, slots=True)
class Used:
    """The shares of a dossier's steps in its time, and which of them made it late."""

    shares: tuple[Share, ...]
    allowed: dict[str, timedelta]

    @property
    def guilty(self) -> Share | None:
        """The step that went furthest over its share."""
        return rules.guilty_share(self.shares)

    def of(self, element: str) -> timedelta:
        """What a step has used until now."""
        return next((share.used for share in self.shares if share.element == element), timedelta())

    def guilt(self, since: datetime) -> events.Guilt:
        """As events tell it, in whole minutes of work."""
        worst = self.guilty
        if worst is None:
            return events.Guilt(since)
        used, allowed = -(-worst.used // MINUTE), worst.allowance // MINUTE
        return events.Guilt(since, worst.element, worst.unit_id, worst.officer_id, used, allowed)


def used_time(
    dossier_id: int, *, process_version_id: int, calendar_id: int, revision: int, until: datetime
) -> Used:
    """What each step has used until that moment; three statements."""
    working = calendars.working_time_of(calendar_id, revision)
    tasks = Task.objects.filter(dossier_id=dossier_id, started_at__lt=until).order_by("started_at", "pk")
    rounds = [
        Round(*row) for row in tasks.values_list("element", "unit_id", "officer_id", "started_at", "ended_at")
    ]
    stops = Pause.objects.filter(dossier_id=dossier_id).values_list("started_at", "ended_at")
    begun = (
        Segment.objects.filter(dossier_id=dossier_id, cause__in=FROM_THE_BEGINNING)
        .order_by("-number")
        .values_list("started_at", "due_at")
    )
    since, promised = begun[0]
    stretch = Stretch(since, until, working, tuple(stops))
    return used_in(stretch, rounds, promised, processes.definition(process_version_id))


def used_in(stretch: Stretch, rounds: Sequence[Round], promised: datetime, definition: Definition) -> Used:
    """What each step used of a stretch that was promised to end then."""
    allowed = rules.allowances(definition, stretch.working.between(stretch.since, promised))
    return Used(rules.shares(rounds, allowed, stretch), allowed)


def time_of(dossier: Dossier, until: datetime) -> tuple[WorkingTime, Used]:
    """The working time of a dossier that comes with its calendar, and what its steps have used until that moment."""
    revision = dossier.calendar.revision
    used = used_time(
        dossier.pk,
        process_version_id=dossier.process_version_id,
        calendar_id=dossier.calendar_id,
        revision=revision,
        until=until,
    )
    return calendars.working_time_of(dossier.calendar_id, revision), used


def open_task(dossier_id: int) -> Task:
    """The task that is open; raises Refused CLOSED when there is none."""
    task = Task.objects.filter(dossier_id=dossier_id, ended_at__isnull=True).first()
    if task is None:
        raise Refused(rules.Refusal.CLOSED)
    return task


def suggested_date(dossier: Dossier, used: Used, now: datetime, working: WorkingTime) -> date:
    """The day of the new appointment that the remaining steps need; raises Refused CLOSED."""
    element = open_task(dossier.pk).element
    definition = processes.definition(dossier.process_version_id)
    needed = rules.time_still_needed(definition, element, used.allowed, used.of(element))
    return rules.suggested_date(needed, dossier.due_at, now, working)


def suggestion(dossier: Dossier, now: datetime) -> date:
    """The same, for a form that opens."""
    working, used = time_of(dossier, now)
    return suggested_date(dossier, used, now, working)


def will_be_late(dossier: Dossier, element: str, now: datetime) -> bool:
    """Whether the steps from this one on need more working time by their shares than is left; four statements."""
    working, used = time_of(dossier, now)
    definition = processes.definition(dossier.process_version_id)
    needed = rules.share_left(definition, element, used.allowed, used.of(element))
    return needed > working.between(now, dossier.due_at)
