"""Delegations: a leader lets another act in his office for a time, himself or through the administrator."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import date_words
from motcua.faces.look.parts import Crumb
from motcua.faces.setup import forms, words
from motcua.faces.setup.asking import Page, Said, asked, filled
from motcua.faces.setup.organisation import picking, readings
from motcua.faces.setup.organisation.officers import appointment_row, crumbs_of, lent, officer_url
from motcua.ground.access import policy
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import actions
from motcua.people.organisation.models import Appointment, Delegation
from motcua.people.organisation.queries import day_of
from motcua.people.organisation.rules import DELEGABLE, Refusal

GET_POST = ("GET", "POST")


@may("setup.my_delegations")
def my_delegations(request: Request) -> HttpResponse:
    """What the holder of an office delegated, and what was delegated to him."""
    office, on = request.actor.office, day_of(request.now)
    assert office is not None
    given = readings.given_by([office.appointment_id]) if office.delegation_id is None else []
    received = readings.received_by(request.actor.officer_id or 0)
    units = readings.unit_names([office.unit_id] + [row.appointment.unit_id for row in received], on)
    acts_for_another = office.delegation_id is not None
    context = {
        "office": f"{words.role_words(office.role)}, {units[office.unit_id]}",
        "given": [lent(request, row, units, on, to_delegate=True) for row in given],
        "received": [lent(request, row, units, on, to_delegate=False) for row in received],
        "delegates": "" if acts_for_another else reverse("delegate", args=[office.appointment_id]),
        "reason": _("Bạn đang làm việc theo ủy quyền của người khác nên không ủy quyền tiếp được.")
        if acts_for_another
        else "",
    }
    return render(request, "setup/my_delegations.html", context)


@may("delegations.change", methods=GET_POST)
def delegating(request: Request, appointment_id: int) -> HttpResponse:
    """Another officer may act in this office, from–to, by a document."""
    row = appointment_row(appointment_id)
    policy.check(request.actor, "delegations.change", Delegation(appointment=row))
    person, on = row.officer, day_of(request.now)
    title = _("Ủy quyền")
    page = Page(
        title,
        _crumbs(request, row, title),
        _("Ủy quyền"),
        _back(request, row),
        f"{person.name} · {_office(row, request)}",
        facts=(
            (_("Người ủy quyền"), person.name),
            (_("Vai trò"), words.role_words(row.role)),
            (_("Được phân công"), words.period_words(row.valid_from, row.valid_to)),
        ),
        consequence=_(
            "Trong thời gian ủy quyền, người được ủy quyền ký và xử lý thay trong vai trò này bằng tài khoản "
            "của chính mình; người ủy quyền vẫn làm việc được. Người được ủy quyền không ủy quyền tiếp."
        ),
        reason="" if row.role in DELEGABLE else Refused(Refusal.NOT_DELEGABLE).sentence(),
        picker=picking.pick_officer(request, "delegate", reverse("officer_options")),
    )

    def do(said: Said) -> int:
        return actions.delegate(
            appointment_id=appointment_id,
            delegate_id=said["delegate"],
            form=said["form"],
            basis=said["basis"],
            valid_from=said["valid_from"],
            valid_to=forms.after(said["last_on"]) or said["last_on"],
            by=request.actor,
            now=request.now,
        ).pk

    return asked(
        request,
        filled(forms.DelegationForm, request, {"valid_from": on}),
        page,
        do,
        done=lambda said: (
            _("Đã ủy quyền từ %(first)s đến hết %(last)s.")
            % {"first": date_words(said["valid_from"]), "last": date_words(said["last_on"])}
        ),
        to=lambda _id: _back(request, row),
    )


@may("delegations.change", methods=GET_POST)
def ending(request: Request, delegation_id: int) -> HttpResponse:
    """A delegation ends early."""
    found = Delegation.objects.select_related("delegate", "appointment__officer")
    row = found.filter(pk=delegation_id).first()
    if row is None:
        raise Refused(Refusal.DELEGATION_NOT_FOUND)
    policy.check(request.actor, "delegations.change", row)
    title = _("Kết thúc ủy quyền")
    name = row.delegate.name
    page = Page(
        title,
        _crumbs(request, row.appointment, title),
        _("Kết thúc ủy quyền cho %(name)s") % {"name": name},
        _back(request, row.appointment),
        f"{row.appointment.officer.name} · {_office(row.appointment, request)}",
        facts=(
            (_("Người được ủy quyền"), name),
            (_("Văn bản ủy quyền"), row.basis),
            (_("Thời gian"), words.period_words(row.valid_from, row.valid_to)),
        ),
        consequence=_(
            "Từ đầu ngày đã ghi, người được ủy quyền không ký và không xử lý thay được nữa. Những việc đã "
            "làm trong thời gian ủy quyền vẫn có hiệu lực."
        ),
        kind="warning",
    )

    def end(said: Said) -> int:
        return actions.end_delegation(
            delegation_id, valid_to=said["from_on"], by=request.actor, now=request.now
        ).pk

    return asked(
        request,
        filled(forms.EndForm, request, {"from_on": day_of(request.now)}),
        page,
        end,
        done=lambda said: (
            _("Ủy quyền cho %(name)s kết thúc từ %(day)s.")
            % {"name": name, "day": date_words(said["from_on"])}
        ),
        to=lambda _id: _back(request, row.appointment),
    )


def _is_own(request: Request, row: Appointment) -> bool:
    office = request.actor.office
    return office is not None and office.appointment_id == row.pk


def _back(request: Request, row: Appointment) -> str:
    return reverse("my_delegations") if _is_own(request, row) else officer_url(row.officer_id)


def _crumbs(request: Request, row: Appointment, title: str) -> tuple[Crumb, ...]:
    if _is_own(request, row):
        return (Crumb(_("Ủy quyền của tôi"), reverse("my_delegations")), Crumb(title))
    return crumbs_of(row.officer, title)


def _office(row: Appointment, request: Request) -> str:
    unit = readings.unit_names([row.unit_id], day_of(request.now))[row.unit_id]
    return f"{words.role_words(row.role)}, {unit}"
