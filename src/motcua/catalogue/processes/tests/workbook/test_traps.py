"""Every trap of the workbooks that people bring, each found in its cell, and nothing found in a good one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal

import pytest

from motcua.catalogue.procedures.rules import FeeRow, LimitRow, PaperRow
from motcua.catalogue.processes.rules.workbook import SHEETS, Trap, read
from motcua.catalogue.processes.rules.workbook.findings import SENTENCES
from motcua.catalogue.processes.tests.workbook.making import (
    GOOD,
    Values,
    book,
    cell,
    changed,
    place,
    put,
    traps,
)
from motcua.ground.sheets.books import read_book
from motcua.people.calendars.rules import AllowanceUnit

Rows = Mapping[str, Sequence[Values]]
CODE = "3.000010"


def repealed(**other: object) -> Rows:
    return {"procedures": [{"code": "9.1", "kind": "Bãi bỏ", **other}], "limits": GOOD["limits"]}


def test_a_good_workbook_has_no_trap_and_says_what_it_says() -> None:
    reading = read(read_book(book(), SHEETS))
    assert reading.findings == ()
    (one,) = reading.procedures
    days = AllowanceUnit.WORKING_DAY
    assert (one.code, one.kind, one.field, one.level) == (CODE, None, "Hộ tịch", "commune")
    assert one.content.time_limits == (LimitRow(Decimal(3), days, "Giám hộ cử"), LimitRow(Decimal(2), days))
    assert one.content.fees == (FeeRow(8000),)
    assert one.content.papers == (PaperRow("Tờ khai", 1),)
    assert one.content.channels == ("counter", "online")


CASES: list[tuple[Trap, str, str, int, Rows]] = [
    (Trap.NO_UNIT, "limits", "unit", 3, put("limits", 3, unit="")),
    (Trap.UNIT_UNCLEAR, "limits", "unit", 3, put("limits", 3, unit="ngày")),
    (Trap.UNIT_UNKNOWN, "limits", "unit", 3, put("limits", 3, unit="tuần")),
    (Trap.TEXT_IN_LIMIT, "limits", "amount", 3, put("limits", 3, amount="15 ngày")),
    (
        Trap.SEVERAL_LIMITS,
        "limits",
        "amount",
        3,
        put("limits", 3, amount="15 ngày; 20 ngày đối với nơi đi lại khó khăn"),
    ),
    (Trap.LIMIT_WRONG, "limits", "amount", 3, put("limits", 3, amount="ngay")),
    (Trap.LIMIT_WRONG, "limits", "amount", 3, put("limits", 3, amount="0")),
    (Trap.LIMIT_WRONG, "limits", "amount", 3, put("limits", 3, amount="-3")),
    (Trap.LIMIT_WRONG, "limits", "amount", 3, put("limits", 3, amount="10000")),
    (Trap.LIMIT_WRONG, "limits", "amount", 3, put("limits", 3, amount="1,125")),
    (Trap.EMPTY, "limits", "amount", 3, put("limits", 3, amount="")),
    (Trap.SEVERAL_CASES, "limits", "case", 2, put("limits", 2, case="Giám hộ cử; đương nhiên")),
    (Trap.SEVERAL_CHANNELS, "limits", "channel", 2, put("limits", 2, channel="Trực tiếp, trực tuyến")),
    (Trap.NOT_A_CHOICE, "limits", "channel", 2, put("limits", 2, channel="Qua mạng")),
    (Trap.NOT_AN_HOUR, "limits", "same_day_before", 2, put("limits", 2, same_day_before="25:00")),
    (Trap.TOO_LONG, "limits", "basis", 2, put("limits", 2, basis="x" * 301)),
    (
        Trap.NEVER_COUNTS,
        "limits",
        "amount",
        4,
        put("limits", 4, code=CODE, case="Khác", amount="2", unit="ngày làm việc"),
    ),
    (Trap.NOT_A_NUMBER, "fees", "amount", 2, put("fees", 2, amount="8.000 đồng/bản")),
    (Trap.NOT_A_NUMBER, "fees", "amount", 2, put("fees", 2, amount="-1")),
    (Trap.EMPTY, "fees", "amount", 2, put("fees", 2, amount="", basis="NQ")),
    (Trap.NEVER_COUNTS, "fees", "amount", 3, put("fees", 3, code=CODE, amount="5000")),
    (Trap.NOTE_AS_PAPER, "papers", "name", 2, put("papers", 2, name="Lưu ý: nộp bản sao")),
    (
        Trap.NOTE_AS_PAPER,
        "papers",
        "name",
        2,
        put("papers", 2, name="Trường hợp đã có dữ liệu thì không nộp", originals="0"),
    ),
    (Trap.NOTE_WITH_COPIES, "papers", "is_note", 2, put("papers", 2, is_note="có")),
    (Trap.NO_COPIES, "papers", "name", 2, put("papers", 2, originals="")),
    (Trap.NOT_A_NUMBER, "papers", "originals", 2, put("papers", 2, originals="một")),
    (Trap.EMPTY, "papers", "name", 2, put("papers", 2, name="")),
    (Trap.NO_UNIT, "steps", "unit", 2, put("steps", 2, unit="")),
    (Trap.EMPTY, "steps", "name", 2, put("steps", 2, name="")),
    (Trap.STEPS_EXCEED, "steps", "amount", 3, put("steps", 3, amount="3")),
    (Trap.STEPS_EXCEED_SOME, "steps", "amount", 3, put("steps", 3, amount="2")),
    (Trap.STEPS_EXCEED_SOME, "steps", "amount", 3, put("steps", 3, amount="2,5")),
    (Trap.STEPS_SHORT, "steps", "amount", 3, put("steps", 3, amount="1")),
    (Trap.CODE_TWICE, "procedures", "code", 3, put("procedures", 3, **GOOD["procedures"][0])),
    (Trap.CODE_WRONG, "procedures", "code", 3, put("procedures", 3, code="3/10", name="A")),
    (Trap.EMPTY, "procedures", "code", 3, put("procedures", 3, name="A")),
    (Trap.EMPTY, "procedures", "name", 2, put("procedures", 2, name="")),
    (Trap.TOO_LONG, "procedures", "name", 2, put("procedures", 2, name="x" * 401)),
    (Trap.NOT_A_CHOICE, "procedures", "kind", 2, put("procedures", 2, kind="Công bố lại")),
    (Trap.NOT_A_CHOICE, "procedures", "level", 2, put("procedures", 2, level="Cấp thôn")),
    (Trap.NOT_A_CHOICE, "procedures", "service_level", 2, put("procedures", 2, service_level="5")),
    (Trap.NOT_A_CHOICE, "procedures", "channels", 2, put("procedures", 2, channels="Qua mạng")),
    (Trap.INCOMPLETE, "procedures", "code", 2, put("procedures", 2, subjects="")),
    (Trap.NOT_IN_FILE, "fees", "code", 3, put("fees", 3, code="3.99", amount="1")),
    (
        Trap.REPEALED_HAS_CONTENT,
        "fees",
        "code",
        2,
        {**repealed(code=CODE), "limits": (), "fees": GOOD["fees"]},
    ),
]


@pytest.mark.parametrize(
    ("trap", "sheet", "column", "line", "rows"), CASES, ids=[f"{one[0]}-{n}" for n, one in enumerate(CASES)]
)
def test_the_trap_is_found_in_its_cell_and_nothing_else(
    trap: Trap, sheet: str, column: str, line: int, rows: Rows
) -> None:
    assert traps(book(rows)) == [(place(sheet, column, line), trap.value)]


def test_limits_that_differ_by_the_way_of_filing_are_looked_at_again() -> None:
    rows: Rows = {
        **GOOD,
        "steps": (),
        "limits": [
            {"code": CODE, "channel": way, "amount": days, "unit": "ngày làm việc"}
            for way, days in (("Trực tiếp", "18"), ("Trực tuyến", "4"), ("Bưu chính", "18"))
        ],
    }
    (found,) = read(read_book(book(rows), SHEETS)).findings
    assert (found.trap, found.cell, found.is_warning) == (Trap.CHANNELS_DIFFER, "Thời hạn!C2", True)
    assert "18/4/18" in found.wrong


def test_a_code_that_became_a_number_may_have_lost_its_zeros() -> None:
    rows = {"procedures": [{**GOOD["procedures"][0], "code": 1.01383}]}
    assert traps(book(rows)) == [("Thủ tục!A2", "code_is_number")]


@pytest.mark.parametrize(("key", "trap"), [("code", "code_is_number"), ("sets", "date_for_number")])
def test_a_value_that_became_a_day_is_named(key: str, trap: str) -> None:
    data = book({"procedures": [{**GOOD["procedures"][0], key: date(2017, 5, 1)}]})
    assert (place("procedures", key, 2), trap) in traps(data)


def test_a_limit_that_became_a_day_is_named() -> None:
    limit = {**GOOD["limits"][1], "amount": date(2017, 5, 1)}
    assert ("Thời hạn!C2", "date_for_number") in traps(book({**GOOD, "limits": [limit]}))


def test_a_hidden_row_is_named() -> None:
    assert traps(changed(book(), 2, '<row r="3">', '<row r="3" hidden="1">')) == [
        ("Thời hạn!A3", "hidden_row")
    ]


def test_a_hidden_sheet_is_named() -> None:
    data = changed(book(), 0, 'sheetId="3"', 'sheetId="3" state="hidden"')
    assert traps(data) == [("Phí, lệ phí", "hidden_sheet")]


def test_merged_cells_are_named_with_their_range() -> None:
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    assert ("Thời hạn!A2", "merged") in traps(changed(book(), 2, "</sheetData>", merged))


@pytest.mark.parametrize(
    "cell_now", ['<c r="C3"><f>B9+1</f></c>', '<c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v></c>']
)
def test_a_formula_without_a_value_is_named_and_no_number_is_made_of_it(cell_now: str) -> None:
    assert traps(changed(book(), 2, cell("C3", "2"), cell_now)) == [("Thời hạn!C3", "unread")]


def test_a_formula_with_its_value_is_that_value() -> None:
    assert traps(changed(book(), 2, cell("C3", "2"), '<c r="C3"><f>1+1</f><v>2</v></c>')) == []


def test_the_row_of_the_example_is_passed_over() -> None:
    assert traps(book(put("fees", 3, code="Ví dụ", amount="tám nghìn"))) == []


@pytest.mark.parametrize("shown", ["15:00", "15h", "15h00", "15:00:00"])
def test_an_hour_is_read_as_it_is_written(shown: str) -> None:
    rows = put("limits", 2, same_day_before=shown)
    limit = read(read_book(book(rows), SHEETS)).procedures[0].content.time_limits[0]
    assert limit.same_day_before == time(15)


@pytest.mark.parametrize(("shown", "amount"), [("8.000", 8000), ("1.250.000", 1250000), ("0", 0)])
def test_a_fee_may_have_points_between_thousands(shown: str, amount: int) -> None:
    reading = read(read_book(book(put("fees", 2, amount=shown)), SHEETS))
    assert (reading.findings, reading.procedures[0].content.fees) == ((), (FeeRow(amount),))


def test_a_repealed_procedure_needs_only_its_code() -> None:
    rows: Rows = {"procedures": [{"code": "9.1", "kind": "Bãi bỏ"}]}
    assert traps(book(rows)) == []


def test_every_trap_has_its_sentences() -> None:
    assert set(SENTENCES) == set(Trap)
