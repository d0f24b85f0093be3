"""Drawing by weight, and sharing out to the last unit."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.scenario.province.draw import Weighted, shared_out, stream


def test_a_stream_depends_on_all_its_names() -> None:
    assert stream(1, "a", 2).random() == stream(1, "a", 2).random()
    assert len({stream(*names).random() for names in [(1, "a"), (1, "b"), (2, "a"), (1, "a", 0)]}) == 4


def test_a_stream_is_the_same_on_every_machine() -> None:
    assert stream(2017, "officer", 25, 1).random() == pytest.approx(0.61065, abs=1e-5)


def test_what_weighs_more_is_drawn_more_often() -> None:
    weighted = Weighted.of({"often": 9.0, "seldom": 1.0, "never": 0.0})
    found = Counter(weighted.draw(stream("draw", n)) for n in range(2_000))
    assert found["never"] == 0
    assert 120 < found["seldom"] < 290


def test_nothing_can_be_drawn_from_nothing() -> None:
    with pytest.raises(ValueError, match="nothing"):
        Weighted.of({"never": 0.0})


@given(st.integers(0, 10_000), st.lists(st.floats(0.01, 100), min_size=1, max_size=40))
def test_sharing_out_loses_nothing_and_is_fair_to_one(total: int, weights: list[float]) -> None:
    shares = shared_out(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - total * weight / sum(weights)) < 1.0001


def test_equal_remainders_go_to_the_earlier_place() -> None:
    assert shared_out(2, [1, 1, 1]) == [1, 1, 0]


def test_nothing_can_be_shared_out_among_nobody() -> None:
    with pytest.raises(ValueError, match="nothing"):
        shared_out(3, [0.0, 0.0])
