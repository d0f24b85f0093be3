"""QR codes as drawings."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import zxingcpp
from PIL import Image, ImageDraw

from motcua.ground.printing import qr

SVG = "{http://www.w3.org/2000/svg}"
TEXT = "http://a.example/tra-cuu/000.00.19.H58-170301-0001/#ABCDE-FGHIJ"


def test_it_is_a_drawing_and_nothing_active() -> None:
    drawn = ElementTree.fromstring(qr.drawing(TEXT))
    assert [element.tag for element in drawn.iter()] == [f"{SVG}svg", f"{SVG}path"]


def test_it_keeps_a_quiet_border_of_four_modules() -> None:
    drawn = ElementTree.fromstring(qr.drawing("a"))
    assert drawn.get("viewBox") == "0 0 29 29"  # version 1 has 21 modules


def test_a_reader_reads_it() -> None:
    """The path is rows of strokes a unit high: each is drawn as a machine would draw it."""
    drawn = ElementTree.fromstring(qr.drawing(TEXT))
    size = int((drawn.get("viewBox") or "").split()[-1])
    picture = Image.new("L", (size * 4, size * 4), 255)
    pen, x, y = ImageDraw.Draw(picture), 0.0, 0.0
    for kind, numbers in re.findall(r"([Mmh])([-0-9. ]*)", drawn.find(f"{SVG}path").get("d") or ""):  # type: ignore[union-attr]
        values = [float(number) for number in numbers.split()]
        if kind == "h":
            pen.rectangle((x * 4, y * 4 - 2, (x + values[0]) * 4 - 1, y * 4 + 1), fill=0)
            x += values[0]
        else:
            x, y = (values[0], values[1]) if kind == "M" else (x + values[0], y + values[1])
    stored = io.BytesIO()
    picture.save(stored, "PNG")
    (read,) = zxingcpp.read_barcodes(Image.open(stored))
    assert read.text == TEXT
