"""The demonstration's clock goes forward, and what falls due on the way happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.states import RUNNING
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.kernel.models import BusinessClock, JournalRow
from motcua.ground.kernel.refusals import Refusal, Refused
from motcua.people.accounts import queries as accounts
from motcua.people.accounts.models import Account
from motcua.scenario import actions, commands
from motcua.scenario.plan import Plan
from motcua.scenario.province.year import OPENING
from motcua.scenario.tests.conftest import TREES, quietly

NEXT_WEEK = OPENING + timedelta(days=7)
NEXT_MONTH = OPENING + timedelta(days=31)


@pytest.fixture(scope="module")
def lived(province: Path, forget: Callable[[], None]) -> None:
    """A few dossiers, most of them staged and so still open."""
    forget()
    commands.live(Plan(40, seed=5, trees=TREES, staged=36), 1, quietly)


@pytest.fixture(autouse=True)
def standing(lived: None) -> None:
    """The clock stands at the opening."""
    clock.mark_demonstration(at=OPENING)


def test_what_falls_due_on_the_way_falls_late_at_its_moment() -> None:
    due = Dossier.objects.filter(state__in=RUNNING, fell_late_at=None, late_after__lt=NEXT_MONTH)
    expected = dict(due.values_list("pk", "late_after"))
    before = JournalRow.objects.order_by("-pk").values_list("pk", flat=True)[0]
    assert actions.advance_clock(NEXT_MONTH, by=SYSTEM, now=OPENING) == len(expected) > 0
    said = JournalRow.objects.filter(pk__gt=before, verb="dossiers.fall_late").order_by("pk")
    assert dict(said.values_list("object_id", "at")) == expected
    moments = list(said.values_list("at", flat=True))
    assert moments == sorted(moments)


def test_the_clock_stands_where_it_was_moved_to() -> None:
    actions.advance_clock(NEXT_WEEK, by=SYSTEM, now=OPENING)
    assert clock.now() == NEXT_WEEK


def test_moving_the_clock_is_an_event() -> None:
    actions.advance_clock(NEXT_WEEK, by=SYSTEM, now=OPENING)
    row = JournalRow.objects.filter(verb="scenario.advance_clock").order_by("pk").last()
    assert row is not None
    assert row.at == OPENING
    assert row.data == {"to": NEXT_WEEK.isoformat()}


def test_the_administrator_moves_the_clock() -> None:
    by = accounts.actor(Account.objects.get(username="quantri").pk, OPENING)
    actions.advance_clock(NEXT_WEEK, by=by, now=OPENING)
    assert clock.now() == NEXT_WEEK


@pytest.mark.parametrize("username", ["thuly", "lanhdao", "tiepnhan", "caicach", "thanhtra"])
def test_nobody_else_moves_it(username: str) -> None:
    found = Account.objects.filter(username=username).first()
    assert found is not None
    with pytest.raises(Refused) as refused:
        actions.advance_clock(NEXT_WEEK, by=accounts.actor(found.pk, OPENING), now=OPENING)
    assert refused.value.code is Refusal.NOT_ALLOWED
    assert clock.now() == OPENING


def test_it_does_not_go_back() -> None:
    with pytest.raises(Refused) as refused:
        actions.advance_clock(OPENING - timedelta(minutes=1), by=SYSTEM, now=OPENING)
    assert refused.value.code is Refusal.CLOCK_BACKWARDS


def test_only_a_demonstration_has_such_a_clock() -> None:
    BusinessClock.objects.update(is_demonstration=False)
    events = JournalRow.objects.count()
    with pytest.raises(Refused) as refused:
        actions.advance_clock(NEXT_WEEK, by=SYSTEM, now=OPENING)
    assert refused.value.code is Refusal.NOT_A_DEMONSTRATION
    assert JournalRow.objects.count() == events
