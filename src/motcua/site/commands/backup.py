"""`./motcua backup FILE` and `./motcua restore FILE`: a province in one file, and back from it."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from pathlib import Path

from motcua.site.backups import rotation
from motcua.site.backups.keys import SHORTEST
from motcua.site.backups.saving import save
from motcua.site.launch.arguments import CommandParser, up_to
from motcua.site.launch.failures import BadUse
from motcua.site.launch.setup.bars import Steps

MOST_KEPT = 10_000


def run(argv: list[str]) -> int:
    """Write a backup; 1 when contents that the rows name are gone, though all the rest is in it."""
    options = _options(argv)
    passphrase = _passphrase(options)
    path = options.file or rotation.next_name(options.folder)
    with Steps() as steps:
        found = save(path, passphrase=passphrase, progress=steps)
    rotation.note(path)
    if options.folder is not None:
        rotation.rotate(options.folder, options.keep)
    _say(
        f"Đã sao lưu vào {path}: {found.rows} dòng dữ liệu, {found.files} tệp đính kèm.",
        f"Backed up to {path}: {found.rows} rows, {found.files} attachments.",
    )
    if passphrase is None:
        _say(
            "Bản sao lưu không kèm khóa bí mật: hãy giữ riêng một bản chép của secrets.json.",
            "The backup holds no secret keys: keep a copy of secrets.json apart from it.",
        )
    for digest in found.missing:
        _say(f"Tệp đính kèm bị mất: {digest}", f"Attachment lost: {digest}")
    return 1 if found.missing else 0


def _options(argv: list[str]) -> Namespace:
    parser = CommandParser("backup", "write database and attachments to one file, while people work")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("file", nargs="?", type=Path, metavar="FILE")
    where.add_argument("--folder", type=Path, metavar="DIR", help="a file named by the time, in this folder")
    parser.add_argument("--keep", type=up_to(MOST_KEPT), metavar="N", help="with --folder: keep the newest N")
    keys = parser.add_mutually_exclusive_group()
    keys.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="seal the secret keys under its first line"
    )
    keys.add_argument("--without-keys", action="store_true", help="leave the secret keys out")
    options = parser.parse_args(argv)
    if options.keep and options.folder is None:
        raise BadUse("--keep chỉ dùng cùng với --folder.", "--keep goes with --folder only.")
    return options


def _passphrase(options: Namespace) -> str | None:
    if options.without_keys:
        return None
    if options.passphrase_file is not None:
        found = first_line(options.passphrase_file)
    elif sys.stdin.isatty():
        found = getpass.getpass("Mật khẩu của bản sao lưu / passphrase: ")
        if found != getpass.getpass("Nhập lại / once more: "):
            raise BadUse("Hai lần nhập khác nhau.", "The two are not the same.")
    else:
        raise BadUse(
            "Hãy thêm --passphrase-file TỆP để kèm khóa bí mật, hoặc --without-keys để không kèm.",
            "Add --passphrase-file FILE to take the secret keys along, or --without-keys to leave them out.",
        )
    if len(found) < SHORTEST:
        raise BadUse(
            f"Mật khẩu của bản sao lưu cần ít nhất {SHORTEST} ký tự.",
            f"The passphrase of a backup needs at least {SHORTEST} characters.",
        )
    return found


def first_line(path: Path) -> str:
    """The passphrase that a file holds."""
    try:
        return path.read_text(encoding="utf8").partition("\n")[0].strip()
    except (FileNotFoundError, UnicodeDecodeError) as failure:
        raise BadUse(f"Không đọc được {path}.", f"{path} cannot be read.") from failure


def _say(vietnamese: str, english: str) -> None:
    sys.stdout.write(f"{vietnamese}\n{english}\n")
