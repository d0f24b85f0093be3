"""The clock strip is drawn from its segments and says the same in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from motcua.faces.look.strip import LEAST, WIDTHS, ClockStrip, Size, StripSegment, draw, share_strip

H = timedelta(hours=1)
LATE = ClockStrip.measured(
    [
        ("worked", 8 * H, "Tiếp nhận"),
        ("worked", 30 * H, "Thẩm tra"),
        ("stopped", 20 * H, "Tạm dừng: chờ thuế"),
        ("late", 22 * H, "Quá hạn"),
    ],
    text="quá 2 ngày; chờ thuế 6 ngày không tính",
    tone="late",
)
SIZES: list[Size] = ["row", "page", "phone", "share"]


def rendered(strip: ClockStrip, size: str) -> BeautifulSoup:
    """The strip as a page has it."""
    html = Template("{% clock_strip strip size %}").render(Context({"strip": strip, "size": size}))
    return BeautifulSoup(html, "html.parser")


def measure(text: str) -> float:
    """A length of the drawing as a number."""
    return float(text.removesuffix("%"))


def test_the_shares_are_those_of_the_measured_time() -> None:
    assert [segment.share for segment in LATE.segments] == [0.1, 0.375, 0.25, 0.275]


def test_a_stretch_of_no_time_is_left_out() -> None:
    strip = ClockStrip.measured([("worked", H, ""), ("late", 0 * H, "")], text="")
    assert [segment.kind for segment in strip.segments] == ["worked"]


def test_no_time_at_all_is_an_empty_strip() -> None:
    assert draw(ClockStrip.measured([], text="chưa tính"), "row").pieces == ()


@pytest.mark.parametrize("size", SIZES)
@given(parts=st.lists(st.floats(0.0001, 1), min_size=1, max_size=9))
def test_pieces_fill_the_bar_from_end_to_end_and_each_is_seen(size: Size, parts: list[float]) -> None:
    segments = tuple(StripSegment("worked", part / sum(parts)) for part in parts)
    pieces = draw(ClockStrip(segments, ""), size).pieces
    ends = [measure(piece.x) + measure(piece.width) for piece in pieces]
    assert measure(pieces[0].x) == 0
    assert ends[-1] == pytest.approx(WIDTHS[size], abs=0.1)
    assert all(
        measure(piece.x) == pytest.approx(end, abs=0.02) for piece, end in zip(pieces[1:], ends, strict=False)
    )
    assert min(measure(piece.width) for piece in pieces) >= LEAST[size] - 0.01


def test_two_steps_side_by_side_are_parted_by_a_cut() -> None:
    assert [piece.cut for piece in draw(LATE, "page").pieces] == [False, True, False, False]


def test_a_stop_is_hatched_and_the_late_part_has_a_pattern_for_paper() -> None:
    page = rendered(LATE, "row")
    assert [rect["class"] for rect in page.select("[fill='url(#hatch)']")] == [["strip__stopped"]]
    assert [rect["class"] for rect in page.select("[fill='url(#hatch-late)']")] == [["strip__paper"]]


@pytest.mark.parametrize("size", SIZES)
def test_it_has_words_that_say_the_same(size: Size) -> None:
    picture = rendered(LATE, size).select_one("svg.strip")
    assert picture is not None
    assert (picture["role"], [title.get_text() for title in picture.select("title")]) == ("img", [LATE.text])


def test_in_a_row_it_has_no_names_and_on_the_page_it_has_all() -> None:
    assert rendered(LATE, "row").select("text, li") == []
    names = [text.get_text() for text in rendered(LATE, "page").select("text")]
    assert names == ["Tiếp nhận", "Thẩm tra", "Tạm dừng: chờ thuế", "Quá hạn"]


def test_names_that_would_touch_go_to_the_next_line() -> None:
    segments = (StripSegment("worked", 0.02, "Tiếp nhận"), StripSegment("worked", 0.98, "Thẩm tra hồ sơ"))
    names = draw(ClockStrip(segments, ""), "page").names
    assert [name.y for name in names] == [16, 34]


def test_of_many_short_steps_the_shortest_go_without_a_name() -> None:
    steps = [StripSegment("worked", 0.01 * n, f"Bước rất dài thứ {n} của quy trình") for n in range(1, 11)]
    names = draw(ClockStrip((*steps, StripSegment("late", 0.45, "Quá hạn")), ""), "page").names
    assert {name.y for name in names} == {16, 34}
    assert names[-1].label == "Quá hạn"
    said = {name.label for name in names}
    assert (steps[0].label in said, steps[9].label in said) == (False, True)


def test_a_name_at_the_end_stays_inside() -> None:
    segments = (StripSegment("worked", 0.99, "Thẩm tra"), StripSegment("late", 0.01, "Quá hạn 5 phút"))
    last = draw(ClockStrip(segments, ""), "page").names[-1]
    assert (last.x, last.anchor) == ("100%", "end")


def test_the_share_on_time_has_the_same_shape() -> None:
    strip = share_strip(486, 611)
    assert [segment.kind for segment in strip.segments] == ["worked", "late"]
    assert strip.segments[0].share == pytest.approx(0.7954, abs=1e-4)
    assert strip.text == "79,5\u00a0%: 486 trên 611 hồ sơ đúng hạn"


def test_all_on_time_shows_nothing_late() -> None:
    assert [segment.kind for segment in share_strip(4, 4).segments] == ["worked"]


def test_no_dossier_is_an_empty_bar() -> None:
    assert [segment.kind for segment in share_strip(0, 0).segments] == ["left"]


def marked(at: timedelta, *, passed: bool = False) -> ClockStrip:
    """Ten hours worked of forty, and the date of the step somewhere along them."""
    stretches = [("worked", 10 * H, ""), ("left", 30 * H, "")]
    return ClockStrip.measured(stretches, text="", marked=at, passed=passed)  # type: ignore[arg-type]


@pytest.mark.parametrize(("at", "x"), [(0 * H, 0.0), (8 * H, 20.0), (10 * H, 25.0), (25 * H, 62.5)])
def test_the_tick_stands_at_the_date_of_the_step(at: timedelta, x: float) -> None:
    assert measure(draw(marked(at), "page").tick) == x


@pytest.mark.parametrize("at", [40 * H, 41 * H])
def test_a_step_that_has_all_the_time_there_is_has_no_tick(at: timedelta) -> None:
    assert draw(marked(at), "page").tick == ""


def test_the_tick_goes_with_segments_that_are_drawn_wider_than_they_are() -> None:
    stretches = [("worked", H / 100, ""), ("left", 99 * H, "")]
    strip = ClockStrip.measured(stretches, text="", marked=H / 100)  # type: ignore[arg-type]
    assert measure(draw(strip, "row").tick) == LEAST["row"]


@pytest.mark.parametrize("size", ["row", "page"])
def test_a_tick_that_is_passed_is_red(size: str) -> None:
    ticks = [
        rendered(marked(8 * H, passed=passed), size).select_one(".strip__tick") for passed in (False, True)
    ]
    assert ["strip__tick--passed" in tick["class"] for tick in ticks if tick] == [False, True]


def test_on_a_page_the_tick_is_explained() -> None:
    told = rendered(marked(8 * H, passed=True), "page").select_one(".strip-mark")
    # Of the whole dossier nothing: on its last day its hour may have passed while it is not late yet.
    assert told is not None
    assert told.text == "Vạch đỏ: hạn của bước này, đã qua."
    assert rendered(LATE, "page").select_one(".strip-mark") is None
