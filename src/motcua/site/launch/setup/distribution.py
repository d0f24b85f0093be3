"""What the tests need of the distribution: Debian's Chromium, what drives it, and a PostgreSQL that is not ours."""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

from motcua.site.launch.failures import BadUse
from motcua.site.launch.setup.environment import install_packages

BROWSER = Path("/usr/bin/chromium")
# Playwright's own driver is linked with it, and a bare Debian does not have it.
LIBRARY = "libatomic.so.1"
SERVERS = Path("/usr/lib/postgresql")
SERVER_PACKAGE = "postgresql-15"
# Debian would make a cluster and run it from now on; the tests make their own and throw it away.
CLUSTERS = Path("/etc/postgresql-common/createcluster.conf")


def ensure_packages() -> None:
    """Install what the tests lack, where we may; otherwise refuse with the line that installs it."""
    missing = missing_packages()
    if not missing:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        line = f"apt-get install -y {' '.join(missing)}"
        raise BadUse(
            f"Kiểm thử thiếu gói hệ thống; hãy chạy với quyền quản trị: {line}",
            f"The tests lack packages of the system; run as an administrator: {line}",
        )
    if SERVER_PACKAGE in missing and not CLUSTERS.exists():
        CLUSTERS.parent.mkdir(exist_ok=True)
        CLUSTERS.write_text("create_main_cluster = false\n", encoding="ascii")
    install_packages(*missing)
    if left := " ".join(missing_packages()):
        raise BadUse(f"Cài xong mà vẫn thiếu {left}.", f"{left} was installed but is not there.")


def missing_packages() -> list[str]:
    """The packages of the distribution that the tests need and this machine lacks."""
    missing = [] if BROWSER.exists() else ["chromium"]
    try:
        # Asked of the loader itself: it alone knows all the places where it would look.
        ctypes.CDLL(LIBRARY)
    except OSError:
        missing.append("libatomic1")
    if server_programs() is None:
        missing.append(SERVER_PACKAGE)
    return missing


def server_programs() -> Path | None:
    """The folder of the programs of the distribution's PostgreSQL, of its oldest from 15 on."""
    found = [path.parent for path in SERVERS.glob("*/bin/postgres") if path.parts[-3].isdigit()]
    return min(
        (folder for folder in found if int(folder.parts[-2]) >= 15),
        key=lambda folder: int(folder.parts[-2]),
        default=None,
    )
