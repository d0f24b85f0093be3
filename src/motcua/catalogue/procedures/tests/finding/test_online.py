"""A service is called what the law of the day calls it."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.catalogue.procedures.rules.online import SOURCES, Regime, classes, online_words, regime

THEN, NOW = date(2022, 8, 14), date(2022, 8, 15)


def test_the_law_changes_on_its_day() -> None:
    assert (regime(THEN), regime(NOW)) == (Regime.LEVELS, Regime.FULL_OR_PARTIAL)


@pytest.mark.parametrize(
    ("level", "then", "now"),
    [
        ("4", "Mức độ 4", "Toàn trình"),
        ("3", "Mức độ 3", "Một phần"),
        ("2", "Mức độ 2", "Chỉ cung cấp thông tin"),
        ("1", "Mức độ 1", "Chỉ cung cấp thông tin"),
        ("", "Chưa xác định mức độ", "Chỉ cung cấp thông tin"),
    ],
)
def test_each_level_has_its_words(level: str, then: str, now: str) -> None:
    assert (str(online_words(level, THEN)), str(online_words(level, NOW))) == (then, now)


@pytest.mark.parametrize("on", [THEN, NOW])
def test_every_level_is_in_one_class(on: date) -> None:
    assert sorted(level for one in classes(on) for level in one.levels) == ["", "1", "2", "3", "4"]


def test_every_regime_names_its_source() -> None:
    assert set(SOURCES) == set(Regime)
