"""Forms as PDF: what they claim, that nothing typed is markup, that no letter is lost or stops a print."""

from __future__ import annotations

import io
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from motcua.ground.kernel.clock import LOCAL
from motcua.ground.printing import qr, typesetting
from motcua.ground.printing.typesetting import DRAWN, FontMissing, drawable, typeset

SAMPLE = Path(__file__).parent / "sample.typ"
AT = datetime(2017, 3, 1, 8, 30, 15, 123456, tzinfo=LOCAL)

pytestmark = pytest.mark.usefixtures("fonts")


def sheet(text: str, **more: Any) -> bytes:
    return typeset(SAMPLE, {"title": "Giấy tiếp nhận", "text": text, **more}, at=AT)


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_it_claims_to_be_kept_for_long_and_read_by_all() -> None:
    root: Any = PdfReader(io.BytesIO(sheet("a"))).trailer["/Root"]
    claims = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in claims
    assert "<pdfuaid:part>1</pdfuaid:part>" in claims


def test_it_is_tagged_titled_and_in_vietnamese() -> None:
    root: Any = PdfReader(io.BytesIO(sheet("a"))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "vi"
    assert PdfReader(io.BytesIO(sheet("a"))).metadata.title == "Giấy tiếp nhận"  # type: ignore[union-attr]


def test_all_its_fonts_are_in_the_file() -> None:
    page: Any = PdfReader(io.BytesIO(sheet("Đường"))).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    described = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts]
    assert len(described) == 4
    assert all("Tinos" in font["/FontName"] for font in described)
    assert all(font.keys() & {"/FontFile2", "/FontFile3"} for font in described)


def test_the_same_data_give_the_same_bytes() -> None:
    assert sheet("Nguyễn Thị Ổi") == sheet("Nguyễn Thị Ổi")
    assert sheet("Nguyễn Thị Ổi") != sheet("Nguyễn Thị Ơi")


def test_its_date_is_the_one_given() -> None:
    made = PdfReader(io.BytesIO(sheet("a"))).metadata.creation_date  # type: ignore[union-attr]
    assert made == AT.replace(microsecond=0)


@pytest.mark.parametrize("text", ["#panic()", "$x^2$", r"\u{41} \ #{1+1}", "*b* _i_ `c` <l> @r", "= H // c"])
def test_nothing_that_is_typed_is_markup(text: str) -> None:
    assert words(sheet(text)) == " ".join([text] * 4)


@pytest.mark.parametrize("block", DRAWN, ids=lambda block: f"{block[0]:x}")
def test_every_letter_of_the_list_is_drawn(block: tuple[int, int]) -> None:
    letters = " ".join(chr(code) for code in range(block[0], block[1] + 1) if not 0x300 <= code < 0x370)
    assert sheet(letters).startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Trần Thị Bưởi", "Trần Thị Bưởi"),
        ("To\u0302\u0301", "Tố"),
        ("王 Minh \U0001f600", "\u25a1 Minh \u25a1"),
        ("một\nhai\tba", "một hai ba"),
        ("a\u202eb\u200bc\u00ad", "abc"),
        ("\x00\x07\ue000", "\u25a1\u25a1\u25a1"),
    ],
)
def test_what_the_font_lacks_does_not_stop_a_print(typed: str, printed: str) -> None:
    assert drawable(typed) == printed
    assert words(sheet(typed)) == " ".join([printed] * 4)


def test_a_code_is_drawn_in_the_file() -> None:
    assert len(sheet("a", code=qr.drawing("https://a.example/#B"))) > len(sheet("a")) + 500


def test_threads_print_at_once() -> None:
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.extend(sheet("a") for _ in range(5))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [sheet("a")] * 20


def test_without_its_fonts_nothing_is_printed(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SETUP_DIR = tmp_path
    (tmp_path / "fonts").mkdir()
    monkeypatch.setattr(typesetting, "_own", threading.local())
    with pytest.raises(FontMissing):
        sheet("a")


def test_an_error_of_a_template_is_not_hidden(tmp_path: Path) -> None:
    with pytest.raises(typst.TypstError):
        typeset(SAMPLE, {"title": "a"}, at=AT)
