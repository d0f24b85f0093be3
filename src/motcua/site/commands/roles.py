"""`./motcua roles --env FILE`: what makes a province's roles and database on a PostgreSQL server of its own.

The statements go to the output, for psql as the server's superuser; the two addresses with fresh passwords go to FILE.
"""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from urllib.parse import quote

from motcua.site.launch import places
from motcua.site.launch.arguments import CommandParser, port_number
from motcua.site.launch.embedded.engine import role_names
from motcua.site.launch.failures import BadUse

# The embedded engine's order of characters; Vietnamese order is a column that the program writes.
STATEMENTS = """\
CREATE ROLE {owner} LOGIN PASSWORD '{owner_password}';
CREATE ROLE {app} LOGIN PASSWORD '{app_password}';
CREATE DATABASE {database} OWNER {owner} ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT ON DATABASE {database} TO {app};
"""
NAME_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_"


def run(argv: list[str]) -> int:
    """Write the addresses, print the statements; nothing is done on any server."""
    parser = CommandParser("roles", "print what makes roles and database on a server of your own")
    parser.add_argument(
        "--env", type=Path, required=True, metavar="FILE", help="where the addresses are written"
    )
    parser.add_argument("--host", default="127.0.0.1", help="the server's name, or the folder of its socket")
    parser.add_argument("--port", type=port_number, default=5432)
    parser.add_argument("--database", default="motcua", metavar="NAME")
    options = parser.parse_args(argv)
    app, owner = role_names()
    _check_names(app, owner, options.database)
    if options.env.exists():
        raise BadUse(
            f"{options.env} đã có; hãy chọn tên khác.", f"{options.env} exists; choose another name."
        )
    if not options.env.parent.is_dir():
        raise BadUse(f"Không có thư mục {options.env.parent}.", f"There is no folder {options.env.parent}.")
    passwords = {role: secrets.token_urlsafe(24) for role in (app, owner)}
    where = f"@{options.host}:{options.port}/{options.database}"
    if options.host.startswith("/"):
        where = f"@/{options.database}?host={quote(options.host, safe='')}&port={options.port}"
    lines = (
        f"DATABASE_URL=postgres://{app}:{passwords[app]}{where}\n"
        f"DATABASE_OWNER_URL=postgres://{owner}:{passwords[owner]}{where}\n"
    )
    places.write_private(options.env, lines)
    sys.stdout.write(
        STATEMENTS.format(
            app=app,
            owner=owner,
            database=options.database,
            app_password=passwords[app],
            owner_password=passwords[owner],
        )
    )
    return 0


def _check_names(*names: str) -> None:
    """Names that need no quoting anywhere; a password of ours has no character that would."""
    for name in names:
        if not name or name[0].isdigit() or set(name) - set(NAME_LETTERS):
            raise BadUse(
                f"“{name}” không dùng làm tên được: chỉ chữ thường không dấu, chữ số và gạch dưới.",
                f"“{name}” is no usable name: small letters, digits and underscores only.",
            )
