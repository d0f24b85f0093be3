"""What is read of a printed paper."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.test import Client
from pypdf import PdfReader


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page, spaces as one."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def print_form(client: Client, form: str, codes: Sequence[str], **more: Any) -> Any:
    """Ask for a print; the answer leads to it."""
    return client.post("/prints/", {"form": form, "code": list(codes), **more})


def paper_of(client: Client, answer: Any) -> list[str]:
    """The pages of what was just printed."""
    assert answer.status_code == 302, answer.content.decode()
    return pages_of(client.get(answer["Location"] + "paper.pdf").content)
