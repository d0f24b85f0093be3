"""The verbs of calendars.

A change may move dates that were promised. Calendars know no dossier, so these verbs are called by a verb of
`dossiers` that has compared them (`rules.moved`) against the revision that it passes on; a revision that is
not the present one is refused. No face calls them directly.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction

from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.journal import fingerprint
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars import queries
from motcua.people.calendars.events import CalendarCreated, DayAdded, DayChanged, DayRemoved, HoursChanged
from motcua.people.calendars.models import Calendar, CalendarDay, WorkingHours
from motcua.people.calendars.queries.proof import words_of_calendar
from motcua.people.calendars.rules import Hours, Refusal, SpecialDay, WorkingTime, shipped
from motcua.people.calendars.rules.days import check_new_hours


@transaction.atomic
def create_calendar(
    *,
    name: str,
    zone: str,
    source: str,
    is_ours: bool,
    hours: Sequence[Hours],
    days: Sequence[SpecialDay] = (),
    by: Actor,
    now: datetime,
) -> Calendar:
    """A calendar is drawn up, with its hours, its days and its source.

    Raises Refused NO_NAME, NO_SOURCE, UNKNOWN_ZONE, CALENDAR_EXISTS, HOURS_OVERLAP, DAY_TWICE or NEVER_OPEN.
    """
    policy.check(by, "calendars.change")
    if not name.strip():
        raise Refused(Refusal.NO_NAME)
    if not source.strip():
        raise Refused(Refusal.NO_SOURCE)
    if zone not in available_timezones():
        raise Refused(Refusal.UNKNOWN_ZONE, zone=zone)
    WorkingTime(ZoneInfo(zone), tuple(hours), tuple(days)).opening_after(now)
    calendar, is_new = Calendar.objects.get_or_create(
        name=name.strip(),
        defaults={"zone": zone, "source": source.strip(), "is_ours": is_ours, "revision": _new_revision()},
    )
    if not is_new:
        raise Refused(Refusal.CALENDAR_EXISTS, name=calendar.name)
    WorkingHours.objects.bulk_create([_hours_row(calendar, stretch) for stretch in hours])
    CalendarDay.objects.bulk_create([_day_row(calendar, day) for day in days])
    journal.record(
        CalendarCreated(object_id=calendar.pk, revision=calendar.revision, hours=len(hours), days=len(days)),
        by=by,
        at=now,
        content=words_of_calendar(calendar),
    )
    return calendar


def load_shipped_calendar(*, by: Actor, now: datetime) -> Calendar:
    """The calendar that comes with the project is taken into use; done again, it is the same calendar."""
    found = Calendar.objects.filter(name=shipped.calendar().name).first()
    if found is not None:
        policy.check(by, "calendars.change")
        return found
    files = shipped.calendar()
    return create_calendar(
        name=files.name,
        zone=files.zone,
        source=files.source,
        is_ours=files.is_ours,
        hours=files.hours,
        days=files.days,
        by=by,
        now=now,
    )


@transaction.atomic
def add_day(calendar_id: int, day: SpecialDay, *, compared: int, by: Actor, now: datetime) -> Calendar:
    """A holiday, a day off in its place or a swapped Saturday is entered, with its legal source.

    `compared` is the revision against which the caller has compared the promised dates.
    Raises Refused CHANGED_SINCE, DAY_TWICE (a different row has that date) or CALENDAR_NOT_FOUND.
    """
    calendar = _locked(calendar_id, by)
    row = CalendarDay.objects.filter(calendar=calendar, on_date=day.on).first()
    if row is not None and queries.day_of(row) == day:
        return calendar
    _check_compared(calendar, compared)
    if row is not None:
        raise Refused(Refusal.DAY_TWICE, day=f"{day.on:%d/%m/%Y}")
    before = fingerprint(words_of_calendar(calendar))
    _day_row(calendar, day).save(force_insert=True)
    revision = _bump(calendar)
    event = DayAdded(object_id=calendar.pk, revision=revision, changed=before, on=day.on, kind=day.kind.value)
    journal.record(event, by=by, at=now, content=words_of_calendar(calendar))
    return calendar


@transaction.atomic
def change_day(calendar_id: int, day: SpecialDay, *, compared: int, by: Actor, now: datetime) -> Calendar:
    """A day that is in the calendar gets another kind, name or source.

    Raises Refused CHANGED_SINCE, DAY_NOT_FOUND or CALENDAR_NOT_FOUND.
    """
    calendar = _locked(calendar_id, by)
    row = CalendarDay.objects.filter(calendar=calendar, on_date=day.on).first()
    if row is not None and queries.day_of(row) == day:
        return calendar
    _check_compared(calendar, compared)
    if row is None:
        raise Refused(Refusal.DAY_NOT_FOUND, day=f"{day.on:%d/%m/%Y}")
    before = fingerprint(words_of_calendar(calendar))
    described = _day_row(calendar, day)
    described.pk = row.pk
    described.save(force_update=True)
    revision = _bump(calendar)
    event = DayChanged(
        object_id=calendar.pk, revision=revision, changed=before, on=day.on, kind=day.kind.value
    )
    journal.record(event, by=by, at=now, content=words_of_calendar(calendar))
    return calendar


@transaction.atomic
def remove_day(calendar_id: int, on: date, *, compared: int, by: Actor, now: datetime) -> Calendar:
    """A day is given back to its weekday; one that is not in the calendar stays so.

    Raises Refused CHANGED_SINCE or CALENDAR_NOT_FOUND.
    """
    calendar = _locked(calendar_id, by)
    row = CalendarDay.objects.filter(calendar=calendar, on_date=on).first()
    if row is None:
        return calendar
    _check_compared(calendar, compared)
    before = fingerprint(words_of_calendar(calendar))
    row.delete()
    revision = _bump(calendar)
    event = DayRemoved(object_id=calendar.pk, revision=revision, changed=before, on=on, kind=row.kind)
    journal.record(event, by=by, at=now, content=words_of_calendar(calendar))
    return calendar


@transaction.atomic
def change_hours(
    calendar_id: int, hours: Sequence[Hours], *, compared: int, by: Actor, now: datetime
) -> Calendar:
    """The office hours are replaced by these, from–to.

    Hours that the calendar did not have yet name the act that sets them, as days do.
    Raises Refused CHANGED_SINCE, NO_SOURCE, HOURS_OVERLAP, NEVER_OPEN or CALENDAR_NOT_FOUND.
    """
    calendar = _locked(calendar_id, by)
    present = queries.working_time(calendar_id)
    if set(present.hours) == set(hours):
        return calendar
    _check_compared(calendar, compared)
    present.with_hours(tuple(hours)).opening_after(now)
    check_new_hours(hours, present.hours)
    before = fingerprint(words_of_calendar(calendar))
    WorkingHours.objects.filter(calendar=calendar).delete()
    WorkingHours.objects.bulk_create([_hours_row(calendar, stretch) for stretch in hours])
    revision = _bump(calendar)
    event = HoursChanged(object_id=calendar.pk, revision=revision, changed=before, hours=len(hours))
    journal.record(event, by=by, at=now, content=words_of_calendar(calendar))
    return calendar


def _locked(calendar_id: int, by: Actor) -> Calendar:
    """The calendar under its lock; raises Refused NOT_ALLOWED or CALENDAR_NOT_FOUND."""
    policy.check(by, "calendars.change")
    calendar = Calendar.objects.select_for_update(no_key=True).filter(pk=calendar_id).first()
    if calendar is None:
        raise Refused(Refusal.CALENDAR_NOT_FOUND)
    return calendar


def _check_compared(calendar: Calendar, compared: int) -> None:
    if calendar.revision != compared:
        raise Refused(Refusal.CHANGED_SINCE)


def _new_revision() -> int:
    """A number that no calendar had before.

    A counter would come back after a rollback, and be the same in two provinces that one process serves; then
    a cached calendar would be taken for another one.
    """
    return secrets.randbits(62)


def _bump(calendar: Calendar) -> int:
    calendar.revision = _new_revision()
    calendar.save(update_fields=["revision"])
    return calendar.revision


def _hours_row(calendar: Calendar, stretch: Hours) -> WorkingHours:
    return WorkingHours(
        calendar=calendar,
        weekday=stretch.weekday,
        opens=stretch.opens,
        closes=stretch.closes,
        valid_from=stretch.valid_from,
        valid_to=stretch.valid_to,
        source=stretch.source.strip(),
    )


def _day_row(calendar: Calendar, day: SpecialDay) -> CalendarDay:
    return CalendarDay(
        calendar=calendar,
        on_date=day.on,
        kind=day.kind.value,
        name_vi=day.name_vi,
        name_en=day.name_en,
        source=day.source,
        checked=day.checked.value,
        makes_up_for=day.makes_up_for,
    )
