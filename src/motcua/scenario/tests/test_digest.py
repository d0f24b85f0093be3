"""The same seed and count tell the same year, whoever and however many tell it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from motcua.casework.dossiers.models import Dossier
from motcua.scenario import commands
from motcua.scenario.plan import Plan
from motcua.scenario.tests.conftest import TREES, quietly

COUNT, LONG_COUNT = 60, 1_000

Forget = Callable[[], None]


@pytest.fixture(scope="module")
def count(long_run: bool) -> int:
    """How many dossiers are compared."""
    return LONG_COUNT if long_run else COUNT


@pytest.fixture(scope="module")
def told(province: Path, forget: Forget, count: int) -> str:
    """The digest of the year as one process lived it."""
    return digest_of(forget, 1, count)


def digest_of(forget: Forget, workers: int, count: int, seed: int = 1) -> str:
    forget()
    lived = commands.live(Plan(count, seed=seed, trees=TREES, staged=9), workers, quietly)
    assert lived.dossiers == Dossier.objects.count() == count
    return commands.digest()


@pytest.mark.parametrize("workers", [2, 4])
def test_the_digest_is_the_same_for_any_number_of_workers(
    told: str, forget: Forget, count: int, workers: int
) -> None:
    assert digest_of(forget, workers, count) == told


def test_another_seed_tells_another_year(told: str, forget: Forget, count: int) -> None:
    assert digest_of(forget, 1, count, seed=2) != told


CHANGES = [
    "UPDATE dossier SET summary = summary || 'x' WHERE id = (SELECT min(id) FROM dossier)",
    "UPDATE dossier SET due_at = due_at + interval '1 second' WHERE id = (SELECT min(id) FROM dossier)",
    "UPDATE task SET officer_id = NULL WHERE id = (SELECT max(id) FROM task WHERE officer_id IS NOT NULL)",
    "UPDATE party_version SET phone = '0900000000' WHERE id = (SELECT min(id) FROM party_version)",
    "UPDATE journal SET at = at + interval '1 second' WHERE id = (SELECT max(id) FROM journal)",
    "DELETE FROM dossier_paper WHERE id = (SELECT max(id) FROM dossier_paper)",
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_digest_sees_a_change(
    province: Path, module_owner: psycopg.Connection[object], change: str
) -> None:
    if not Dossier.objects.exists():
        commands.live(Plan(12, seed=3, trees=TREES, staged=2), 1, quietly)
    before = commands.digest()
    assert module_owner.execute(change).rowcount == 1
    assert commands.digest() != before


def test_the_digest_does_not_see_ids_and_the_machine_s_time(
    province: Path, module_owner: psycopg.Connection[object]
) -> None:
    if not Dossier.objects.exists():
        commands.live(Plan(12, seed=3, trees=TREES, staged=2), 1, quietly)
    before = commands.digest()
    module_owner.execute("UPDATE journal SET recorded_at = recorded_at + interval '1 day', id = id + 1000000")
    assert commands.digest() == before
