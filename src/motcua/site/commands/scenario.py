"""`./motcua scenario until DATE | digest | fill N`: the demonstration's clock, what it holds, and more of it."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from datetime import datetime

from django.db import connection
from django.utils import translation

from motcua.casework.dossiers.models import Dossier
from motcua.ground.kernel import clock
from motcua.ground.kernel.refusals import Refused
from motcua.scenario import commands
from motcua.scenario.filling import commands as filling
from motcua.scenario.plan import Plan
from motcua.scenario.province.year import OPENING, SEED
from motcua.site.database import connected_as_owner
from motcua.site.launch.arguments import CommandParser, up_to
from motcua.site.launch.failures import BadUse
from motcua.site.launch.processes import default_workers
from motcua.site.launch.setup.bars import Steps

MOST_FILLED = 10_000_000
TIDYING = "Dọn bảng / tidying the tables"


def run(argv: list[str]) -> int:
    """Move the clock forward, everything that falls due on the way included; print the digest; fill in dossiers."""
    parser = CommandParser("scenario", "the demonstration's clock and data")
    parser.add_argument("what", choices=["until", "digest", "fill"])
    parser.add_argument(
        "how_far",
        nargs="?",
        metavar="DATE | N",
        help="2018-01-15 or 2018-01-15T09:30; how many dossiers more",
    )
    parser.add_argument("--workers", type=up_to(64), default=default_workers(), metavar="W")
    options = parser.parse_args(argv)
    how_far = _read(parser, options.what, options.how_far)
    try:
        if options.what == "digest":
            sys.stdout.write(f"{commands.digest()}\n")
        elif isinstance(how_far, datetime):
            _until(how_far)
        elif how_far is not None:
            _fill(how_far, options.workers)
    except Refused as refused:
        raise BadUse(_in("vi", refused), _in("en", refused)) from None
    return 0


def _read(parser: CommandParser, what: str, how_far: str | None) -> datetime | int | None:
    """The date, the number, or nothing, as the word before it asks."""
    if (what == "digest") != (how_far is None):
        parser.error("until DATE | digest | fill N")
    try:
        if how_far is None:
            return None
        return _moment(how_far) if what == "until" else up_to(MOST_FILLED)(how_far)
    except ArgumentTypeError as failure:
        parser.error(str(failure))


def _until(moment: datetime) -> None:
    late = commands.advance(moment)
    sys.stdout.write(
        f"Đồng hồ đã tới {moment:%d/%m/%Y %H:%M}; {late} hồ sơ quá hạn trong khoảng đó.\n"
        f"The clock stands at {moment:%Y-%m-%d %H:%M}; {late} dossiers fell late on the way.\n"
    )


def _fill(dossiers: int, workers: int) -> None:
    # Each fill has a seed of its own: the same people do not come with the same requests again.
    before = Dossier.objects.count()
    try:
        with Steps() as steps:
            filled = filling.fill(Plan(dossiers, seed=SEED + before, staged=0), workers, steps)
            steps(TIDYING, 0, 0)
            _tidy()
    finally:
        connection.close()
        standing = Dossier.objects.count()
        sys.stdout.write(
            f"Hiện có {standing} hồ sơ ({standing - before} hồ sơ mới). / "
            f"There are {standing} dossiers ({standing - before} new).\n"
        )
    sys.stdout.write(f"{filled.sentence()}\n")


def _tidy() -> None:
    """What the database would find out in its own time: how the tables look now."""
    with connected_as_owner() as owner, owner.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


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
