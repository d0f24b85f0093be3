"""What is filled in is what the verbs would have written: the same lives both ways, every row compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.queries import proof
from motcua.ground.kernel.models import JournalRow
from motcua.scenario.filling.commands import planned
from motcua.scenario.filling.slices import Slice
from motcua.scenario.filling.tests.comparing import everything
from motcua.scenario.filling.writing import Writer, live_slice
from motcua.scenario.plan import Plan
from motcua.scenario.simulation.office import RealOffice
from motcua.scenario.simulation.world import read_world
from motcua.scenario.tests.conftest import TREES

COUNT, LONG_COUNT = 150, 3_000
Rows = dict[str, list[str]]


def unheard(_count: int) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def pieces(province: Path, long_run: bool) -> list[Slice]:
    """The slices of a small plan."""
    return planned(Plan(LONG_COUNT if long_run else COUNT, seed=22, trees=TREES, staged=0))


@pytest.fixture(scope="module")
def through_the_verbs(pieces: list[Slice], forget: Callable[[], None]) -> Rows:
    """What the verbs wrote."""
    forget()
    for piece in pieces:
        world = read_world(piece.tree, piece.seed)
        world.first_number = piece.first_number
        live_slice(piece, world, RealOffice(), unheard)
    return everything()


@pytest.fixture(scope="module")
def filled_in(pieces: list[Slice], through_the_verbs: Rows, forget: Callable[[], None]) -> Rows:
    """What was written past them; it stays in the database."""
    forget()
    writer = Writer()
    for piece in pieces:
        writer.fill(piece, unheard)
    return everything()


def test_all_rows_are_the_same_both_ways(through_the_verbs: Rows, filled_in: Rows) -> None:
    for table, rows in through_the_verbs.items():
        assert set(filled_in[table]) ^ set(rows) == set(), table
        assert len(filled_in[table]) == len(rows), table


def test_the_lives_that_are_compared_know_nearly_every_verb(filled_in: Rows) -> None:
    told = JournalRow.objects.filter(object_kind="dossier").values_list("verb", flat=True)
    verbs = {verb.removeprefix("dossiers.") for verb in told}
    assert {"receive", "take", "forward", "approve", "finish", "return_result", "fall_late"} <= verbs
    seldom = {
        "request_completion",
        "receive_completion",
        "collect_fee",
        "note",
        "send_back",
        "reject",
        "reassign",
    }
    assert len(seldom & verbs) >= len(seldom) - 1


def test_each_dossier_is_what_its_events_say(filled_in: Rows) -> None:
    assert Dossier.objects.exists()
    assert list(proof.broken_rules()) == []
