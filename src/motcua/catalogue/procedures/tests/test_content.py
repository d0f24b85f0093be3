"""What a content promises and asks, as functions of case, area and channel; and how two contents differ."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.procedures.rules import (
    Change,
    Content,
    FeeRow,
    LimitRow,
    PaperRow,
    Part,
    Refusal,
    areas,
    cases,
    check_rows,
    compare,
    fee_for,
    limit_for,
    missing_parts,
)
from motcua.catalogue.procedures.rules.content import ALWAYS, LABELS
from motcua.catalogue.procedures.tests.cast import CONTENT
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars.rules import Allowance, AllowanceUnit
from motcua.people.calendars.rules import Refusal as CalendarRefusal

DAYS = AllowanceUnit.WORKING_DAY
LIMITS = (
    LimitRow(Decimal(20), DAYS, case="Cấp đổi", area="Khó khăn"),
    LimitRow(Decimal(10), DAYS, case="Cấp đổi"),
    LimitRow(Decimal(15), DAYS, area="Khó khăn"),
    LimitRow(Decimal(4), DAYS, channel="online"),
    LimitRow(Decimal(5), DAYS),
)


@pytest.mark.parametrize(
    ("case", "area", "channel", "days"),
    [
        ("Cấp đổi", "Khó khăn", "counter", 20),
        ("Cấp đổi", "", "online", 10),
        ("", "Khó khăn", "online", 15),
        ("", "", "online", 4),
        ("", "", "counter", 5),
        ("Khác", "Khác", "postal", 5),
    ],
)
def test_the_first_row_that_fits_counts(case: str, area: str, channel: str, days: int) -> None:
    assert limit_for(LIMITS, case, area, channel).allowance == Allowance.of(days, DAYS)


def test_without_a_row_that_fits_no_date_is_promised() -> None:
    with pytest.raises(Refused) as refused:
        limit_for(LIMITS[:2], "", "", "counter")
    assert refused.value.code == Refusal.NO_TIME_LIMIT


def test_a_fee_is_found_like_a_limit() -> None:
    fees = (FeeRow(7000, channel="online"), FeeRow(10_000))
    assert fee_for(fees, "", "", "online") == 7000
    assert fee_for(fees, "", "", "counter") == 10_000


def test_without_a_row_nothing_is_to_be_paid() -> None:
    assert fee_for((), "", "", "counter") == 0


def test_the_cases_and_areas_are_those_that_rows_name() -> None:
    papers = (PaperRow("Giấy", case="Có yếu tố nước ngoài"),)
    assert cases(LIMITS, papers) == ("Cấp đổi", "Có yếu tố nước ngoài")
    assert areas(LIMITS) == ("Khó khăn",)


def test_the_parts_that_are_always_there_are_missed() -> None:
    bare = Content(name="", sets=0)
    assert missing_parts(bare) == list(ALWAYS)
    assert missing_parts(CONTENT) == []


def test_every_part_has_a_label() -> None:
    assert set(LABELS) == set(Part)


def test_every_part_is_a_field_of_the_content() -> None:
    assert {part.value for part in Part} == set(Content.__dataclass_fields__)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(CONTENT, name="  "), Refusal.NO_NAME),
        (replace(CONTENT, sets=-1), Refusal.BAD_AMOUNT),
        (replace(CONTENT, fees=(FeeRow(-1),)), Refusal.BAD_AMOUNT),
        (replace(CONTENT, papers=(PaperRow("Giấy", copies=-1),)), Refusal.BAD_AMOUNT),
        (replace(CONTENT, channels=("pigeon",)), Refusal.BAD_CHANNEL),
        (replace(CONTENT, fees=(FeeRow(1, channel="pigeon"),)), Refusal.BAD_CHANNEL),
        (replace(CONTENT, time_limits=(LimitRow(Decimal(-1), DAYS),)), CalendarRefusal.NEGATIVE),
        (
            replace(CONTENT, time_limits=(LimitRow(Decimal("1.5"), AllowanceUnit.CALENDAR_DAY),)),
            CalendarRefusal.NOT_WHOLE,
        ),
    ],
)
def test_it_refuses_what_no_draft_may_hold(wrong: Content, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_rows(wrong)
    assert refused.value.code == code


def test_equal_contents_do_not_differ() -> None:
    assert compare(CONTENT, CONTENT) == []


def test_a_changed_text_is_told_with_before_and_after() -> None:
    newer = replace(CONTENT, subjects="Mọi người")
    assert compare(CONTENT, newer) == [Change(Part.SUBJECTS, ("Công dân Việt Nam",), ("Mọi người",))]


def test_of_papers_only_those_that_went_or_came_are_told() -> None:
    came = PaperRow("Giấy chứng sinh", originals=1)
    newer = replace(CONTENT, papers=(CONTENT.papers[0], came))
    assert compare(CONTENT, newer) == [Change(Part.PAPERS, (CONTENT.papers[1],), (came,))]


def test_a_change_is_labelled_in_the_words_of_the_office() -> None:
    assert compare(CONTENT, replace(CONTENT, sets=2))[0].label == "Số lượng hồ sơ"


rows = st.lists(st.sampled_from("abcdef"), max_size=6).map(lambda names: tuple(PaperRow(n) for n in names))


@given(rows, rows)
def test_comparing_both_ways_exchanges_what_went_and_what_came(
    one: tuple[PaperRow, ...], other: tuple[PaperRow, ...]
) -> None:
    there = compare(replace(CONTENT, papers=one), replace(CONTENT, papers=other))
    back = compare(replace(CONTENT, papers=other), replace(CONTENT, papers=one))
    assert bool(there) is bool(back) is (one != other)
    for change in there:
        assert len(change.after) - len(change.before) == len(other) - len(one)
