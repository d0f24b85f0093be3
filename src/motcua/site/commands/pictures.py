"""`./motcua pictures`: take the handbook's pictures of a running demonstration; a page that has gone stops it."""

from __future__ import annotations

import json
import os
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from motcua.site.launch import places
from motcua.site.launch.arguments import CommandParser, port_number
from motcua.site.launch.dispatch import function_named
from motcua.site.launch.failures import BadUse
from motcua.site.launch.processes import DEFAULT_HOST, DEFAULT_PORT
from motcua.site.launch.province import ACCOUNTS, TYPED
from motcua.site.launch.setup.bars import Bar
from motcua.site.launch.setup.distribution import ensure_packages
from motcua.site.launch.setup.environment import Requirements, ensure_environment, is_ready

HANDBOOK = places.SOURCE / "motcua" / "faces" / "handbook"
LIST = HANDBOOK / "pictures.toml"
TAKEN = HANDBOOK / "static" / "handbook"
KIND = ".webp"


@dataclass(frozen=True, slots=True)
class Step:
    """What is done on the page first: something pressed, always or where it is there, or words typed into a field."""

    press: str = ""
    perhaps: str = ""
    into: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: who looks, where, what is done there first, and which words must be on the page then."""

    name: str
    path: str
    sees: str
    account: str = ""
    does: tuple[Step, ...] = ()
    narrow: bool = False


def pictures() -> tuple[Picture, ...]:
    """The pictures of the handbook, as the list names them."""
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))["picture"]
    return tuple(
        Picture(**row | {"does": tuple(Step(**step) for step in row.get("does", ()))}) for row in rows
    )


def run(argv: list[str]) -> int:
    """Take every picture, or those that are named."""
    parser = CommandParser("pictures", "take the handbook's pictures of a running demonstration")
    parser.add_argument(
        "--port", type=port_number, default=DEFAULT_PORT, help="where the demonstration is served"
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these pictures")
    options = parser.parse_args(argv)
    wanted = [one for one in pictures() if not options.names or one.name in options.names]
    ensure_packages()
    if not is_ready(Requirements.TEST):
        ensure_environment(Requirements.TEST)
    passwords = _passwords(places.data_folder(os.environ.get(places.DATA_VARIABLE)))
    _take(wanted, f"http://{DEFAULT_HOST}:{options.port}", passwords)
    if not options.names:
        _remove_others({one.name for one in wanted})
    return 0


def _passwords(data: Path) -> dict[str, str]:
    path = data / ACCOUNTS
    if not path.exists():
        raise BadUse(
            f"Không có bản trình diễn nào trong {data}; hãy chạy ./motcua demo trước.",
            f"There is no demonstration in {data}; start ./motcua demo first.",
        )
    user, password = TYPED
    return {row[user]: row[password] for row in json.loads(path.read_text(encoding="utf-8"))}


def _take(wanted: list[Picture], address: str, passwords: dict[str, str]) -> None:
    # By name: what drives the browser is there only with the packages of the tests.
    photograph = function_named("motcua.site.photography:photograph")
    with Bar("Ảnh minh họa / pictures", len(wanted)) as bar:
        for number, (picture, content) in enumerate(photograph(wanted, address, passwords), 1):
            path = TAKEN / f"{picture.name}{KIND}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            bar.update(number)


def _remove_others(names: set[str]) -> None:
    for path in sorted(TAKEN.rglob(f"*{KIND}")):
        name = path.relative_to(TAKEN).as_posix().removesuffix(KIND)
        if name not in names:
            path.unlink()
            sys.stdout.write(f"{name}: không còn dùng, đã xóa / not used any more, removed\n")
