"""What is built at set-up: the front end from its locked packages, static files."""

from __future__ import annotations

import hashlib
import shutil

from django.core.management import call_command

from motcua.faces.look.build import BuildFailed, build
from motcua.site.launch import places
from motcua.site.launch.failures import NO_SPACE_TEXT, BadUse, disk_full
from motcua.site.launch.locks import FileLock
from motcua.site.launch.setup.bars import Bar

PACKAGE = places.SOURCE / "motcua"
PERCENT = 100


def build_front_end() -> None:
    """Build `static/` in the set-up folder; two callers at once build once. Django must not be set up yet."""
    with FileLock(places.SETUP / "lock"), Bar("Giao diện / front end", PERCENT, is_lazy=True) as bar:
        try:
            build(places.SETUP, lambda _step, share: bar.update(round(share * PERCENT)))
        except BuildFailed as failure:
            if NO_SPACE_TEXT in str(failure) or "ENOSPC" in str(failure):
                raise disk_full(str(places.SETUP)) from failure
            lines = str(failure).splitlines()
            raise BadUse(
                f"Không dựng được giao diện: {lines[0]} … {lines[-1]}",
                f"The front end could not be built: {lines[0]} … {lines[-1]}",
            ) from failure


def collect_static_files() -> None:
    """Gather static files of all packages under hashed names, compressed; Django must be set up."""
    collected, stamp = places.SETUP / "collected", places.SETUP / "collected.stamp"
    with FileLock(places.SETUP / "lock"):
        wanted = _digest_of_static_files()
        if stamp.exists() and stamp.read_text(encoding="ascii") == wanted and collected.is_dir():
            return
        with Bar("Tệp tĩnh / static files"):
            stamp.unlink(missing_ok=True)
            shutil.rmtree(collected, ignore_errors=True)
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(wanted, encoding="ascii")


def _digest_of_static_files() -> str:
    total = hashlib.sha256((places.REQUIREMENTS / "runtime.txt").read_bytes())
    own = [path for folder in sorted(PACKAGE.glob("*/*/static")) for path in sorted(folder.rglob("*"))]
    built = places.SETUP / "look.stamp"
    for path in [*own, *([built] if built.exists() else [])]:
        if path.is_file():
            total.update(str(path).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()
