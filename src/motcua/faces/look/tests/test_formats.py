"""Numbers, money and time in words, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from motcua.faces.look import formats

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
H, M = timedelta(hours=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (38412, 0, "38.412"),
        (0, 0, "0"),
        (-1234567, 0, "-1.234.567"),
        (97.25, 1, "97,3"),
        (Decimal("0.5"), 0, "1"),
    ],
)
def test_numbers_have_points_for_thousands_and_a_comma_for_decimals(
    value: int | float | Decimal, digits: int, written: str
) -> None:
    assert formats.number(value, digits) == written


def test_numbers_in_english() -> None:
    with override("en"):
        assert formats.number(38412.5, 1) == "38,412.5"
        assert formats.percent(0.972) == "97.2%"
        assert formats.money(150000) == "VND\u00a0150,000"


def test_a_share_is_written_in_hundredths() -> None:
    assert formats.percent(0.972) == "97,2\u00a0%"
    assert formats.percent(1, 0) == "100\u00a0%"


def test_nothing_divided_is_a_dash_and_not_nought() -> None:
    assert formats.percent(None) == "–"


def test_money_keeps_its_unit_on_its_line() -> None:
    assert formats.money(150000) == "150.000\u00a0đ"


def test_a_moment_is_written_in_the_time_of_the_province() -> None:
    late_evening = datetime(2017, 12, 28, 17, 30, tzinfo=UTC)
    assert formats.moment_words(late_evening) == "29/12/2017, 00:30"
    assert formats.short_date(late_evening) == "29/12"


def test_days_and_hours() -> None:
    assert formats.date_words(date(2017, 12, 28)) == "28/12/2017"
    assert formats.time_words(time(9, 20)) == "09:20"
    assert formats.weekday_words(date(2018, 1, 2)) == "Thứ Ba, 02/01/2018"
    assert formats.weekday_words(date(2018, 1, 7)) == "Chủ Nhật, 07/01/2018"


def test_days_in_english() -> None:
    with override("en"):
        assert formats.weekday_words(date(2018, 1, 2)) == "Tuesday, 2 Jan 2018"
        assert formats.moment_words(datetime(2017, 12, 28, 9, 20, tzinfo=LOCAL)) == "28 Dec 2017, 09:20"


@pytest.mark.parametrize(
    ("left", "text", "tone"),
    [
        (-19 * H, "quá 2 ngày 3 giờ", "late"),
        (-1 * M, "quá 1 phút", "late"),
        (H + 44 * M, "còn 1 giờ 44 phút", "soon"),
        (8 * H - M, "còn 7 giờ 59 phút", "soon"),
        (8 * H, "còn 1 ngày", "done"),
        (16 * H + 4 * H + 30 * M, "còn 2 ngày 4 giờ", "done"),
        (timedelta(seconds=30), "đến hạn ngay bây giờ", "soon"),
    ],
)
def test_a_promise_is_told_in_its_two_largest_units(left: timedelta, text: str, tone: str) -> None:
    told = formats.due_words(left)
    assert (told.text, told.tone) == (text, tone)


def test_a_promise_tells_its_exact_moment_too() -> None:
    told = formats.due_words(H, datetime(2018, 1, 2, 17, 0, tzinfo=LOCAL))
    assert told.exact == "02/01/2018, 17:00"


def test_a_day_may_be_twenty_four_hours() -> None:
    assert formats.due_words(-49 * H, day=24 * H).text == "quá 2 ngày 1 giờ"


def test_a_promise_in_english() -> None:
    with override("en"):
        assert formats.due_words(-19 * H).text == "2 days 3 hours late"
        assert formats.due_words(9 * H).text == "1 day 1 hour left"
