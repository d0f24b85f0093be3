"""The public's first page: search, tracking, what people come for, and how the offices are doing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.procedures import queries as procedures
from motcua.faces.look.decorators import Request, may
from motcua.people.calendars import queries as calendars
from motcua.people.organisation import queries as organisation


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a person comes for, in his words, and what to search for it."""

    title: str | Promise
    under: str | Promise
    words: str


OCCASIONS = (
    Occasion(_("Sinh con"), _("Khai sinh, nhận cha mẹ con, đăng ký lại khai sinh"), "khai sinh"),
    Occasion(_("Xây, sửa nhà"), _("Giấy phép xây dựng, sửa chữa, cải tạo"), "giấy phép xây dựng"),
    Occasion(_("Đất đai"), _("Tách thửa, chuyển nhượng, cấp đổi giấy chứng nhận"), "đất"),
    Occasion(_("Mở cửa hàng"), _("Đăng ký hộ kinh doanh, thay đổi, tạm ngừng"), "hộ kinh doanh"),
    Occasion(_("Kết hôn"), _("Đăng ký kết hôn, xác nhận tình trạng hôn nhân"), "kết hôn"),
    Occasion(_("Sao y, chứng thực"), _("Bản sao, chữ ký, hợp đồng"), "chứng thực"),
)


@dataclass(frozen=True, slots=True)
class Hours:
    """Whether the offices are open now, until when, or from when on."""

    until: datetime | None
    opens: datetime | None
    pause: tuple[datetime, datetime] | None


@may("portal.home")
def home(request: Request) -> HttpResponse:
    """Search first, tracking second."""
    today = request.now.date()
    context = {
        "occasions": OCCASIONS,
        "hours": office_hours(request.now),
        "one_stops": sum(line.unit.kind == "one_stop" for line in organisation.tree(today)),
        "procedures": procedures.in_force(today).count(),
    }
    return render(request, "portal/home.html", context)


def office_hours(now: datetime) -> Hours | None:
    """The hours of the province's calendar around now; nothing before there is a calendar."""
    province = next(iter(organisation.tree(now.date())), None)
    calendar = organisation.calendar_id_of(province.unit.id, now.date()) if province else None
    if calendar is None:
        return None
    working = calendars.working_time(calendar)
    day: date = now.date()
    windows = [tuple(wall.replace(tzinfo=working.zone) for wall in window) for window in working.windows(day)]
    pause = (windows[0][1], windows[1][0]) if len(windows) > 1 else None
    closing = working.closing(day)
    if closing is not None and now < closing:
        return Hours(closing, None, pause if pause and now < pause[1] else None)
    return Hours(None, working.opening_after(now + timedelta(seconds=1)), None)
