"""`./motcua scenario until DATE` and `./motcua scenario digest`: the demonstration's clock, and what it holds."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from datetime import datetime

from motcua.ground.kernel import clock
from motcua.scenario import commands
from motcua.site.launch.arguments import CommandParser


def run(argv: list[str]) -> int:
    """Move the clock forward, everything that falls due on the way included; or print the digest."""
    parser = CommandParser("scenario", "the demonstration's clock and data")
    parser.add_argument("what", choices=["until", "digest"])
    parser.add_argument(
        "date", nargs="?", type=_moment, metavar="DATE", help="2018-01-15 or 2018-01-15T09:30"
    )
    options = parser.parse_args(argv)
    if (options.what == "until") != (options.date is not None):
        parser.error("until DATE | digest")
    if options.what == "digest":
        sys.stdout.write(f"{commands.digest()}\n")
        return 0
    late = commands.advance(options.date)
    sys.stdout.write(
        f"Đồng hồ đã tới {options.date:%d/%m/%Y %H:%M}; {late} hồ sơ quá hạn trên đường đi.\n"
        f"The clock stands at {options.date:%Y-%m-%d %H:%M}; {late} dossiers fell late on the way.\n"
    )
    return 0


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as failure:
        raise ArgumentTypeError(text) from failure
    return moment.replace(tzinfo=clock.LOCAL) if moment.tzinfo is None else moment.astimezone(clock.LOCAL)
