"""A change of many dossiers while it is worked off, and afterwards: the bar, and whom to tell a new date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.casework.dossiers.models import BulkChange
from motcua.casework.dossiers.queries.changes import listing
from motcua.casework.dossiers.queries.finding import called
from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.exports.seeing import Form, seen
from motcua.faces.look.formats import date_words
from motcua.faces.look.parts import Crumb
from motcua.faces.setup.exports import csv_answer
from motcua.ground.access import policy
from motcua.ground.sheets.writing import Heading, Kind
from motcua.people.organisation import queries as organisation

SHOWN = 50
HEADINGS = (
    Heading(gettext_lazy("Mã hồ sơ"), Kind.CODE),
    Heading(gettext_lazy("Nơi tiếp nhận")),
    Heading(gettext_lazy("Thủ tục"), width=50),
    Heading(gettext_lazy("Ngày đã hẹn"), Kind.MOMENT),
    Heading(gettext_lazy("Ngày hẹn mới"), Kind.MOMENT),
    Heading(gettext_lazy("Điện thoại"), Kind.CODE),
)


def title_of(change: BulkChange) -> str:
    """What was changed, in words."""
    about: Mapping[str, Any] = change.about
    words = {
        name: date_words(date.fromisoformat(about[name])) for name in ("on", "before") if about.get(name)
    }
    words |= _unit_names(change, about)
    return TITLES[about["verb"]](words)


def _unit_names(change: BulkChange, about: Mapping[str, Any]) -> dict[str, str]:
    """What the units of a succession were called on the day before."""
    ids = {name: int(about[name]) for name in ("from", "to") if name in about}
    if not ids:
        return {}
    names = organisation.names(ids.values(), organisation.day_of(change.confirmed_at) - timedelta(days=1))
    return {name: called(names, pk) for name, pk in ids.items()}


TITLES: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "add_day": lambda words: _("Thêm ngày %(on)s vào lịch") % words,
    "change_day": lambda words: _("Sửa ngày %(on)s của lịch") % words,
    "move_day": lambda words: _("Dời ngày %(before)s sang ngày %(on)s") % words,
    "remove_day": lambda words: _("Bỏ ngày %(on)s khỏi lịch") % words,
    "change_hours": lambda _words: _("Đổi giờ làm việc"),
    "succeed": lambda words: _("%(from)s sáp nhập vào %(to)s") % words,
    "split": lambda words: _("Chia tách %(from)s; mọi hồ sơ đã được phân đơn vị nhận") % words,
}


@may("dossiers.view_changes")
def changes(request: Request) -> HttpResponse:
    """All changes, the newest first."""
    found = listing.changes_visible_to(request.actor)
    if exports.asked(request):
        return exports.answer(request, _table(found))
    shown = [(one, title_of(one)) for one in found[:SHOWN]]
    return render(request, "setup/changes/changes.html", {"changes": shown})


def _table(found: Iterable[BulkChange]) -> exports.Table:
    headings = (
        Heading(_("Thay đổi"), width=60),
        Heading(_("Loại")),
        Heading(_("Xác nhận lúc"), Kind.MOMENT),
        Heading(_("Hồ sơ"), Kind.WHOLE),
        Heading(_("Đã xem"), Kind.WHOLE),
        Heading(_("Xong lúc"), Kind.MOMENT),
    )
    rows = (
        (
            title_of(one),
            one.get_kind_display(),
            one.confirmed_at,
            one.total,
            one.looked_at,
            one.finished_at,
        )
        for one in found
    )
    return exports.Table(_("Thay đổi hàng loạt"), headings, rows)


@may("dossiers.view_changes")
def change(request: Request, change_id: int) -> HttpResponse:
    """One change: how far it has come, and those who are to be told their new date."""
    found = listing.get_change(change_id, request.actor)
    written = request.GET.get("after", "")
    after = int(written) if written.isdecimal() and len(written) < 18 else 0
    rows = listing.to_tell(found.pk, request.actor, request.now, after)
    more = (
        f"{reverse('bulk_change', args=[found.pk])}?after={rows[-1].line_id}"
        if len(rows) == listing.PAGE
        else ""
    )
    context = {
        "change": found,
        "title": title_of(found),
        "rows": rows,
        "to_tell": listing.count_to_tell(found.pk, request.actor),
        "is_calendar": found.kind == BulkChange.Kind.CALENDAR,
        "more": more,
        "shows_phones": any(row.phone for row in rows),
        "export": reverse("bulk_change_csv", args=[found.pk]),
        "crumbs": (Crumb(_("Thay đổi hàng loạt"), reverse("bulk_changes")), Crumb(title_of(found))),
    }
    return render(request, "setup/changes/change.html", context)


@may("dossiers.view_changes")
def progress(request: Request, change_id: int) -> HttpResponse:
    """Only the bar, which asks again for itself while there is work."""
    found = listing.get_change(change_id, request.actor)
    return render(request, "setup/changes/progress.html", {"change": found})


@may("dossiers.view_changes")
def to_tell_csv(request: Request, change_id: int) -> HttpResponse:
    """Those who are to be told their new date, as a file."""
    found = listing.get_change(change_id, request.actor)
    rows = [
        (row.code, row.one_stop, row.procedure, row.before, row.after, row.phone)
        for row in listing.all_to_tell(found.pk, request.actor, request.now)
    ]
    # Only telephones are personal here; whoever may not see them has none in the file.
    seen(request, Form.EXPORT, row_count=sum(bool(phone) for *_about, phone in rows))
    headings = HEADINGS if policy.has(request.actor, "dossiers.view") else HEADINGS[:-1]
    trimmed = (row[: len(headings)] for row in rows)
    return csv_answer(headings, trimmed, f"bao-doi-ngay-hen-{found.pk}.csv")
