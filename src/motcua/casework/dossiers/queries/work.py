"""The worklists: what waits for an officer and for the unit, how urgent it is, and how many there are of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.db.models import Count, Prefetch, Q, QuerySet, Value

from motcua.casework.dossiers.models import Dossier, Pause, Remark, Task
from motcua.casework.dossiers.queries.clock import Clock, Reading, Span, read_clock
from motcua.casework.dossiers.states import RUNNING, State
from motcua.catalogue.processes import queries as processes
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import LOCAL
from motcua.ground.kernel.work import WorkItem
from motcua.people.calendars import queries as calendars
from motcua.people.organisation.models import Role

KIND = "dossier"
PAGE = 50
Key = tuple[datetime, int]

COUNTER = frozenset({Role.RECEPTIONIST.value, Role.ONE_STOP_HEAD.value})
HEADS = frozenset({Role.HEAD_OF_DIVISION.value, Role.ONE_STOP_HEAD.value, Role.LEADER.value})
# Handlers share a pool and each takes from it; elsewhere what waits for the office waits for whoever holds it.
POOLED = frozenset({Role.HANDLER.value})
ENDED = (State.FINISHED, State.STOPPED)


class View(StrEnum):
    """Which of the lists."""

    MINE = "mine"
    UNTAKEN = "untaken"
    LATE = "late"
    WAITING = "waiting"
    RETURNING = "returning"
    UNIT = "unit"
    DONE = "done"


class Urgency(StrEnum):
    """How near the time of a step is."""

    PAST = "past"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Before:
    """From whom a task came: how the step before it ended, by whom, in which role, when, with which words."""

    outcome: str
    officer: str
    role: str
    at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierWork(WorkItem):
    """A step of a dossier in a worklist: what the row says, and the dossier's clock."""

    role: str
    officer: str
    state: State
    left: timedelta
    clock: Clock
    dossier_due_at: datetime
    urgency: Urgency
    ended_at: datetime | None = None
    before: Before | None = None
    fee_owed: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a worklist, and the key after which the next one begins, if there is more."""

    items: tuple[DossierWork, ...]
    after: Key | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tasks stand in each list; late ones of those in one's hands beside them."""

    of: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, view: View) -> int:
        return self.of.get(view.value, 0)


def views_of(role: str | None) -> tuple[View, ...]:
    """The lists that an officer of this role has, in their order."""
    if role in COUNTER:
        return (View.RETURNING, View.MINE, View.WAITING, View.LATE, View.UNIT, View.DONE)
    pool = (View.UNTAKEN,) if role in POOLED else ()
    return (View.MINE, *pool, View.LATE, View.WAITING, View.UNIT, View.DONE)


def tasks(actor: Actor, view: View, now: datetime) -> QuerySet[Task]:
    """The tasks of a list, not ordered; nobody without an office has any."""
    if actor.office is None:
        return Task.objects.none()
    if view is View.DONE:
        midnight = datetime.combine(now.astimezone(LOCAL).date(), time(), LOCAL)
        return Task.objects.filter(ended_by_id=actor.officer_id, ended_at__gte=midnight, ended_at__lte=now)
    return Task.objects.filter(ended_at__isnull=True).filter(_scope(actor, view, now))


def _scope(actor: Actor, view: View, now: datetime) -> Q:
    office = Q(unit_id=actor.unit_id, role=actor.role)
    unit = Q(unit_id=actor.unit_id) if actor.role in HEADS else office
    own = office & Q(officer_id=actor.officer_id)
    if actor.role not in POOLED:
        own |= office & Q(officer_id__isnull=True)
    led = unit if actor.role in HEADS else own
    running = Q(dossier__state__in=RUNNING)
    match view:
        case View.UNTAKEN:
            return office & running & Q(officer_id__isnull=True)
        case View.LATE:
            return led & running & Q(due_at__lt=now)
        case View.WAITING:
            here = Q(dossier__one_stop_id=actor.unit_id) if actor.role in COUNTER else led
            return here & Q(dossier__state=State.AWAITING_COMPLETION)
        case View.RETURNING:
            return Q(unit_id=actor.unit_id, dossier__state__in=ENDED)
        case View.UNIT:
            return unit & running
        case _:
            return own & running


def counts(actor: Actor, now: datetime) -> Counts:
    """How many tasks stand in each of the actor's lists: one statement."""
    if actor.office is None:
        return Counts()
    parts = [
        tasks(actor, view, now)
        .order_by()
        .annotate(view=Value(view.value))
        .values("view")
        .annotate(n=Count("pk"))
        for view in views_of(actor.role)
    ]
    return Counts({row["view"]: row["n"] for row in parts[0].union(*parts[1:], all=True)})


def worklist(
    actor: Actor, after: Key | None = None, limit: int = PAGE, *, view: View = View.MINE, now: datetime
) -> Page:
    """A stretch of a list by (due, id), the most urgent first; what was done today, newest first."""
    found = _ordered(tasks(actor, view, now), view, after)
    rows = list(_with_dossier(found)[: limit + 1])
    shown = rows[:limit]
    came = _before(shown)
    items = tuple(_item(task, came.get(task.dossier_id), now) for task in shown)
    last = shown[-1] if len(rows) > limit else None
    return Page(items, None if last is None else (_key_of(last, view), last.pk))


def next_untaken(actor: Actor, now: datetime) -> tuple[int, str] | None:
    """The most urgent task of the office that nobody has taken, with its dossier's code."""
    found = (
        tasks(actor, View.UNTAKEN, now).order_by("due_at", "pk").values_list("pk", "dossier__code").first()
    )
    return (found[0], found[1]) if found else None


def most_urgent(actor: Actor, now: datetime) -> str | None:
    """The code of the dossier with the most urgent task in the actor's hands."""
    return (
        tasks(actor, View.MINE, now).order_by("due_at", "pk").values_list("dossier__code", flat=True).first()
    )


def urgency(due_at: datetime, now: datetime) -> Urgency:
    """How urgent a step is: past its time, today, by the end of this week (Sunday), or later."""
    if due_at < now:
        return Urgency.PAST
    today, due_on = now.astimezone(LOCAL).date(), due_at.astimezone(LOCAL).date()
    if due_on == today:
        return Urgency.TODAY
    sunday = today + timedelta(days=7 - today.isoweekday())
    return Urgency.WEEK if due_on <= sunday else Urgency.LATER


def _key_of(task: Task, view: View) -> datetime:
    if view is View.DONE:
        assert task.ended_at is not None
        return task.ended_at
    return task.due_at


def _ordered(found: QuerySet[Task], view: View, after: Key | None) -> QuerySet[Task]:
    if view is View.DONE:
        if after is not None:
            found = found.filter(Q(ended_at__lt=after[0]) | Q(ended_at=after[0], pk__lt=after[1]))
        return found.order_by("-ended_at", "-pk")
    if after is not None:
        found = found.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], pk__gt=after[1]))
    return found.order_by("due_at", "pk")


def _with_dossier(found: QuerySet[Task]) -> QuerySet[Task]:
    pauses = Prefetch("dossier__pauses", Pause.objects.order_by("started_at"))
    return found.select_related(
        "officer", "dossier__party_version", "dossier__procedure_version", "dossier__calendar"
    ).prefetch_related(pauses)


def _before(shown: Sequence[Task]) -> dict[int, Before]:
    """For each dossier the step that ended last before the one shown; words only of what was sent back."""
    ids = [task.dossier_id for task in shown if task.ended_at is None]
    ended = (
        Task.objects.filter(dossier_id__in=ids, ended_at__isnull=False)
        .order_by("dossier_id", "-ended_at", "-pk")
        .distinct("dossier_id")
        .select_related("ended_by")
    )
    last = {task.dossier_id: task for task in ended} if ids else {}
    words = _words([pk for pk, task in last.items() if task.outcome == Task.Outcome.SENT_BACK])
    return {
        pk: Before(
            outcome=task.outcome,
            officer=task.ended_by.name if task.ended_by else "",
            role=task.role,
            at=task.ended_at,
            words=words.get(pk, ""),
        )
        for pk, task in last.items()
        if task.ended_at is not None
    }


def _words(sent_back: Iterable[int]) -> dict[int, str]:
    ids = list(sent_back)
    if not ids:
        return {}
    remarks = (
        Remark.objects.filter(dossier_id__in=ids, kind=Remark.Kind.SEND_BACK)
        .order_by("dossier_id", "-number")
        .distinct("dossier_id")
    )
    return {remark.dossier_id: remark.body for remark in remarks}


def reading_of(dossier: Dossier, pauses: Iterable[Pause], task: Task | None = None) -> Reading:
    """The rows that a dossier's clock is read from."""
    return Reading(
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        late_after=dossier.late_after,
        finished_at=dossier.finished_at,
        pauses=tuple(Span(pause.started_at, pause.ended_at) for pause in pauses),
        step_due_at=task.due_at if task and task.ended_at is None else None,
    )


def _item(task: Task, before: Before | None, now: datetime) -> DossierWork:
    dossier = task.dossier
    working = calendars.working_time_of(dossier.calendar_id, dossier.calendar.revision)
    definition = processes.definition(dossier.process_version_id)
    return DossierWork(
        kind=KIND,
        id=task.pk,
        object_id=dossier.pk,
        reference=dossier.code,
        title=dossier.party_version.name,
        subject=dossier.procedure_version.name,
        step=definition.step(task.element).name,
        due_at=task.due_at,
        started_at=task.started_at,
        officer_id=task.officer_id,
        remark=before.words if before else "",
        role=task.role,
        officer=task.officer.name if task.officer else "",
        state=State(dossier.state),
        left=working.between(now, task.due_at),
        clock=read_clock(reading_of(dossier, dossier.pauses.all(), task), now, working),
        dossier_due_at=dossier.due_at,
        urgency=urgency(task.due_at, now),
        ended_at=task.ended_at,
        before=before,
        fee_owed=dossier.open_obligations > 0,
    )
