"""Calendars to look at: the list, a year with its days and their sources, the hours, and a place to try a due date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import Tone
from motcua.faces.look.parts import Action, Crumb, Tab
from motcua.faces.setup.timekeeping import year as years
from motcua.faces.setup.timekeeping.forms import TryForm
from motcua.ground.access import policy
from motcua.ground.kernel.refusals import Refused
from motcua.ground.sheets.writing import Heading, Kind
from motcua.people.calendars import queries
from motcua.people.calendars.models import Calendar, CalendarDay
from motcua.people.calendars.rules import Checked, WorkingTime
from motcua.people.organisation.queries import day_of

FIRST_YEAR, LAST_YEAR = 1900, 2998
TONES: dict[str, Tone] = {Checked.LIST_ONLY.value: "soon", Checked.PROVISIONAL.value: "soon"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A calendar in the list: its week in words, and how many days of the year differ."""

    calendar: Calendar
    week: tuple[years.WeekLine, ...]
    days: int
    unchecked: int


@dataclass(frozen=True, slots=True)
class Row:
    """A day that differs, as the list below the year shows it."""

    day: CalendarDay
    shape: str
    letter: str
    tone: Tone
    change_url: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Trial:
    """The answer to what was tried: the promise, and why."""

    due_at: datetime
    lines: tuple[str, ...]


def why_not(request: Request) -> str:
    """Why who asks may not change a calendar; nothing when he may."""
    if policy.has(request.actor, "calendars.change"):
        return ""
    return _("Chỉ quản trị viên được sửa lịch làm việc. Trang này chỉ để xem.")


@may("calendars.view")
def calendars(request: Request) -> HttpResponse:
    """All calendars, each with its week."""
    today = day_of(request.now)
    found = []
    for one in queries.visible_to(request.actor).prefetch_related("hours", "days"):
        of_year = [day for day in one.days.all() if day.on_date.year == today.year]
        hours = [queries.hours_of(row) for row in one.hours.all()]
        unchecked = sum(day.checked in TONES for day in of_year)
        found.append(Listed(one, years.week_lines(hours, today), len(of_year), unchecked))
    return render(request, "setup/timekeeping/calendars.html", {"calendars": found, "year": today.year})


@may("calendars.view")
def calendar(request: Request, calendar_id: int) -> HttpResponse:
    """A year of a calendar; with what was typed into the trial, the promise and its reasons."""
    found = queries.get_calendar(calendar_id, request.actor)
    working = queries.working_time_of(found.pk, found.revision)
    today = day_of(request.now)
    year = asked_year(request, today)
    if exports.asked(request):
        return exports.answer(request, _table(found, year))
    form, trial, status = _tried(request, working)
    reason = why_not(request)
    context = {
        "calendar": found,
        "year": year,
        "months": years.months_of(working, year, today),
        "heads": years.HEADS,
        "legend": years.legend_of(working, year),
        "tabs": _tabs(found, year),
        "rows": [_row(found, day) for day in queries.days_of_year(found, year)],
        "known": working.holidays_known(year),
        "provisional": working.holidays_provisional(year),
        "periods": [(years.since_words(one), one) for one in years.periods_of(working.hours, today)],
        "form": form,
        "trial": trial,
        "reason": reason,
        "actions": _actions(found, reason),
        "crumbs": (Crumb(_("Lịch làm việc"), reverse("calendars")), Crumb(found.name)),
    }
    return render(request, "setup/timekeeping/calendar.html", context, status=status)


def _table(found: Calendar, year: int) -> exports.Table:
    headings = (
        Heading(_("Ngày"), Kind.DATE),
        Heading(_("Là"), width=28),
        Heading(_("Tên gọi"), width=40),
        Heading(_("Căn cứ"), width=50),
        Heading(_("Đối chiếu"), width=28),
    )
    rows = (
        (day.on_date, day.get_kind_display(), day.name_vi, day.source, day.get_checked_display())
        for day in queries.days_of_year(found, year)
    )
    return exports.Table(f"{found.name} {year}", headings, rows)


def asked_year(request: Request, today: date) -> int:
    """The year that an address asks for; this one when it asks for none, or for what is no year."""
    written = request.GET.get("year", "")
    year = int(written) if written.isdecimal() and len(written) == 4 else today.year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def year_url(calendar_id: int, year: int) -> str:
    """The address of a year of a calendar."""
    return f"{reverse('calendar', args=[calendar_id])}?year={year}"


def _tabs(found: Calendar, year: int) -> tuple[Tab, ...]:
    shown = [number for number in range(year - 2, year + 3) if FIRST_YEAR <= number <= LAST_YEAR]
    return tuple(Tab(str(number), year_url(found.pk, number), current=number == year) for number in shown)


def _row(found: Calendar, day: CalendarDay) -> Row:
    at = [found.pk, day.on_date.isoformat()]
    kind = queries.day_of(day).kind
    return Row(
        day,
        kind.value.replace("_", "-"),
        str(years.LETTERS[kind]),
        TONES.get(day.checked, "done"),
        reverse("change_calendar_day", args=at),
        reverse("remove_calendar_day", args=at),
    )


def _actions(found: Calendar, reason: str) -> tuple[Action, ...]:
    if reason:
        return (Action(_("Thêm ngày, sửa giờ làm việc"), "", reason=reason),)
    return (
        Action(_("Sửa giờ làm việc"), reverse("change_working_hours", args=[found.pk])),
        Action(_("Thêm ngày"), reverse("add_calendar_day", args=[found.pk]), kind="primary"),
    )


def _tried(request: Request, working: WorkingTime) -> tuple[TryForm, Trial | None, int]:
    """The trial as it opens, refused, or answered."""
    if "amount" not in request.GET:
        initial = {"received": timezone.localtime(request.now), "amount": 5, "unit": "working_day"}
        return TryForm(initial=initial), None, 200
    form = TryForm(request.GET)
    if not form.is_valid():
        return form, None, 422
    received = form.cleaned_data["received"]
    try:
        allowance = form.allowance()
        lines = tuple(line.sentence() for line in working.explain(received, allowance))
        return form, Trial(working.add(received, allowance), lines), 200
    except Refused as refused:
        form.add_error("amount", refused.sentence())
        return form, None, refused.status
