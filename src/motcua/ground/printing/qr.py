"""QR codes as drawings made by the server."""

from __future__ import annotations

import io

import segno


def drawing(text: str) -> str:
    """The QR code of a text as an SVG file: a unit per module, with the quiet border of four of the norm.

    Level M: a receipt is folded and carried for weeks.
    """
    written = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        written, kind="svg", border=4, omitsize=True, svgclass=None, lineclass=None, xmldecl=False, nl=False
    )
    return written.getvalue().decode()
