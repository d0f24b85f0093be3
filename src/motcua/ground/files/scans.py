"""Pages of scans: counted, shown small, put together as one PDF. Runs as a program of its own (`pages`).

What people bring is read by large libraries in C: here a broken or hostile file can only end this process. It imports
nothing of ours, has no settings and no database, and may use so much memory and time.
"""

from __future__ import annotations

import json
import resource
import sys
import zlib
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image, ImageOps

PDF = "application/pdf"
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/tiff": "TIFF", "image/webp": "WEBP"}
MOST_PAGES = 200
# A sheet of A3 at 600 dots an inch has 70 million.
MOST_PIXELS = 80_000_000
# In points, 72 an inch: a sheet of A4, the longest side that a scan of paper has (A3), and what a PDF page may have.
A4 = (595.0, 842.0)
LONGEST, SHORTEST, WIDEST = 1200.0, 100.0, 14_400.0
ORIENTATION = 0x0112
TURNS = {1: 0, 3: 180, 6: 90, 8: 270}
# What a page is made of. Its actions, its annotations with theirs and everything else stay behind.
OF_A_PAGE = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Resources", "/Contents", "/Rotate", "/UserUnit"}
)
# What the libraries raise on a file that is not what it says; anything else ends the process.
BROKEN = (OSError, ValueError, SyntaxError, KeyError, TypeError, EOFError, pikepdf.PdfError)
MEMORY = 2_000_000_000
SECONDS = 120
# Sizes are checked by `_frame`, with a sentence of their own.
Image.MAX_IMAGE_PIXELS = None


class Unusable(Exception):
    """The file cannot be used; the word says why: encrypted, signed, damaged, too_many_pages, too_many_pixels."""


def count(path: str, media_type: str) -> int:
    """How many pages a file has, each of them such as can be used; raises Unusable."""
    if media_type == PDF:
        with _open_pdf(path) as pdf:
            _check_number(len(pdf.pages))
            for page in pdf.pages:
                _check_page(page)
            return len(pdf.pages)
    with _open_image(path, media_type) as image:
        frames = _frames(image)
        _check_number(frames)
        for number in range(frames):
            _frame(image, number)
            # A picture cut short is seen only when it is read; a JPEG is read at an eighth of its size.
            image.draft(None, (image.width // 8, image.height // 8))
            image.load()
        return frames


def picture(path: str, media_type: str, page: int, edge: int) -> bytes:
    """A page as a JPEG whose longer side has `edge` pixels, upright as its file says; raises Unusable."""
    if media_type == PDF:
        document = pypdfium2.PdfDocument(path)
        drawn = document[page]
        shown = drawn.render(scale=edge / max(*drawn.get_size(), 1)).to_pil()
    else:
        with _open_image(path, media_type) as image:
            _frame(image, page)
            image.draft("RGB", (edge, edge))
            shown = _plain(ImageOps.exif_transpose(image))
            shown.thumbnail((edge, edge))
    written = BytesIO()
    shown.convert("RGB").save(written, "JPEG", quality=75)
    return written.getvalue()


def assemble(pages: list[tuple[str, str, int, int]]) -> bytes:
    """One PDF of these pages (path, media type, place in the file, turn in degrees clockwise); raises Unusable.

    The same pages give the same bytes. What is not among them does not come along unseen.
    """
    made, opened = pikepdf.new(), dict[str, pikepdf.Pdf]()
    for path, media_type, number, turn in pages:
        if media_type == PDF:
            if path not in opened:
                opened[path] = _bare(_open_pdf(path))
            made.pages.append(opened[path].pages[number])
            _keep_the_page_alone(made.pages[-1])
        else:
            with _open_image(path, media_type) as image:
                _frame(image, number)
                _add_image(made, image, path)
        if turn:
            made.pages[-1].rotate(turn, relative=True)
    written = BytesIO()
    made.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def _open_pdf(path: str) -> pikepdf.Pdf:
    """A PDF that is whole: one mended by guessing may have lost pages, and nobody would see it."""
    try:
        pdf = pikepdf.open(path, attempt_recovery=False)
    except pikepdf.PasswordError as error:
        raise Unusable("encrypted") from error
    except pikepdf.PdfError as error:
        raise Unusable("damaged") from error
    if pdf.is_encrypted:
        raise Unusable("encrypted")
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and int(form.get("/SigFlags", 0)) & 1:
        raise Unusable("signed")
    return pdf


def _check_number(pages: int) -> None:
    if pages < 1:
        raise Unusable("damaged")
    if pages > MOST_PAGES:
        raise Unusable("too_many_pages")


def _check_page(page: pikepdf.Page) -> None:
    left, below, right, above = (float(side) for side in page.mediabox)
    if not (1 <= abs(right - left) <= WIDEST and 1 <= abs(above - below) <= WIDEST):
        raise Unusable("damaged")
    for image in page.images.values():
        if int(image.get("/Width", 0)) * int(image.get("/Height", 0)) > MOST_PIXELS:
            raise Unusable("too_many_pixels")


def _bare(pdf: pikepdf.Pdf) -> pikepdf.Pdf:
    """What annotations and form fields show becomes part of the page; pictures that a page does not show go."""
    pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
    pdf.remove_unreferenced_resources()
    return pdf


def _keep_the_page_alone(page: pikepdf.Page) -> None:
    for name in list(page.obj.keys()):
        if name not in OF_A_PAGE:
            del page.obj[name]


def _open_image(path: str, media_type: str) -> Image.Image:
    return Image.open(path, formats=[FORMATS[media_type]])


def _frames(image: Image.Image) -> int:
    """How many sheets an image file holds; the moving pictures of other formats are none."""
    return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


def _frame(image: Image.Image, number: int) -> None:
    """Go to a sheet of the file, and look at its size before anything is unpacked."""
    if number:
        image.seek(number)
    if image.width * image.height > MOST_PIXELS:
        raise Unusable("too_many_pixels")


def _add_image(made: pikepdf.Pdf, image: Image.Image, path: str) -> None:
    """A page that is this image: a JPEG goes in as it is and is turned by the page, others lose nothing either."""
    turn = TURNS.get(image.getexif().get(ORIENTATION, 1))
    if image.format in ("JPEG", "MPO") and turn is not None:
        with open(path, "rb") as reading:
            kept = pikepdf.Stream(made, reading.read())
        kept.Filter = pikepdf.Name.DCTDecode
        if image.mode == "CMYK" and "adobe" in image.info:
            kept.Decode = pikepdf.Array([1, 0] * 4)
    else:
        upright = _plain(ImageOps.exif_transpose(image))
        upright.info["dpi"] = image.info.get("dpi")
        image, turn = upright, 0
        kept = pikepdf.Stream(made, zlib.compress(image.tobytes()))
        kept.Filter = pikepdf.Name.FlateDecode
    colours = {"1": "/DeviceGray", "L": "/DeviceGray", "CMYK": "/DeviceCMYK"}
    kept.Type, kept.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    kept.Width, kept.Height = image.width, image.height
    kept.ColorSpace = pikepdf.Name(colours.get(image.mode, "/DeviceRGB"))
    kept.BitsPerComponent = 1 if image.mode == "1" else 8
    width, height = _size(image)
    page = made.add_blank_page(page_size=(width, height))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=kept))
    page.Contents = made.make_stream(f"{width:.2f} 0 0 {height:.2f} 0 0 cm /Scan Do".encode())
    page.rotate(turn, relative=False)


def _plain(image: Image.Image) -> Image.Image:
    """The image in black and white, grey or colours; what is transparent shows white paper."""
    if image.mode in ("1", "L", "RGB"):
        return image
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(paper, seen).convert("RGB")
    return image.convert("RGB")


def _size(image: Image.Image) -> tuple[float, float]:
    """Width and height in points: as the scanner says, when that is a sheet of paper; else as large as fits A4."""
    dpi = image.info.get("dpi") or (0, 0)
    if all(50 <= float(dots) <= 2400 for dots in dpi):
        width, height = image.width / float(dpi[0]) * 72, image.height / float(dpi[1]) * 72
        if max(width, height) <= LONGEST and min(width, height) >= SHORTEST:
            return width, height
    across, along = A4 if image.width <= image.height else A4[::-1]
    scale = min(across / image.width, along / image.height)
    return max(image.width * scale, 3.0), max(image.height * scale, 3.0)


def _counts(files: list[list[str]]) -> bytes:
    """For each file how many pages it has, or the word for why it cannot be used."""
    found: list[int | str] = []
    for path, media_type in files:
        try:
            found.append(count(path, media_type))
        except Unusable as unusable:
            found.append(str(unusable))
        except BROKEN:
            found.append("damaged")
    return json.dumps(found).encode()


def _answer(asked: dict[str, Any]) -> bytes:
    if asked["do"] == "count":
        return _counts(asked["files"])
    if asked["do"] == "picture":
        return picture(asked["path"], asked["type"], asked["page"], asked["edge"])
    return assemble([(path, kind, page, turn) for path, kind, page, turn in asked["pages"]])


def main() -> None:
    """Answer the question on standard input; a file that ends this process ends nothing else."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(_answer(json.load(sys.stdin)))


if __name__ == "__main__":
    main()
