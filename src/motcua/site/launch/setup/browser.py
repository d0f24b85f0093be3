"""The browser of the tests: Debian's Chromium, and what drives it."""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

from motcua.site.launch.failures import BadUse
from motcua.site.launch.setup.environment import install_packages

PROGRAM = Path("/usr/bin/chromium")
# Playwright's own driver is linked with it, and a bare Debian does not have it.
LIBRARY = "libatomic.so.1"


def ensure_browser() -> None:
    """Install what the browser tests lack, where we may; otherwise refuse with the line that installs it."""
    missing = missing_packages()
    if not missing:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        line = f"apt-get install -y {' '.join(missing)}"
        raise BadUse(
            f"Kiểm thử trình duyệt thiếu gói hệ thống; hãy chạy với quyền quản trị: {line}",
            f"The browser tests lack packages of the system; run as an administrator: {line}",
        )
    install_packages(*missing)
    if left := " ".join(missing_packages()):
        raise BadUse(f"Cài xong mà vẫn thiếu {left}.", f"{left} was installed but is not there.")


def missing_packages() -> list[str]:
    """The packages of the distribution that the browser tests need and this machine lacks."""
    missing = [] if PROGRAM.exists() else ["chromium"]
    try:
        # Asked of the loader itself: it alone knows all the places where it would look.
        ctypes.CDLL(LIBRARY)
    except OSError:
        missing.append("libatomic1")
    return missing
