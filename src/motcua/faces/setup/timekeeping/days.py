"""The days of a calendar that differ from their weekday: entered, changed, given back."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.casework.dossiers.actions import calendars as actions
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import date_words, weekday_words
from motcua.faces.look.parts import Crumb
from motcua.faces.setup.asking import Page, Said, asked, filled
from motcua.faces.setup.forms import ConfirmForm
from motcua.faces.setup.timekeeping.calendars import year_url
from motcua.faces.setup.timekeeping.forms import DayDescriptionForm, DayForm
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars import queries
from motcua.people.calendars.models import Calendar
from motcua.people.calendars.rules import Refusal, SpecialDay

BOTH = ("GET", "POST")


@may("calendars.change", methods=BOTH)
def adding(request: Request, calendar_id: int) -> HttpResponse:
    """A holiday, a day off in its place or a swapped Saturday is entered."""
    found = queries.get_calendar(calendar_id, request.actor)
    form = filled(DayForm, request)

    def do(said: Said) -> int:
        actions.add_day(found.pk, form.described(said["on"]), by=request.actor, now=request.now)
        on: date = said["on"]
        return on.year

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
    form = filled(DayDescriptionForm, request, initial)

    def do(_said: Said) -> int:
        actions.change_day(found.pk, form.described(day.on), by=request.actor, now=request.now)
        return day.on.year

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

    def do(_said: Said) -> int:
        actions.remove_day(found.pk, day.on, by=request.actor, now=request.now)
        return day.on.year

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


def _consequence() -> str:
    """What holds for every change of a calendar."""
    return _("Thay đổi làm dời ngày hẹn trả của hồ sơ đang giải quyết thì không được ghi.")


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
    day = queries.working_time_of(found.pk, found.revision).special(wanted)
    if day is None:
        raise Refused(Refusal.DAY_NOT_FOUND, day=f"{wanted:%d/%m/%Y}")
    return found, day
