"""`./motcua scenario until DATE` and `./motcua scenario digest`: the demonstration's clock, and what it holds."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from datetime import datetime

from django.utils import translation

from motcua.ground.kernel import clock
from motcua.ground.kernel.refusals import Refused
from motcua.scenario import commands
from motcua.scenario.province.year import OPENING
from motcua.site.launch.arguments import CommandParser
from motcua.site.launch.failures import BadUse


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
    try:
        late = commands.advance(options.date)
    except Refused as refused:
        raise BadUse(_in("vi", refused), _in("en", refused)) from None
    sys.stdout.write(
        f"Đồng hồ đã tới {options.date:%d/%m/%Y %H:%M}; {late} hồ sơ quá hạn trong khoảng đó.\n"
        f"The clock stands at {options.date:%Y-%m-%d %H:%M}; {late} dossiers fell late on the way.\n"
    )
    return 0


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if len(text) <= len("2018-01-15"):
            # A day without an hour begins when the offices open.
            moment = moment.replace(hour=OPENING.hour, minute=OPENING.minute)
        return moment.replace(tzinfo=clock.LOCAL) if moment.tzinfo is None else moment.astimezone(clock.LOCAL)
    except (ValueError, OverflowError) as failure:
        raise ArgumentTypeError(text) from failure


def _in(language: str, refused: Refused) -> str:
    with translation.override(language):
        return refused.sentence()
