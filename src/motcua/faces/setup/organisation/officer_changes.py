"""What changes an officer: particulars, appointments and their end, each with what it will mean said before."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.casework.dossiers.queries.many.together import held_under
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import date_words
from motcua.faces.look.parts import Crumb
from motcua.faces.setup import forms, words
from motcua.faces.setup.asking import Page, Said, asked, filled
from motcua.faces.setup.organisation import picking, readings
from motcua.faces.setup.organisation.officers import appointment_row, changeable, crumbs_of, officer_url
from motcua.ground.access import policy
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import actions
from motcua.people.organisation.models import Appointment, Officer, Role
from motcua.people.organisation.queries import day_of
from motcua.people.organisation.rules import check_not_own

GET_POST = ("GET", "POST")


@may("officers.add", methods=GET_POST)
def adding(request: Request) -> HttpResponse:
    """A person who works here is entered."""
    title = _("Thêm cán bộ")
    page = Page(
        title,
        (Crumb(_("Cán bộ"), reverse("officers")), Crumb(title)),
        title,
        reverse("officers"),
        consequence=_(
            "Cán bộ mới chưa có vai trò và chưa đăng nhập được. Bước tiếp theo là phân công, rồi cấp tài khoản."
        ),
    )

    def add(said: Said) -> int:
        parts = {name: said[name] for name in ("code", "name", "phone", "email")}
        return actions.add_officer(**parts, by=request.actor, now=request.now).pk

    return asked(
        request,
        filled(forms.OfficerForm, request),
        page,
        add,
        done=lambda said: _("Đã thêm cán bộ %(name)s. Hãy phân công vai trò.") % {"name": said["name"]},
        to=officer_url,
    )


@may("officers.change", methods=GET_POST)
def changing(request: Request, officer_id: int) -> HttpResponse:
    """What is known of an officer is put right."""
    person = changeable(request, officer_id)
    title = _("Sửa thông tin cán bộ")
    page = Page(
        title,
        crumbs_of(person, title),
        _("Lưu thông tin"),
        officer_url(officer_id),
        person.name,
        facts=((_("Mã cán bộ"), person.code),),
        consequence=_("Tên mới hiện ở mọi trang từ lúc lưu. Mã cán bộ không đổi được."),
    )

    def change(said: Said) -> int:
        parts = {name: said[name] for name in ("name", "phone", "email")}
        return actions.change_officer(officer_id, **parts, by=request.actor, now=request.now).pk

    initial = {"name": person.name, "phone": person.phone, "email": person.email}
    return asked(
        request,
        filled(forms.ParticularsForm, request, initial),
        page,
        change,
        done=lambda _said: _("Đã lưu thông tin cán bộ."),
        to=officer_url,
    )


@may("appointments.change", methods=GET_POST)
def appointing(request: Request, officer_id: int) -> HttpResponse:
    """An officer is appointed to a role of a unit."""
    person = changeable(request, officer_id)
    form = filled(forms.AppointmentForm, request, {"valid_from": day_of(request.now)})
    form.choose("role", [("", _("Chọn vai trò")), *Role.choices])
    title = _("Phân công")
    page = Page(
        title,
        crumbs_of(person, title),
        _("Phân công %(name)s") % {"name": person.name},
        officer_url(officer_id),
        person.name,
        facts=_held_now(person, day_of(request.now)),
        consequence=_(
            "Từ ngày bắt đầu, cán bộ thấy việc và hồ sơ của đơn vị theo vai trò này. Người giữ nhiều vai trò "
            "chọn vai khi đăng nhập. Lãnh đạo cơ quan, quản trị hệ thống và cơ quan thường trực phải có thêm "
            "mã xác thực."
        ),
        picker=picking.pick_unit(request, "unit", f"{reverse('unit_options')}?for=unit", _preset(request)),
    )

    def appoint(said: Said) -> int:
        actions.appoint(
            officer_id=officer_id,
            unit_id=said["unit"],
            role=said["role"],
            title=said["title"],
            valid_from=said["valid_from"],
            valid_to=forms.after(said["last_on"]),
            by=request.actor,
            now=request.now,
        )
        return officer_id

    return asked(
        request,
        form,
        page,
        appoint,
        done=lambda said: (
            _("Đã phân công %(name)s làm %(role)s.")
            % {"name": person.name, "role": words.role_words(said["role"]).lower()}
        ),
        to=officer_url,
    )


@may("appointments.change", methods=GET_POST)
def ending(request: Request, appointment_id: int) -> HttpResponse:
    """An appointment ends from a day on, and what hangs on it."""
    row = appointment_row(appointment_id)
    policy.check(request.actor, "appointments.change", row)
    person, on = row.officer, day_of(request.now)
    unit = readings.unit_names([row.unit_id], on)[row.unit_id]
    title = _("Kết thúc phân công")
    page = Page(
        title,
        crumbs_of(person, title),
        _("Kết thúc phân công của %(name)s") % {"name": person.name},
        officer_url(person.pk),
        person.name,
        facts=(
            (_("Vai trò"), words.role_words(row.role)),
            (_("Đơn vị"), unit),
            (_("Thời gian"), words.period_words(row.valid_from, row.valid_to)),
        ),
        warning=_left_behind(row),
        consequence=_what_ends(row, on),
        kind="warning",
        reason=_own_administration(request, row),
    )

    def end(said: Said) -> int:
        actions.end_appointment(appointment_id, valid_to=said["from_on"], by=request.actor, now=request.now)
        return person.pk

    return asked(
        request,
        filled(forms.EndForm, request, {"from_on": on}),
        page,
        end,
        done=lambda said: (
            _("%(name)s thôi giữ vai trò từ %(day)s.")
            % {"name": person.name, "day": date_words(said["from_on"])}
        ),
        to=officer_url,
    )


def _left_behind(row: Appointment) -> str:
    """The open work that is in this person's hands; whoever heads the unit gives it to others."""
    count = held_under(row.officer_id, row.unit_id, row.role)
    if not count:
        return ""
    return ngettext(
        "Đang giữ %(n)d việc chưa xong. Hãy đề nghị người phụ trách đơn vị chuyển việc cho người khác trước.",
        "Đang giữ %(n)d việc chưa xong. Hãy đề nghị người phụ trách đơn vị chuyển việc cho người khác trước.",
        count,
    ) % {"n": count}


def _own_administration(request: Request, row: Appointment) -> str:
    """Why who asks may not end this appointment; nothing when it is another's, or of another role."""
    if row.role != Role.ADMINISTRATOR:
        return ""
    try:
        check_not_own(row.officer_id, request.actor.officer_id)
    except Refused as refused:
        return refused.sentence()
    return ""


def _held_now(person: Officer, on: date) -> tuple[tuple[str, str], ...]:
    offices = readings.offices_of([person.pk], on).get(person.pk, [])
    if not offices:
        return ((_("Vai trò"), _("chưa có")),)
    return tuple((words.role_words(one.appointment.role), one.unit) for one in offices)


def _what_ends(row: Appointment, on: date) -> str:
    lent = sum(1 for one in readings.given_by([row.pk]) if one.valid_to > on)
    others = len(readings.offices_of([row.officer_id], on).get(row.officer_id, ()))
    sentences = [_("Từ đầu ngày đã ghi, người này không còn thấy và không làm được việc của vai trò này.")]
    if lent:
        sentences.append(
            ngettext(
                "%(n)s ủy quyền đang có của vai trò này cũng kết thúc.",
                "%(n)s ủy quyền đang có của vai trò này cũng kết thúc.",
                lent,
            )
            % {"n": lent}
        )
    if others <= 1:
        sentences.append(
            _("Đây là vai trò cuối cùng: phiên đăng nhập kết thúc ngay khi vai trò hết hiệu lực.")
        )
    if row.role in (Role.HANDLER, Role.RECEPTIONIST, Role.HEAD_OF_DIVISION):
        sentences.append(_("Việc đang giữ dở cần được chuyển cho người khác."))
    return " ".join(sentences)


def _preset(request: Request) -> int | None:
    text = request.GET.get("unit", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
