"""Units and officers from a file: each bad row is named, and nothing is written until all are good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.ground.sheets.rules import Refusal as SheetRefusal
from motcua.people.organisation import actions, queries
from motcua.people.organisation.models import Appointment, Officer, Unit
from motcua.people.organisation.rules import Refusal
from motcua.people.organisation.rules.rows import read_day
from motcua.people.organisation.tests.conftest import NOW, TODAY, Town, count_events, events, refusal

UNITS = """Mã đơn vị;Tên đơn vị;Tên ngắn;Loại đơn vị;Mã đơn vị cấp trên;Từ ngày
H58.31;Ủy ban nhân dân huyện Tân Phước;Tân Phước;Huyện, thị xã, thành phố;000.00.00.H58;01/01/2017
h58.31.01;Ủy ban nhân dân xã Thạnh Tân;;xã;H58.31;2017-01-01
H58.31.02;Bộ phận Một cửa Tân Phước;Một cửa;one_stop;h58.31;
"""
OFFICERS = """Mã cán bộ;Họ và tên;Điện thoại;Thư điện tử;Mã đơn vị;Vai trò;Chức danh;Từ ngày;Đến hết ngày
TP1;Lê Thị Sen;0273 3848 000;sen@tiengiang.gov.vn;000.00.05.H58;Người tiếp nhận;Chuyên viên;01/01/2017;
TP1;Lê Thị Sen;;;000.00.02.H58;clerk;;01/01/2017;31/12/2018
CB004;Nguyễn Văn handler;;;000.00.05.H58;nguoi tiep nhan;;;
"""


def units(town: Town, text: str = UNITS, part: str = "administrator") -> tuple[int, ...]:
    return actions.import_units(text.encode(), by=town.actor(part), now=NOW)


def officers(town: Town, text: str = OFFICERS, part: str = "administrator") -> tuple[int, ...]:
    return actions.import_officers(text.encode(), by=town.actor(part), now=NOW)


def test_units_are_taken_over_in_the_order_of_the_file(town: Town) -> None:
    district, commune, one_stop = units(town)
    assert queries.unit_as_of(commune, TODAY).parent_id == district
    assert queries.unit_as_of(commune, TODAY).code == "H58.31.01"
    found = queries.one_stop_of(district, TODAY)
    assert found is not None
    assert found.id == one_stop
    assert Unit.objects.get(pk=one_stop).valid_from == TODAY


def test_an_import_is_one_event_beside_those_of_its_verbs(town: Town) -> None:
    before = count_events()
    first, *others = units(town)
    assert count_events() - before == 4
    assert events("import_of_units", first) == [("organisation.units_imported", {"count": 3})]
    assert [len(events("unit", unit)) for unit in (first, *others)] == [1, 1, 1]


def test_a_preview_of_good_rows_writes_nothing(town: Town) -> None:
    before, count = count_events(), Unit.objects.count()
    preview = actions.preview_units(UNITS.encode(), by=town.actor("administrator"), now=NOW)
    assert [row.code for row in preview.good] == ["H58.31", "h58.31.01", "H58.31.02"]
    assert preview.bad == ()
    assert (count_events(), Unit.objects.count()) == (before, count)


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "words"),
    [
        ("H58.31;Ủy", "H58 31;Ủy", 2, "Mã đơn vị", "chữ số"),
        ("H58.31;Ủy", "000.00.03.H58;Ủy", 2, "Mã đơn vị", "đơn vị khác"),
        (";xã;", ";làng;", 3, "Loại đơn vị", "làng"),
        (";one_stop;h58.31", ";one_stop;H99", 4, "Mã đơn vị cấp trên", "H99"),
        (";xã;H58.31", ";xã;000.00.01.H58", 3, "Mã đơn vị cấp trên", "không thể trực thuộc"),
        (";01/01/2017", ";31/02/2017", 2, "Từ ngày", "31/02/2017"),
        ("Ủy ban nhân dân xã Thạnh Tân", "", 3, "Tên đơn vị", "tên gọi"),
        (";01/01/2017", ";01/01/1990", 2, "Mã đơn vị cấp trên", "01/01/1990"),
    ],
)
def test_each_bad_row_is_named_with_its_line_and_column(
    town: Town, old: str, new: str, line: int, column: str, words: str
) -> None:
    text = UNITS.replace(old, new, 1)
    preview = actions.preview_units(text.encode(), by=town.actor("administrator"), now=NOW)
    bad = preview.bad[0]
    assert (bad.line, bad.column) == (line, column)
    assert words in bad.sentence


def test_with_one_bad_row_nothing_is_written(town: Town) -> None:
    count = Unit.objects.count()
    assert refusal(units, town, UNITS.replace(";xã;", ";làng;")) == Refusal.BAD_ROWS
    assert Unit.objects.count() == count


def test_the_number_of_bad_rows_is_said(town: Town) -> None:
    with pytest.raises(Refused) as caught:
        units(town, UNITS.replace("H58.31;Ủy", "H58 31;Ủy"))
    assert "còn 3 dòng" in caught.value.sentence()


def test_the_same_file_again_is_refused_row_by_row(town: Town) -> None:
    units(town)
    preview = actions.preview_units(UNITS.encode(), by=town.actor("administrator"), now=NOW)
    assert [bad.line for bad in preview.bad] == [2, 3, 4]


def test_a_row_outside_the_administrators_units_is_bad(town: Town) -> None:
    preview = actions.preview_units(UNITS.encode(), by=town.actor("sister_administrator"), now=NOW)
    assert preview.good == ()
    assert preview.bad[0].column == ""
    assert "không được làm việc này" in preview.bad[0].sentence


@pytest.mark.parametrize("part", ["leader", "head", "handler", "receptionist", "inspector"])
def test_only_administrators_import(town: Town, part: str) -> None:
    for verb in (actions.preview_units, actions.import_units):
        assert refusal(verb, UNITS.encode(), by=town.actor(part), now=NOW) == KernelRefusal.NOT_ALLOWED
    for other in (actions.preview_officers, actions.import_officers):
        assert refusal(other, OFFICERS.encode(), by=town.actor(part), now=NOW) == KernelRefusal.NOT_ALLOWED


def test_what_is_no_table_is_refused_as_a_whole(town: Town) -> None:
    by = town.actor("administrator")
    assert refusal(actions.preview_units, b"", by=by, now=NOW) == SheetRefusal.EMPTY
    assert refusal(actions.preview_officers, UNITS.encode(), by=by, now=NOW) == SheetRefusal.COLUMNS_MISSING


def test_units_fail_whole_when_an_event_fails(town: Town, broken_journal: Callable[[], None]) -> None:
    count, by = Unit.objects.count(), town.actor("administrator")
    broken_journal()
    with pytest.raises(RuntimeError):
        actions.import_units(UNITS.encode(), by=by, now=NOW)
    assert Unit.objects.count() == count


def test_officers_come_into_office_and_a_code_is_one_person(town: Town) -> None:
    first, second, third = officers(town)
    sen = Officer.objects.get(code="TP1")
    assert {a.pk for a in queries.appointments_of(sen.pk)} == {first, second}
    assert Appointment.objects.get(pk=third).officer_id == town.officer("handler")
    offices = {office.role: office.to_on for office in queries.grants(sen.pk, TODAY)}
    assert offices["receptionist"] is None
    assert str(offices["clerk"]) == "2019-01-01"


def test_an_import_of_officers_is_one_event_beside_those_of_its_verbs(town: Town) -> None:
    before = count_events()
    first, *_ = officers(town)
    assert count_events() - before == 5
    assert events("import_of_officers", first) == [("organisation.officers_imported", {"count": 3})]


def test_a_preview_of_officers_writes_nothing(town: Town) -> None:
    before = count_events()
    preview = actions.preview_officers(OFFICERS.encode(), by=town.actor("administrator"), now=NOW)
    assert len(preview.good) == 3
    assert count_events() == before
    assert not Officer.objects.filter(code="TP1").exists()


@pytest.mark.parametrize(
    ("old", "new", "line", "column"),
    [
        ("Người tiếp nhận", "Người gác cổng", 2, "Vai trò"),
        ("Người tiếp nhận", "Trưởng phòng", 2, "Vai trò"),
        ("000.00.05.H58;Người", "H99;Người", 2, "Mã đơn vị"),
        ("Lê Thị Sen;;", "Lê Thị Súng;;", 3, "Họ và tên"),
        ("0273 3848 000", "gọi tôi", 2, "Điện thoại"),
        ("sen@tiengiang.gov.vn", "sen@", 2, "Thư điện tử"),
        ("31/12/2018", "31/12/2016", 3, "Đến hết ngày"),
        ("31/12/2018", "cuối năm", 3, "Đến hết ngày"),
    ],
)
def test_each_bad_officer_is_named_with_line_and_column(
    town: Town, old: str, new: str, line: int, column: str
) -> None:
    text = OFFICERS.replace(old, new, 1)
    preview = actions.preview_officers(text.encode(), by=town.actor("administrator"), now=NOW)
    assert [(bad.line, bad.column) for bad in preview.bad][:1] == [(line, column)]
    assert refusal(officers, town, text) == Refusal.BAD_ROWS


def test_officers_fail_whole_when_an_event_fails(town: Town, broken_journal: Callable[[], None]) -> None:
    by = town.actor("administrator")
    broken_journal()
    with pytest.raises(RuntimeError):
        actions.import_officers(OFFICERS.encode(), by=by, now=NOW)
    assert not Officer.objects.filter(code="TP1").exists()


@pytest.mark.parametrize(
    ("text", "day"),
    [("31/12/2017", "2017-12-31"), ("1.2.2018", "2018-02-01"), ("2017-12-31", "2017-12-31"), ("", "None")],
)
def test_days_are_read_as_they_are_written_here(text: str, day: str) -> None:
    assert str(read_day(text)) == day


@pytest.mark.parametrize("text", ["12/31/2017", "2017", "hôm nay", "31/12/17"])
def test_what_is_no_day_is_refused(text: str) -> None:
    wanted: Any = read_day
    with pytest.raises(Refused) as caught:
        wanted(text)
    assert caught.value.code == Refusal.DAY_WRONG
