"""Limits, fees and search against slow and plain oracles."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from motcua.catalogue.procedures import queries
from motcua.catalogue.procedures.rules import (
    FeeRow,
    LimitRow,
    Refusal,
    areas,
    cases,
    fee_for,
    limit_for,
    prefix_query,
)
from motcua.catalogue.procedures.tests.cast import CONTENT, DAY, published
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold
from motcua.people.calendars.rules import AllowanceUnit

keys = st.sampled_from(["*", "a", "b"])
named = st.sampled_from(["", "a", "b", "c"])
channels = st.sampled_from(["counter", "online", "postal"])
rows = st.lists(st.tuples(keys, keys, st.sampled_from(["*", "counter", "online"])), max_size=8)


def oracle(table: list[tuple[str, str, str]], asked: tuple[str, str, str]) -> int | None:
    """The number of the first row of which every word is a star or the word asked for."""
    for number, row in enumerate(table):
        if all(word in ("*", want) for word, want in zip(row, asked, strict=True)):
            return number
    return None


@given(rows, named, named, channels)
def test_a_limit_is_the_first_row_that_fits(
    table: list[tuple[str, str, str]], case: str, area: str, channel: str
) -> None:
    limits = [
        LimitRow(Decimal(n), AllowanceUnit.WORKING_DAY, case=c, area=a, channel=h)
        for n, (c, a, h) in enumerate(table)
    ]
    expected = oracle(table, (case, area, channel))
    if expected is None:
        with pytest.raises(Refused) as refused:
            limit_for(limits, case, area, channel)
        assert refused.value.code == Refusal.NO_TIME_LIMIT
    else:
        assert limit_for(limits, case, area, channel) is limits[expected]


@given(rows, named, named, channels)
def test_a_fee_is_the_first_row_that_fits_or_nothing(
    table: list[tuple[str, str, str]], case: str, area: str, channel: str
) -> None:
    fees = [FeeRow(n + 1, case=c, area=a, channel=h) for n, (c, a, h) in enumerate(table)]
    expected = oracle(table, (case, area, channel))
    assert fee_for(fees, case, area, channel) == (0 if expected is None else expected + 1)


@given(rows)
def test_every_case_and_area_that_can_be_chosen_is_named_by_a_row(table: list[tuple[str, str, str]]) -> None:
    fees = [FeeRow(1, case=c, area=a, channel=h) for c, a, h in table]
    assert set(cases(fees)) == {c for c, _a, _h in table} - {"*"}
    assert set(areas(fees)) == {a for _c, a, _h in table} - {"*"}


syllables = st.sampled_from(["đất", "dat", "Đăng", "ký", "kỳ", "hôn", "hộ", "hôm", "sinh", "cấp", "2"])
texts = st.lists(syllables, min_size=1, max_size=4).map(" ".join)
numbers = count(1)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def found_by_hand(name: str, question: str) -> bool:
    """All words of the question are words of the name, the last one the beginning of one; nothing else counts."""
    *whole, last = fold(question).split()
    there = fold(name).split()
    return all(word in there for word in whole) and any(word.startswith(last) for word in there)


@pytest.mark.django_db
@FEW
@given(texts, texts)
@example("Đăng ký hộ", "dang k")
@example("Đăng ký hộ", "h dang")
def test_search_finds_what_a_hand_finds(name: str, question: str) -> None:
    code = f"Z{next(numbers)}Z"
    bare = replace(CONTENT, name=name, result_name="", deciding_agency="x")
    version = published(bare, code=code)
    hits = queries.search(f"{code} {question}", on=DAY)
    assert (version in hits) is found_by_hand(f"{name} Hộ tịch x", question)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_query_of_letters_and_digits(text: str) -> None:
    bare = prefix_query(text).replace(" & ", " ").removesuffix(":*")
    assert bare == " ".join(fold(text).split()[:12])


@pytest.mark.django_db
@FEW
@given(st.text(max_size=40))
@example("'; DROP TABLE procedure; --")
@example("a:* & !b | (c")
@example("\\ % _ \x7f")
def test_whatever_is_typed_breaks_nothing(text: str) -> None:
    assert isinstance(queries.search(text, on=DAY), list)
