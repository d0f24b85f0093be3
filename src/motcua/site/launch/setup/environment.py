"""The project's own Python environment: made once, from the hash-locked lists in `requirements/`."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from enum import Enum
from importlib.util import find_spec

from motcua.site.launch import places
from motcua.site.launch.failures import NO_SPACE_TEXT, BadUse, disk_full
from motcua.site.launch.locks import FileLock
from motcua.site.launch.setup.bars import Bar

NEEDED_BYTES = 600_000_000
FULL_BYTES = 20_000_000
# A setting that is there already stays as it is, and nobody is asked.
KEEP = ("-o", "Dpkg::Options::=--force-confold")
APT_VENV = "apt-get install -y python3-venv"

# What pip's settings are called in uv, which reads none of them: a machine with its own index tells pip only.
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
}


class Requirements(Enum):
    """A locked list of packages; the tests' list contains the runtime's."""

    RUNTIME = "runtime"
    TEST = "test"


def is_ready(wanted: Requirements) -> bool:
    """Whether the environment holds exactly what the lock asks for; two small reads."""
    stamp = places.SETUP / f"{wanted.value}.stamp"
    try:
        return stamp.read_text(encoding="utf8") == stamp_of(wanted) and (places.VENV / "bin/python").exists()
    except OSError:
        return False


def ensure_environment(wanted: Requirements) -> str:
    """Make the environment if it is not ready and return its Python; two callers at once make it once."""
    python = str(places.VENV / "bin" / "python")
    places.make_folder(places.SETUP, 0o755)
    lock = FileLock(places.SETUP / "lock")
    if not lock.try_take():
        with Bar("Chờ một lần cài đặt khác / waiting for another set-up"):
            lock.take()
    try:
        if not is_ready(wanted):
            _make(wanted, python)
    finally:
        lock.release()
    return python


def _make(wanted: Requirements, python: str) -> None:
    for each in Requirements:
        (places.SETUP / f"{each.value}.stamp").unlink(missing_ok=True)
    # An installer that was cut off leaves packages that look whole to the next one.
    unfinished = places.SETUP / "unfinished"
    if unfinished.exists() or not _runs(python):
        _make_empty()
    unfinished.touch()
    _install(python, wanted)
    unfinished.unlink()
    held = [Requirements.RUNTIME] if wanted is Requirements.RUNTIME else list(Requirements)
    for each in held:
        (places.SETUP / f"{each.value}.stamp").write_text(stamp_of(each), encoding="utf8")


def _make_empty() -> None:
    _check_ensurepip()
    with Bar("Môi trường Python / Python environment"):
        _run([sys.executable, "-m", "venv", "--clear", str(places.VENV)])


def _install(python: str, wanted: Requirements) -> None:
    """Install the list by uv; where uv cannot, by pip in an environment made anew."""
    pip = [python, "-m", "pip", "--disable-pip-version-check"]
    list_file = str(places.REQUIREMENTS / f"{wanted.value}.txt")
    label = f"Thư viện đã khoá phiên bản / locked packages ({wanted.value})"
    with Bar("Trình cài đặt / installer (uv)"):
        installer = str(places.REQUIREMENTS / "installer.txt")
        has_uv = _runs(python, "-m", "uv", "--version") or _succeeds(
            [*pip, "install", "--quiet", "--require-hashes", "-r", installer]
        )
    if has_uv:
        # On a terminal uv draws its own bars; in a log its list of packages says nothing.
        quiet = [] if sys.stderr.isatty() else ["--quiet"]
        into = ["--python", python, "--require-hashes", "-r", list_file]
        with Bar(label) as bar:
            if _succeeds([python, "-m", "uv", "pip", "install", *quiet, *into], _uv_settings(pip)):
                return
            bar.has_failed = True
        if shutil.disk_usage(places.SETUP).free < NEEDED_BYTES:
            raise disk_full(str(places.SETUP))
        _make_empty()
    with Bar(f"{label}, pip"):
        _run([*pip, "install", "--require-hashes", "-r", list_file])


def _uv_settings(pip: list[str]) -> dict[str, str]:
    """The environment for uv, with the indexes that this machine's pip is told to use."""
    # Several indexes may hold a package; the hashes of the lock say which file is meant.
    settings = dict(os.environ, UV_INDEX_STRATEGY="unsafe-best-match")
    listing = subprocess.run([*pip, "config", "list"], capture_output=True, text=True, check=False)
    for line in listing.stdout.splitlines():
        name, _, value = line.partition("=")
        theirs = UV_NAMES.get(name.rpartition(".")[2])
        if theirs and theirs not in settings:
            words = value.strip("'\"").replace("\\n", " ").split()
            settings[theirs] = ",".join(words) if theirs == "UV_FIND_LINKS" else " ".join(words)
    return settings


def _check_ensurepip() -> None:
    """Debian leaves ensurepip out of its Python; root may have it installed, others are told how."""
    if find_spec("ensurepip") is not None:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise BadUse(
            f"Python này thiếu ensurepip; hãy chạy với quyền quản trị: {APT_VENV}",
            f"This Python lacks ensurepip; run as an administrator: {APT_VENV}",
        )
    install_packages("python3-venv")


def install_packages(*names: str) -> None:
    """Install packages of the distribution, as root; says so on the screen."""
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    with Bar(f"apt-get install {' '.join(names)}"):
        _run(["apt-get", "-qq", "update"], quiet)
        _run(["apt-get", "-qq", "install", "-y", "--no-install-recommends", *KEEP, *names], quiet)


def _runs(*command: str) -> bool:
    arguments = list(command) if len(command) > 1 else [*command, "-c", "import pip"]
    try:
        return subprocess.run(arguments, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _succeeds(command: list[str], environment: dict[str, str] | None = None) -> bool:
    return subprocess.run(command, check=False, env=environment, stdout=sys.stderr).returncode == 0


def _run(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a step of the set-up; its output is kept and shown only when it fails."""
    result = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if result.returncode == 0:
        return
    output = (result.stdout + result.stderr).strip()
    if NO_SPACE_TEXT in output or shutil.disk_usage(places.SETUP).free < FULL_BYTES:
        raise disk_full(str(places.SETUP))
    last = output.splitlines()[-1] if output else f"mã / code {result.returncode}"
    program = " ".join(os.path.basename(word) for word in command[:3])
    raise BadUse(
        f"Không cài đặt được ({program}): {last}",
        f"Set-up failed ({program}): {last}",
    )


def stamp_of(wanted: Requirements) -> str:
    """What marks an environment that holds this list, on this machine, at this place."""
    lock = (places.REQUIREMENTS / f"{wanted.value}.txt").read_bytes()
    return f"{hashlib.sha256(lock).hexdigest()} {platform.machine()} {places.VENV}\n"
