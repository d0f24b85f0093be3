"""Small files of each kind, made here."""

from __future__ import annotations

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 64
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
TIFF = b"II*\x00" + b"\x00" * 64
WEBP = b"RIFF\x40\x00\x00\x00WEBPVP8 " + b"\x00" * 64
EXE = b"MZ\x90\x00" + b"\x00" * 200
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'

WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD_WITH_MACROS = b"application/vnd.ms-word.document.macroEnabled.main+xml"
SHEET = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip archive of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as writing:
        for name, content in parts.items():
            writing.writestr(name, content)
    return made.getvalue()


def office(part: str, content_type: bytes, **more: bytes) -> bytes:
    """An office document of one main part."""
    listed = b'<Types><Override PartName="/x" ContentType="' + content_type + b'"/></Types>'
    return archive({"[Content_Types].xml": listed, part: b"<x/>"} | more)


DOCX = office("word/document.xml", WORD)
XLSX = office("xl/workbook.xml", SHEET)
