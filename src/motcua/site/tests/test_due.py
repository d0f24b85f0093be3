"""`./motcua due`: the date, why, and one sentence when it cannot be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from motcua.site.commands import due
from motcua.site.launch.failures import BadUse

SOURCE = Path(__file__).resolve().parents[3]
ALONE = "import sys; from motcua.site.commands.due import run; sys.exit(run(sys.argv[1:]))"


def answer(capsys: pytest.CaptureFixture[str], *argv: str) -> dict[str, Any]:
    assert due.run([*argv, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize(
    ("option", "amount", "due_at"),
    [
        ("--days", "25", "2019-12-25T08:37:00+07:00"),
        ("--days", "2.5", "2019-11-22T14:07:00+07:00"),
        ("--days", "2,5", "2019-11-22T14:07:00+07:00"),
        ("--hours", "4", "2019-11-20T14:07:00+07:00"),
        ("--calendar-days", "3", "2019-11-25T08:37:00+07:00"),
        ("--months", "1", "2019-12-20T08:37:00+07:00"),
        ("--years", "1", "2020-11-20T08:37:00+07:00"),
        ("--days", "0", "2019-11-20T08:37:00+07:00"),
    ],
)
def test_it_answers_in_json(
    capsys: pytest.CaptureFixture[str], option: str, amount: str, due_at: str
) -> None:
    found = answer(capsys, "2019-11-20T08:37", option, amount)
    assert found["due_at"] == due_at
    assert found["due_date"] == due_at[:10]


def test_the_json_has_the_explanation(capsys: pytest.CaptureFixture[str]) -> None:
    lines = answer(capsys, "2019-11-20T08:37", "--days", "25")["explanation"]
    assert lines[0] == "Nhận lúc 08:37 thứ Tư 20/11/2019, trong giờ làm việc (lịch làm việc của cơ quan)."
    assert lines[-1] == "Hẹn trả lúc 08:37 thứ Tư 25/12/2019."
    assert any("Điều 147" in line for line in lines)


def test_it_prints_the_date_first_and_says_whose_calendar_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert due.run(["2019-11-20T08:37", "--days", "25"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "25/12/2019 08:37"
    assert "- Hẹn trả lúc 08:37 thứ Tư 25/12/2019." in printed
    assert "chưa đối chiếu" in printed[-1]


def test_a_date_alone_counts_from_the_opening(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "2019-11-20", "--days", "25")
    assert found["due_at"] == "2019-12-25T07:30:00+07:00"
    assert found["explanation"][0].startswith("Nhận lúc 07:30 thứ Tư 20/11/2019, trong giờ làm việc")


def test_a_day_off_alone_says_that_it_was_one(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "2017-01-28", "--days", "1")
    assert found["due_at"] == "2017-02-03T07:30:00+07:00"
    assert "ngoài giờ làm việc" in found["explanation"][0]


@pytest.mark.parametrize(
    ("argv", "english"),
    [
        (["--days", "-1"], "An allowance cannot be negative."),
        (["--days", "1e9"], "The allowance is longer than can be counted."),
        (["--hours", "0.00001"], "An allowance has at most four decimals."),
    ],
)
def test_a_refusal_is_a_sentence_in_english_too(argv: list[str], english: str) -> None:
    with pytest.raises(BadUse) as caught:
        due.run(["2019-11-20T08:37", *argv])
    assert caught.value.english == english


def test_half_a_month_is_refused_and_says_how_to_write_it() -> None:
    with pytest.raises(BadUse) as caught:
        due.run(["2019-11-20T08:37", "--months", "0.5"])
    assert "nửa tháng ghi là 15 ngày" in caught.value.vietnamese
    assert "half a month is 15 days" in caught.value.english


def test_a_moment_may_name_its_own_zone(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "2019-11-20T01:37Z", "--days", "25")
    assert found["due_at"] == "2019-12-25T08:37:00+07:00"


@pytest.mark.parametrize(
    ("argv", "vietnamese"),
    [
        (["2019-11-40T08:37", "--days", "1"], "Không hiểu thời điểm “2019-11-40T08:37”"),
        (["hôm nay", "--days", "1"], "Không hiểu thời điểm “hôm nay”"),
        (["2019-11-20T08:37", "--days", "-1"], "Thời hạn không được là số âm."),
        (["2019-11-20T08:37", "--months", "1.5"], "phải là số nguyên"),
        (["2019-11-20T08:37", "--days", "1e9"], "dài quá mức"),
        (["2019-11-20T08:37", "--days", "nan"], "“nan”"),
        (["2019-11-20T08:37", "--days", "inf"], "“inf”"),
        (["2019-11-20T08:37", "--hours", "0.00001"], "4 chữ số thập phân"),
        (["1492-10-12T08:37", "--days", "1"], "từ năm 1900"),
        (["2019-11-20T08:37", "--days", "mười"], "“mười”"),
        (["2019-11-20T08:37"], "tham số không hợp lệ"),
        (["2019-11-20T08:37", "--days", "1", "--hours", "1"], "tham số không hợp lệ"),
        (["--days", "1"], "tham số không hợp lệ"),
    ],
)
def test_bad_use_is_one_sentence_in_each_language(argv: list[str], vietnamese: str) -> None:
    with pytest.raises(BadUse) as caught:
        due.run(argv)
    assert vietnamese in caught.value.vietnamese
    assert "\n" not in caught.value.vietnamese + caught.value.english
    assert caught.value.english


def test_it_answers_in_a_second_without_settings_or_database() -> None:
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE)}
    asked = [sys.executable, "-c", ALONE, "2019-11-20T08:37", "--days", "25", "--json"]
    took = []
    for _ in range(3):
        began = monotonic()
        told = subprocess.run(asked, env=bare, capture_output=True, check=True, text=True)
        took.append(monotonic() - began)
    # The quickest counts: a machine that is busy beside it may hold one of them up.
    assert min(took) < 1
    assert json.loads(told.stdout)["due_date"] == "2019-12-25"
