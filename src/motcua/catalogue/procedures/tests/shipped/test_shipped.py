"""The catalogue shipped: facts that say of which year they are, a reading of 2017, and enough for every one-stop."""

from __future__ import annotations

from collections import Counter

import pytest

from motcua.catalogue.procedures.rules import check_complete, check_rows, fee_for, limit_for
from motcua.catalogue.procedures.rules.content import ANY
from motcua.catalogue.procedures.rules.shipped import Agency, Shipped, deciding_agency, receivers, shipped
from motcua.catalogue.procedures.tests.cast import for_each

DIFFICULT = "Địa bàn có điều kiện khó khăn"
REAL = [item for item in shipped() if not item.is_illustrative]
MADE_UP = [item for item in shipped() if item.is_illustrative]
DISTRICT = Agency(1, 2, "district", divisions={"office": 3, "environment": 4, "justice": 5})
COMMUNE = Agency(10, 11, "commune", above=1)
PROVINCE = [Agency(20, 21, "province", code="stp"), Agency(30, 31, "province", code="sxd")]
ALL = [DISTRICT, COMMUNE, *PROVINCE]


def item(code: str) -> Shipped:
    return next(found for found in shipped() if found.code == code)


def limit(code: str, case: str = "", area: str = "", channel: str = "counter") -> tuple[int, str]:
    row = limit_for(item(code).content.time_limits, case, area, channel)
    return int(row.amount), row.unit.value


def received_at(agency: Agency) -> list[str]:
    return [i.code for i in shipped() if any(r is agency for r, _d, _h in receivers(i, ALL))]


def test_the_77_real_procedures_are_there() -> None:
    assert len(REAL) == 77
    assert len({item.code for item in shipped()}) == len(shipped())


def test_what_is_of_2026_says_so() -> None:
    for found in REAL:
        assert found.content.facts_of == "2026"
        assert "bản công bố năm 2026" in found.content.note
        assert found.content.source.startswith("https://dichvucong.gov.vn/")


def test_what_is_made_up_says_so() -> None:
    for found in MADE_UP:
        assert found.code.startswith("MH-")
        assert "Thủ tục minh họa" in found.content.note
        assert found.content.facts_of == found.content.result_code == ""


@for_each(shipped())
def test_every_part_that_the_decree_names_is_there(found: Shipped) -> None:
    check_rows(found.content)
    check_complete(found.content)


@for_each(shipped())
def test_every_channel_of_the_usual_case_has_a_time_limit(found: Shipped) -> None:
    for channel in found.content.channels:
        assert limit_for(found.content.time_limits, "", "", channel).amount > 0


@for_each(shipped())
def test_no_row_hides_another(found: Shipped) -> None:
    for rows in (found.content.time_limits, found.content.fees):
        seen: list[tuple[str, str, str]] = []
        for row in rows:
            for case, area, channel in seen:
                hidden = case in (ANY, row.case) and area in (ANY, row.area) and channel in (ANY, row.channel)
                assert not hidden
            seen.append((row.case, row.area, row.channel))


@for_each(shipped())
def test_no_text_is_cut_off_in_the_middle(found: Shipped) -> None:
    texts = [found.content.name, found.content.result_name, *(p.name for p in found.content.papers)]
    for text in texts:
        assert "…" not in text
        assert text == text.strip()
        assert text[0].isupper()


def test_a_note_among_the_papers_asks_for_no_paper() -> None:
    for found in shipped():
        for paper in found.content.papers:
            assert (paper.originals + paper.copies == 0) is paper.is_note
            assert not (paper.is_note and paper.is_required)


def test_a_unit_that_the_source_lost_is_marked_as_ours() -> None:
    ours = {found.code for found in REAL if any(row.unit_is_ours for row in found.content.time_limits)}
    assert {"1.001193", "1.004884", "2.000720", "2.001263"} <= ours
    assert not {"1.003583", "1.013227", "1.004222", "1.012756"} & ours


def test_civil_status_is_decided_the_same_day_before_three() -> None:
    row = limit_for(item("1.001193").content.time_limits, "", "", "counter")
    assert row.same_day_before is not None
    assert row.same_day_before.hour == 15
    assert "Luật Hộ tịch 2014" in row.basis


@pytest.mark.parametrize(
    ("code", "case", "area", "days"),
    [
        ("1.012783", "", "", 5),
        ("1.012783", "", DIFFICULT, 15),
        ("1.012783", "Cấp đổi do đo đạc lập bản đồ địa chính", "", 10),
        ("1.012783", "Cấp đổi do đo đạc lập bản đồ địa chính", DIFFICULT, 20),
        ("1.012784", "", DIFFICULT, 22),
        ("1.013978", "Chỉ đăng ký, không cấp Giấy chứng nhận", DIFFICULT, 27),
        ("2.000986", "", "Xã cách trung tâm huyện từ 50 km", 25),
        ("1.000894", "Cần xác minh điều kiện kết hôn", "", 5),
    ],
)
def test_cases_and_areas_mixed_in_the_source_are_told_apart(
    code: str, case: str, area: str, days: int
) -> None:
    assert limit(code, case, area) == (days, "working_day")


def test_a_house_is_permitted_sooner_than_a_work() -> None:
    assert limit("1.013225", "Nhà ở riêng lẻ") == (15, "calendar_day")
    assert limit("1.013225") == (20, "calendar_day")


def test_an_hour_is_a_working_hour() -> None:
    assert limit("2.001159") == (1, "working_hour")


def test_a_fee_depends_on_the_channel() -> None:
    fees = item("1.004222").content.fees
    assert fee_for(fees, "", "", "online") == 10_000
    assert fee_for(fees, "", "", "counter") == 20_000


def test_a_fee_that_the_source_does_not_name_is_said() -> None:
    for found in REAL:
        named = {row.channel for row in found.content.fees}
        complete = ANY in named or named == set(found.content.channels)
        assert complete or "mức thu" in found.content.note.lower()


def test_levels_of_2017() -> None:
    assert Counter(found.reading.level for found in REAL) == {"commune": 34, "district": 28, "province": 15}
    assert all(found.reading.reason for found in REAL)


def test_every_department_has_at_least_three() -> None:
    per_department = Counter(found.reading.agency for found in shipped() if found.reading.level == "province")
    assert len(per_department) == 18
    assert min(per_department.values()) >= 3


def test_a_department_gets_three_to_five_made_up_ones_only_when_it_has_too_few() -> None:
    made_up = Counter(found.reading.agency for found in MADE_UP)
    real = Counter(found.reading.agency for found in REAL)
    assert set(made_up.values()) <= {3, 4, 5}
    assert all(real[department] < 3 for department in made_up)


@pytest.mark.parametrize("agency", [DISTRICT, COMMUNE], ids=["district", "commune"])
def test_every_one_stop_receives_at_least_five(agency: Agency) -> None:
    assert len(received_at(agency)) >= 5


def test_a_commune_receives_what_its_district_decides() -> None:
    filed = {r.unit_id: (d.unit_id, handler) for r, d, handler in receivers(item("1.012783"), ALL)}
    assert filed == {1: (1, 4), 10: (1, 4)}


def test_a_commune_decides_and_handles_its_own() -> None:
    assert list(receivers(item("1.001193"), ALL)) == [(COMMUNE, COMMUNE, 10)]


def test_copies_are_certified_at_both_levels() -> None:
    found = {r.unit_id: (d.unit_id, handler) for r, d, handler in receivers(item("2.000815"), ALL)}
    assert found == {1: (1, 5), 10: (10, 10)}


def test_only_the_department_of_the_field_receives() -> None:
    assert [r.code for r, _d, _h in receivers(item("1.013237"), ALL)] == ["sxd"]


def test_without_such_a_division_the_office_handles() -> None:
    assert [handler for _r, _d, handler in receivers(item("2.000809"), ALL)] == [3]


def test_a_commune_whose_district_is_unknown_does_not_receive_for_it() -> None:
    assert list(receivers(item("1.012783"), [COMMUNE])) == []


def test_the_deciding_agency_is_named_in_words() -> None:
    names = {"stp": "Sở Tư pháp", "justice": "Phòng Tư pháp"}
    assert deciding_agency(item("3.000333").reading, names) == "Sở Tư pháp"
    assert deciding_agency(item("1.004222").reading, names) == "Công an xã, phường, thị trấn"
    assert item("2.000806").content.deciding_agency.endswith("(Phòng Tư pháp)")


def test_both_agencies_are_named_where_two_levels_decide() -> None:
    content = item("2.000815").content
    assert content.deciding_agency == (
        "Ủy ban nhân dân xã, phường, thị trấn hoặc Ủy ban nhân dân huyện, thị xã, thành phố (Phòng Tư pháp)"
    )
    assert "Bộ phận Một cửa cấp xã hoặc cấp huyện." in content.sequence


def test_where_land_dossiers_may_be_filed_is_said() -> None:
    assert "Bộ phận Một cửa cấp huyện hoặc cấp xã nơi có đất." in item("1.012783").content.sequence
    assert "Bộ phận Một cửa cấp huyện." in item("1.012817").content.sequence
    assert "Bộ phận Một cửa của cơ quan giải quyết." in item("3.000333").content.sequence


def test_the_ways_of_filing_are_one_sentence() -> None:
    assert item("1.004222").content.ways_of_filing == (
        "Nộp trực tiếp tại Bộ phận Một cửa; nộp trực tuyến trên Cổng dịch vụ công."
    )
