"""The clock of a demonstration, moved forward; no other database has this page."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import number, time_words, weekday_words
from motcua.faces.setup.asking import beside, filled, once
from motcua.faces.setup.timekeeping.forms import ClockForm
from motcua.ground.kernel.clock import LOCAL
from motcua.ground.kernel.refusals import Refusal, Refused
from motcua.scenario import actions

OPENING = time(7, 30)
DAY = timedelta(days=1)


@may("scenario.advance_clock", methods=("GET", "POST"))
def advancing(request: Request) -> HttpResponse:
    """What the clock says, and forward to another moment; not found outside a demonstration."""
    if not request.clock.is_demonstration:
        raise Refused(Refusal.NOT_FOUND)
    form, status = filled(ClockForm, request, {"to": ""}), 200
    offered = moments_after(request.now)
    form.choose("to", _choices(offered, request.POST.get("to", "")))
    if form.is_bound:
        status = 422
        if form.is_valid():
            to = form.cleaned_data["other"] if form.cleaned_data["to"] == form.OTHER else _moment(form)
            try:
                late = once(request, lambda: actions.advance_clock(to, by=request.actor, now=request.now))
            except Refused as refused:
                form, status = beside(form, refused), refused.status
            else:
                messages.success(request, _said(to, late))
                return redirect("advance_clock")
    context = {"form": form, "now": request.now, "is_stopped": request.clock.is_stopped}
    return render(request, "setup/timekeeping/clock.html", context, status=status)


def moments_after(now: datetime) -> tuple[tuple[str, datetime], ...]:
    """The usual moments: an hour on, tomorrow and next Monday when the offices open."""
    local = now.astimezone(LOCAL)
    tomorrow = local.date() + DAY
    monday = local.date() + (7 - local.weekday()) * DAY
    return (
        (_("Một giờ nữa"), local.replace(second=0, microsecond=0) + timedelta(hours=1)),
        (_("Sáng mai"), datetime.combine(tomorrow, OPENING, LOCAL)),
        (_("Sáng thứ Hai tới"), datetime.combine(monday, OPENING, LOCAL)),
    )


def _choices(offered: tuple[tuple[str, datetime], ...], sent: str) -> list[tuple[str, str]]:
    """Each moment with what the clock will say; one that was offered when the page was opened stays valid."""
    choices = [(moment.isoformat(), f"{name}: {_words(moment)}") for name, moment in offered]
    known = {value for value, _label in choices} | {ClockForm.OTHER, ""}
    if sent not in known and (moment := _read(sent)) is not None:
        choices.insert(0, (sent, _words(moment)))
    return [*choices, (ClockForm.OTHER, _("Ngày, giờ khác"))]


def _moment(form: ClockForm) -> datetime:
    return datetime.fromisoformat(form.cleaned_data["to"])


def _read(text: str) -> datetime | None:
    """A moment as an address or a form writes it; None for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.utcoffset() is not None and 1900 <= found.year <= 2998 else None


def _words(moment: datetime) -> str:
    return f"{time_words(moment)} {weekday_words(moment)}"


def _said(to: datetime, late: int) -> str:
    """What the clock says now, and which due jobs ran on the way."""
    ran = ngettext("%(n)s hồ sơ vừa quá hạn", "%(n)s hồ sơ vừa quá hạn", late) % {"n": number(late)}
    jobs = ran if late else _("không có hồ sơ nào quá hạn thêm")
    moved = _(
        "Đồng hồ nghiệp vụ đã chuyển đến %(moment)s. Việc đến hạn trong khoảng đó đã thực hiện: %(jobs)s."
    )
    return moved % {"moment": _words(to), "jobs": jobs}
