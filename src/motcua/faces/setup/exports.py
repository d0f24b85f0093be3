"""A table as a file to be saved."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from motcua.ground.sheets.writing import CSV, Heading, Values, write_csv


def csv_answer(headings: Sequence[Heading], rows: Iterable[Values], name: str) -> HttpResponse:
    """The table as CSV to be saved under this name."""
    file = io.BytesIO()
    write_csv(headings, rows, file)
    return HttpResponse(
        file.getvalue(),
        content_type=CSV,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
