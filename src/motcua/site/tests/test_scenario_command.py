"""`./motcua scenario`: the demonstration's clock and digest from the command line."""

from __future__ import annotations

from datetime import datetime

import pytest

from motcua.ground.kernel import clock
from motcua.scenario.province.year import OPENING
from motcua.site.commands import scenario
from motcua.site.launch.failures import BadUse


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.LOCAL)


@pytest.fixture
def opened(db: None) -> None:
    """A demonstration that stands at its opening."""
    clock.mark_demonstration(at=OPENING)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2018-01-15", "2018-01-15 07:30"),
        ("2018-01-15T09:45", "2018-01-15 09:45"),
        ("2018-01-15T00:00", "2018-01-15 00:00"),
        ("2018-01-15T02:45+00:00", "2018-01-15 09:45"),
    ],
)
def test_the_clock_goes_where_it_is_told(
    opened: None, text: str, moment: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert scenario.run(["until", text]) == 0
    assert clock.now() == at(moment)
    assert "0 dossiers fell late" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["until"],
        ["digest", "2018-01-15"],
        ["until", "soon"],
        ["until", "2100-01-01"],
        ["until", "9999-12-31T23:59+00:00"],
        ["sideways"],
        ["fill"],
        ["fill", "many"],
        ["fill", "0"],
        ["fill", "10000001"],
        [],
    ],
)
def test_what_cannot_be_read_is_refused(opened: None, words: list[str]) -> None:
    with pytest.raises(BadUse):
        scenario.run(words)
    assert clock.now() == OPENING


def test_it_does_not_go_back(opened: None) -> None:
    with pytest.raises(BadUse) as refused:
        scenario.run(["until", "2017-12-31"])
    assert refused.value.vietnamese == "Chỉ có thể chuyển đồng hồ về phía trước."
    assert refused.value.english not in ("", refused.value.vietnamese)


def test_the_digest_is_one_line(real_db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert scenario.run(["digest"]) == 0
    first = capsys.readouterr().out
    assert len(first.strip()) == 64
    scenario.run(["digest"])
    assert capsys.readouterr().out == first
