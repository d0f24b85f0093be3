"""Work that is done together: what is alike, what an officer holds, and to whom it may be given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from motcua.casework.dossiers import rules
from motcua.casework.dossiers.models import Task
from motcua.casework.dossiers.queries.finding import visible_to
from motcua.casework.dossiers.queries.work import Urgency, View, tasks, urgency
from motcua.casework.dossiers.rules import StepVerb
from motcua.catalogue.processes import queries as processes
from motcua.catalogue.processes.rules import Step
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.queries import OfficerView, day_of


@dataclass(frozen=True, slots=True)
class Alike:
    """Tasks of one step: the tasks by date, the step, what follows, and the verb that ends it."""

    tasks: tuple[Task, ...]
    step: Step
    following: Step | None
    verb: StepVerb


@dataclass(frozen=True, slots=True)
class Holder:
    """An officer of the unit, with how many open tasks he holds there."""

    officer_id: int
    name: str
    role: str
    count: int


@dataclass(frozen=True, slots=True)
class Held:
    """What an officer holds in a role of the unit: the tasks by date, and their numbers by step and by urgency."""

    tasks: tuple[Task, ...]
    by_step: Mapping[str, int]
    by_urgency: Mapping[Urgency, int]


def _with_names(found: QuerySet[Task]) -> QuerySet[Task]:
    return found.select_related(
        "officer", "dossier__party_version", "dossier__procedure_version", "dossier__calendar"
    ).order_by("due_at", "pk")


def chosen(actor: Actor, ids: Iterable[int]) -> Alike | None:
    """The tasks that were ticked, as far as the actor may see them; None when there are none.

    Raises Refused NOT_ALIKE or TOO_MANY_TOGETHER.
    """
    wanted = list(dict.fromkeys(ids))
    found = list(_with_names(Task.objects.filter(pk__in=wanted, dossier__in=visible_to(actor))))
    kinds = [(t.dossier.procedure_id, t.dossier.process_version_id, t.element) for t in found]
    rules.check_alike(kinds, len(wanted))
    if not found:
        return None
    definition = processes.definition(found[0].dossier.process_version_id)
    step = definition.step(found[0].element)
    return Alike(tuple(found), step, definition.next_step(step.key), rules.verb_of(definition, step.key))


def alike(actor: Actor, task_id: int, now: datetime) -> list[int]:
    """All of the actor's own tasks that are like this one, the most urgent first, as many as may be done at once."""
    one = Task.objects.filter(pk=task_id, dossier__in=visible_to(actor)).select_related("dossier").first()
    if one is None:
        return []
    same = tasks(actor, View.MINE, now).filter(
        element=one.element,
        dossier__procedure_id=one.dossier.procedure_id,
        dossier__process_version_id=one.dossier.process_version_id,
    )
    return list(same.order_by("due_at", "pk").values_list("pk", flat=True)[: rules.AT_ONCE])


def _given_out(actor: Actor) -> QuerySet[Task]:
    """The open tasks that the actor gives out: of his unit, held by somebody."""
    led = policy.visible(actor, "dossiers.reassign", Task.objects.filter(ended_at__isnull=True))
    return led.filter(officer__isnull=False)


def holders(actor: Actor) -> tuple[Holder, ...]:
    """Who holds work in the actor's unit, those with most of it first; also whoever has left."""
    rows = (
        _given_out(actor)
        .order_by()
        .values("officer_id", "officer__name", "role")
        .annotate(n=Count("pk"))
        .order_by("-n", "officer__name", "role")
    )
    return tuple(Holder(row["officer_id"], row["officer__name"], row["role"], row["n"]) for row in rows)


def held_by(actor: Actor, officer_id: int, role: str, now: datetime) -> Held:
    """What an officer holds in a role of the actor's unit, the most urgent first, as much as may be moved at once."""
    found = _given_out(actor).filter(officer_id=officer_id, role=role)
    shown = tuple(_with_names(found)[: rules.AT_ONCE])
    by_step: dict[str, int] = {}
    by_urgency: dict[Urgency, int] = {}
    for task in shown:
        name = processes.definition(task.dossier.process_version_id).step(task.element).name
        by_step[name] = by_step.get(name, 0) + 1
        near = urgency(task.due_at, now)
        by_urgency[near] = by_urgency.get(near, 0) + 1
    return Held(shown, by_step, by_urgency)


def others(actor: Actor, officer_id: int, role: str, now: datetime) -> tuple[OfficerView, ...]:
    """Who else holds that office today, and so may be given the work."""
    unit_id = actor.unit_id or 0
    found = organisation.officers_in(unit_id, role, day_of(now))
    return tuple(one for one in found if one.officer_id != officer_id)


def held_under(officer_id: int, unit_id: int, role: str) -> int:
    """How many open tasks an officer holds in an office: what is left behind when the appointment ends."""
    held = Task.objects.filter(ended_at__isnull=True, officer_id=officer_id, unit_id=unit_id, role=role)
    return held.count()
