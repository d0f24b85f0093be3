"""Where things lie: the checkout, its set-up, and the data folder."""

from __future__ import annotations

import os
from pathlib import Path

from motcua.site.launch.failures import BadUse, from_os_error

CHECKOUT = Path(__file__).resolve().parents[4]
SOURCE = CHECKOUT / "src"
REQUIREMENTS = CHECKOUT / "requirements"
SETUP = CHECKOUT / "var" / "setup"
VENV = SETUP / "venv"
DEFAULT_DATA = CHECKOUT / "var"

DATA_VARIABLE = "MOTCUA_DATA_DIR"


def data_folder(argument: str | None) -> Path:
    """The data folder that was named, or the checkout's `var/`, made when it is missing.

    Others may pass through it (the engine may run as its own user) but not list it; what is private inside
    has its own folder or file mode.
    """
    folder = Path(os.path.abspath(argument)) if argument else DEFAULT_DATA
    make_folder(folder, 0o711)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BadUse(
            f"Không có quyền ghi vào thư mục dữ liệu {folder}.",
            f"No permission to write to the data folder {folder}.",
        )
    return folder


def make_folder(folder: Path, mode: int) -> None:
    """Make a folder with exactly this mode; one that exists keeps its own."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
        folder.chmod(mode)
    except FileExistsError as failure:
        if not folder.is_dir():
            raise BadUse(f"{folder} không phải là thư mục.", f"{folder} is not a folder.") from failure
    except OSError as failure:
        raise from_os_error(failure) or BadUse(
            f"Không tạo được thư mục {folder} ({failure.strerror}).",
            f"The folder {folder} cannot be made ({failure.strerror}).",
        ) from failure


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
