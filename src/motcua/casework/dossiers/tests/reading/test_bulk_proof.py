"""The proof of changes of many dossiers: any change behind their events' back is found."""

from typing import Any

import psycopg
import pytest

from motcua.casework.dossiers.queries.changes.proof import broken_rules
from motcua.casework.dossiers.tests.cast import Cast
from motcua.casework.dossiers.tests.verbs.test_calendars import adding, confirm, work_off

Owner = psycopg.Connection[Any]


def found() -> set[str]:
    return {broken.code for broken in broken_rules()}


def test_a_change_holds_while_it_is_worked_off_and_afterwards(cast: Cast) -> None:
    ended = cast.receive().dossier_id
    cast.receive()
    confirm(cast, adding(cast))
    cast.bring_to(ended, "return")
    assert found() == set()
    work_off()
    assert found() == set()


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("UPDATE bulk_change SET subject = subject + 1", {"facts_differ"}),
        ("UPDATE bulk_change SET about = '{}'", {"facts_differ"}),
        ("UPDATE bulk_change SET finished_at = finished_at - interval '1 day'", {"closing_differs"}),
        ("UPDATE bulk_change SET done = 0, unchanged = 1", {"closing_differs", "lines_differ"}),
        ("DELETE FROM bulk_line", {"lines_differ"}),
        ("UPDATE bulk_line SET number = 1", {"lines_differ"}),
        ("UPDATE bulk_line SET number = NULL", {"lines_differ"}),
        ("UPDATE journal SET data = '[]' WHERE object_kind = 'bulk_change'", {"events_cannot_be_read"}),
    ],
)
def test_what_was_changed_behind_its_back_is_found(
    real_cast: Cast, owner: Owner, statement: str, codes: set[str]
) -> None:
    real_cast.receive()
    confirm(real_cast, adding(real_cast))
    work_off()
    owner.execute(statement)
    assert found() == codes
