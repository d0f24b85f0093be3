"""The verb of the demonstration: its clock goes forward, and everything that falls due on the way happens."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from motcua.casework.dossiers import actions as dossiers
from motcua.casework.dossiers.actions.changes import working
from motcua.casework.notices import jobs as reminders
from motcua.ground.access import policy
from motcua.ground.kernel import clock, journal
from motcua.ground.kernel.actors import SYSTEM, Actor
from motcua.scenario.events import ClockAdvanced

THE_CLOCK = 1
# How long changes of many dossiers are worked at before the page answers; the worker does the rest.
LONG = 20.0


def advance_clock(to: datetime, *, by: Actor, now: datetime) -> int:
    """Move the business clock forward to `to` and run what falls due, in the order of time.

    Returns how many dossiers fell late; each of their events bears the moment at which it happened.
    Raises Refused NOT_ALLOWED, NOT_A_DEMONSTRATION, CLOCK_BACKWARDS or CLOCK_TOO_FAR.
    """
    policy.check(by, "scenario.advance_clock")
    with transaction.atomic():
        clock.move_forward(to=to)
        journal.record(ClockAdvanced(object_id=THE_CLOCK, to=to), by=by, at=now)
    # After the commit: what an interruption leaves undone, the worker does, with the same events.
    working.work_off(by=SYSTEM, now=to, seconds=LONG)
    late = dossiers.fall_late_all(by=SYSTEM, now=to)
    reminders.remind_until(to)
    return late
