"""The one new appointment of a late dossier: what the office may propose, and what it counts as (art. 19.9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from motcua.casework.dossiers.rules.promise import APPOINTED, Promise, as_hours
from motcua.casework.dossiers.rules.refusals import Refusal
from motcua.catalogue.processes.rules import Definition
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars.rules import AllowanceUnit, WorkingTime

DAY = timedelta(days=1)
NOTHING = timedelta()
# A step that has used up its share, and whoever comes after it, still needs one day of work to end it.
LEAST = timedelta(hours=8)


def share_left(
    definition: Definition, element: str, allowed: Mapping[str, timedelta], used: timedelta
) -> timedelta:
    """The working time that the shares leave from a step on: what it has not used, and all of each later one."""
    keys = [step.key for step in definition.steps]
    later = keys[keys.index(element) + 1 :]
    left = max(allowed.get(element, NOTHING) - used, NOTHING)
    return left + sum((allowed.get(key, NOTHING) for key in later), NOTHING)


def time_still_needed(
    definition: Definition, element: str, allowed: Mapping[str, timedelta], used: timedelta
) -> timedelta:
    """The working time that a dossier needs from its present step on, if all keep their shares.

    Of the present step what it has not used, at least a day of work; of each later one its whole share.
    """
    left = max(allowed.get(element, NOTHING) - used, NOTHING)
    return share_left(definition, element, allowed, used) + max(LEAST - left, NOTHING)


def suggested_date(needed: timedelta, due_at: datetime, now: datetime, working: WorkingTime) -> date:
    """The first working day on which so much work can be done, and after the day promised before."""
    done = working.add_work(now, needed).astimezone(working.zone).date()
    after = max(due_at, now).astimezone(working.zone).date() + DAY
    return working.working_day_from(max(done, after))


def appointment(on: date, due_at: datetime, now: datetime, working: WorkingTime) -> datetime:
    """The moment of the new appointment: that day at the hour promised before, as a slip keeps its hour.

    Raises Refused NEW_DATE_DAY_OFF or NEW_DATE_NOT_LATER.
    """
    if not working.is_working_day(on):
        raise Refused(Refusal.NEW_DATE_DAY_OFF)
    hour = due_at.astimezone(working.zone).time()
    moment = working.at_hour(on, hour).replace(tzinfo=working.zone)
    if moment <= max(due_at, now):
        raise Refused(Refusal.NEW_DATE_NOT_LATER)
    return moment


def appointed(due_at: datetime, late_after: datetime, now: datetime, working: WorkingTime) -> Promise:
    """What a new appointment promises: another date, but not another moment after which the dossier is late.

    Being late is judged by the first promise: who is given a new date has been kept waiting all the same.
    """
    length = max(working.between(now, due_at), NOTHING)
    return Promise(now, as_hours(length), AllowanceUnit.WORKING_HOUR, APPOINTED, due_at, late_after)


def may_name_cause(named_before: str, role: str, correctors: Collection[str], *, is_finished: bool) -> bool:
    """The first to say the cause may be anybody in charge; to correct it is for those who head, until the result."""
    return not named_before or (role in correctors and not is_finished)
