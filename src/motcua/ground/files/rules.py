"""What may be kept as a file: which kinds, known by their content; what a file may be called."""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from lzma import LZMAError
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from motcua.ground.kernel.refusals import Kind, RefusalCode, Refused, sentences


class Refusal(RefusalCode):
    """Why a file is not kept, or not given."""

    EMPTY = "files.empty"
    TOO_LARGE = "files.too_large"
    TYPE_REFUSED = "files.type_refused"
    DISK_FULL = "files.disk_full"
    NOT_FOUND = "files.not_found"
    GONE = "files.gone"
    NO_SCAN = "files.no_scan"
    DAMAGED = "files.damaged"
    ENCRYPTED = "files.encrypted"
    SIGNED = "files.signed"
    TOO_MANY_PAGES = "files.too_many_pages"
    TOO_MANY_PIXELS = "files.too_many_pixels"
    TOO_MANY_AT_ONCE = "files.too_many_at_once"
    PAGES_WITHOUT_PAPER = "files.pages_without_paper"


sentences(
    {
        Refusal.EMPTY: (Kind.WRONG_INPUT, _("Tệp “%(name)s” không có nội dung.")),
        Refusal.TOO_LARGE: (
            Kind.WRONG_INPUT,
            _(
                "Tệp “%(name)s” lớn quá %(limit)s MB. "
                "Hãy quét lại với độ nét thấp hơn hoặc tách thành nhiều tệp."
            ),
        ),
        Refusal.TYPE_REFUSED: (
            Kind.WRONG_INPUT,
            _(
                "Không nhận tệp “%(name)s”: nội dung không phải PDF, Word, Excel "
                "hay ảnh (JPEG, PNG, TIFF, WebP)."
            ),
        ),
        Refusal.DISK_FULL: (
            Kind.NOT_NOW,
            _("Máy chủ hết chỗ lưu tệp nên chưa nhận được tệp đính kèm. Hãy báo quản trị hệ thống."),
        ),
        Refusal.GONE: (
            Kind.WRONG_INPUT,
            _("Tệp “%(name)s” đã chọn quá lâu nên hệ thống không còn giữ. Hãy chọn lại tệp."),
        ),
        Refusal.NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy tệp này trong kho lưu.")),
        Refusal.NO_SCAN: (
            Kind.WRONG_INPUT,
            _("Tệp “%(name)s” không phải bản quét (PDF hoặc ảnh). Hãy đính kèm ở mục “Đính kèm tệp”."),
        ),
        Refusal.DAMAGED: (
            Kind.WRONG_INPUT,
            _("Không đọc được tệp “%(name)s”: tệp bị hỏng hoặc chưa tải lên đủ. Hãy quét lại."),
        ),
        Refusal.ENCRYPTED: (
            Kind.WRONG_INPUT,
            _("Tệp “%(name)s” được đặt mật khẩu. Hãy bỏ mật khẩu rồi chọn lại tệp."),
        ),
        Refusal.SIGNED: (
            Kind.WRONG_INPUT,
            _(
                "Tệp “%(name)s” đã ký số; tách hoặc xoay trang sẽ làm mất chữ ký. "
                "Hãy đính kèm nguyên tệp ở mục “Đính kèm tệp”."
            ),
        ),
        Refusal.TOO_MANY_PAGES: (
            Kind.WRONG_INPUT,
            _("Tệp “%(name)s” vượt quá %(limit)s trang của một lần quét. Hãy tách thành nhiều lần."),
        ),
        Refusal.TOO_MANY_AT_ONCE: (
            Kind.WRONG_INPUT,
            _("Mỗi lần chọn được nhiều nhất %(limit)s tệp. Hãy thêm làm nhiều lần."),
        ),
        Refusal.PAGES_WITHOUT_PAPER: (
            Kind.WRONG_INPUT,
            _("Còn %(count)s trang chưa chọn giấy tờ. Hãy chọn giấy tờ cho trang đầu tiên rồi lưu lại."),
        ),
        Refusal.TOO_MANY_PIXELS: (
            Kind.WRONG_INPUT,
            _("Ảnh trong tệp “%(name)s” quá lớn. Hãy quét lại với độ nét thấp hơn (300 dpi là đủ)."),
        ),
    }
)

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"
WEBP = "image/webp"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# The allow-list: media type and the extensions that a name may keep; other names are given the first.
EXTENSIONS: dict[str, tuple[str, ...]] = {
    PDF: (".pdf",),
    JPEG: (".jpg", ".jpeg"),
    PNG: (".png",),
    TIFF: (".tif", ".tiff"),
    WEBP: (".webp",),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
}

_SIGNATURES = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)
HEAD = 16

# The main part of each office format: a document with macros names another content type for it.
_OFFICE = (
    ("word/document.xml", b"wordprocessingml.document.main+xml", DOCX),
    ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml", XLSX),
)
_CONTENT_TYPES = "[Content_Types].xml"
# A broken archive raises any of these; a file that cannot be read is none that we keep.
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
)
_MOST_ENTRIES = 5_000
_MOST_BYTES = 300_000_000
_MOST_CONTENT_TYPES = 1_000_000

NAME_LENGTH = 150
# Scans that are put in order at once; `scans` has the same number, for it knows nothing of ours.
PAGES_AT_MOST = 200
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*%;]')
_SPACES = re.compile(r"\s+")


def media_type_of(head: bytes, content: IO[bytes]) -> str | None:
    """The media type that the content shows, from the allow-list, or None; the name is not asked.

    `head` are the first bytes, `content` the whole as a file that can seek.
    """
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[:4] == b"PK\x03\x04":
        return _office_type(content)
    return None


def _office_type(content: IO[bytes]) -> str | None:
    """Word or Excel, by the archive's directory and its list of content types; only that list is unpacked."""
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            if not _is_harmless(entries):
                return None
            listed = archive.read(_CONTENT_TYPES)
            names = {entry.filename for entry in entries}
    except BROKEN_ARCHIVE:
        return None
    for part, content_type, media_type in _OFFICE:
        if part in names and content_type in listed:
            return media_type
    return None


def _is_harmless(entries: list[zipfile.ZipInfo]) -> bool:
    """No macros, no way out of the folder, not a bomb: judged by the directory before anything is read."""
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
        return False
    for entry in entries:
        name = entry.filename.lower()
        if name.startswith("/") or ".." in name.split("/") or "\\" in name or name.endswith("vbaproject.bin"):
            return False
        if entry.filename == _CONTENT_TYPES and entry.file_size > _MOST_CONTENT_TYPES:
            return False
    return True


def safe_name(name: str, media_type: str) -> str:
    """The name as it is kept and shown: Vietnamese stays, paths, control and direction characters go.

    The extension is that of the content, so that “ảnh.pdf” which is a picture is kept as “ảnh.pdf.png”.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # Categories C*: control, format (with the bidirectional overrides), surrogates, private use, unassigned.
    shown = "".join(" " if unicodedata.category(c) in ("Zs", "Zl", "Zp") else c for c in last)
    shown = "".join(c for c in shown if not unicodedata.category(c).startswith("C"))
    shown = _SPACES.sub(" ", _FORBIDDEN.sub("_", shown)).strip(" .")
    if not shown or _RESERVED.fullmatch(shown):
        shown = f"tep-{shown}".rstrip("-")
    known = EXTENSIONS[media_type]
    ending = next((e for e in known if shown.lower().endswith(e) and len(shown) > len(e)), "")
    stem = shown[: len(shown) - len(ending)] if ending else shown
    return stem[: NAME_LENGTH - 6].rstrip(" .") + (shown[len(stem) :] if ending else known[0])


def refused(code: Refusal, name: str, **data: Any) -> Refused:
    """A refusal that names the file as one may show it."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in last if not unicodedata.category(c).startswith("C"))
    return Refused(code, name=shown[-80:], **data)
