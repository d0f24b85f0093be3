"""Kinds by content, and names."""

from __future__ import annotations

import io

import pytest

from motcua.ground.files import rules
from motcua.ground.files.tests import samples


def kind(content: bytes) -> str | None:
    return rules.media_type_of(content[: rules.HEAD], io.BytesIO(content))


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (samples.PDF, rules.PDF),
        (samples.JPEG, rules.JPEG),
        (samples.PNG, rules.PNG),
        (samples.TIFF, rules.TIFF),
        (samples.WEBP, rules.WEBP),
        (samples.DOCX, rules.DOCX),
        (samples.XLSX, rules.XLSX),
    ],
)
def test_it_knows_a_kind_by_its_content(content: bytes, media_type: str) -> None:
    assert kind(content) == media_type


@pytest.mark.parametrize(
    "content",
    [
        samples.EXE,
        samples.HTML,
        samples.SVG,
        b"plain text",
        b" %PDF-1.7",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"PK\x03\x04broken",
    ],
)
def test_it_knows_no_other_kind(content: bytes) -> None:
    assert kind(content) is None


def test_an_archive_that_is_no_office_document_is_refused() -> None:
    assert kind(samples.archive({"word/document.xml": b"<x/>"})) is None
    assert kind(samples.archive({"[Content_Types].xml": samples.WORD, "other.xml": b""})) is None


@pytest.mark.parametrize("bits", [0x01, 0x0F, 0xFF])
def test_a_document_changed_on_its_way_is_refused_or_kept_but_nothing_else(bits: int) -> None:
    for place in range(4, len(samples.DOCX)):
        broken = samples.DOCX[:place] + bytes([samples.DOCX[place] ^ bits]) + samples.DOCX[place + 1 :]
        assert kind(broken) in (None, rules.DOCX)


def test_a_document_with_macros_is_refused() -> None:
    assert kind(samples.office("word/document.xml", samples.WORD_WITH_MACROS)) is None
    with_code = samples.office("word/document.xml", samples.WORD, **{"word/vbaProject.bin": b"x"})
    assert kind(with_code) is None


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\\..\\b"])
def test_an_archive_that_leaves_its_folder_is_refused(name: str) -> None:
    assert kind(samples.office("word/document.xml", samples.WORD, **{name: b"x"})) is None


def test_an_archive_that_would_unpack_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_MOST_BYTES", 1_000)
    assert kind(samples.office("word/document.xml", samples.WORD, **{"bomb.xml": b"0" * 100_000})) is None


def test_an_archive_of_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_MOST_ENTRIES", 2)
    assert kind(samples.office("word/document.xml", samples.WORD, more=b"x")) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Giấy chứng sinh.pdf", "Giấy chứng sinh.pdf"),
        ("Gia\u0302\u0301y chứng sinh.PDF", "Giấy chứng sinh.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\đơn.pdf", "đơn.pdf"),
        ("đơn\r\nSet-Cookie: a.pdf", "đơnSet-Cookie_ a.pdf"),
        ("đơn\u202efdp.exe", "đơnfdp.exe.pdf"),
        ("ảnh.png", "ảnh.png.pdf"),
        ("con.pdf", "tep-con.pdf"),
        ("LPT1", "tep-LPT1.pdf"),
        ("", "tep.pdf"),
        ("...", "tep.pdf"),
        (".pdf", "pdf.pdf"),
        ('a"b;c*.pdf', "a_b_c_.pdf"),
        ("\x00\x1f.pdf", "pdf.pdf"),
        ("một   hai\u00a0ba.pdf", "một hai ba.pdf"),
    ],
)
def test_a_name_is_kept_safe(given: str, kept: str) -> None:
    assert rules.safe_name(given, rules.PDF) == kept


def test_a_long_name_keeps_its_ending() -> None:
    kept = rules.safe_name("ă" * 400 + ".docx", rules.DOCX)
    assert len(kept) <= rules.NAME_LENGTH
    assert kept.endswith("ă.docx")
