"""Late dossiers by the step that made them late."""

from __future__ import annotations

from typing import Any

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.tests.cast import Cast
from motcua.catalogue.processes.rules import StepKind
from motcua.insight.figures.queries.lists import NoStep, listed
from motcua.insight.figures.queries.steps import by_kind, guilty_steps
from motcua.insight.figures.rules import Measure
from motcua.insight.figures.tests.many import NEW_YEAR, Story, put, scope_of, task
from motcua.people.organisation.models import Role

LATE = Story("2017-03-01 08:30", "2017-03-22 08:30", "2017-03-24 09:00")


def kinds(cast: Cast) -> dict[StepKind | None, int]:
    scope, _units = scope_of(cast.here.actor(Role.LEADER, NEW_YEAR))
    return by_kind(guilty_steps(scope), Dossier.objects.filter(finished_at__isnull=False).count())


def test_time_is_measured_in_working_hours(cast: Cast) -> None:
    """Friday afternoon to Monday morning is less work than one whole Tuesday, however long the clock on the wall."""
    (made,) = put(cast.here, cast, LATE)
    task(made, "handle", "2017-03-02 08:00", "2017-03-10 16:30", "2017-03-13 08:00")
    task(made, "sign", "2017-03-13 08:00", "2017-03-14 08:00", "2017-03-14 16:00")
    assert kinds(cast) == {StepKind.SIGN: 1}


def test_a_step_that_began_after_its_time_answers_for_its_own_time_only(cast: Cast) -> None:
    (made,) = put(cast.here, cast, LATE)
    task(made, "handle", "2017-03-02 08:00", "2017-03-10 08:00", "2017-03-23 08:00")
    task(made, "stamp", "2017-03-23 08:00", "2017-03-03 08:00", "2017-03-24 09:00")
    assert kinds(cast) == {StepKind.HANDLE: 1}


def test_what_is_done_after_the_finish_made_nothing_late(cast: Cast) -> None:
    (made,) = put(cast.here, cast, LATE)
    task(made, "sign", "2017-03-23 08:00", "2017-03-24 08:00", "2017-03-24 09:00")
    task(made, "return", "2017-03-24 09:00", "2017-03-22 08:30", "2017-05-24 09:00")
    assert kinds(cast) == {StepKind.SIGN: 1}


def test_late_without_a_late_step_is_said(cast: Cast) -> None:
    (made,) = put(cast.here, cast, LATE)
    task(made, "sign", "2017-03-23 08:00", "2017-03-24 10:00", "2017-03-24 09:00")
    assert kinds(cast) == {None: 1}


def test_a_dossier_in_time_has_no_guilty_step(cast: Cast) -> None:
    (made,) = put(cast.here, cast, Story("2017-03-01 08:30", "2017-03-22 08:30", "2017-03-20 09:00"))
    task(made, "sign", "2017-03-02 08:00", "2017-03-10 08:00", "2017-03-15 09:00")
    assert guilty_steps(scope_of(cast.here.actor(Role.LEADER, NEW_YEAR))[0]) == {}


def test_every_step_opens_the_list_of_its_dossiers(cast: Cast) -> None:
    first, second, third = put(cast.here, cast, LATE, LATE, LATE)
    for made, element in ((first, "sign"), (second, "handle")):
        task(made, element, "2017-03-02 08:00", "2017-03-10 08:00", "2017-03-15 09:00")
    leader = cast.here.actor(Role.LEADER, NEW_YEAR)
    scope, units = scope_of(leader)
    for blamed, made in ((StepKind.SIGN, first), (StepKind.HANDLE, second), (NoStep.NONE, third)):
        page = listed(leader, scope, Measure.LATE, units, blamed=blamed)
        assert [row.code for row in page.rows] == [made.code]
        assert page.count == 1


def test_two_statements_find_the_guilty_steps_of_any_number(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    for made in put(cast.here, cast, *[LATE] * 5):
        task(made, "sign", "2017-03-02 08:00", "2017-03-10 08:00", "2017-03-15 09:00")
    scope, _units = scope_of(cast.here.actor(Role.LEADER, NEW_YEAR))
    guilty_steps(scope)
    with django_assert_num_queries(2):
        assert len(guilty_steps(scope)) == 5
