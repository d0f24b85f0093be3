"""The figures of the benches: what they say, and that the fast way is measured against the plain one."""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from motcua.ground.kernel.vietnamese import fold
from motcua.people.calendars.rules import WorkingTime
from motcua.site.bench import due as due_bench
from motcua.site.bench import measurement
from motcua.site.bench import search as search_bench
from motcua.site.bench.measurement import Measurement, machine, percentile, write_json
from motcua.site.bench.scratch import scratch_database
from motcua.site.commands import bench
from motcua.site.launch.failures import BadUse


def figure(**changes: Any) -> Measurement:
    plain: dict[str, Any] = {"name": "due.days", "value": 900.0, "unit": "due dates/s"}
    return Measurement(**plain | changes)


def test_the_ratio_is_the_value_over_its_floor() -> None:
    assert figure(floor=300.0).ratio == 3
    assert figure().ratio is None


@pytest.mark.parametrize(("target", "met"), [(899, True), (900, True), (901, False), (None, None)])
def test_a_target_is_met_when_it_is_reached(target: float | None, met: bool | None) -> None:
    assert figure(target=target).met is met


@pytest.mark.parametrize(("target", "met"), [(3.0, True), (3.1, False)])
def test_a_target_may_be_a_ratio(target: float, met: bool) -> None:
    assert figure(floor=300.0, target=target, target_is_ratio=True).met is met


def test_a_ratio_without_a_floor_is_never_met() -> None:
    assert figure(target=0.5, target_is_ratio=True).met is False


def test_the_json_has_what_applies_and_nothing_else() -> None:
    assert figure().as_json() == {"name": "due.days", "value": 900.0, "unit": "due dates/s"}
    assert figure(floor=300.0, p50=1.23456, p95=2.0, target=500, load="9 × 9").as_json() == {
        "name": "due.days",
        "value": 900.0,
        "unit": "due dates/s",
        "floor": 300.0,
        "ratio": 3.0,
        "p50": 1.235,
        "p95": 2.0,
        "target": 500,
        "met": True,
        "load": "9 × 9",
    }


def test_a_missed_target_stands_in_the_json_too() -> None:
    assert figure(target=1000).as_json()["met"] is False


def test_the_sentence_says_all_of_it() -> None:
    said = figure(floor=300.0, p50=1.0, p95=2.0, target=1000, load="9 × 9").sentence()
    for part in ("due.days: 900 due dates/s", "3.00 × 300", "p95 2 ms", "9 × 9", "NOT MET"):
        assert part in said


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 5), (0.95, 10), (0.9, 9), (0.91, 10), (1.0, 10), (0.0, 1), (0.1, 1)]
)
def test_a_percentile_is_a_value_that_was_measured(share: float, expected: float) -> None:
    assert percentile([float(n) for n in range(10, 0, -1)], share) == expected


def test_the_machine_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "cpuinfo").write_text("processor: 0\nmodel name\t: Abacus 3000\n")
    monkeypatch.setattr(measurement, "CPU_FILE", tmp_path / "cpuinfo")
    assert machine()["cpu"] == "Abacus 3000"
    assert int(machine()["cores"]) >= 1
    assert machine("18.1")["postgres"] == "18.1"
    monkeypatch.setattr(measurement, "CPU_FILE", tmp_path / "none")
    assert machine()["cpu"]


def test_the_file_is_a_list_of_objects(tmp_path: Path) -> None:
    write_json([figure(), figure(name="due.hours")], tmp_path / "figures.json")
    assert [row["name"] for row in json.loads((tmp_path / "figures.json").read_text())] == [
        "due.days",
        "due.hours",
    ]


@pytest.mark.parametrize("name", due_bench.ALLOWANCES)
def test_due_dates_are_counted_faster_than_the_target(name: str) -> None:
    found = due_bench.measure(name, due_bench.ALLOWANCES[name], batch=50_000, batches=3)
    assert found.met
    assert found.ratio is not None
    assert found.ratio > 10


def test_a_wrong_table_gives_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WorkingTime, "add", lambda calendar, start, allowance: start)
    with pytest.raises(AssertionError, match="disagree"):
        due_bench.measure("due.days", due_bench.ALLOWANCES["due.days"], batch=2_000, batches=1)


def test_the_starts_are_the_same_ones_every_time() -> None:
    assert np.array_equal(due_bench.some_starts(100), due_bench.some_starts(100))
    assert due_bench.moment_of(due_bench.some_starts(1)[0]).year in range(2015, 2027)


@pytest.mark.parametrize(("target", "code"), [(100, 0), (1000, 1)])
def test_the_command_says_with_its_exit_code_whether_the_targets_are_met(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    target: int,
    code: int,
) -> None:
    monkeypatch.setattr(due_bench, "run", lambda: [figure(target=target)])
    assert bench.run(["due", "--json", str(tmp_path / "out.json")]) == code
    assert "due.days: 900" in capsys.readouterr().out
    assert json.loads((tmp_path / "out.json").read_text())[0]["met"] is (code == 0)


def test_the_figures_of_before_stay_until_there_are_new_ones(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "figures.json"
    file.write_text("[1]")
    stood: list[str] = []

    def run() -> list[Measurement]:
        stood.append(file.read_text())
        return [figure()]

    monkeypatch.setattr(due_bench, "run", run)
    assert bench.run(["due", "--json", str(file)]) == 0
    assert (stood, len(json.loads(file.read_text()))) == (["[1]"], 1)


def test_an_owner_that_may_make_no_database_is_told_which_right_it_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", os.environ["DATABASE_URL"])
    with pytest.raises(BadUse, match="lacks CREATEDB"), scratch_database():
        raise AssertionError


def test_every_bench_can_be_loaded() -> None:
    for row in bench.BENCHES.values():
        assert callable(row.load())


def test_due_dates_are_measured_without_a_database(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_database() -> None:
        raise AssertionError("a database was opened")

    monkeypatch.setattr(bench, "opened", no_database)
    monkeypatch.setattr(due_bench, "run", lambda: [figure()])
    assert bench.run(["due"]) == 0
    assert "postgres" not in capsys.readouterr().out


def test_a_file_that_cannot_be_written_is_bad_use(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    monkeypatch.setattr(due_bench, "run", lambda: [figure()])
    with pytest.raises(BadUse):
        bench.run(["due", "--json", str(tmp_path / "a file" / "figures.json")])


def test_an_unknown_bench_is_refused() -> None:
    with pytest.raises(BadUse):
        bench.run(["speed"])


def test_the_search_is_measured_over_as_many_different_names_as_it_says() -> None:
    names = [" ".join(parts) for parts in search_bench.names()[: search_bench.PROCEDURES]]
    assert len(set(names)) == search_bench.PROCEDURES
    assert max(map(len, names)) <= 400


def test_a_question_with_a_fault_is_one_edit_away_and_no_longer_the_same() -> None:
    draw = Random(1)
    for _ in range(200):
        wrong = search_bench.with_a_fault("giấy phép xây dựng", draw)
        assert fold(wrong) != "giay phep xay dung"
        assert abs(len(fold(wrong)) - len("giay phep xay dung")) <= 1


def test_the_same_seed_makes_the_same_faults() -> None:
    assert search_bench.with_a_fault("đăng ký", Random(3)) == search_bench.with_a_fault("đăng ký", Random(3))
