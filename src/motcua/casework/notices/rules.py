"""When who is reminded, pure: before a date by so many working hours, or after it; and the moment at which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.db import models
from django.utils.translation import gettext_lazy as _

from motcua.ground.kernel import refusals
from motcua.ground.kernel.refusals import RefusalCode, Refused, sentences
from motcua.people.calendars.rules import WorkingTime

DAY = timedelta(days=1)
NOTHING = timedelta()
# Longer than the longest holiday with the days around it: a calendar that was shut for so long is a mistake.
PATIENCE = 372
MOST_HOURS = Decimal(400)


class Refusal(RefusalCode):
    """Why a threshold is not changed."""

    WRONG_HOURS = "notices.wrong_hours"
    NO_SUCH_THRESHOLD = "notices.no_such_threshold"


sentences(
    {
        Refusal.WRONG_HOURS: (
            refusals.Kind.WRONG_INPUT,
            _("Ngưỡng nhắc là số giờ làm việc từ 0 đến %(most)s, hoặc để trống nếu không nhắc."),
        ),
        Refusal.NO_SUCH_THRESHOLD: (refusals.Kind.WRONG_INPUT, _("Không có ngưỡng nhắc này.")),
    }
)


class Kind(models.TextChoices):
    """What one is reminded of."""

    DOSSIER_LATE = "dossier_late", _("Hồ sơ quá hạn")
    STEP_LATE = "step_late", _("Bước quá hạn")
    DOSSIER_SOON = "dossier_soon", _("Hồ sơ sắp đến hạn")
    STEP_SOON = "step_soon", _("Bước sắp đến hạn")


class Recipient(models.TextChoices):
    """Who is reminded: whoever has the step in hand, who heads his office, who leads the agency."""

    HOLDER = "holder", _("Người đang giữ việc")
    HEAD = "head", _("Trưởng phòng, phụ trách Bộ phận Một cửa")
    LEADER = "leader", _("Lãnh đạo cơ quan")


BEFORE = frozenset({Kind.STEP_SOON, Kind.DOSSIER_SOON})
OF_A_STEP = frozenset({Kind.STEP_SOON, Kind.STEP_LATE})

# In working hours before the date, or after it; what is not here is not reminded of. Heads hear of a dossier two days
# before its date: the apology must be out one day before (decree 61/2018, art. 19.9). The numbers are ours.
DEFAULTS: Mapping[tuple[Kind, Recipient], Decimal] = {
    (Kind.STEP_SOON, Recipient.HOLDER): Decimal(8),
    (Kind.DOSSIER_SOON, Recipient.HEAD): Decimal(16),
    (Kind.DOSSIER_SOON, Recipient.LEADER): Decimal(8),
    (Kind.STEP_LATE, Recipient.HOLDER): Decimal(0),
    (Kind.STEP_LATE, Recipient.HEAD): Decimal(4),
    (Kind.STEP_LATE, Recipient.LEADER): Decimal(16),
    (Kind.DOSSIER_LATE, Recipient.HOLDER): Decimal(0),
    (Kind.DOSSIER_LATE, Recipient.HEAD): Decimal(0),
    (Kind.DOSSIER_LATE, Recipient.LEADER): Decimal(4),
}


def in_force(
    kept: Mapping[tuple[str, str], Decimal | None],
) -> dict[tuple[Kind, Recipient], Decimal | None]:
    """Every threshold: as it was changed, else as it is by default; None is not reminded of."""
    return {
        (kind, recipient): kept.get((kind.value, recipient.value), DEFAULTS.get((kind, recipient)))
        for kind in Kind
        for recipient in Recipient
    }


def check_hours(text: str) -> Decimal | None:
    """A threshold as it was typed, None for none; raises Refused WRONG_HOURS."""
    typed = text.strip().replace(",", ".")
    if not typed:
        return None
    try:
        hours = Decimal(typed)
    except InvalidOperation:
        raise Refused(Refusal.WRONG_HOURS, most=MOST_HOURS) from None
    if not hours.is_finite() or not 0 <= hours <= MOST_HOURS or hours != round(hours, 2):
        raise Refused(Refusal.WRONG_HOURS, most=MOST_HOURS)
    return hours


def length_of(hours: Decimal) -> timedelta:
    """So many working hours."""
    return timedelta(seconds=int(hours * 3600))


def reach(kind: Kind, length: timedelta, now: datetime, working: WorkingTime) -> datetime:
    """The latest date that is reminded of by now: what is due up to it has crossed the threshold.

    It only grows with `now`, so that each date is passed once: whatever was late to run takes up where it stopped.
    """
    if kind in BEFORE:
        return working.add_work(now, length)
    return moment_before(now, length, working)


def moment_of(kind: Kind, length: timedelta, due_at: datetime, working: WorkingTime) -> datetime:
    """When the threshold of a date was crossed, in business time."""
    if kind in BEFORE:
        return moment_before(due_at, length, working)
    return working.add_work(due_at, length)


def moment_before(end: datetime, length: timedelta, working: WorkingTime) -> datetime:
    """The latest moment from which so much working time leads up to `end`."""
    if length <= NOTHING:
        return end
    wall, left = working.local(end), length
    day = wall.date()
    for _day in range(PATIENCE):
        for opens, closes in reversed(working.windows(day)):
            until = min(closes, wall)
            if until <= opens:
                continue
            if left <= until - opens:
                return (until - left).replace(tzinfo=working.zone)
            left -= until - opens
        day -= DAY
    return (wall - PATIENCE * DAY).replace(tzinfo=working.zone)


@dataclass(frozen=True, slots=True)
class Office:
    """Where a reminder goes: a role of a unit, and the person when the work is already his."""

    unit_id: int
    role: str
    officer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dossier stands: its three units, and the task that is open with the office that has it."""

    one_stop_id: int
    division_id: int
    agency_id: int
    held_by: Office


def office_of(recipient: Recipient, standing: Standing) -> Office | None:
    """Who is reminded; None where it would be the holder himself, or an office that the agency does not have.

    Work at the counter is headed by whoever is in charge of the one-stop, all other by the division's head. Where the
    agency itself handles, as in a commune, nobody stands between the handler and the leader.
    """
    held = standing.held_by
    if recipient is Recipient.HOLDER:
        return held
    if recipient is Recipient.LEADER:
        found = Office(standing.agency_id, "leader")
    elif held.unit_id == standing.one_stop_id:
        found = Office(standing.one_stop_id, "one_stop_head")
    elif standing.division_id == standing.agency_id:
        return None
    else:
        found = Office(standing.division_id, "head_of_division")
    return None if (found.unit_id, found.role) == (held.unit_id, held.role) else found
