"""The commands of `./motcua`, one row each.

To add one, write a module with `def run(argv: list[str]) -> int` (the exit code) and add its row to COMMANDS.
The dispatcher (`motcua.site.launch.dispatch`) takes `--data DIR` out of `argv`, then, by `needs`:

- ENVIRONMENT: runs it in the project's environment without Django's set-up, it does the rest itself;
- DATABASE: starts the embedded engine if nobody runs it (or takes DATABASE_URL), sets Django up, runs it;
- MIGRATED: the same, and refuses when migrations are missing.

Bad use inside a command raises `motcua.site.launch.failures.BadUse`; `launch.arguments.CommandParser` is an
argparse parser that does so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Needs(Enum):
    """What has to stand before a command runs."""

    ENVIRONMENT = "environment"
    DATABASE = "database"
    MIGRATED = "migrated"


@dataclass(frozen=True, slots=True)
class Command:
    """One command: the function that runs it, what it needs, and what it does in both languages."""

    target: str
    needs: Needs
    vietnamese: str
    english: str


COMMANDS: dict[str, Command] = {
    "demo": Command(
        "motcua.site.commands.demo:run",
        Needs.ENVIRONMENT,
        "dựng và chạy bản trình diễn",
        "make the demonstration province and run it",
    ),
    "test": Command(
        "motcua.site.commands.test:run",
        Needs.ENVIRONMENT,
        "chạy toàn bộ kiểm thử (--long: dữ liệu lớn)",
        "run all tests (--long: large volumes)",
    ),
    "serve": Command(
        "motcua.site.commands.serve:run_web",
        Needs.ENVIRONMENT,
        "chạy máy chủ web",
        "run the web server",
    ),
    "worker": Command(
        "motcua.site.commands.serve:run_worker",
        Needs.ENVIRONMENT,
        "chạy tiến trình làm việc nền",
        "run the background worker",
    ),
    "init": Command(
        "motcua.site.commands.init:run",
        Needs.DATABASE,
        "lập một tỉnh trong cơ sở dữ liệu trống",
        "make a province in an empty database",
    ),
    "migrate": Command(
        "motcua.site.commands.migrate:run",
        Needs.DATABASE,
        "tạo cơ sở dữ liệu (đang có dữ liệu thì dùng upgrade)",
        "create the database (where it holds data, use upgrade)",
    ),
    "upgrade": Command(
        "motcua.site.commands.migrate:run_upgrade",
        Needs.DATABASE,
        "sao lưu rồi nâng cấp cơ sở dữ liệu",
        "save the data, then upgrade the database",
    ),
    "roles": Command(
        "motcua.site.commands.roles:run",
        Needs.ENVIRONMENT,
        "in lệnh tạo vai trò và cơ sở dữ liệu trên máy chủ PostgreSQL riêng",
        "print what makes roles and database on a PostgreSQL server of your own",
    ),
    "adduser": Command(
        "motcua.site.commands.adduser:run",
        Needs.MIGRATED,
        "tạo tài khoản cho cán bộ",
        "create an account for an officer",
    ),
    "check": Command(
        "motcua.site.commands.check:run",
        Needs.DATABASE,
        "kiểm tra tính nhất quán của toàn bộ dữ liệu",
        "run every consistency check of the data",
    ),
    "backup": Command(
        "motcua.site.commands.backup:run",
        Needs.DATABASE,
        "sao lưu dữ liệu và tệp đính kèm vào một tệp",
        "write database and attachments to one file",
    ),
    "restore": Command(
        "motcua.site.commands.restore:run",
        Needs.ENVIRONMENT,
        "khôi phục từ bản sao lưu",
        "restore a backup",
    ),
    "scenario": Command(
        "motcua.site.commands.scenario:run",
        Needs.MIGRATED,
        "cho đồng hồ bản trình diễn tiến tới một ngày; mã tóm lược dữ liệu; thêm nhiều hồ sơ",
        "move the demonstration's clock forward; digest of its data; add many dossiers",
    ),
    "due": Command(
        "motcua.site.commands.due:run",
        Needs.ENVIRONMENT,
        "tính hạn trả kết quả, có giải thích",
        "compute a due date and explain it",
    ),
    "bench": Command(
        "motcua.site.commands.bench:run",
        Needs.ENVIRONMENT,
        "đo tốc độ",
        "measure the hot paths",
    ),
    "documents": Command(
        "motcua.site.commands.documents:run",
        Needs.ENVIRONMENT,
        "viết lại các trang tài liệu sinh từ mã nguồn",
        "write the generated pages of docs/ anew",
    ),
    "pictures": Command(
        "motcua.site.commands.pictures:run",
        Needs.ENVIRONMENT,
        "chụp lại ảnh của sách hướng dẫn từ bản trình diễn đang chạy",
        "take the handbook's pictures of a running demonstration",
    ),
    "messages": Command(
        "motcua.site.commands.documents:run_messages",
        Needs.ENVIRONMENT,
        "rút câu cần dịch và biên dịch bản dịch",
        "extract messages and compile translations",
    ),
}


def usage() -> str:
    """The list of commands, in both languages."""
    width = max(len(name) for name in COMMANDS)
    rows = [f"  {name.ljust(width)}  {row.vietnamese} / {row.english}" for name, row in COMMANDS.items()]
    return "\n".join(["./motcua LỆNH [--data THƯ_MỤC] … / ./motcua COMMAND [--data DIR] …", *rows, ""])
