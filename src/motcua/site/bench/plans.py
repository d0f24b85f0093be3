"""What receiving and passing on ask of the database: how many statements, by which plans, touching how many buffers.

The verb is done in a transaction that is rolled back, its statements are kept, and each is then explained while it
runs, in their order, in another transaction that is rolled back. With a thousand and with a million dossiers there
are as many statements with the same plans; an index that has grown a level costs one buffer more where it is touched.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from typing import Any

import psycopg
from django.db import connection, transaction
from psycopg.types.numeric import Int8Dumper

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Applicant, HandedIn, Intake
from motcua.casework.dossiers.models import Dossier
from motcua.catalogue.processes import queries as processes
from motcua.catalogue.processes.rules import StepKind
from motcua.ground.kernel import clock
from motcua.people.accounts import queries as accounts
from motcua.site.bench.crowd import Crowd
from motcua.site.bench.measurement import Measurement
from motcua.site.launch.failures import BadUse

EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY OFF, FORMAT JSON) "
Statement = tuple[str, Any]
Verb = Callable[[], object]


@dataclass(slots=True)
class Touched:
    """The statements of a verb as they were done: their plans, the buffers of all, those of each table and index."""

    statements: int = 0
    all: int = 0
    plans: list[str] = field(default_factory=list)
    buffers: dict[str, int] = field(default_factory=dict)

    @property
    def plan(self) -> str:
        """The same eight letters for the same plans."""
        return sha256("\n".join(self.plans).encode()).hexdigest()[:8]


def run() -> list[Measurement]:
    """Explain both verbs on the database that is there."""
    state = clock.state()
    if not state.is_demonstration:
        raise BadUse(
            "Phép đo này cần dữ liệu của bản trình diễn.", "This bench needs the data of a demonstration."
        )
    dossiers = Dossier.objects.count()
    crowd = Crowd(state.now, Random(1))
    verbs = {"receive": _receiving(crowd), "advance": _advancing(crowd)}
    return [_measured(name, touched(verb), dossiers) for name, verb in verbs.items()]


def _measured(name: str, found: Touched, dossiers: int) -> Measurement:
    return Measurement(
        name=f"plans.{name}",
        value=found.all,
        unit="buffers",
        load=f"{found.statements} statements, plans {found.plan}, {dossiers} dossiers; "
        + ", ".join(f"{relation} {count}" for relation, count in sorted(found.buffers.items())),
    )


# --- the verbs ---------------------------------------------------------------------------------------------------


def _receiving(crowd: Crowd) -> Verb:
    person = next(one for one in crowd.people if one.username == "tiepnhan")
    form = crowd.intakes[0]
    papers = form["paper"]
    assert isinstance(papers, list)
    intake = Intake(
        procedure_id=int(str(form["procedure"])),
        applicant=Applicant(name="Nguyễn Văn Đo", identity_number="999000000001"),
        papers=tuple(HandedIn(paper, "Giấy tờ", originals=1) for paper in papers),
    )
    by = accounts.actor(person.account_id, crowd.now)
    return lambda: actions.receive(intake, by=by, now=crowd.now, key="bench")


def _advancing(crowd: Crowd) -> Verb:
    person, task = next(
        (person, task)
        for person, task in crowd.forwardable()
        if processes.definition(task.dossier.process_version_id).step(task.element).kind
        is not StepKind.ASSIGN
    )
    by = accounts.actor(person.account_id, crowd.now)
    return lambda: actions.forward(task.pk, by=by, now=crowd.now, key="bench")


# --- what they ask -----------------------------------------------------------------------------------------------


def touched(verb: Verb) -> Touched:
    """What a verb asks of the database; the first time, which reads what does not change, is not counted."""
    _undone(verb)
    with _kept() as statements:
        _undone(verb)
    found = Touched()
    with transaction.atomic():
        for statement, parameters in statements:
            _explain(statement, parameters, found)
        transaction.set_rollback(True)
    return found


def _undone(verb: Verb) -> None:
    with transaction.atomic():
        verb()
        transaction.set_rollback(True)


@contextmanager
def _kept() -> Iterator[list[Statement]]:
    """Keep every statement that is sent, the prepared ones too."""
    kept: list[Statement] = []

    class Keeping(psycopg.Cursor[Any]):
        """A cursor that notes what it sends."""

        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            """Note it, then send it."""
            kept.append((str(query), params))
            return super().execute(query, params, **options)

    def noted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            kept.append((sql, params))
        return execute(sql, params, many, context)

    before = psycopg.Cursor
    psycopg.Cursor = Keeping  # type: ignore[misc]
    try:
        with connection.execute_wrapper(noted):
            yield kept
    finally:
        psycopg.Cursor = before  # type: ignore[misc]


def _explain(statement: str, parameters: Any, found: Touched) -> None:
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.adapters.register_dumper(int, Int8Dumper)
        cursor.execute(EXPLAIN + statement, parameters)
        row = cursor.fetchone()
    assert row is not None
    plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
    found.statements += 1
    found.plans += list(_shapes(plan[0]["Plan"], 0))
    found.all += _blocks(plan[0]["Plan"])
    _count(plan[0]["Plan"], found.buffers)


def _shapes(plan: dict[str, Any], depth: int) -> Iterator[str]:
    yield f"{depth} {plan['Node Type']} {plan.get('Relation Name', '')} {plan.get('Index Name', '')}"
    for part in plan.get("Plans", ()):
        yield from _shapes(part, depth + 1)


def _count(plan: dict[str, Any], buffers: dict[str, int]) -> None:
    """Each node's own buffers: its total without those of its parts; a part that a node only reads again is not its."""
    parts = plan.get("Plans", ())
    own = _blocks(plan) - sum(map(_blocks, parts))
    name = plan.get("Index Name") or plan.get("Relation Name")
    if name and own > 0:
        buffers[name] = buffers.get(name, 0) + own
    for part in parts:
        _count(part, buffers)


def _blocks(plan: dict[str, Any]) -> int:
    return int(plan.get("Shared Hit Blocks", 0)) + int(plan.get("Shared Read Blocks", 0))
