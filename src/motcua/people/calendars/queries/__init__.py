"""What others read of calendars."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars.models import Calendar, CalendarDay, WorkingHours
from motcua.people.calendars.rules import Checked, DayKind, Hours, Refusal, SpecialDay, WorkingTime


def revision(calendar_id: int) -> int:
    """The present revision of a calendar; raises Refused CALENDAR_NOT_FOUND."""
    found = Calendar.objects.filter(pk=calendar_id).values_list("revision", flat=True).first()
    if found is None:
        raise Refused(Refusal.CALENDAR_NOT_FOUND)
    return found


def working_time(calendar_id: int) -> WorkingTime:
    """The calendar ready to count: one statement when this revision was read before; raises Refused."""
    while True:
        try:
            return _at_revision(calendar_id, revision(calendar_id))
        except _ChangedMeanwhile:
            continue


def working_time_of(calendar_id: int, just_read: int) -> WorkingTime:
    """The same for a hot verb that has just read the revision with its own rows: no statement when known.

    When a change was committed since, the calendar as it is now. Raises Refused CALENDAR_NOT_FOUND.
    """
    try:
        return _at_revision(calendar_id, just_read)
    except _ChangedMeanwhile:
        return working_time(calendar_id)


class _ChangedMeanwhile(Exception):
    """A change was committed between the statements that read a calendar."""


@lru_cache(maxsize=256)
def _at_revision(calendar_id: int, expected: int) -> WorkingTime:
    zone = Calendar.objects.filter(pk=calendar_id).values_list("zone", flat=True).first()
    if zone is None:
        raise Refused(Refusal.CALENDAR_NOT_FOUND)
    hours = tuple(
        map(hours_of, WorkingHours.objects.filter(calendar=calendar_id).order_by("weekday", "opens", "pk"))
    )
    days = tuple(map(day_of, CalendarDay.objects.filter(calendar=calendar_id).order_by("on_date")))
    # Each statement sees what was committed before it began; equal revisions around them prove one content.
    if revision(calendar_id) != expected:
        raise _ChangedMeanwhile
    return WorkingTime(ZoneInfo(zone), hours, days)


def hours_of(row: WorkingHours) -> Hours:
    """A row of office hours as the rules know it."""
    return Hours(row.weekday, row.opens, row.closes, row.valid_from, row.valid_to, row.source)


def day_of(row: CalendarDay) -> SpecialDay:
    """A row of a day that differs as the rules know it."""
    return SpecialDay(
        on=row.on_date,
        kind=DayKind(row.kind),
        name_vi=row.name_vi,
        name_en=row.name_en,
        source=row.source,
        checked=Checked(row.checked),
        makes_up_for=row.makes_up_for,
    )


def visible_to(actor: Actor) -> QuerySet[Calendar]:
    """The calendars that the actor may see, by name."""
    return policy.visible(actor, "calendars.view", Calendar.objects.order_by("name", "pk"))


def get_calendar(calendar_id: int, actor: Actor) -> Calendar:
    """One calendar; raises Refused CALENDAR_NOT_FOUND, also for one that is not the actor's to see."""
    found = visible_to(actor).filter(pk=calendar_id).first()
    if found is None:
        raise Refused(Refusal.CALENDAR_NOT_FOUND)
    return found


def days_of_year(calendar: Calendar, year: int) -> QuerySet[CalendarDay]:
    """The days of that year that differ, in order."""
    return CalendarDay.objects.filter(calendar=calendar, on_date__year=year).order_by("on_date")


def hours_of_week(calendar: Calendar) -> QuerySet[WorkingHours]:
    """The office hours, past and future ones included, in the order of the week."""
    return WorkingHours.objects.filter(calendar=calendar).order_by("weekday", "opens", "valid_from", "pk")
