"""What changes a unit, each from a day on, and what it will mean said before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.casework.dossiers.actions import units as dossiers
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import date_words
from motcua.faces.look.parts import Crumb
from motcua.faces.setup import forms
from motcua.faces.setup.asking import Page, Said, asked, filled
from motcua.faces.setup.organisation import picking, readings
from motcua.faces.setup.organisation.units import calendar_name, unit_row, unit_url
from motcua.ground.access import policy
from motcua.people.organisation import actions, rules
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Unit, UnitKind
from motcua.people.organisation.queries import UnitView, day_of

GET_POST = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class Subject:
    """The unit that a form changes, as it is today."""

    row: Unit
    view: UnitView
    today: date

    def crumbs(self, last: str) -> tuple[Crumb, ...]:
        """The way to a form of this unit."""
        return (
            Crumb(_("Đơn vị"), reverse("units")),
            Crumb(self.view.name, unit_url(self.row.pk)),
            Crumb(last),
        )

    def page(self, title: str, button: str, **more: object) -> Page:
        """The page of a form of this unit."""
        return Page(title, self.crumbs(title), button, unit_url(self.row.pk), self.view.name, **more)  # type: ignore[arg-type]


def _changeable(request: Request, unit_id: int) -> Subject:
    """The unit, if it is the actor's to change; raises Refused UNIT_NOT_FOUND or NOT_ALLOWED."""
    row = unit_row(unit_id)
    policy.check(request.actor, "units.change", row)
    today = day_of(request.now)
    return Subject(row, readings.shown_as_of(row, today)[0], today)


@may("units.change", methods=GET_POST)
def creating(request: Request, unit_id: int) -> HttpResponse:
    """A unit comes into being under this one."""
    parent = _changeable(request, unit_id)
    kinds = [(k.value, k.label) for k in UnitKind if parent.row.kind in rules.PARENTS[k.value]]
    form = filled(forms.UnitForm, request, {"valid_from": parent.today})
    form.choose("kind", [("", _("Chọn loại đơn vị")), *kinds] if len(kinds) != 1 else kinds)
    form.choose("calendar", [("", _("Theo lịch của đơn vị cấp trên")), *readings.calendars()])
    page = parent.page(
        _("Thêm đơn vị trực thuộc"),
        _("Thêm đơn vị"),
        consequence=_("Đơn vị mới trực thuộc %(parent)s và hiện trong cây tổ chức từ ngày thành lập.")
        % {"parent": parent.view.name},
        reason="" if kinds else _("Dưới đơn vị loại này không có đơn vị nào nữa."),
    )

    def create(said: Said) -> int:
        made = actions.create_unit(
            kind=said["kind"],
            code=said["code"],
            name=said["name"],
            short_name=said["short_name"],
            parent_id=unit_id,
            valid_from=said["valid_from"],
            calendar_id=_number(said["calendar"]),
            note=said["note"],
            by=request.actor,
            now=request.now,
        )
        return made.pk

    return asked(
        request,
        form,
        page,
        create,
        done=lambda said: _("Đã thêm đơn vị “%(name)s”.") % {"name": said["name"]},
        to=unit_url,
    )


@may("units.change", methods=GET_POST)
def renaming(request: Request, unit_id: int) -> HttpResponse:
    """A unit gets another name or code from a day on."""
    subject = _changeable(request, unit_id)
    now = subject.view
    initial = {
        "name": now.name,
        "short_name": now.short_name,
        "code": now.code,
        "from_on": subject.today,
    }
    page = subject.page(
        _("Đổi tên, mã đơn vị"),
        _("Đổi từ ngày này"),
        facts=((_("Tên hiện nay"), now.name), (_("Mã hiện nay"), now.code)),
        consequence=_(
            "Từ ngày áp dụng, mọi trang và giấy tờ mới ghi tên và mã mới; mã hồ sơ mới theo mã mới. "
            "Hồ sơ và giấy tờ trước đó giữ nguyên tên, mã cũ."
        ),
    )

    def rename(said: Said) -> int:
        changes = {name: said[name] for name in ("code", "name", "short_name", "from_on")}
        return actions.rename_unit(unit_id, **changes, by=request.actor, now=request.now).pk

    return asked(
        request,
        filled(forms.RenameForm, request, initial),
        page,
        rename,
        done=lambda said: _("Đã đổi tên, mã từ %(day)s.") % {"day": date_words(said["from_on"])},
        to=unit_url,
    )


@may("units.change", methods=GET_POST)
def moving(request: Request, unit_id: int) -> HttpResponse:
    """A unit comes to belong to another one from a day on."""
    subject = _changeable(request, unit_id)
    above = organisation.ancestors(unit_id, subject.today)
    picker = picking.pick_unit(request, "parent", f"{reverse('unit_options')}?for=parent")
    page = subject.page(
        _("Chuyển đơn vị cấp trên"),
        _("Chuyển từ ngày này"),
        facts=((_("Đang trực thuộc"), above[0].name if above else "–"),),
        consequence=_(
            "Từ ngày áp dụng, số liệu, phạm vi xem và quyền quản trị của đơn vị cấp trên mới gồm cả đơn vị "
            "này và các đơn vị bên dưới. Số liệu của những ngày trước không đổi."
        ),
        picker=picker,
    )

    def move(said: Said) -> int:
        return actions.move_unit(
            unit_id, parent_id=said["parent"], from_on=said["from_on"], by=request.actor, now=request.now
        ).pk

    return asked(
        request,
        filled(forms.MoveForm, request, {"from_on": subject.today}),
        page,
        move,
        done=lambda said: _("Đã chuyển đơn vị từ %(day)s.") % {"day": date_words(said["from_on"])},
        to=unit_url,
    )


@may("units.change", methods=GET_POST)
def calendar(request: Request, unit_id: int) -> HttpResponse:
    """A unit works by a calendar from a day on."""
    subject = _changeable(request, unit_id)
    form = filled(
        forms.CalendarForm,
        request,
        {"from_on": subject.today, "calendar": organisation.calendar_id_of(unit_id, subject.today)},
    )
    form.choose("calendar", readings.calendars())
    page = subject.page(
        _("Đặt lịch làm việc"),
        _("Áp dụng lịch này"),
        facts=((_("Đang theo lịch"), calendar_name(unit_id, subject.today) or "–"),),
        consequence=_(
            "Hồ sơ tiếp nhận từ ngày áp dụng được tính hạn theo lịch mới, kể cả ở các đơn vị bên dưới chưa "
            "đặt lịch riêng. Hồ sơ đã tiếp nhận giữ nguyên lịch và ngày hẹn trả."
        ),
    )

    def change(said: Said) -> int:
        return actions.set_calendar(
            unit_id,
            calendar_id=_number(said["calendar"]) or 0,
            from_on=said["from_on"],
            by=request.actor,
            now=request.now,
        ).pk

    return asked(
        request,
        form,
        page,
        change,
        done=lambda said: _("Đã đặt lịch làm việc từ %(day)s.") % {"day": date_words(said["from_on"])},
        to=unit_url,
    )


@may("units.change", methods=GET_POST)
def closing(request: Request, unit_id: int) -> HttpResponse:
    """A unit ceases to exist from a day on."""
    subject = _changeable(request, unit_id)
    page = subject.page(
        _("Giải thể đơn vị"),
        _("Giải thể %(name)s") % {"name": subject.view.short_name},
        facts=(
            (_("Đơn vị"), subject.view.name),
            (_("Mã"), subject.view.code),
            (_("Hoạt động từ"), date_words(subject.row.valid_from)),
        ),
        consequence=_(
            "Từ ngày đã ghi, đơn vị không tiếp nhận, không được phân công thêm và không hiện trong cây "
            "tổ chức. Hồ sơ, số liệu và lịch sử của đơn vị vẫn tra cứu được."
        ),
        warning=_("Không hoàn tác được. Phải kết thúc hết phân công và chuyển hết đơn vị trực thuộc trước."),
        kind="warning",
    )

    def close(said: Said) -> int:
        return dossiers.close_unit(unit_id, from_on=said["from_on"], by=request.actor, now=request.now).pk

    return asked(
        request,
        filled(forms.CloseForm, request, {"from_on": subject.today + timedelta(days=1)}),
        page,
        close,
        done=lambda said: (
            _("Đơn vị sẽ không còn hoạt động từ %(day)s.") % {"day": date_words(said["from_on"])}
        ),
        to=unit_url,
    )


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None
