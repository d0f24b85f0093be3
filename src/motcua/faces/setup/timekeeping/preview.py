"""What a change of a calendar would move, looked at before it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.casework.dossiers.actions import calendars as actions
from motcua.casework.dossiers.actions.calendars import CalendarChange
from motcua.casework.dossiers.queries.changes import listing
from motcua.casework.dossiers.queries.changes.forecast import Difference, Forecast, GroupCount, differences
from motcua.casework.dossiers.queries.changes.recounts import Fate
from motcua.casework.dossiers.queries.finding import called
from motcua.casework.dossiers.rules import Refusal
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import Tone, date_words
from motcua.faces.look.parts import Crumb
from motcua.faces.setup.asking import once
from motcua.faces.setup.exports import csv_answer
from motcua.faces.setup.timekeeping.calendars import year_url
from motcua.faces.setup.timekeeping.forms import DayForm, HoursForm, replaced_from
from motcua.ground.kernel.refusals import Refused
from motcua.ground.sheets.writing import Heading, Kind
from motcua.people.calendars import queries
from motcua.people.calendars.models import Calendar
from motcua.people.organisation import queries as organisation

PAGE = listing.PAGE
LEFT_OUT = ("csrfmiddlewaretoken", "do")
FATES: Mapping[Fate, tuple[str | Promise, Tone]] = {
    Fate.LATER: (gettext_lazy("muộn hơn"), "soon"),
    Fate.EARLIER: (gettext_lazy("sớm hơn"), "done"),
    Fate.KEPT: (gettext_lazy("giữ ngày đã hẹn"), "calm"),
    Fate.STEP: (gettext_lazy("chỉ đổi hạn của bước"), "calm"),
}
HEADINGS = (
    Heading(gettext_lazy("Mã hồ sơ"), Kind.CODE),
    Heading(gettext_lazy("Cơ quan giải quyết")),
    Heading(gettext_lazy("Thủ tục"), width=50),
    Heading(gettext_lazy("Hạn trả hiện nay"), Kind.MOMENT),
    Heading(gettext_lazy("Hạn trả sau khi đổi"), Kind.MOMENT),
    Heading(gettext_lazy("Thay đổi")),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change as its form was filled in: what to do, in which year, and in words."""

    change: CalendarChange
    year: int
    title: str


@dataclass(frozen=True, slots=True)
class Group:
    """How many dossiers of an agency and a procedure, with their names."""

    unit: str
    procedure: str
    count: GroupCount


def url_of(calendar_id: int, verb: str, said: QueryDict, **more: str) -> str:
    """Where a change is looked at: everything that the form said stands in the address."""
    pairs = [(name, value) for name in said for value in said.getlist(name) if name not in LEFT_OUT]
    where = reverse("calendar_preview", args=[calendar_id])
    return f"{where}?{urlencode([('verb', verb), *more.items(), *pairs])}"


def moves_something(change: CalendarChange, request: Request) -> bool:
    """Whether the change must be looked at first; one that is refused anyway need not."""
    try:
        return bool(actions.foreseen(change, by=request.actor).changing)
    except Refused:
        return False


@may("calendars.change", methods=("GET", "POST"))
def preview(request: Request, calendar_id: int) -> HttpResponse:
    """Every open dossier that would move, and the button that confirms it as it was seen."""
    found = queries.get_calendar(calendar_id, request.actor)
    wanted = _wanted(request, found)
    if wanted is None:
        return redirect("calendar", calendar_id=found.pk)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            made = once(request, lambda: _confirm(request, wanted))
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("Đã ghi thay đổi của lịch."))
            return (
                redirect("bulk_change", change_id=made) if made else redirect(year_url(found.pk, wanted.year))
            )
    seen = request.POST.get("seen", "")
    return _show(request, found, wanted, refusal, seen)


def _confirm(request: Request, wanted: Wanted) -> int:
    changed = actions.change_calendar(
        wanted.change, seen=request.POST.get("seen", ""), by=request.actor, now=request.now
    )
    return changed.bulk_id or 0


def _show(
    request: Request, found: Calendar, wanted: Wanted, refusal: Refused | None, seen: str
) -> HttpResponse:
    foreseen = actions.foreseen(wanted.change, by=request.actor)
    page = _page_of(request, len(foreseen.outcomes))
    first = (page - 1) * PAGE
    changed: list[Difference] = []
    if refusal is not None and refusal.code == Refusal.PREVIEW_CHANGED:
        changed = differences(found.pk, seen, foreseen)
    context = {
        "title": wanted.title,
        "calendar": found,
        "refused": refusal.sentence() if refusal else "",
        "differences": changed,
        "foreseen": foreseen,
        "changing": len(foreseen.changing),
        "counts": [(label, tone, foreseen.count(fate)) for fate, (label, tone) in FATES.items()],
        "groups": _groups(foreseen, request.now),
        "rows": [
            (row, *FATES[row.fate or Fate.STEP])
            for row in listing.foreseen_rows(foreseen.outcomes[first : first + PAGE], request.now)
        ],
        "first": first + 1,
        "last": min(first + PAGE, len(foreseen.outcomes)),
        "total": len(foreseen.outcomes),
        "earlier_page": _at_page(request, page - 1) if page > 1 else "",
        "later_page": _at_page(request, page + 1) if first + PAGE < len(foreseen.outcomes) else "",
        "export": f"{reverse('calendar_preview_csv', args=[found.pk])}?{request.GET.urlencode()}",
        "here": request.get_full_path(),
        "key": str(uuid4()),
        "back": year_url(found.pk, wanted.year),
        "crumbs": (
            Crumb(_("Lịch làm việc"), reverse("calendars")),
            Crumb(found.name, reverse("calendar", args=[found.pk])),
            Crumb(_("Xem trước thay đổi")),
        ),
    }
    status = refusal.status if refusal else 200
    return render(request, "setup/timekeeping/preview.html", context, status=status)


@may("calendars.change")
def preview_csv(request: Request, calendar_id: int) -> HttpResponse:
    """The same list as a file."""
    found = queries.get_calendar(calendar_id, request.actor)
    wanted = _wanted(request, found)
    if wanted is None:
        return redirect("calendar", calendar_id=found.pk)
    foreseen = actions.foreseen(wanted.change, by=request.actor)
    rows = (
        (row.code, row.unit, row.procedure, row.before, row.after, FATES[row.fate or Fate.STEP][0])
        for row in listing.foreseen_rows(foreseen.outcomes, request.now)
    )
    return csv_answer(HEADINGS, rows, f"ho-so-doi-ngay-{request.now:%Y%m%d}.csv")


def _wanted(request: Request, found: Calendar) -> Wanted | None:
    """The change that the address speaks of; nothing for an address that speaks of none."""
    said, verb = request.GET, request.GET.get("verb", "")
    if verb == "change_hours":
        hours = HoursForm(said)
        if not hours.is_valid():
            return None
        on = hours.cleaned_data["from_on"]
        present = queries.working_time_of(found.pk, found.revision).hours
        change = actions.replacing_hours(found.pk, replaced_from(present, on, hours.stretches()))
        return Wanted(change, on.year, _("Đổi giờ làm việc từ ngày %(day)s") % {"day": date_words(on)})
    before = _day(said.get("before", ""))
    if verb == "remove_day" and before:
        title = _("Bỏ ngày %(day)s khỏi lịch") % {"day": date_words(before)}
        return Wanted(actions.removing(found.pk, before), before.year, title)
    form = DayForm(said)
    if verb not in ("add_day", "change_day", "move_day") or not form.is_valid():
        return None
    return _of_day(found, verb, before, form)


def _of_day(found: Calendar, verb: str, before: date | None, form: DayForm) -> Wanted:
    on: date = form.cleaned_data["on"]
    day = form.described(on)
    words = {"day": date_words(on), "name": day.name_vi}
    if verb == "move_day" and before:
        title = _("Dời ngày %(before)s sang ngày %(day)s") % {**words, "before": date_words(before)}
        return Wanted(actions.moving(found.pk, before, day), on.year, title)
    if verb == "change_day":
        return Wanted(actions.changing(found.pk, day), on.year, _("Sửa ngày %(day)s: %(name)s") % words)
    return Wanted(actions.adding(found.pk, day), on.year, _("Thêm ngày %(day)s: %(name)s") % words)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _groups(foreseen: Forecast, now: datetime) -> list[Group]:
    counted = foreseen.groups()
    units = organisation.names({one.agency_id for one in counted}, organisation.day_of(now))
    names = listing.procedure_names(one.procedure_id for one in counted)
    return [Group(called(units, one.agency_id), names.get(one.procedure_id, ""), one) for one in counted]


def _page_of(request: Request, total: int) -> int:
    written = request.GET.get("page", "")
    wanted = int(written) if written.isdecimal() and len(written) < 8 else 1
    return max(1, min(wanted, (total + PAGE - 1) // PAGE))


def _at_page(request: Request, page: int) -> str:
    said = request.GET.copy()
    said["page"] = str(page)
    return f"{request.path}?{said.urlencode()}"
