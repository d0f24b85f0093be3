"""How many statements a verb sends, whatever the length of the dossier's history."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.tests.cast import DOCUMENT, MORNING, Cast
from motcua.people.accounts import queries as accounts
from motcua.people.organisation.models import Role

# Inside a test's transaction a verb's own one is a savepoint: two statements of those below, where BEGIN and COMMIT
# would be.
SAVEPOINT = 2


def warmed(cast: Cast) -> Cast:
    """What never changes (calendar, terms, definition) has been read once."""
    cast.bring_to(cast.receive().dossier_id, "return")
    return cast


def test_building_the_actor_is_one(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    account = cast.here.accounts[Role.HANDLER.value].pk
    with django_assert_num_queries(1):
        accounts.actor(account, MORNING)


def test_receiving_is_one_to_read_and_one_to_write(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    by, intake = warmed(cast).here.actor(Role.RECEPTIONIST), cast.intake()
    with django_assert_num_queries(SAVEPOINT + 2):
        actions.receive(intake, by=by, now=MORNING, key="k")


@pytest.mark.parametrize(
    ("element", "act", "statements"),
    [
        ("handle", lambda t, by: actions.forward(t, by=by, now=MORNING, key="k"), 2),
        ("verify", lambda t, by: actions.take(t, by=by, now=MORNING, key="k"), 2),
        ("sign", lambda t, by: actions.approve(t, by=by, now=MORNING, key="k"), 3),
        ("stamp", lambda t, by: actions.finish(t, by=by, now=MORNING, document=DOCUMENT, key="k"), 3),
        ("return", lambda t, by: actions.return_result(t, by=by, now=MORNING, collected_by="A", key="k"), 2),
    ],
)
def test_a_step_is_one_to_lock_and_one_to_write(
    cast: Cast,
    django_assert_num_queries: DjangoAssertNumQueries,
    element: str,
    act: Callable[[int, object], object],
    statements: int,
) -> None:
    """What decides asks for its appointment as well."""
    task = warmed(cast).bring_to(cast.receive().dossier_id, element)
    by = cast.here.actor(Role(task.role))
    with django_assert_num_queries(SAVEPOINT + statements):
        act(task.pk, by)


def test_a_long_history_costs_no_statement_more(cast: Cast) -> None:
    task = warmed(cast).bring_to(cast.receive().dossier_id, "verify")
    head, handler = cast.here.actor(Role.HEAD_OF_DIVISION), cast.here.actor(Role.HANDLER)
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as sent:
            actions.send_back(task.pk, by=head, now=MORNING, element="handle", reason="x")
        counts.append(len(sent))
        actions.forward(cast.task(task.dossier_id).pk, by=handler, now=MORNING)
        task = cast.task(task.dossier_id)
    assert len(set(counts)) == 1
