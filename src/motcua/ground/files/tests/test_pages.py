"""Stored scans as pages: counted or refused with a reason, shown, put together in the order and turn asked for."""

from __future__ import annotations

import errno
import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from motcua.ground.files import pages, rules, scans, store
from motcua.ground.files.pages import Leaf
from motcua.ground.files.rules import Refusal
from motcua.ground.files.store import Stored
from motcua.ground.files.tests import samples, sheets
from motcua.ground.kernel.refusals import Refused


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


def kept(content: bytes, name: str = "quét") -> Stored:
    return store.put(BytesIO(content), name)


def leaf(file: Stored, page: int = 0, turn: int = 0) -> Leaf:
    return Leaf(file.digest, file.media_type, page, turn)


def assembled(*leaves: Leaf) -> bytes:
    with store.open_content(pages.assemble(leaves, "a.pdf").digest) as reading:
        return reading.read()


def refusal(content: bytes) -> str:
    (said,) = pages.counts([kept(content)])
    assert isinstance(said, Refused)
    return str(said.code)


def test_files_are_counted_each_for_itself() -> None:
    files = [kept(sheets.pdf(3)), kept(sheets.jpeg()), kept(sheets.pdf()[:-40]), kept(sheets.tiff(4))]
    said = pages.counts(files)
    assert [one if isinstance(one, int) else one.code for one in said] == [3, 1, Refusal.DAMAGED, 4]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (sheets.locked(), Refusal.ENCRYPTED),
        (sheets.signed(), Refusal.SIGNED),
        (sheets.pdf(rules.PAGES_AT_MOST + 1), Refusal.TOO_MANY_PAGES),
        (sheets.bomb(), Refusal.TOO_MANY_PIXELS),
        (sheets.jpeg()[:-700], Refusal.DAMAGED),
        (samples.PNG, Refusal.DAMAGED),
    ],
    ids=["locked", "signed", "too many", "bomb", "cut short", "no picture"],
)
def test_what_cannot_be_used_is_refused_with_its_reason(content: bytes, code: Refusal) -> None:
    assert refusal(content) == code


def test_a_document_is_no_scan() -> None:
    (said,) = pages.counts([Stored("0" * 64, "đơn.docx", rules.DOCX, 10)])
    assert isinstance(said, Refused)
    assert said.code == Refusal.NO_SCAN


def test_one_that_ends_the_program_is_named_and_the_others_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pages, "_PROGRAM", Path(__file__).with_name("dying.py"))
    good, bad = kept(sheets.jpeg()), kept(sheets.pdf())
    said = pages.counts([good, bad])
    assert [one if isinstance(one, int) else one.code for one in said] == [1, Refusal.DAMAGED]


def test_both_sides_know_the_same_limit() -> None:
    assert scans.MOST_PAGES == rules.PAGES_AT_MOST


def test_pages_come_in_the_order_asked_for_and_no_others() -> None:
    file = kept(sheets.pdf(4))
    assert sheets.widths(assembled(leaf(file, 3), leaf(file, 0), leaf(file, 2))) == [304, 301, 303]


@pytest.mark.parametrize(("turn", "side"), [(0, "top"), (90, "right"), (180, "bottom"), (270, "left")])
def test_a_page_is_turned_clockwise(turn: int, side: str) -> None:
    shown = sheets.tops(assembled(leaf(kept(sheets.jpeg()), 0, turn)))
    assert shown == {name: name == side for name in shown}


@pytest.mark.parametrize("orientation", [6, 2])
def test_a_photograph_stands_upright_as_its_file_says(orientation: int) -> None:
    file = kept(sheets.photograph(orientation))
    assert sheets.tops(assembled(leaf(file)))["top"]
    small = Image.open(BytesIO(pages.picture(leaf(file))))
    assert small.width < small.height


def test_a_turn_adds_to_what_the_file_says() -> None:
    assert sheets.tops(assembled(leaf(kept(sheets.photograph()), 0, 90)))["right"]


def test_a_jpeg_goes_in_as_it_is() -> None:
    content = sheets.jpeg()
    with pikepdf.open(BytesIO(assembled(leaf(kept(content))))) as made:
        assert made.pages[0].Resources.XObject.Scan.read_raw_bytes() == content


@pytest.mark.parametrize("mode", ["RGBA", "P", "LA", "L", "I;16"])
def test_pictures_of_every_kind_are_seen_on_white(mode: str) -> None:
    image = Image.new("I;16", (200, 300), 65_535) if mode == "I;16" else sheets.drawn().convert(mode)
    content = assembled(leaf(kept(sheets.written(image, "PNG"))))
    shown = pypdfium2.PdfDocument(content)[0].render(scale=0.2).to_pil().convert("RGB")
    assert min(shown.getpixel((50, 100))) > 245


def test_a_scan_keeps_the_size_of_its_paper_and_a_photograph_is_fitted_to_a4() -> None:
    scanned, taken = kept(sheets.jpeg(dpi=(50, 50))), kept(sheets.jpeg(dpi=(72, 1)))
    assert sheets.widths(assembled(leaf(scanned), leaf(taken))) == [288, 561]


def test_nothing_that_acts_comes_along() -> None:
    content = assembled(leaf(kept(sheets.acting())))
    with pikepdf.open(BytesIO(content)) as made:
        assert set(made.Root.keys()) == {"/Type", "/Pages"}
        assert set(made.pages[0].obj.keys()) <= scans.OF_A_PAGE
        plain = b"".join(obj.unparse(resolved=True) for obj in made.objects)
    assert not any(word in plain for word in (b"JavaScript", b"Launch", b"EmbeddedFile", b"virus"))


def test_a_page_left_out_is_not_hidden_in_the_file() -> None:
    """Some scanners list the pictures of all pages in one place."""
    with pikepdf.open(
        BytesIO(assembled(*[leaf(kept(sheets.jpeg(top=top))) for top in (sheets.RED, sheets.BLUE)]))
    ) as made:
        pictures = [page.Resources.XObject.Scan for page in made.pages]
        for number, page in enumerate(made.pages):
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=pictures[0], B=pictures[1]))
            page.Contents = made.make_stream(b"200 0 0 300 0 0 cm /%s Do" % b"AB"[number : number + 1])
        out = BytesIO()
        made.save(out)
    with pikepdf.open(BytesIO(assembled(leaf(kept(out.getvalue()), 1)))) as left:
        found = [obj for obj in left.objects if isinstance(obj, pikepdf.Stream) and "/Width" in obj]
        assert [one.read_raw_bytes() for one in found] == [sheets.jpeg(top=sheets.BLUE)]


def test_the_same_pages_give_the_same_file() -> None:
    leaves = [leaf(kept(sheets.pdf(2)), 1), leaf(kept(sheets.tiff()), 2), leaf(kept(sheets.jpeg()), 0, 90)]
    assert pages.assemble(leaves, "a.pdf") == pages.assemble(leaves, "a.pdf")


@pytest.mark.parametrize("content", [sheets.pdf(), sheets.jpeg(), sheets.tiff()])
def test_a_picture_is_small_or_large(content: bytes) -> None:
    file = kept(content)
    for is_large, edge in ((False, pages.SMALL), (True, pages.LARGE)):
        shown = Image.open(BytesIO(pages.picture(leaf(file), is_large=is_large)))
        assert (shown.format, max(shown.size) <= edge + 1) == ("JPEG", True)


def test_a_page_that_cannot_be_shown_is_not_found() -> None:
    with pytest.raises(Refused, match="not_found"):
        pages.picture(leaf(kept(sheets.pdf(1)), 5))


def test_what_has_become_too_large_is_refused_by_its_name(settings: Any) -> None:
    file = kept(sheets.jpeg())
    settings.ATTACHMENT_MAX_BYTES = 100
    with pytest.raises(Refused, match="too_large"):
        pages.assemble([leaf(file)], "Đơn.pdf")


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    file = kept(sheets.jpeg())

    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="disk_full"):
        pages.assemble([leaf(file)], "Đơn.pdf")
