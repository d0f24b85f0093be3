"""Filling in: whole slices or nothing, beside what is there, sealed at the end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Count, Max

from motcua.casework.dossiers.models import DayCounter, Dossier
from motcua.casework.dossiers.queries import proof
from motcua.ground.kernel import clock, seals
from motcua.ground.kernel.refusals import Refused
from motcua.scenario import commands
from motcua.scenario.filling import commands as filling
from motcua.scenario.filling.slices import ENOUGH
from motcua.scenario.filling.writing import Writer
from motcua.scenario.plan import Plan
from motcua.scenario.province.year import OPENING
from motcua.scenario.tests.conftest import TREES, quietly

LIVED, FILLED = 20, 60


def plan(seed: int = 5) -> Plan:
    return Plan(FILLED, seed=seed, trees=TREES, staged=0)


@pytest.fixture(scope="module")
def filled(province: Path, forget: Callable[[], None]) -> filling.FilledProvince:
    """A year that was lived, filled twice beside it, by two processes."""
    forget()
    commands.live(Plan(LIVED, trees=TREES, staged=0), 1, quietly)
    filling.fill(plan(), 2, quietly)
    assert Dossier.objects.count() == LIVED + FILLED
    return filling.fill(plan(seed=6), 2, quietly)


def test_it_adds_as_many_as_were_asked_for(filled: filling.FilledProvince) -> None:
    assert filled.dossiers == FILLED
    assert Dossier.objects.count() == LIVED + 2 * FILLED


def test_what_stands_is_what_its_events_say(filled: filling.FilledProvince) -> None:
    assert list(proof.broken_rules()) == []


def test_codes_go_on_without_a_gap(filled: filling.FilledProvince) -> None:
    days = Dossier.objects.values("one_stop_id", "received_at__date").annotate(
        n=Count("pk"), last=Max("code")
    )
    assert all(int(day["last"][-4:]) == day["n"] for day in days)
    last = DayCounter.objects.values_list("last", flat=True)
    assert sum(last) == Dossier.objects.count()


def test_it_reaches_back_three_years(filled: filling.FilledProvince) -> None:
    years = set(Dossier.objects.values_list("received_at__year", flat=True))
    assert years == {2015, 2016, 2017}
    assert not Dossier.objects.filter(received_at__gt=OPENING).exists()


def test_nobody_comes_again_from_another_fill(filled: filling.FilledProvince) -> None:
    # The second fill's dossiers, and all of them before, have no applicant in common.
    second = set(Dossier.objects.order_by("-pk").values_list("party_id", flat=True)[:FILLED])
    before = set(Dossier.objects.order_by("pk").values_list("party_id", flat=True)[: LIVED + FILLED])
    assert second.isdisjoint(before)


def test_all_is_sealed_and_the_chain_holds(filled: filling.FilledProvince) -> None:
    assert filled.events > FILLED * 5
    assert seals.unsealed() == 0
    assert list(seals.verify(Path(settings.SEALS_FILE))) == []


def test_what_is_interrupted_leaves_nothing_of_its_slice(filled: filling.FilledProvince) -> None:
    before = Dossier.objects.count()

    def stop(_count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Writer().fill(filling.planned(plan(seed=8))[0], stop)
    assert Dossier.objects.count() == before
    assert sum(DayCounter.objects.values_list("last", flat=True)) == before


def test_a_province_at_work_is_not_filled(filled: filling.FilledProvince) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE business_clock SET is_demonstration = false")
    try:
        with pytest.raises(Refused, match="not_a_demonstration"):
            filling.fill(plan(), 1, quietly)
    finally:
        clock.mark_demonstration(at=OPENING)


def test_small_months_are_taken_together(province: Path) -> None:
    pieces = filling.planned(Plan(5_000, seed=1, trees=TREES, staged=0))
    assert sum(piece.dossiers for piece in pieces) == 5_000
    assert {piece.dossiers >= ENOUGH for piece in pieces if piece.days[-1].year < 2017} == {True}
