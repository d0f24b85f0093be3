"""Two at once on two connections: the lock of the procedure lets one through, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import psycopg
import pytest
from django.db import connection

from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.models import Offer, ProcedureVersion
from motcua.catalogue.procedures.rules import Refusal
from motcua.catalogue.procedures.tests.cast import (
    DAY,
    KEEPER,
    NEW_YEAR,
    NOW,
    decision,
    draft,
    published,
    unit,
)
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import UnitKind

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("real_db")]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Start all on connections of their own at one moment; the results, or the codes of the refusals."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return act()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_drafts_at_once_are_one() -> None:
    procedure_id = published().procedure_id
    act = lambda: actions.draft_version(procedure_id, by=KEEPER, now=NOW).number  # noqa: E731
    assert sorted(at_once(act, act), key=str) == [2, Refusal.DRAFT_EXISTS]


def test_two_fields_of_one_name_at_once_are_one() -> None:
    acts = [lambda code=code: actions.add_field(code, "Hộ tịch", by=KEEPER, now=NOW).code for code in "ab"]
    found = at_once(*acts)
    assert found in (["a", Refusal.FIELD_NAME_TAKEN], [Refusal.FIELD_NAME_TAKEN, "b"])


def test_a_field_is_not_renamed_under_what_is_being_published(owner: psycopg.Connection[object]) -> None:
    version = draft()
    act = decision("02/QĐ", DAY)
    with owner.transaction():
        # Somebody publishes: he holds the procedure's lock and has not committed.
        owner.execute("SELECT 1 FROM procedure WHERE id = %s FOR NO KEY UPDATE", [version.procedure_id])
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(_renamed, version.procedure.field_id)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.5)
            owner.execute(
                "UPDATE procedure_version SET state = 'published', decision_id = %s, valid_from = %s WHERE id = %s",
                [act.pk, DAY, version.pk],
            )
            owner.execute("COMMIT")
            assert waiting.result(timeout=10) == Refusal.FIELD_IN_USE
        owner.execute("BEGIN")


def _renamed(field_id: int) -> Any:
    try:
        return actions.rename_field(field_id, "Khác", by=KEEPER, now=NOW).name
    except Refused as refused:
        return refused.code
    finally:
        connection.close()


def test_two_procedures_of_one_code_at_once_are_one() -> None:
    actions.add_field("ho-tich", "Hộ tịch", by=KEEPER, now=NOW)
    act = lambda: draft().number  # noqa: E731
    assert sorted(at_once(act, act), key=str) == [1, Refusal.CODE_TAKEN]


def test_two_publications_by_two_decisions_at_once_are_one() -> None:
    version = draft()
    acts = [decision("01/QĐ").pk, decision("02/QĐ", DAY).pk]

    def publish(decision_id: int) -> int:
        return actions.publish(version.pk, decision_id=decision_id, by=KEEPER, now=NOW).pk

    answers = at_once(lambda: publish(acts[0]), lambda: publish(acts[1]))
    assert sorted(answers, key=str) == sorted([version.pk, Refusal.NOT_A_DRAFT], key=str)


def test_the_same_publication_at_once_is_done_once() -> None:
    version, act = draft(), decision()

    def publish() -> int:
        return actions.publish(version.pk, decision_id=act.pk, by=KEEPER, now=NOW).pk

    assert at_once(publish, publish) == [version.pk, version.pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal WHERE verb = 'procedures.published'")
        assert cursor.fetchone() == (1,)


def test_a_repeal_and_a_new_version_at_once_leave_one_order() -> None:
    version = published()
    newer = actions.draft_version(version.procedure_id, by=KEEPER, now=NOW)
    act = decision("02/QĐ", DAY)
    at_once(
        lambda: actions.publish(newer.pk, decision_id=act.pk, by=KEEPER, now=NOW),
        lambda: actions.repeal(version.procedure_id, decision_id=act.pk, by=KEEPER, now=NOW),
    )
    in_force = queries.in_force(DAY).filter(procedure_id=version.procedure_id)
    assert in_force.count() <= 1
    assert (
        ProcedureVersion.objects.filter(procedure_id=version.procedure_id, valid_to__isnull=True).count() <= 1
    )


def test_one_one_stop_offered_twice_at_once_receives_once() -> None:
    procedure_id = published().procedure_id
    agency = unit(UnitKind.DISTRICT)
    place = actions.Place(unit(UnitKind.ONE_STOP), agency, agency)

    def offer() -> int:
        return len(actions.offer_at(procedure_id, [place], valid_from=NEW_YEAR, by=KEEPER, now=NOW))

    assert sorted(at_once(offer, offer)) == [0, 1]
    assert Offer.objects.count() == 1
