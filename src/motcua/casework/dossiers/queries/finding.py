"""Finding a dossier: by its code or a part of it, a task of it, and where it is now in a few words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch, Q, QuerySet

from motcua.casework.dossiers import rules
from motcua.casework.dossiers.models import Dossier, Task
from motcua.casework.dossiers.queries.terms import AskedPaper, terms_of
from motcua.casework.dossiers.states import State
from motcua.catalogue.processes import queries as processes
from motcua.catalogue.processes.rules import Step
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import LOCAL
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.queries import UnitView

DAY_IN_CODE = re.compile(r"(?:^|-)(\d{6})(?:-|$)")


def visible_to(actor: Actor) -> QuerySet[Dossier]:
    """The dossiers that the actor may see."""
    return policy.visible(actor, "dossiers.view", Dossier.objects.all())


def by_code(actor: Actor, code: str) -> Dossier:
    """The dossier with this code; raises Refused NOT_FOUND, also for one that is not the actor's to see."""
    found = visible_to(actor).filter(code=code).select_related("party", "party_version").first()
    if found is None:
        raise Refused(KernelRefusal.NOT_FOUND)
    return found


def _day_in(text: str) -> date | None:
    """The date in a code or in the end of one: six digits, year, month, day."""
    found = DAY_IN_CODE.search(text)
    try:
        return datetime.strptime(found.group(1), "%y%m%d").date() if found else None  # noqa: DTZ007 - only a day
    except ValueError:
        return None


def open_task_id(dossier: Dossier) -> int:
    """The task that is open; raises Refused CLOSED when the dossier's road has ended."""
    found = (
        Task.objects.filter(dossier_id=dossier.pk, ended_at__isnull=True).values_list("pk", flat=True).first()
    )
    if found is None:
        raise Refused(rules.Refusal.CLOSED)
    return found


def code_part(actor: Actor, text: str) -> QuerySet[Dossier]:
    """The actor's dossiers whose code begins with this, or has this date and what stands around it.

    A code is looked up by its beginning or by its day, which have indexes; anywhere else in it would read them all.
    """
    wanted = "".join(text.split()).upper()
    if not wanted:
        return Dossier.objects.none()
    found = visible_to(actor).filter(code__startswith=wanted)
    if (day := _day_in(wanted)) is not None:
        begins = datetime.combine(day, time(), LOCAL)
        same_day = Q(
            received_at__gte=begins, received_at__lt=begins + timedelta(days=1), code__contains=wanted
        )
        found = visible_to(actor).filter(same_day | Q(code=wanted))
    return found


def task_of(actor: Actor, code: str, task_id: int) -> Task:
    """A task of that dossier; raises Refused NOT_FOUND, also when the dossier is not the actor's to see."""
    mine = visible_to(actor).filter(code=code)
    found = Task.objects.filter(pk=task_id, dossier__in=mine).select_related("dossier").first()
    if found is None:
        raise Refused(KernelRefusal.NOT_FOUND)
    return found


def papers_of_task(task_id: int) -> tuple[AskedPaper, ...]:
    """The list of papers of a task's procedure."""
    version_id = Task.objects.values_list("dossier__procedure_version_id", flat=True).get(pk=task_id)
    return terms_of(version_id).papers


def steps_at(task: Task) -> tuple[Step, Step | None]:
    """A task's step and the one that follows it; the task comes with its dossier."""
    definition = processes.definition(task.dossier.process_version_id)
    return definition.step(task.element), definition.next_step(task.element)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a dossier is now, in a few words: its state, and the open step with its unit and officer."""

    code: str
    state: State
    due_at: datetime
    step: str = ""
    unit: str = ""
    role: str = ""
    officer: str = ""


def whereabouts(code: str, now: datetime) -> Whereabouts:
    """Where a dossier is now; three statements, for what is said after a verb."""
    found = Dossier.objects.filter(code=code).prefetch_related(
        Prefetch("tasks", Task.objects.filter(ended_at__isnull=True).select_related("officer"))
    )
    dossier = found.get()
    task = next(iter(dossier.tasks.all()), None)
    if task is None:
        return Whereabouts(code, State(dossier.state), dossier.due_at)
    units = organisation.names([task.unit_id], organisation.day_of(now))
    return Whereabouts(
        code=code,
        state=State(dossier.state),
        due_at=dossier.due_at,
        step=processes.definition(dossier.process_version_id).step(task.element).name,
        unit=called(units, task.unit_id),
        role=task.role,
        officer=task.officer.name if task.officer else "",
    )


def called(units: Mapping[int, UnitView], unit_id: int | None) -> str:
    """What a unit is called; nothing for none."""
    unit = units.get(unit_id) if unit_id is not None else None
    return unit.name if unit else ""
