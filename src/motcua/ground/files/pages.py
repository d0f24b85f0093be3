"""Stored scans as pages: how many a file has, how one looks, several as one PDF.

All of it is done by `scans`, in a process of its own without our settings and secrets: what is brought there may be
broken or hostile, and the renderer may be used by one thread only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from motcua.ground.files import rules, store
from motcua.ground.files.rules import JPEG, PDF, PNG, TIFF, WEBP, Refusal
from motcua.ground.files.store import Stored
from motcua.ground.kernel.refusals import Refused

KINDS = frozenset({PDF, JPEG, PNG, TIFF, WEBP})
SMALL, LARGE = 220, 1400
SECONDS = {"count": 60, "picture": 20, "assemble": 90}
WHY = {
    "encrypted": Refusal.ENCRYPTED,
    "signed": Refusal.SIGNED,
    "too_many_pages": Refusal.TOO_MANY_PAGES,
    "too_many_pixels": Refusal.TOO_MANY_PIXELS,
}
_PROGRAM = Path(__file__).with_name("scans.py")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a stored file, and by how many degrees clockwise it is turned."""

    digest: str
    media_type: str
    page: int
    turn: int = 0


def counts(files: Sequence[Stored]) -> list[int | Refused]:
    """How many pages each file has, in order; a refusal stands in the place of one that cannot be used as scan."""
    scans = [file for file in files if file.media_type in KINDS]
    asked = {"do": "count", "files": [[_path(file.digest), file.media_type] for file in scans]}
    answer = _ask(asked) if scans else b"[]"
    if answer is None and len(scans) > 1:
        # One of them has ended the process: alone each answers for itself.
        return [found for file in files for found in counts([file])]
    said = iter(json.loads(answer) if answer is not None else ["damaged"])
    return [_counted(file, next(said)) if file.media_type in KINDS else _no_scan(file) for file in files]


def picture(leaf: Leaf, *, is_large: bool = False) -> bytes:
    """A page as a small JPEG, not turned; raises Refused NOT_FOUND for a page that cannot be shown."""
    edge = LARGE if is_large else SMALL
    asked = {"do": "picture", "path": _path(leaf.digest), "type": leaf.media_type, "page": leaf.page}
    answer = _ask(asked | {"edge": edge})
    if answer is None:
        raise Refused(Refusal.NOT_FOUND)
    return answer


def assemble(leaves: Sequence[Leaf], name: str) -> Stored:
    """Keep these pages as one PDF; the same pages give the same file.

    Raises Refused: a page that cannot be read, a file that has become too large, disk full.
    """
    pages = [[_path(leaf.digest), leaf.media_type, leaf.page, leaf.turn] for leaf in leaves]
    answer = _ask({"do": "assemble", "pages": pages})
    if answer is None:
        raise rules.refused(Refusal.DAMAGED, name)
    return store.put(BytesIO(answer), name)


def _counted(file: Stored, said: int | str) -> int | Refused:
    if isinstance(said, int):
        return said
    return rules.refused(WHY.get(said, Refusal.DAMAGED), file.name, limit=rules.PAGES_AT_MOST)


def _no_scan(file: Stored) -> Refused:
    return rules.refused(Refusal.NO_SCAN, file.name)


def _path(digest: str) -> str:
    with store.open_content(digest) as content:
        return str(content.name)


def _ask(asked: dict[str, Any]) -> bytes | None:
    """What the program answers; None when the file has ended it, or it took too long."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_PROGRAM)],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=SECONDS[asked["do"]],
            env={"PATH": os.defpath},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None
