"""The lines that say why a due date is that date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from motcua.people.calendars.rules import Allowance, Checked, LineCode, Rule, WorkingTime
from motcua.people.calendars.rules.tests.examples import (
    OFFICE,
    UNEVEN,
    at,
    calendar_days,
    days,
    holiday,
    hours,
    months,
    years,
)

KEPT = "Giờ hẹn trả lấy theo giờ nhận: {} (quy ước của hệ thống, pháp luật không quy định)."


def told(start: str, allowance: Allowance, calendar: WorkingTime = OFFICE) -> list[str]:
    with translation.override("vi"):
        return [line.sentence() for line in calendar.explain(at(start), allowance)]


def codes(start: str, allowance: Allowance, calendar: WorkingTime = OFFICE) -> list[LineCode]:
    return [line.code for line in calendar.explain(at(start), allowance)]


def test_the_whole_story_of_an_appointment_slip() -> None:
    assert told("2019-11-20T08:37", days(25)) == [
        "Nhận lúc 08:37 thứ Tư 20/11/2019, trong giờ làm việc (lịch làm việc của cơ quan).",
        "Thời hạn: 25 ngày làm việc.",
        "Không tính ngày nhận, thứ Tư 20/11/2019; bắt đầu tính từ thứ Năm 21/11/2019"
        " (khoản 2 Điều 147 Bộ luật Dân sự 2015).",
        "Không tính ngày nghỉ hằng tuần: 5 ngày thứ Bảy, 5 ngày Chủ nhật (lịch làm việc của cơ quan).",
        KEPT.format("08:37"),
        "Hẹn trả lúc 08:37 thứ Tư 25/12/2019.",
    ]


def test_the_whole_story_over_a_long_weekend() -> None:
    assert told("2024-04-25T18:20", days(3))[3:] == [
        "Không tính ngày nghỉ hằng tuần: 1 ngày thứ Bảy, 1 ngày Chủ nhật (lịch làm việc của cơ quan).",
        "Không tính thứ Hai 29/04/2024, nghỉ hoán đổi: làm bù ngày 04/05/2024"
        " (Văn bản 2450/VPCP-KGVX ngày 12/4/2024).",
        "Không tính thứ Ba 30/04/2024: Ngày Chiến thắng 30/4 (Điều 112 Bộ luật Lao động 2019).",
        "Không tính thứ Tư 01/05/2024: Ngày Quốc tế Lao động 1/5 (Điều 112 Bộ luật Lao động 2019).",
        "Có tính thứ Bảy 04/05/2024 vì cơ quan làm việc bù cho thứ Hai 29/04/2024"
        " (Văn bản 2450/VPCP-KGVX ngày 12/4/2024).",
        KEPT.format("07:30"),
        "Hẹn trả lúc 07:30 thứ Bảy 04/05/2024.",
    ]


def test_an_arrival_outside_working_hours_names_the_opening() -> None:
    assert told("2019-11-22T18:20", days(1))[0] == (
        "Nộp lúc 18:20 thứ Sáu 22/11/2019, ngoài giờ làm việc: coi như nhận lúc 07:30 thứ Hai 25/11/2019,"
        " đầu giờ làm việc tiếp theo (quy ước của hệ thống, pháp luật không quy định)."
    )


def test_days_off_between_arrival_and_opening_are_named() -> None:
    assert LineCode.HOLIDAY in codes("2017-01-28T10:00", hours(1))


def test_a_run_of_one_holiday_is_one_line() -> None:
    assert told("2017-01-25T09:00", days(1))[3] == (
        "Không tính 7 ngày từ thứ Năm 26/01/2017 đến thứ Tư 01/02/2017: Tết Nguyên đán"
        " (Điều 115 Bộ luật Lao động 2012)."
    )


def test_a_day_off_in_place_of_another_says_so() -> None:
    assert told("2017-08-31T09:00", days(2))[-3] == (
        "Không tính thứ Hai 04/09/2017, nghỉ bù: Quốc khánh 2/9 (khoản 3 Điều 115 Bộ luật Lao động 2012)."
    )


def test_two_holidays_side_by_side_stay_two_lines() -> None:
    found = codes("2018-04-27T09:00", days(1))
    assert found.count(LineCode.HOLIDAY) == 2


def test_the_same_holiday_on_days_apart_stays_two_lines() -> None:
    calendar = OFFICE.with_day(holiday("2017-03-07")).with_day(holiday("2017-03-09"))
    lines = [line for line in calendar.explain(at("2017-03-06T09:00"), days(1)) if "days" in line.values]
    assert [line.values["days"] for line in lines] == [(date(2017, 3, 7),)]
    assert codes("2017-03-06T09:00", days(2), calendar).count(LineCode.HOLIDAY) == 2


def test_hours_say_that_they_count_at_once() -> None:
    assert told("2017-03-06T11:00", hours("1.5"))[1:] == [
        "Thời hạn: 1,5 giờ làm việc.",
        "Tính ngay từ lúc nhận, chỉ tính thời gian trong giờ làm việc"
        " (khoản 1 Điều 147 Bộ luật Dân sự 2015).",
        "Hẹn trả lúc 14:00 thứ Hai 06/03/2017.",
    ]


@pytest.mark.parametrize(
    ("amount", "part", "work"),
    [("2.5", "0,5", "4 giờ"), ("0.1", "0,1", "48 phút"), ("1.2", "0,2", "1 giờ 36 phút")],
)
def test_part_of_a_day_says_how_many_hours(amount: str, part: str, work: str) -> None:
    line = f"Phần lẻ {part} ngày được tính theo giờ: {work} làm việc (quy ước của hệ thống, pháp luật không quy định)."
    assert line in told("2017-03-06T09:00", days(amount))


def test_part_of_a_day_alone_leaves_no_day_uncounted() -> None:
    assert LineCode.FIRST_DAY not in codes("2017-03-06T09:00", days("0.5"))


def test_nothing_given_is_due_on_arrival() -> None:
    assert told("2017-03-06T09:00", days(0)) == [
        "Nhận lúc 09:00 thứ Hai 06/03/2017, trong giờ làm việc (lịch làm việc của cơ quan).",
        "Thời hạn: 0 ngày làm việc.",
        "Thời hạn bằng không: đến hạn ngay khi nhận.",
        "Hẹn trả lúc 09:00 thứ Hai 06/03/2017.",
    ]


def test_calendar_days_that_end_on_a_day_off_move_on() -> None:
    assert told("2017-03-06T08:37", calendar_days(5))[1:] == [
        "Thời hạn: 5 ngày, kể cả ngày nghỉ.",
        "Không tính ngày nhận, thứ Hai 06/03/2017; bắt đầu tính từ thứ Ba 07/03/2017"
        " (khoản 2 Điều 147 Bộ luật Dân sự 2015).",
        "Tính cả ngày nghỉ; ngày cuối cùng là thứ Bảy 11/03/2017 (khoản 1 Điều 148 Bộ luật Dân sự 2015).",
        "Ngày cuối cùng, thứ Bảy 11/03/2017, là ngày nghỉ: chuyển sang ngày làm việc tiếp theo,"
        " thứ Hai 13/03/2017 (khoản 5 Điều 148 Bộ luật Dân sự 2015).",
        KEPT.format("08:37"),
        "Hẹn trả lúc 08:37 thứ Hai 13/03/2017.",
    ]


def test_calendar_days_name_the_holidays_at_their_end_only() -> None:
    assert LineCode.CLOSED not in codes("2017-08-29T09:00", calendar_days(8))
    assert LineCode.CLOSED in codes("2017-08-29T09:00", calendar_days(4))


def test_where_days_off_are_counted_none_is_said_to_be_passed_over() -> None:
    found = told("2017-01-20T08:00", calendar_days(7))
    assert not [line for line in found if line.startswith("Không tính") and "ngày nhận" not in line]
    assert (
        "Cơ quan nghỉ 6 ngày từ thứ Sáu 27/01/2017 đến thứ Tư 01/02/2017: Tết Nguyên đán"
        " (Điều 115 Bộ luật Lao động 2012)." in found
    )


@pytest.mark.parametrize("allowance", [hours(2), days(2), calendar_days(4), months(1), years(1)], ids=str)
def test_before_2017_the_older_civil_code_is_cited(allowance: Allowance) -> None:
    older, newer = (" ".join(told(start, allowance)) for start in ("2016-02-29T09:00", "2017-08-31T09:00"))
    assert "Bộ luật Dân sự 2005" in older
    assert "Bộ luật Dân sự 2015" not in older
    assert "Bộ luật Dân sự 2005" not in newer


def test_the_code_is_that_of_the_day_on_which_the_count_begins() -> None:
    # Handed in on Saturday 31/12/2016, received on Tuesday 03/01/2017.
    assert "Bộ luật Dân sự 2015" in " ".join(told("2016-12-31T09:00", days(1)))


@pytest.mark.parametrize(
    ("start", "allowance", "code", "rule"),
    [
        ("2017-03-06T09:00", months(2), LineCode.SAME_DATE, Rule.MONTHS),
        ("2017-03-06T09:00", years(1), LineCode.SAME_DATE, Rule.YEARS),
        ("2018-01-31T09:00", months(1), LineCode.NO_SUCH_DATE, Rule.MONTHS),
        ("2016-02-29T09:00", years(1), LineCode.NO_SUCH_DATE, Rule.LEAP_DAY_2005),
        ("2024-02-29T09:00", years(1), LineCode.NO_SUCH_DATE, Rule.LEAP_DAY),
    ],
)
def test_months_and_years_name_their_article(
    start: str, allowance: Allowance, code: LineCode, rule: Rule
) -> None:
    found = {line.code: line.rule for line in OFFICE.explain(at(start), allowance)}
    assert found[code] == rule


def test_a_year_whose_holidays_are_unknown_is_said_to_be() -> None:
    assert "Chưa có lịch nghỉ lễ, tết năm 2031: ngày hẹn có thể thay đổi." in told(
        "2031-05-05T09:00", days(3)
    )


def test_years_on_end_without_holidays_are_one_line() -> None:
    doubts = [
        line.sentence() for line in OFFICE.explain(at("2026-01-05T09:00"), years(9)) if "year" in line.values
    ]
    assert doubts == [
        "Lịch nghỉ lễ, tết năm 2027 là dự kiến, chưa có thông báo chính thức: ngày hẹn có thể thay đổi.",
        "Chưa có lịch nghỉ lễ, tết từ năm 2028 đến năm 2035: ngày hẹn có thể thay đổi.",
    ]


def test_both_years_are_looked_at() -> None:
    found = [line for line in OFFICE.explain(at("2027-12-30T09:00"), days(5)) if "year" in line.values]
    assert [(line.code, line.values["year"]) for line in found] == [
        (LineCode.HOLIDAYS_PROVISIONAL, 2027),
        (LineCode.HOLIDAYS_UNKNOWN, 2028),
    ]


def test_a_known_year_is_not_doubted() -> None:
    assert not {LineCode.HOLIDAYS_UNKNOWN, LineCode.HOLIDAYS_PROVISIONAL} & set(
        codes("2017-01-02T09:00", days(200))
    )


def test_a_year_is_known_by_its_holidays_not_by_a_swapped_day() -> None:
    assert not OFFICE.holidays_known(2014)
    assert OFFICE.holidays_known(2015)
    assert OFFICE.with_day(holiday("2030-01-01", checked=Checked.PROVISIONAL)).holidays_provisional(2030)


def test_an_hour_that_had_to_be_moved_is_said() -> None:
    assert (
        "Giờ nhận không nằm trong giờ làm việc của ngày hẹn: hẹn vào 09:00 (lịch làm việc của cơ quan)."
        in told("2018-01-11T15:00", days(1), UNEVEN)
    )


@pytest.mark.parametrize("allowance", [days(1), calendar_days(3), months(1), years(1)], ids=str)
def test_a_kept_hour_is_said_to_be_our_rule(allowance: Allowance) -> None:
    assert KEPT.format("09:00") in told("2017-03-06T09:00", allowance)


@pytest.mark.parametrize("allowance", [hours(8), days("1.5"), days(0), months(0)], ids=str)
def test_what_ends_by_the_hour_keeps_no_hour(allowance: Allowance) -> None:
    assert not {LineCode.HOUR_KEPT, LineCode.HOUR_ADJUSTED} & set(codes("2017-03-06T09:00", allowance))


def test_thousands_are_parted_as_the_language_does() -> None:
    assert told("2017-03-06T09:00", days(2500))[1] == "Thời hạn: 2.500 ngày làm việc."
    assert told("2017-03-06T09:00", hours("1000.5"))[1] == "Thời hạn: 1.000,5 giờ làm việc."


def test_a_swapped_day_on_which_nobody_counts_is_not_mentioned() -> None:
    assert LineCode.WORKED_INSTEAD not in codes("2024-05-04T09:00", days(1))
    assert LineCode.WORKED_INSTEAD not in codes("2024-05-02T09:00", calendar_days(5))


def test_seconds_are_shown_when_there_are_any() -> None:
    assert told("2017-03-06T09:00:07", hours(1))[0].startswith("Nhận lúc 09:00:07 thứ Hai")


def test_a_line_keeps_its_values_for_those_who_draw_it() -> None:
    first_day = OFFICE.explain(at("2017-03-06T09:00"), days(3))[2]
    assert first_day.values == {"received_on": date(2017, 3, 6), "first": date(2017, 3, 7)}
    assert OFFICE.explain(at("2017-03-06T09:00"), days("0.5"))[2].values["part"] == Decimal("0.5")


def test_it_speaks_english_with_the_same_facts() -> None:
    with translation.override("en"):
        lines = [line.sentence() for line in OFFICE.explain(at("2024-04-25T09:00"), days("2.5"))]
    assert (
        lines[0]
        == "Received at 09:00 on Thursday 25/04/2024, within working hours (the office's working hours)."
    )
    assert lines[1] == "Time limit: 2.5 working days."
    assert "Weekly days off are not counted: Saturday × 1, Sunday × 1 (the office's working hours)." in lines
    assert "Not counted: Tuesday 30/04/2024, Reunification Day (Điều 112 Bộ luật Lao động 2019)." in lines
    assert lines[-1] == "Due at 14:30 on Thursday 02/05/2024."


@pytest.mark.parametrize(
    ("allowance", "vietnamese", "english"),
    [
        (days(1), "1 ngày làm việc", "1 working day"),
        (hours("1.00"), "1 giờ làm việc", "1 working hour"),
        (years(1), "1 năm", "1 year"),
        (months(2), "2 tháng", "2 months"),
    ],
)
def test_one_is_a_singular(allowance: Allowance, vietnamese: str, english: str) -> None:
    assert told("2017-03-06T09:00", allowance)[1] == f"Thời hạn: {vietnamese}."
    with translation.override("en"):
        lines = [line.sentence() for line in OFFICE.explain(at("2017-03-06T09:00"), allowance)]
    assert lines[1] == f"Time limit: {english}."
