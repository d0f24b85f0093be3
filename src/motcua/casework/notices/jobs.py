"""What runs beside the work: every minute of business time remind of what has crossed a threshold; forget old ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from motcua.casework.notices import actions, queries
from motcua.ground.kernel import clock
from motcua.people.calendars import queries as calendars
from motcua.people.calendars.models import Calendar

KEPT = timedelta(days=60)


def remind() -> int:
    """Remind of all that has crossed a threshold since it was last done; returns how many were looked at."""
    return remind_until(clock.now())


def remind_until(now: datetime) -> int:
    """The same up to a moment, by each calendar that is open then; a closed office is reminded when it opens."""
    found = 0
    hours = {key: length for key, length in queries.thresholds().items() if length is not None}
    for calendar_id in Calendar.objects.order_by("pk").values_list("pk", flat=True):
        if not calendars.working_time(calendar_id).is_open(now):
            continue
        for (kind, recipient), length in hours.items():
            while (done := actions.remind(kind, recipient, length, calendar_id, now=now)) is not None:
                found += done
    return found


def forget_old() -> int:
    """Remove reminders of two months ago, by business time; returns how many."""
    return actions.forget_old(before=clock.now() - KEPT)
