"""What the journal says of calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from motcua.ground.kernel.journal import Event, event_kind


@dataclass(frozen=True, slots=True, kw_only=True)
class _CalendarEvent(Event):
    object_kind: ClassVar[str] = "calendar"
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _ChangeOfCalendar(_CalendarEvent):
    """`changed` is the keyed hash of what stood before: a change made by nobody is not taken over unseen."""

    changed: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarCreated(_CalendarEvent):
    """A calendar was created with its hours and days."""

    verb: ClassVar[str] = "calendars.created"
    hours: int
    days: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DayAdded(_ChangeOfCalendar):
    """A day that differs was added."""

    verb: ClassVar[str] = "calendars.day_added"
    on: date
    kind: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DayChanged(_ChangeOfCalendar):
    """A day that differs was described anew."""

    verb: ClassVar[str] = "calendars.day_changed"
    on: date
    kind: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DayRemoved(_ChangeOfCalendar):
    """A day was given back to its weekday."""

    verb: ClassVar[str] = "calendars.day_removed"
    on: date
    kind: str


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class HoursChanged(_ChangeOfCalendar):
    """The office hours were replaced."""

    verb: ClassVar[str] = "calendars.hours_changed"
    hours: int
