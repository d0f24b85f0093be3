"""The office hours of a calendar, replaced from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.casework.dossiers.actions import calendars as actions
from motcua.casework.dossiers.actions.calendars import CalendarChange
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import WEEKDAYS, date_words
from motcua.faces.look.parts import Crumb
from motcua.faces.setup.asking import beside, filled, once
from motcua.faces.setup.timekeeping import preview
from motcua.faces.setup.timekeeping.forms import HALVES, HoursForm, hours_typed, replaced_from
from motcua.faces.setup.timekeeping.year import periods_of, since_words, stretches_on
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars import queries
from motcua.people.calendars.models import Calendar
from motcua.people.calendars.rules import Hours
from motcua.people.organisation.queries import day_of


@dataclass(frozen=True, slots=True)
class WeekdayRow:
    """A line of the form: the weekday, and the two ends of its morning and of its afternoon."""

    name: str
    halves: tuple[tuple[BoundField, BoundField], ...]
    errors: tuple[str, ...]


@may("calendars.change", methods=("GET", "POST"))
def changing(request: Request, calendar_id: int) -> HttpResponse:
    """The hours of a week are replaced from a day on; those before it stay."""
    found = queries.get_calendar(calendar_id, request.actor)
    working = queries.working_time_of(found.pk, found.revision)
    today = day_of(request.now)
    initial = hours_typed(stretches_on(working.hours, today))
    form, status = filled(HoursForm, request, initial), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                change = _changed(found, working.hours, form)
                if preview.moves_something(change, request):
                    return redirect(preview.url_of(found.pk, "change_hours", request.POST))
                once(request, lambda: _change(request, change))
            except Refused as refused:
                form, status = beside(form, refused), refused.status
            else:
                said = date_words(form.cleaned_data["from_on"])
                messages.success(request, _("Đã ghi giờ làm việc áp dụng từ ngày %(day)s.") % {"day": said})
                return redirect("calendar", calendar_id=found.pk)
    context = {
        "calendar": found,
        "form": form,
        "rows": _rows(form),
        "halves": [title for _half, title in HALVES],
        "periods": [(since_words(one), one) for one in periods_of(working.hours, today)],
        "crumbs": (
            Crumb(_("Lịch làm việc"), reverse("calendars")),
            Crumb(found.name, reverse("calendar", args=[found.pk])),
            Crumb(_("Sửa giờ làm việc")),
        ),
    }
    return render(request, "setup/timekeeping/hours.html", context, status=status)


def _changed(found: Calendar, hours: Iterable[Hours], form: HoursForm) -> CalendarChange:
    wanted = replaced_from(hours, form.cleaned_data["from_on"], form.stretches())
    return actions.replacing_hours(found.pk, wanted)


def _change(request: Request, change: CalendarChange) -> int:
    actions.change_calendar(change, by=request.actor, now=request.now)
    return change.calendar_id


def _rows(form: HoursForm) -> list[WeekdayRow]:
    rows = []
    for weekday in range(1, 8):
        halves = tuple(
            (form[f"{half}_opens_{weekday}"], form[f"{half}_closes_{weekday}"]) for half, _title in HALVES
        )
        errors = tuple(
            dict.fromkeys(str(error) for pair in halves for bound in pair for error in bound.errors)
        )
        rows.append(WeekdayRow(str(WEEKDAYS[weekday - 1]), halves, errors))
    return rows
