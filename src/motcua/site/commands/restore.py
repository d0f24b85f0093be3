"""`./motcua restore FILE`: a province from its backup, in the place of `--data` or of DATABASE_URL."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from pathlib import Path

from motcua.site.commands.backup import first_line
from motcua.site.launch.arguments import CommandParser
from motcua.site.launch.databases import opened, set_django_up
from motcua.site.launch.dispatch import function_named
from motcua.site.launch.failures import BadUse
from motcua.site.launch.setup.bars import Steps


def run(argv: list[str]) -> int:
    """Restore, all or nothing."""
    parser = CommandParser("restore", "restore a backup, all or nothing")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--replace", action="store_true", help="replace the data that is there")
    keys = parser.add_mutually_exclusive_group()
    keys.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="open the secret keys by its first line"
    )
    keys.add_argument("--without-keys", action="store_true", help="go on with the keys of this place")
    parser.add_argument(
        "--despite-findings", action="store_true", help="restore a journal that differs from its seals"
    )
    options = parser.parse_args(argv)
    passphrase = _passphrase(options)
    with opened() as database:
        if database.is_embedded and database.engine is None:
            raise BadUse(
                f"Cơ sở dữ liệu trong {database.data} đang do một lệnh khác chạy; hãy dừng lệnh đó trước.",
                f"The database in {database.data} is run by another command; stop that one first.",
            )
        set_django_up()
        # By name: these modules load only once Django is set up.
        wanted = function_named("motcua.site.backups.restoring:Wanted")(
            replace=options.replace,
            passphrase=passphrase,
            without_keys=options.without_keys,
            despite_findings=options.despite_findings,
        )
        with Steps() as steps:
            backup = function_named("motcua.site.backups.restoring:restore")(
                options.file, database, wanted=wanted, progress=steps
            )
    manifest = backup.manifest
    sys.stdout.write(
        f"Đã khôi phục: {manifest.rows} dòng dữ liệu, {manifest.files} tệp đính kèm, sao lưu lúc {manifest.made_at}; "
        "chuỗi niêm phong đã được đối chiếu. Chạy ./motcua check để kiểm tra từng hồ sơ.\n"
        f"Restored: {manifest.rows} rows, {manifest.files} attachments, backed up at {manifest.made_at}; the chain of "
        "seals was proved. Run ./motcua check to tell every dossier again.\n"
    )
    for digest in manifest.missing:
        sys.stdout.write(f"Tệp đính kèm đã mất từ trước / attachment lost before: {digest}\n")
    return 0


def _passphrase(options: Namespace) -> str | None:
    """From a file, or asked for on a terminal; whether the backup needs one is seen only when it has been read."""
    if options.passphrase_file:
        return first_line(options.passphrase_file)
    if options.without_keys or not sys.stdin.isatty():
        return None
    return getpass.getpass("Mật khẩu của bản sao lưu, bỏ trống nếu không có / passphrase, if any: ") or None
