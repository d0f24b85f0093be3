"""Scans as people bring them: photographs, faxes, PDFs, and those that are broken or bear ill will."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

RED, BLUE, WHITE = (200, 0, 0), (0, 0, 200), (255, 255, 255)
ORIENTATION = 0x0112


def drawn(width: int = 200, height: int = 300, top: tuple[int, int, int] = RED) -> Image.Image:
    """A white sheet whose upper tenth is coloured: one sees which way is up."""
    sheet = Image.new("RGB", (width, height), WHITE)
    sheet.paste(top, (0, 0, width, height // 10))
    return sheet


def written(image: Image.Image, kind: str, **more: Any) -> bytes:
    """The picture as a file."""
    out = BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def jpeg(top: tuple[int, int, int] = RED, **more: Any) -> bytes:
    """A sheet as a scanner sends it."""
    return written(drawn(top=top), "JPEG", quality=95, **more)


def photograph(orientation: int = 6) -> bytes:
    """A sheet photographed with the telephone held sideways: its file says how to turn it."""
    lying = drawn().transpose({6: Image.Transpose.ROTATE_90, 2: Image.Transpose.FLIP_LEFT_RIGHT}[orientation])
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return written(lying, "JPEG", quality=95, exif=exif)


def tiff(pages: int = 3) -> bytes:
    """A fax of several pages in black and white."""
    sheets = [drawn().convert("1") for _ in range(pages)]
    return written(sheets[0], "TIFF", save_all=True, append_images=sheets[1:], compression="group4")


def pdf(pages: int = 3, **more: Any) -> bytes:
    """A PDF whose pages are told apart by their widths: 301, 302, 303 points."""
    made = pikepdf.new()
    for number in range(1, pages + 1):
        made.add_blank_page(page_size=(300 + number, 400))
    out = BytesIO()
    made.save(out, deterministic_id="encryption" not in more, **more)
    return out.getvalue()


def locked() -> bytes:
    """A PDF with a password."""
    return pdf(encryption=pikepdf.Encryption(owner="chủ", user="người"))


def signed() -> bytes:
    """A PDF that says of itself that it is signed."""
    with pikepdf.open(BytesIO(pdf())) as made:
        made.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=pikepdf.Array())
        out = BytesIO()
        made.save(out)
        return out.getvalue()


def acting() -> bytes:
    """A PDF that acts when it is opened, when a page is turned to and when a link is pressed; with a file in it."""
    with pikepdf.open(BytesIO(pdf(1))) as made:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=launch
        )
        made.Root.OpenAction = script
        made.pages[0].obj.AA = pikepdf.Dictionary(O=script)
        made.pages[0].obj.Annots = pikepdf.Array([made.make_indirect(link)])
        made.attachments["virus.exe"] = b"MZ"
        out = BytesIO()
        made.save(out)
        return out.getvalue()


def bomb() -> bytes:
    """A picture of a few kilobytes that would fill 2.5 gigabytes."""
    return written(Image.new("1", (30_000, 30_000)), "PNG")


def widths(content: bytes) -> list[int]:
    """The pages of a PDF by their widths, as they lie before they are turned."""
    with pikepdf.open(BytesIO(content)) as made:
        return [round(float(page.mediabox[2])) for page in made.pages]


def tops(content: bytes, page: int = 0) -> dict[str, bool]:
    """On which side of the page, as a reader shows it, the coloured strip is."""
    shown = pypdfium2.PdfDocument(content)[page].render(scale=0.5).to_pil().convert("RGB")
    across, along = shown.size
    places = {
        "top": (across // 2, 3),
        "right": (across - 4, along // 2),
        "bottom": (across // 2, along - 4),
        "left": (3, along // 2),
    }
    return {side: _is_coloured(shown.getpixel(place)) for side, place in places.items()}


def _is_coloured(pixel: Any) -> bool:
    return bool(min(pixel) < 100 < max(pixel))
