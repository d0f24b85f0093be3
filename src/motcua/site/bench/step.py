"""Advancing a dossier: the public verb, against the rows it writes sent one by one, and against the ORM's usual way.

The measured loop builds the actor, asks the policy, keeps an idempotency key and writes the journal. The floor is
psycopg alone: BEGIN, SELECT FOR UPDATE, one single-row statement for each row that the verb writes, COMMIT.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connection, transaction

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.models import Dossier, Task
from motcua.casework.dossiers.states import State
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.catalogue.processes.rules import Definition, Place, Step, StepKind
from motcua.ground.access import policy
from motcua.ground.kernel.models import DoneRequest, JournalRow
from motcua.people.accounts import queries as accounts
from motcua.people.organisation.models import Role
from motcua.site.bench.load import Work, compared
from motcua.site.bench.measurement import Measurement, percentile
from motcua.site.bench.scratch import scratch_database

TARGET = 0.5
SECONDS, ROUNDS = 2.0, 3
STEPS = 200  # of one dossier
WORKERS = (1, 2, 4)
DOSSIERS = 8  # for each process; a step after another on each in turn


def long_process() -> tuple[Step, ...]:
    """One handler does step after step: a bench that never runs out of them."""
    first, last = stage.STEPS[0], stage.STEPS[-1]
    middle = (
        Step(f"s{n}", "Thẩm tra", StepKind.HANDLE, Role.HANDLER.value, Place.DIVISION, Decimal(8))
        for n in range(STEPS)
    )
    return (first, *middle, stage.STEPS[-2], last)


def run() -> list[Measurement]:
    """Measure with 1, 2 and 4 processes."""
    with scratch_database() as url:
        cast = stage.set_the_stage()
        cast.procedure = stage.procedure("Thủ tục đo", steps=long_process())
        stage.offer(cast.procedure, cast.here)
        found: list[Measurement] = []
        for workers in WORKERS:
            found += measure(cast, url, workers)
        return found


def measure(cast: Cast, url: str, workers: int) -> list[Measurement]:
    """The verb and the ORM over the floor, in turns."""
    account = cast.here.accounts[Role.HANDLER.value].pk
    appointment = cast.here.appointments[Role.HANDLER.value].pk
    works: dict[str, Work] = {
        "floor": lambda _n: floor(cast, url),
        "verb": lambda _n: verb(cast, account, appointment),
        "orm": lambda _n: usual(cast, account, appointment),
    }
    rates = compared(works, workers, SECONDS, ROUNDS)
    load = f"{workers} process{'es' if workers > 1 else ''}, {ROUNDS} × {SECONDS:g} s"
    return [
        Measurement(
            name=f"step.{'advance' if name == 'verb' else 'orm'}.{workers}",
            value=rates[name].per_second,
            unit="steps/s",
            floor=rates["floor"].per_second,
            p50=percentile(rates[name].milliseconds, 0.5),
            p95=percentile(rates[name].milliseconds, 0.95),
            target=TARGET if name == "verb" else None,
            target_is_ratio=True,
            load=load,
        )
        for name in ("verb", "orm")
    ]


class Supply:
    """Open tasks of this process's own dossiers, in turns; a new dossier when one has run out of steps."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.tasks = [self._fresh() for _ in range(DOSSIERS)]
        self.left = [STEPS - 1] * DOSSIERS
        self.turn = count()

    def _fresh(self) -> int:
        return self.cast.receive().task_id or 0

    def each(self, step: Callable[[int], int | None]) -> None:
        """Do one step of the next dossier; the step returns the task that follows."""
        place = next(self.turn) % DOSSIERS
        following = step(self.tasks[place])
        self.left[place] -= 1
        if self.left[place] and following:
            self.tasks[place] = following
        else:
            self.tasks[place], self.left[place] = self._fresh(), STEPS - 1


def verb(cast: Cast, account: int, appointment: int) -> Callable[[], object]:
    """The public verb, its actor built anew each time."""
    supply = Supply(cast)

    def step(task_id: int) -> int | None:
        by = accounts.actor(account, MORNING, appointment)
        return actions.forward(task_id, by=by, now=MORNING, key=uuid4().hex).task_id

    return lambda: supply.each(step)


FLOOR = {
    "lock": "SELECT id, events FROM dossier WHERE id = %s FOR NO KEY UPDATE",
    "end": "UPDATE task SET ended_at = %s, ended_by_id = %s, outcome = 'done', officer_id = %s WHERE id = %s",
    "begin": (
        "INSERT INTO task (dossier_id, element, token, scope, iteration, unit_id, role, started_at, due_at, outcome) "
        "VALUES (%s, %s, 1, 0, 1, %s, 'handler', %s, %s, '') RETURNING id"
    ),
    "move": "UPDATE dossier SET state = 4, events = %s WHERE id = %s",
    "keep": (
        "INSERT INTO done_request (account_id, key, verb, body_hash, result) "
        "VALUES (%s, %s, 'dossiers.forward', %s, %s::jsonb)"
    ),
    "tell": (
        "INSERT INTO journal (verb, object_kind, object_id, number, account_id, officer_id, unit_id, role, "
        "appointment_id, data, at) VALUES ('dossiers.forward', 'dossier', %s, %s, %s, %s, %s, 'handler', %s, "
        "%s::jsonb, %s)"
    ),
}


def floor(cast: Cast, url: str) -> Callable[[], object]:
    """The same rows, one statement each, nothing else."""
    officer, account = cast.here.officer_id(Role.HANDLER), cast.here.accounts[Role.HANDLER.value].pk
    appointment, unit = cast.here.appointments[Role.HANDLER.value].pk, cast.here.division.pk
    received = [cast.receive() for _ in range(DOSSIERS)]
    tasks = [row.task_id for row in received]
    turn = count()
    due = MORNING + timedelta(days=1)
    connection.close()
    raw = psycopg.connect(url, autocommit=True, prepare_threshold=0)

    def act() -> None:
        place = next(turn) % DOSSIERS
        dossier, task = received[place].dossier_id, tasks[place]
        with raw.transaction():
            (_id, events) = raw.execute(FLOOR["lock"], [dossier]).fetchone() or (0, 0)
            raw.execute(FLOOR["end"], [MORNING, officer, officer, task])
            new = raw.execute(FLOOR["begin"], [dossier, "s1", unit, MORNING, due]).fetchone()
            raw.execute(FLOOR["move"], [events + 1, dossier])
            raw.execute(FLOOR["keep"], [account, uuid4().hex, b"0" * 32, '{"dossier": 1, "number": 2}'])
            data = json.dumps({"ended": task, "outcome": "done", "state": 4, "opened": {"element": "s1"}})
            raw.execute(
                FLOOR["tell"], [dossier, events + 1, account, officer, unit, appointment, data, MORNING]
            )
        tasks[place] = new[0] if new else None

    return act


def usual(cast: Cast, account: int, appointment: int) -> Callable[[], object]:
    """The same verb as it is usually written with the ORM."""
    supply = Supply(cast)
    return lambda: supply.each(lambda task_id: by_orm(task_id, account, appointment))


def by_orm(task_id: int, account: int, appointment: int) -> int | None:
    """One step with objects and `save`."""
    by = accounts.actor(account, MORNING, appointment)
    with transaction.atomic():
        task = Task.objects.select_related("dossier", "dossier__process_version").get(pk=task_id)
        dossier = Dossier.objects.select_for_update(of=("self",), no_key=True).get(pk=task.dossier_id)
        policy.check(by, "dossiers.view", dossier)
        definition: Any = Definition.from_json(dossier.process_version.definition)
        step = definition.next_step(task.element)
        task.ended_at, task.ended_by_id, task.outcome = MORNING, by.officer_id, Task.Outcome.DONE
        task.officer_id = by.officer_id
        task.save()
        following = Task.objects.create(
            dossier=dossier, element=step.key, token=1, unit_id=task.unit_id, role=task.role, started_at=MORNING,
            due_at=MORNING + timedelta(days=1),
        )  # fmt: skip
        dossier.state, dossier.events = State.IN_PROGRESS, dossier.events + 1
        dossier.save()
        DoneRequest.objects.create(
            account_id=account,
            key=uuid4().hex,
            verb="dossiers.forward",
            body_hash=b"0" * 32,
            result={"number": 1},
        )
        JournalRow.objects.create(
            verb="dossiers.forward", object_kind="dossier", object_id=dossier.pk, number=dossier.events,
            account_id=account, officer_id=by.officer_id, unit_id=by.unit_id, role=by.role or "",
            appointment_id=appointment, data={"ended": task.pk, "opened": following.pk}, at=MORNING,
        )  # fmt: skip
    return following.pk
