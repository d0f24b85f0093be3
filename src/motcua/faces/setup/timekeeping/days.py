"""The days of a calendar that differ from their weekday: entered, changed, given back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.casework.dossiers.actions import calendars as actions
from motcua.casework.dossiers.actions.calendars import CalendarChange
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import date_words, weekday_words
from motcua.faces.look.parts import Crumb
from motcua.faces.setup.asking import Page, Said, asked, filled
from motcua.faces.setup.forms import ConfirmForm, SetupForm
from motcua.faces.setup.timekeeping import preview
from motcua.faces.setup.timekeeping.calendars import year_url
from motcua.faces.setup.timekeeping.forms import DayForm
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars import queries
from motcua.people.calendars.models import Calendar
from motcua.people.calendars.rules import Refusal, SpecialDay, WorkingTime

BOTH = ("GET", "POST")


@may("calendars.change", methods=BOTH)
def adding(request: Request, calendar_id: int) -> HttpResponse:
    """A holiday, a day off in its place or a swapped Saturday is entered."""
    found = queries.get_calendar(calendar_id, request.actor)
    form = filled(DayForm, request)

    def change(said: Said) -> CalendarChange:
        return actions.adding(found.pk, form.described(said["on"]))

    def do(said: Said) -> int:
        actions.change_calendar(change(said), by=request.actor, now=request.now)
        on: date = said["on"]
        return on.year

    taken = form.is_bound and form.is_valid() and _working(found).special(form.cleaned_data["on"])
    if not taken and (answer := _looked_at(request, form, found, "add_day", change)):
        return answer
    return asked(
        request,
        form,
        _page(found, _("Thêm ngày vào lịch"), _("Thêm ngày"), request.now.date(), consequence=_consequence()),
        do,
        done=lambda said: _("Đã thêm ngày %(day)s vào lịch.") % {"day": date_words(said["on"])},
        to=lambda year: year_url(found.pk, year),
    )


@may("calendars.change", methods=BOTH)
def changing(request: Request, calendar_id: int, on: str) -> HttpResponse:
    """A day of the calendar gets another kind, name or source."""
    found, day = _calendar_and_day(request, calendar_id, on)
    initial = {
        "kind": day.kind.value,
        "makes_up_for": day.makes_up_for,
        "name_vi": day.name_vi,
        "name_en": day.name_en,
        "source": day.source,
        "checked": day.checked.value,
    }
    form = filled(DayForm, request, {"on": day.on, **initial})

    def change(said: Said) -> CalendarChange:
        described = form.described(said["on"])
        if described.on != day.on:
            return actions.moving(found.pk, day.on, described)
        return actions.changing(found.pk, described)

    def do(said: Said) -> int:
        actions.change_calendar(change(said), by=request.actor, now=request.now)
        to: date = said["on"]
        return to.year

    verb = "change_day"
    if form.is_bound and form.is_valid() and form.cleaned_data["on"] != day.on:
        verb = "move_day"
    if answer := _looked_at(request, form, found, verb, change, before=day.on):
        return answer

    title = _("Sửa ngày %(day)s") % {"day": date_words(day.on)}
    return asked(
        request,
        form,
        _page(found, title, _("Ghi thay đổi"), day.on, consequence=_consequence()),
        do,
        done=lambda _said: _("Đã sửa ngày %(day)s.") % {"day": date_words(day.on)},
        to=lambda year: year_url(found.pk, year),
    )


@may("calendars.change", methods=BOTH)
def removing(request: Request, calendar_id: int, on: str) -> HttpResponse:
    """A day is given back to its weekday."""
    found, day = _calendar_and_day(request, calendar_id, on)
    form = filled(ConfirmForm, request)

    def change(_said: Said) -> CalendarChange:
        return actions.removing(found.pk, day.on)

    def do(said: Said) -> int:
        actions.change_calendar(change(said), by=request.actor, now=request.now)
        return day.on.year

    if answer := _looked_at(request, form, found, "remove_day", change, before=day.on):
        return answer

    title = _("Bỏ ngày %(day)s khỏi lịch") % {"day": date_words(day.on)}
    page = Page(
        title=title,
        crumbs=_crumbs(found, title),
        button=_("Bỏ ngày này"),
        back=year_url(found.pk, day.on.year),
        facts=(
            (_("Ngày"), weekday_words(day.on)),
            (_("Tên gọi"), day.name_vi),
            (_("Căn cứ"), day.source),
        ),
        consequence=_("Sau khi bỏ, ngày này theo giờ làm việc thường lệ của thứ đó.") + " " + _consequence(),
        kind="warning",
    )
    return asked(
        request,
        form,
        page,
        do,
        done=lambda _said: _("Đã bỏ ngày %(day)s khỏi lịch.") % {"day": date_words(day.on)},
        to=lambda year: year_url(found.pk, year),
    )


def _looked_at(
    request: Request,
    form: SetupForm,
    found: Calendar,
    verb: str,
    change: Callable[[Said], CalendarChange],
    before: date | None = None,
) -> HttpResponse | None:
    """The way to the preview, for what was filled in and would move a date; nothing otherwise."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        wanted = change(form.cleaned_data)
    except Refused:
        return None
    if not preview.moves_something(wanted, request):
        return None
    more = {"before": before.isoformat()} if before else {}
    return redirect(preview.url_of(found.pk, verb, request.POST, **more))


def _working(found: Calendar) -> WorkingTime:
    return queries.working_time_of(found.pk, found.revision)


def _consequence() -> str:
    """What holds for every change of a calendar."""
    return _(
        "Nếu thay đổi làm dời ngày của hồ sơ đang giải quyết, hệ thống cho xem danh sách các hồ sơ đó trước khi ghi. "
        "Ngày đã hẹn với người nộp không bao giờ bị dời sớm hơn."
    )


def _page(found: Calendar, title: str, button: str, on: date, *, consequence: str) -> Page:
    return Page(
        title=title,
        crumbs=_crumbs(found, title),
        button=button,
        back=year_url(found.pk, on.year),
        under=found.name,
        consequence=consequence,
    )


def _crumbs(found: Calendar, title: str) -> tuple[Crumb, ...]:
    return (
        Crumb(_("Lịch làm việc"), reverse("calendars")),
        Crumb(found.name, reverse("calendar", args=[found.pk])),
        Crumb(title),
    )


def _calendar_and_day(request: Request, calendar_id: int, on: str) -> tuple[Calendar, SpecialDay]:
    """The calendar and its row of that day; raises Refused CALENDAR_NOT_FOUND or DAY_NOT_FOUND."""
    found = queries.get_calendar(calendar_id, request.actor)
    try:
        wanted = date.fromisoformat(on)
    except ValueError:
        raise Refused(Refusal.DAY_NOT_FOUND, day=on) from None
    day = _working(found).special(wanted)
    if day is None:
        raise Refused(Refusal.DAY_NOT_FOUND, day=f"{wanted:%d/%m/%Y}")
    return found, day
