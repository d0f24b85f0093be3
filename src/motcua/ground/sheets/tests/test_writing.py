"""What goes out is read again as it was: numbers as numbers, days as days, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from motcua.ground.kernel.clock import LOCAL
from motcua.ground.sheets.reading import read_table
from motcua.ground.sheets.rules import Column
from motcua.ground.sheets.workbooks import write_xlsx
from motcua.ground.sheets.writing import Heading, Kind, Value, Values, write_csv

COLUMNS = (Column("code", "Mã"), Column("name", 'Tên <&> "đầy đủ"'))
TITLES = tuple(Heading(column.title, Kind.CODE) for column in COLUMNS)
MOMENT = datetime(2017, 12, 28, 2, 20, 31, tzinfo=UTC)
EVERY_KIND: dict[Kind, tuple[Value, str, object]] = {
    Kind.TEXT: ("Sở Tư pháp", "Sở Tư pháp", "Sở Tư pháp"),
    Kind.CODE: ("007", "007", "007"),
    Kind.WHOLE: (-38412, "-38412", -38412),
    Kind.DECIMAL: (Decimal("2.50"), "2.50", 2.5),
    Kind.SHARE: (Decimal("0.972"), "0.972", 0.972),
    Kind.MONEY: (1_250_000, "1250000", 1_250_000),
    Kind.DATE: (date(2017, 12, 28), "2017-12-28", date(2017, 12, 28)),
    Kind.MOMENT: (MOMENT, "2017-12-28 09:20", MOMENT.astimezone(LOCAL).replace(tzinfo=None, second=0)),
}


def as_csv(headings: Sequence[Heading], rows: Iterable[Values]) -> bytes:
    made = io.BytesIO()
    write_csv(headings, rows, made)
    return made.getvalue()


def as_xlsx(headings: Sequence[Heading], rows: Iterable[Values], lines: int = 1000) -> bytes:
    made = io.BytesIO()
    write_xlsx(headings, rows, made, "Danh sách", lines)
    return made.getvalue()


def part(workbook: bytes, name: str = "xl/worksheets/sheet1.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(workbook)).read(name).decode()


@pytest.mark.parametrize("write", [as_xlsx, as_csv])
@pytest.mark.parametrize(
    "row", [["007", "Sở Tư pháp"], ["b", "a < b & c, “d”"], ["1", "  hai\nba"], ["1", ""]]
)
def test_what_is_written_is_read_again(write: Callable[..., bytes], row: list[str]) -> None:
    (read,) = read_table(write(TITLES, [row]), COLUMNS)
    assert list(read.cells.values()) == [cell.strip() for cell in row]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_stands_in_csv_as_a_program_reads_it(kind: Kind) -> None:
    value, told, _cell = EVERY_KIND[kind]
    text = as_csv([Heading("A", kind), Heading("B", kind)], [[value, None]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["A", "B"], [told, ""]]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_stands_in_a_workbook_as_what_it_is(kind: Kind) -> None:
    value, _told, cell = EVERY_KIND[kind]
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx([Heading("A", kind)], [[value]])))
    (read,) = workbook.get_sheet_by_index(0).to_python()[1]
    assert read == cell
    assert isinstance(read, str) is (kind in (Kind.TEXT, Kind.CODE))


def test_csv_ends_its_lines_as_the_standard_says_and_begins_with_the_mark() -> None:
    assert as_csv(TITLES[:1], [["a"], ['b"c']]) == '\ufeffMã\r\na\r\n"b""c"\r\n'.encode()


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(first: str) -> None:
    told = as_csv([Heading("A")], [[f'{first}HYPERLINK("x")']]).decode("utf-8-sig")
    ((_title,), (cell,)) = csv.reader(io.StringIO(told, newline=""))
    assert cell == f'\'{first}HYPERLINK("x")'


def test_a_title_is_made_harmless_too() -> None:
    assert as_csv([Heading("=1")], []).decode("utf-8-sig") == "'=1\r\n"


@pytest.mark.parametrize("text", ["=1+1", "{=1}", "https://example.vn", "-1", "007"])
def test_a_workbook_holds_no_formula_link_or_number_made_of_a_text(text: str) -> None:
    made = as_xlsx([Heading("A")], [[text]])
    sheet = part(made)
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    (read,) = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()[1]
    assert read == text


def test_days_are_shown_as_a_vietnamese_reads_them() -> None:
    made = as_xlsx([Heading("A", Kind.DATE), Heading("B", Kind.MOMENT)], [[MOMENT.date(), MOMENT]])
    styles = part(made, "xl/styles.xml")
    assert 'formatCode="dd/mm/yyyy"' in styles
    assert 'formatCode="dd/mm/yyyy hh:mm"' in styles


def test_titles_stay_in_sight_and_filter_all_rows() -> None:
    sheet = part(as_xlsx(TITLES, [["1", "a"], ["2", "b"]]))
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    assert '<autoFilter ref="A1:B3"/>' in sheet
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([0-9.]+)"', sheet)]
    assert [round(width) for width in widths] == [27]


def test_what_one_sheet_cannot_hold_goes_on_the_next() -> None:
    rows = [[str(n), "a"] for n in range(7)]
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(TITLES, rows, lines=4)))
    assert workbook.sheet_names == ["Danh sách", "Danh sách (2)", "Danh sách (3)"]
    pages = [workbook.get_sheet_by_index(n).to_python() for n in range(3)]
    assert [len(page) for page in pages] == [4, 4, 2]
    assert [row[0] for page in pages for row in page[1:]] == [str(n) for n in range(7)]


def test_the_name_of_a_sheet_is_one_that_a_workbook_takes() -> None:
    made = io.BytesIO()
    write_xlsx(TITLES, [], made, "Quá hạn: [2017/12] của Sở Tài nguyên và Môi trường tỉnh")
    made.seek(0)
    assert CalamineWorkbook.from_filelike(made).sheet_names == ["Quá hạn   2017 12  của Sở Tài n"]


def test_a_text_longer_than_a_cell_is_cut_and_the_rest_of_the_row_stands() -> None:
    made = as_xlsx(TITLES, [["x" * 40_000, "sau"]])
    (row,) = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()[1:]
    assert (len(row[0]), row[1]) == (32_767, "sau")  # type: ignore[arg-type]


@pytest.mark.parametrize("write", [as_xlsx, as_csv])
def test_a_failure_half_way_is_not_swallowed(write: Callable[..., bytes]) -> None:
    def rows() -> Iterator[Values]:
        yield ["1", "a"]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        write(TITLES, rows())


@pytest.mark.parametrize("write", [as_xlsx, as_csv])
def test_a_row_of_another_length_is_a_bug(write: Callable[..., bytes]) -> None:
    with pytest.raises(ValueError, match="zip"):
        write(TITLES, [["1"]])


@pytest.mark.parametrize("text", ["a_x0041_b", "hồ\x01sơ", "hai\r\ndòng", "&lt;b&gt;", "😀" * 3])
def test_what_is_odd_in_a_text_stands_in_a_workbook_as_it_was_written(text: str) -> None:
    made = as_xlsx([Heading("A")], [[text]])
    shown = part(made)
    assert "\x01" not in shown
    assert "_x0041_" not in shown.replace("_x005F_x0041_", "")
    (row,) = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()[1:]
    assert str(row[0]).replace("_x005F_", "_") == text.replace("\x01", "")


def test_a_cut_text_never_ends_in_half_a_letter() -> None:
    (row,) = (
        CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx([Heading("A")], [["a" + "😀" * 20_000]])))
        .get_sheet_by_index(0)
        .to_python()[1:]
    )
    assert row[0] == "a" + "😀" * 16_383


def test_the_filter_and_the_titles_of_every_page_are_named_in_the_workbook() -> None:
    book = part(as_xlsx(TITLES, [[str(n), "a"] for n in range(4)], lines=4), "xl/workbook.xml")
    assert "'Danh sách'!$A$1:$B$4" in book
    assert "'Danh sách (2)'!$A$1:$B$2" in book
    assert book.count("_xlnm.Print_Titles") == 2
