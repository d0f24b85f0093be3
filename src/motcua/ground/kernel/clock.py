"""The business clock: law, due dates, codes and worklists use it; sign-in, sessions and sealing use the machine's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from motcua.ground.kernel.refusals import Refusal, Refused

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
# No clock goes back, so a slip of the finger must not lead where no calendar, period or page can follow.
LAST_YEAR = 2099

# The database's clock, not the process's: all processes of a province read one. A machine whose clock is put back lets
# business time stand until it has caught up, so that nothing happens before what was done already. When it is put back
# by more than two hours, what it said before was wrong, and it is believed again.
_READ = """
SELECT coalesce(stopped_at,
                CASE WHEN last_seen_at > clock_timestamp() + "offset"
                      AND last_seen_at <= clock_timestamp() + "offset" + interval '2 hours'
                     THEN last_seen_at ELSE clock_timestamp() + "offset" END),
       is_demonstration, stopped_at IS NOT NULL, last_seen_at
  FROM business_clock
"""


@dataclass(frozen=True, slots=True)
class ClockState:
    """What the clock says, and whether it is a demonstration's."""

    now: datetime
    is_demonstration: bool
    is_stopped: bool
    last_seen_at: datetime | None


def state() -> ClockState:
    """Read the clock."""
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        now, demonstration, stopped, seen = cursor.fetchone()
    return ClockState(now.astimezone(LOCAL), demonstration, stopped, seen)


def now() -> datetime:
    """Business time, in the local zone."""
    return state().now


def today() -> date:
    """The business date."""
    return now().date()


def mark_demonstration(*, at: datetime) -> None:
    """Make this database a demonstration whose clock stands at `at` until it is started."""
    _update(
        "UPDATE business_clock SET is_demonstration = true, stopped_at = %s, last_seen_at = %s, "
        "\"offset\" = interval '0'",
        [at, at],
    )


def start() -> None:
    """Let a demonstration's clock run on from where it stood; after a crash, from where it was last seen."""
    _update(
        'UPDATE business_clock SET "offset" = coalesce(stopped_at, last_seen_at, clock_timestamp()) '
        "- clock_timestamp(), stopped_at = NULL WHERE is_demonstration",
        [],
    )


def stop() -> None:
    """Let a demonstration's clock stand still."""
    _update(
        'UPDATE business_clock SET stopped_at = clock_timestamp() + "offset", last_seen_at = clock_timestamp() '
        '+ "offset" WHERE is_demonstration AND stopped_at IS NULL',
        [],
    )


@transaction.atomic
def heartbeat() -> None:
    """Note what the clock says: a demonstration goes on from there after a crash, and no clock goes back behind it."""
    with connection.cursor() as cursor:
        cursor.execute(_READ + " FOR UPDATE")
        (moment, *_rest) = cursor.fetchone()
        cursor.execute("UPDATE business_clock SET last_seen_at = %s WHERE stopped_at IS NULL", [moment])


@transaction.atomic
def move_forward(*, to: datetime) -> timedelta:
    """Move a demonstration's clock forward to `to` and return by how much.

    Raises Refused: not a demonstration; backwards; after LAST_YEAR.
    """
    with connection.cursor() as cursor:
        cursor.execute(_READ + " FOR UPDATE")
        moment, demonstration, stopped, _seen = cursor.fetchone()
        if not demonstration:
            raise Refused(Refusal.NOT_A_DEMONSTRATION)
        if to < moment:
            raise Refused(Refusal.CLOCK_BACKWARDS)
        if to.astimezone(LOCAL).year > LAST_YEAR:
            raise Refused(Refusal.CLOCK_TOO_FAR, last=LAST_YEAR)
        if stopped:
            cursor.execute("UPDATE business_clock SET stopped_at = %s, last_seen_at = %s", [to, to])
        else:
            cursor.execute(
                'UPDATE business_clock SET "offset" = %s - clock_timestamp(), last_seen_at = %s', [to, to]
            )
    moved: timedelta = to - moment
    return moved


def _update(sql: str, parameters: list[datetime]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
