"""Office hours for the simulator: going forward and back in working time, and when people come."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from motcua.ground.kernel.clock import LOCAL
from motcua.people.calendars.rules import WorkingTime

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def after(working: WorkingTime, start: datetime, hours: float) -> datetime:
    """The moment that many working hours later, to the second."""
    work = timedelta(seconds=round(max(hours, 0.0) * 3600))
    return working.add_work(start, work).astimezone(LOCAL).replace(microsecond=0)


def between(working: WorkingTime, start: datetime, end: datetime) -> float:
    """How many working hours lie between two moments; none when they are the wrong way round."""
    return working.between(start, end) / HOUR if end > start else 0.0


def before(working: WorkingTime, end: datetime, hours: float) -> datetime:
    """The latest open moment from which that many working hours end by `end`."""
    low, high = end - timedelta(days=hours / 8 * 3 + 20), end
    while high - low > SECOND:
        middle = low + (high - low) / 2
        if after(working, middle, hours) <= end:
            low = middle
        else:
            high = middle
    return low.replace(microsecond=0)


def opening(working: WorkingTime, moment: datetime) -> datetime:
    """That moment when offices are open, else the next opening."""
    return working.opening_after(moment).astimezone(LOCAL)


def working_days(working: WorkingTime, first: date, last: date) -> list[date]:
    """The working days from one day to another, both included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if working.is_working_day(day)]


# People come early on Monday, before noon rather than after, and least before the long holidays' end.
BY_WEEKDAY = (1.35, 1.12, 1.0, 0.97, 0.86, 0.45, 0.45)
BY_MONTH = (1.1, 0.6, 1.15, 1.05, 1.05, 1.0, 0.95, 1.05, 1.0, 1.0, 1.05, 1.2)
BY_HALF_HOUR = (
    ("07:30", 1.5), ("08:00", 2.2), ("08:30", 2.3), ("09:00", 2.0), ("09:30", 1.7), ("10:00", 1.3), ("10:30", 0.9),
    ("11:00", 0.4), ("13:00", 1.0), ("13:30", 1.5), ("14:00", 1.5), ("14:30", 1.2), ("15:00", 0.9), ("15:30", 0.6),
    ("16:00", 0.4), ("16:30", 0.15),
)  # fmt: skip
AFTER_HOURS = 0.012


def weight_of(day: date) -> float:
    """How many come on that day, as against a Wednesday in June."""
    return BY_WEEKDAY[day.weekday()] * BY_MONTH[day.month - 1]


def time_of_arrival(rng: Random, day: date, *, by_post: bool) -> datetime:
    """When on that day; what the post brings may be handed over after closing."""
    if by_post and rng.random() < AFTER_HOURS * 10:
        return datetime.combine(day, time(17, 5), LOCAL) + timedelta(minutes=rng.randrange(40))
    starts = [time.fromisoformat(text) for text, _ in BY_HALF_HOUR]
    (start,) = rng.choices(starts, [weight for _, weight in BY_HALF_HOUR])
    return datetime.combine(day, start, LOCAL) + timedelta(seconds=rng.randrange(1800))
