"""Whatever is published and repealed, in whatever order: at most one content a day, and the days leave no riddle."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.models import ProcedureVersion
from motcua.catalogue.procedures.rules import Refusal
from motcua.catalogue.procedures.states import VersionState
from motcua.catalogue.procedures.tests.cast import KEEPER, NEW_YEAR, NOW, decision, draft
from motcua.ground.kernel.refusals import Refused

codes = count(1)
steps = st.lists(
    st.tuples(st.sampled_from(["publish", "repeal"]), st.integers(min_value=0, max_value=40)),
    min_size=1,
    max_size=6,
)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def play(told: list[tuple[str, int]]) -> int:
    """Try the verbs one after another on a new procedure; what is refused changes nothing."""
    number = next(codes)
    version = draft(code=f"T.{number}")
    for turn, (verb, days) in enumerate(told):
        act = decision(f"{number}-{turn}", NEW_YEAR + timedelta(days=days))
        try:
            if verb == "repeal":
                actions.repeal(version.procedure_id, decision_id=act.pk, by=KEEPER, now=NOW)
            else:
                newest = queries.versions(version.procedure_id, with_drafts=True)[0]
                if newest.state != VersionState.DRAFT:
                    newest = actions.draft_version(version.procedure_id, by=KEEPER, now=NOW)
                actions.publish(newest.pk, decision_id=act.pk, by=KEEPER, now=NOW)
        except Refused as refused:
            assert refused.code in (Refusal.NOT_AFTER_THE_LAST, Refusal.NOT_IN_FORCE)  # noqa: PT017
    return version.procedure_id


def spans(procedure_id: int) -> list[tuple[date, date | None]]:
    found = ProcedureVersion.objects.filter(procedure_id=procedure_id).exclude(state=VersionState.DRAFT)
    return [(v.valid_from or NEW_YEAR, v.valid_to) for v in found.order_by("number")]


@pytest.mark.django_db
@FEW
@given(steps)
def test_no_two_contents_are_in_force_on_one_day(told: list[tuple[str, int]]) -> None:
    procedure_id = play(told)
    for days in range(45):
        day = NEW_YEAR + timedelta(days=days)
        assert queries.in_force(day).filter(procedure_id=procedure_id).count() <= 1


@pytest.mark.django_db
@FEW
@given(steps)
def test_contents_follow_one_another(told: list[tuple[str, int]]) -> None:
    for (begun, ended), (following, _end) in pairwise(spans(play(told))):
        assert ended is not None
        assert begun < ended <= following


@pytest.mark.django_db
@FEW
@given(steps)
def test_only_the_last_content_is_open(told: list[tuple[str, int]]) -> None:
    found = spans(play(told))
    assert all(ended is not None for _begun, ended in found[:-1])


@pytest.mark.django_db
@FEW
@given(steps)
def test_the_newest_is_shown_first_and_drafts_only_when_asked(told: list[tuple[str, int]]) -> None:
    procedure_id = play(told)
    everything = queries.versions(procedure_id, with_drafts=True)
    assert [v.number for v in everything] == sorted((v.number for v in everything), reverse=True)
    public = queries.versions(procedure_id, with_drafts=False)
    assert public == [v for v in everything if v.state != VersionState.DRAFT]
