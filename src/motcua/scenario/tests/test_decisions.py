"""The publication decisions of the year: how many, what they name, and that they hold when they are entered."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from motcua.catalogue.procedures.models import DecisionDraft, ProcedureVersion, PublicationDecision
from motcua.catalogue.procedures.queries.proof import broken_rules
from motcua.catalogue.procedures.rules import missing_parts
from motcua.catalogue.procedures.states import VersionState
from motcua.people.calendars.rules import shipped
from motcua.scenario import publishing
from motcua.scenario.province import decisions as plans

YEAR = plans.decisions_of_the_year()
ENTERED = 2


def test_the_year_has_as_many_decisions_and_items_as_was_told() -> None:
    assert len(YEAR) == 54
    changed = sum(len(one.amended) + len(one.replaced) for one in YEAR)
    assert (sum(len(one.new) for one in YEAR), changed, sum(len(one.repealed) for one in YEAR)) == (
        500,
        206,
        418,
    )


def test_no_procedure_is_named_twice() -> None:
    named = [item.code for one in YEAR for item in one.new]
    named += [code for one in YEAR for code, _content in (*one.amended, *one.replaced)]
    named += [code for one in YEAR for code in one.repealed]
    assert Counter(named).most_common(1)[0][1] == 1
    assert len({item.content.name for item in plans.made_up()}) == len(plans.made_up()) == 1124


def test_what_is_changed_or_repealed_stood_before_the_year() -> None:
    standing = {one.code: one.content for one in plans.before_the_year()}
    assert {code for one in YEAR for code in one.repealed} <= standing.keys()
    assert all(standing[code] != content for one in YEAR for code, content in (*one.amended, *one.replaced))


def test_each_is_signed_on_a_working_day_and_in_force_within_the_year() -> None:
    working = shipped.working_time()
    assert all(working.windows(one.signed_on) for one in YEAR)
    assert len({one.signed_on for one in YEAR}) == 54
    assert {one.in_force_on.year for one in YEAR} == {2017}


def test_all_of_it_is_marked_as_made_up_and_complete() -> None:
    assert all(one.is_illustrative and "minh họa" in one.content.note for one in plans.made_up())
    assert not any(missing_parts(one.content) for one in plans.made_up())


@pytest.fixture
def entered(province: Path, db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first decisions of the year, with what they need."""
    some = YEAR[:ENTERED]
    needed = {code for one in some for code, _content in (*one.amended, *one.replaced)}
    needed |= {code for one in some for code in one.repealed}
    standing = tuple(one for one in plans.before_the_year() if one.code in needed)
    monkeypatch.setattr(plans, "decisions_of_the_year", lambda: some)
    monkeypatch.setattr(plans, "before_the_year", lambda: standing)
    publishing.enter_decisions(lambda _count: None)


def test_they_are_entered_through_the_verbs_and_hold(entered: None) -> None:
    assert list(broken_rules()) == []
    first = PublicationDecision.objects.get(number=YEAR[0].number)
    assert (first.signed_on, first.in_force_on) == (YEAR[0].signed_on, YEAR[0].in_force_on)
    assert first.is_illustrative
    gone = ProcedureVersion.objects.filter(state=VersionState.REPEALED, repealed_by=first)
    assert gone.count() == len(YEAR[0].repealed)


def test_another_person_checked_each(entered: None) -> None:
    drafts = DecisionDraft.objects.all()
    assert drafts.count() == ENTERED + 1
    assert all(one.checked_by_id and one.checked_by_id != one.drafted_by_id for one in drafts)
