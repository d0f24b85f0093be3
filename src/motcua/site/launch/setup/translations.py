"""Translations as Django reads them, compiled from their sources by Babel."""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from motcua.site.launch import places
from motcua.site.launch.failures import BadUse
from motcua.site.launch.locks import FileLock
from motcua.site.launch.setup.bars import Bar

PACKAGE = places.SOURCE / "motcua"


def catalogues() -> list[Path]:
    """Every translation of the project."""
    return sorted(PACKAGE.glob("**/locale/*/LC_MESSAGES/django.po"))


def compile_translations() -> int:
    """Compile the translations that are newer than their compiled form and return how many there were."""
    stale = [path for path in catalogues() if is_stale(path)]
    if stale:
        with FileLock(places.SETUP / "lock"), Bar("Bản dịch / translations", len(stale)) as bar:
            for number, path in enumerate(stale, 1):
                compile_catalogue(path)
                bar.update(number)
    return len(stale)


def compile_catalogue(path: Path) -> None:
    """Compile one translation, whole or not at all; raises BadUse where it cannot be read."""
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parts[-3], abort_invalid=True)
    except (ValueError, PoFileError) as failure:
        raise BadUse(f"Không đọc được {path}: {failure}", f"{path} cannot be read: {failure}") from failure
    draft = path.with_suffix(f".mo.{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.replace(path.with_suffix(".mo"))


def is_stale(path: Path) -> bool:
    """Whether a translation was changed after it was compiled."""
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < path.stat().st_mtime_ns
