"""The browser of the tests: Debian's Chromium."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from motcua.site.launch.failures import BadUse
from motcua.site.launch.setup.environment import install_packages

PROGRAM = Path("/usr/bin/chromium")


def ensure_browser() -> None:
    """Install Chromium where it is missing and we may; otherwise refuse with the line that installs it."""
    if PROGRAM.exists():
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise BadUse(
            "Kiểm thử trình duyệt cần Chromium; hãy chạy với quyền quản trị: apt-get install -y chromium",
            "The browser tests need Chromium; run as an administrator: apt-get install -y chromium",
        )
    install_packages("chromium")
    if not PROGRAM.exists():
        raise BadUse("Cài xong mà không thấy Chromium.", "Chromium was installed but is not there.")
