"""Comparisons, bars and the rail, as their templates get them."""

from __future__ import annotations

import pytest

from motcua.faces.look.charts import BOTTOM, HEIGHT, TOP, Bar, BarChart, Series, draw_bars
from motcua.faces.look.frame import RailGroup, RailLine, at_path
from motcua.faces.look.parts import Compared, word_difference

SERIES = (Series("đúng hạn", "worked"), Series("trễ", "late"))


def test_a_changed_word_is_marked_on_both_sides() -> None:
    before, after = word_difference("15 ngày làm việc", "10 ngày làm việc")
    assert before == "<del>15</del> ngày làm việc"
    assert after == "<ins>10</ins> ngày làm việc"


def test_a_comma_does_not_change_the_word_before_it() -> None:
    _before, after = word_difference("10 ngày làm việc", "10 ngày làm việc, kể từ nay")
    assert after == "10 ngày làm việc<ins>, kể từ nay</ins>"


def test_compared_text_is_never_markup() -> None:
    before, after = word_difference("a <b>", "a <script>")
    assert "<b>" not in before
    assert "<script>" not in after


def test_what_did_not_change_says_so() -> None:
    assert Compared("Lệ phí", "1", "1").same
    assert not Compared("Lệ phí", "1", "2").same


def test_the_highest_bar_fills_the_height() -> None:
    drawing = draw_bars(BarChart("Hồ sơ", SERIES, (Bar("1", (50, 50)), Bar("2", (10, 0)))))
    tallest = sum(float(block.height) for block in drawing.columns[0].blocks)
    assert tallest == pytest.approx(HEIGHT - TOP - BOTTOM, abs=0.2)


def test_one_late_dossier_among_thousands_is_seen() -> None:
    drawing = draw_bars(BarChart("Hồ sơ", SERIES, (Bar("1", (9999, 1)),)))
    assert float(drawing.columns[0].blocks[1].height) >= 1.5


def test_nought_draws_nothing() -> None:
    drawing = draw_bars(BarChart("Hồ sơ", SERIES, (Bar("1", (0, 0)),)))
    assert drawing.columns[0].blocks == ()


def test_bars_say_their_figures_in_words() -> None:
    chart = BarChart("Hồ sơ năm 2017", SERIES, (Bar("1", (1200, 3)),))
    assert chart.text == "Hồ sơ năm 2017. 1: đúng hạn 1.200, trễ 3."


def current(path: str) -> list[str]:
    """The line of the rail on whose pages one stands."""
    lines = (
        RailLine("Việc", "/viec/"),
        RailLine("Quá hạn", "/viec/qua-han/"),
        RailLine("Sổ", "/so/?nam=2017"),
    )
    rail = at_path((RailGroup("", lines),), path)
    return [line.label for group in rail for line in group.lines if line.current]


@pytest.mark.parametrize(
    ("path", "label"),
    [("/viec/", ["Việc"]), ("/viec/qua-han/9/", ["Quá hạn"]), ("/so/", ["Sổ"]), ("/khac/", [])],
)
def test_the_rail_marks_the_one_line_that_fits_best(path: str, label: list[str]) -> None:
    assert current(path) == label
