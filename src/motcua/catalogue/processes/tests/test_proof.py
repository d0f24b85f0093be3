"""The proof of internal processes: what was changed, removed or put in behind their back is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from motcua.catalogue.procedures.tests.cast import DAY, published
from motcua.catalogue.processes.models import ProcessVersion
from motcua.catalogue.processes.queries.proof import broken_rules
from motcua.catalogue.processes.tests.test_publishing import SEVEN, publish

Owner = Callable[..., int]


@pytest.fixture(scope="module")
def story(owners_transaction: None) -> ProcessVersion:
    """Two processes of one procedure, one after the other; another procedure has none."""
    published(code="2.000815")
    first = publish(published().procedure_id)
    return publish(first.procedure_id, SEVEN, DAY)


def found() -> set[str]:
    return {f"{broken.kind} {broken.name} {broken.code}" for broken in broken_rules()}


def test_a_whole_story_holds(as_owner: Owner, story: ProcessVersion) -> None:
    assert found() == set()


LAST = "WHERE valid_to IS NULL"
CHANGES = [
    f"UPDATE process_version SET definition = jsonb_set(definition, '{{steps,0,role}}', '\"leader\"') {LAST}",
    f"UPDATE process_version SET valid_from = valid_from + 1 {LAST}",
    "UPDATE process_version SET valid_to = valid_to + 1 WHERE valid_to IS NOT NULL",
    f"UPDATE process_version SET origin = 'published' {LAST}",
    f"UPDATE process_version SET source = 'khác' {LAST}",
    f"UPDATE process_version SET number = 9 {LAST}",
    f"DELETE FROM process_version {LAST}",
    "INSERT INTO process_version (procedure_id, number, valid_from, valid_to, definition, origin, source, mismatch) "
    "SELECT procedure_id, 9, '2015-01-01', '2016-01-01', definition, origin, source, mismatch "
    f"FROM process_version {LAST}",
    "UPDATE journal SET data = '{}' WHERE verb = 'processes.published'",
    "UPDATE journal SET data = '[]' WHERE verb = 'processes.published'",
    "UPDATE journal SET data = jsonb_set(data, '{process_version_id}', '[1]') WHERE verb = 'processes.published'",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_a_change_behind_its_back_is_found(as_owner: Owner, story: ProcessVersion, statement: str) -> None:
    assert as_owner(statement)
    assert found() == {"process 1.001193 differs"}


def test_a_process_of_a_procedure_without_any_is_found(as_owner: Owner, story: ProcessVersion) -> None:
    as_owner(
        "INSERT INTO process_version (procedure_id, number, valid_from, definition, origin, source, mismatch) SELECT "
        f"(SELECT min(id) FROM procedure), 1, valid_from, definition, origin, source, '' FROM process_version {LAST}"
    )
    assert found() == {"process 2.000815 differs"}
