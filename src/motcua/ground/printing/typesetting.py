"""Forms as PDF: a template of ours and data, set by Typst; nothing that people typed is ever read as markup.

Fonts come from the set-up folder, never from the machine, and nothing is fetched: the same data give the same bytes.
"""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import typst
from django.conf import settings

# Templates name one another from here.
ROOT = Path(__file__).resolve().parents[2]
FONT = "Tinos"
# What the font can draw, of what people write; a test sets every one of them.
DRAWN = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x377), (0x391, 0x3A1), (0x3A3, 0x52F), (0x1E00, 0x1EFF), (0x2010, 0x2027),
    (0x2030, 0x205E), (0x20A0, 0x20BD), (0x2100, 0x214F), (0x2190, 0x2195), (0x2212, 0x2212), (0x2260, 0x2260),
    (0x2264, 0x2265), (0x25A0, 0x25A1),
)  # fmt: skip
UNKNOWN = "\u25a1"
# Seen by nobody: directions, joiners, soft hyphens and marks of order; a name is printed without them.
UNSEEN = "Cf"

_own = threading.local()


class FontMissing(Exception):
    """The fonts were not built: `./motcua` builds them when it sets itself up."""


def typeset(template: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Set a template below the package's folder with plain data, which it reads as `sys.inputs.data` (JSON).

    The file is PDF/A-2a and PDF/UA-1 and says that it was made at this moment. Texts are in normal form (NFC) and on
    one line; a letter that the font lacks is drawn as an empty box. Raises FontMissing; an error of Typst is ours.
    """
    made = _compiler().compile(
        template,
        format="pdf",
        sys_inputs={"data": as_json(data)},
        # Archives ask for PDF/A; readers of screens for the tags that its level “a” and PDF/UA add.
        pdf_standards=["a-2a", "ua-1"],
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )
    return cast(bytes, made)


def as_json(data: Mapping[str, Any]) -> str:
    """The data as a template reads them, each text as the font can draw it."""
    return json.dumps(_drawable(data), ensure_ascii=False)


def drawable(text: str) -> str:
    """A text as the font can draw it: in normal form, on one line, a box for each letter that it lacks."""
    found = []
    for letter in unicodedata.normalize("NFC", text):
        if letter.isspace():
            found.append(letter if letter == "\u00a0" else " ")
        elif any(first <= ord(letter) <= last for first, last in DRAWN):
            found.append(letter)
        elif unicodedata.category(letter) != UNSEEN:
            found.append(UNKNOWN)
    return "".join(found)


def _drawable(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else drawable(value)
    if isinstance(value, Mapping):
        return {str(name): _drawable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(one) for one in value]
    return value


def _compiler() -> typst.Compiler:
    """The thread's own compiler: two threads may not share one, and reading fonts costs more than a form."""
    known: typst.Compiler | None = getattr(_own, "compiler", None)
    if known is None:
        fonts = Path(settings.SETUP_DIR) / "fonts"
        if FONT not in typst.Fonts(include_system_fonts=False, font_paths=[fonts]).families():
            raise FontMissing(f"{FONT} is not in {fonts}")
        known = typst.Compiler(
            root=ROOT,
            font_paths=[fonts],
            ignore_system_fonts=True,
            package_path=fonts,
            package_cache_path=fonts,
        )
        _own.compiler = known
    return known
