"""Making the demonstration: whole, or known as not whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from motcua.casework.dossiers.models import Dossier
from motcua.ground.kernel import clock, seals
from motcua.people.accounts.tests.hashers import QUICK
from motcua.people.organisation.models import Unit
from motcua.scenario import commands
from motcua.scenario.commands import Prepared
from motcua.scenario.loading import ReadyAccount
from motcua.scenario.plan import Plan
from motcua.scenario.province.year import OPENING
from motcua.scenario.tests.conftest import quietly

SMALL = Plan(5, trees=(2,))


class Interrupted(Exception):
    """Somebody pulled the plug."""


@pytest.fixture(autouse=True)
def quick(settings: object) -> None:
    """Passwords are quick here."""
    settings.PASSWORD_HASHERS = QUICK  # type: ignore[attr-defined]


def test_what_is_made_is_whole(real_db: None, tmp_path: Path) -> None:
    made = commands.make(SMALL, 1, quietly, tmp_path)
    assert made.dossiers == Dossier.objects.count() == 5
    assert seals.unsealed() == 0
    assert clock.state() == clock.ClockState(OPENING, True, True, OPENING)
    assert [row["Tên đăng nhập / user"] for row in json.loads((tmp_path / "accounts.json").read_text())] == [
        "caicach",
        "quantri",
        "thanhtra",
    ]


@pytest.mark.parametrize("step", [commands.UNITS, commands.OFFICERS, commands.YEAR])
def test_interrupted_it_is_known_for_a_demonstration(real_db: None, tmp_path: Path, step: str) -> None:
    def progress(label: str, _done: int, _total: int) -> None:
        if label == step:
            raise Interrupted

    with pytest.raises(Interrupted):
        commands.make(SMALL, 1, progress, tmp_path)
    assert clock.state().is_demonstration


def test_units_are_entered_whole_or_not_at_all(real_db: None, tmp_path: Path) -> None:
    def progress(label: str, done: int, _total: int) -> None:
        if label == commands.UNITS and done == 3:
            raise Interrupted

    with pytest.raises(Interrupted):
        commands.make(SMALL, 1, progress, tmp_path)
    assert not Unit.objects.exists()


def test_every_long_part_tells_how_far_it_is(real_db: None, tmp_path: Path) -> None:
    heard: dict[str, list[tuple[int, int]]] = {}
    commands.make(
        SMALL, 1, lambda label, done, total: heard.setdefault(label, []).append((done, total)), tmp_path
    )
    assert list(heard) == [
        commands.UNITS,
        commands.CATALOGUE,
        commands.OFFICERS,
        commands.READY,
        commands.DECISIONS,
        commands.YEAR,
        commands.SEALING,
    ]
    for label in (commands.UNITS, commands.OFFICERS, commands.READY, commands.YEAR):
        done = [count for count, _total in heard[label]]
        assert done == sorted(done)
        assert heard[label][-1][0] == heard[label][-1][1] > 0


def test_the_file_of_accounts_is_written_anew_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    path.write_text("old")
    path.chmod(0o644)
    commands.write_accounts(path, [ReadyAccount("CB.1", "Lê Lan", "Văn thư", "Văn thư", "UBND", "lan", "x")])
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text())[0]["Họ tên / name"] == "Lê Lan"
    assert list(tmp_path.iterdir()) == [path]


def test_the_rate_is_said_in_both_languages() -> None:
    sentence = Prepared(dossiers=3000, verbs=25_500, seconds=40.0, workers=2).sentence()
    assert "75 hồ sơ mỗi giây" in sentence
    assert "8,5 nghiệp vụ" in sentence
    assert "75 a second with 2 workers (8.5 verbs each)" in sentence
