"""Publishing internal processes, and entering the catalogue shipped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.catalogue.procedures.rules import Refusal as ProcedureRefusal
from motcua.catalogue.procedures.tests.cast import (
    DAY,
    KEEPER,
    NEW_YEAR,
    NOW,
    STRANGERS,
    published,
)
from motcua.catalogue.processes import actions, queries
from motcua.catalogue.processes.models import Origin, ProcessVersion
from motcua.catalogue.processes.rules import Definition, Refusal, derived_steps
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused

pytestmark = pytest.mark.django_db

FIVE = Definition.from_steps(derived_steps(Decimal(40), in_commune=True))
SEVEN = Definition.from_steps(derived_steps(Decimal(40), in_commune=False))


@pytest.fixture(autouse=True)
def _fresh_definitions() -> Iterator[None]:
    queries.definition.cache_clear()
    yield
    queries.definition.cache_clear()


def publish(
    procedure_id: int, definition: Definition = FIVE, on: date = NEW_YEAR, by: Actor = KEEPER
) -> ProcessVersion:
    return actions.publish_process(
        procedure_id, definition, valid_from=on, origin=Origin.DERIVED, source="ours", by=by, now=NOW
    )


def recorded() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT object_id FROM journal WHERE verb = 'processes.published' ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_a_published_process_is_in_force_from_its_day() -> None:
    procedure_id = published().procedure_id
    version = publish(procedure_id, on=DAY)
    assert queries.in_force(procedure_id, DAY) == version
    with pytest.raises(Refused) as refused:
        queries.in_force(procedure_id, DAY - timedelta(days=1))
    assert refused.value.code == Refusal.VERSION_NOT_FOUND


def test_the_definition_is_read_as_it_was_written() -> None:
    assert queries.definition(publish(published().procedure_id).pk) == FIVE


def test_the_definition_is_read_once(django_assert_num_queries: object) -> None:
    version = publish(published().procedure_id)
    first = queries.definition(version.pk)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert queries.definition(version.pk) is first


def test_a_version_that_is_not_there_is_not_found() -> None:
    with pytest.raises(Refused) as refused:
        queries.definition(999_999)
    assert refused.value.code == Refusal.VERSION_NOT_FOUND


def test_the_newer_process_ends_the_older_on_its_day() -> None:
    procedure_id = published().procedure_id
    older, newer = publish(procedure_id), publish(procedure_id, SEVEN, DAY)
    assert queries.in_force(procedure_id, DAY - timedelta(days=1)) == older
    assert queries.in_force(procedure_id, DAY) == newer
    assert [v.number for v in queries.versions(procedure_id)] == [2, 1]
    assert recorded() == [procedure_id, procedure_id]


def test_publishing_the_same_again_changes_nothing() -> None:
    procedure_id = published().procedure_id
    assert publish(procedure_id) == publish(procedure_id)
    assert recorded() == [procedure_id]


@pytest.mark.parametrize("on", [NEW_YEAR, NEW_YEAR - timedelta(days=1)])
def test_it_refuses_another_process_not_after_the_last(on: date) -> None:
    procedure_id = published().procedure_id
    publish(procedure_id)
    with pytest.raises(Refused) as refused:
        publish(procedure_id, SEVEN, on)
    assert refused.value.code == Refusal.NOT_AFTER_THE_LAST


def test_it_refuses_an_unsound_process_and_says_every_fault() -> None:
    with pytest.raises(Refused) as refused:
        publish(published().procedure_id, Definition.from_steps(FIVE.steps[1:2]))
    assert refused.value.code == Refusal.NOT_SOUND
    assert "phải có đúng một bước tiếp nhận." in refused.value.sentence()
    assert "chưa có bước trả kết quả." in refused.value.sentence()


def test_it_refuses_a_procedure_that_is_not_there() -> None:
    with pytest.raises(Refused) as refused:
        publish(999_999)
    assert refused.value.code == ProcedureRefusal.PROCEDURE_NOT_FOUND


@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda actor: actor.role or actor.kind)
def test_only_who_keeps_the_catalogue_publishes(stranger: Actor) -> None:
    procedure_id = published().procedure_id
    with pytest.raises(Refused) as refused:
        publish(procedure_id, by=stranger)
    assert refused.value.code == KernelRefusal.NOT_ALLOWED


def test_when_the_event_fails_nothing_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    procedure_id = published().procedure_id

    def fail(*_args: object, **_kwargs: object) -> int:
        raise RuntimeError("no journal")

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        publish(procedure_id)
    assert queries.versions(procedure_id) == []


def test_the_database_allows_one_open_process() -> None:
    version = publish(published().procedure_id)
    with pytest.raises(IntegrityError, match="one_open_process"), transaction.atomic():
        ProcessVersion.objects.create(
            procedure_id=version.procedure_id, number=2, valid_from=DAY, definition={}, origin=Origin.DERIVED
        )
