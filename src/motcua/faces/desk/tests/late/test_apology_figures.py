"""Whoever was given a new date has been kept waiting: figures count by the first promise."""

from __future__ import annotations

import pytest

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.tests.cast import Cast, at
from motcua.casework.dossiers.tests.verbs.test_apologising import BEFORE, SAID
from motcua.insight.figures.queries.counts import dossiers
from motcua.insight.figures.rules import Measure
from motcua.insight.figures.tests.many import NEW_YEAR, scope_of
from motcua.people.organisation.models import Role


@pytest.mark.parametrize(
    ("finished", "measure"),
    [
        ("2017-03-21 16:00", Measure.EARLY),
        ("2017-03-22 16:00", Measure.ON_TIME),
        ("2017-03-30 08:30", Measure.LATE),
    ],
)
def test_a_new_date_makes_nothing_early_or_on_time(cast: Cast, finished: str, measure: Measure) -> None:
    """Promised for 22 March, then, two days before, for 4 April."""
    dossier_id = cast.bring_to(cast.receive().dossier_id, "handle").dossier_id
    leader = cast.here.actor(Role.LEADER, BEFORE)
    actions.issue_apology(dossier_id, by=leader, now=BEFORE, said=SAID)
    cast.bring_to(dossier_id, "return", at(finished))
    scope, _units = scope_of(cast.here.actor(Role.LEADER, NEW_YEAR))
    met = [one for one in (Measure.EARLY, Measure.ON_TIME, Measure.LATE) if dossiers(scope, one).exists()]
    assert met == [measure]
