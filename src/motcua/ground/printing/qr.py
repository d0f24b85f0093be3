"""QR codes as drawings made by the server."""

from __future__ import annotations

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def svg(text: str, *, label: str) -> SafeString:
    """The QR code of a text as inline SVG: a unit per module, with the quiet border of four of the norm.

    Level M: a receipt is folded and carried for weeks. `label` says what it is to those who do not see it.
    """
    code = segno.make(text, error="m", micro=False)
    drawing = code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None, title=label)
    return mark_safe(drawing.replace("<svg ", '<svg role="img" ', 1))


def drawing(text: str) -> str:
    """The QR code of a text as an SVG file, for a form; level M and the quiet border of four as on a page."""
    written = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        written, kind="svg", border=4, omitsize=True, svgclass=None, lineclass=None, xmldecl=False, nl=False
    )
    return written.getvalue().decode()
