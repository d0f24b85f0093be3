"""Units that go over into others: planned, looked at, the officers reviewed, given up before the day, followed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.casework.dossiers.models import BulkChange
from motcua.casework.dossiers.queries.changes import succession as queries
from motcua.casework.dossiers.queries.changes.succession import Concerned
from motcua.casework.dossiers.queries.finding import called
from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import Tone, date_words
from motcua.faces.look.parts import Crumb
from motcua.faces.setup import forms, words
from motcua.faces.setup.asking import Page, Said, asked, filled, once
from motcua.faces.setup.organisation import picking, taken_away
from motcua.faces.setup.organisation.units import unit_row, unit_url
from motcua.ground.access import policy
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import actions
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Succession, SuccessionAppointment
from motcua.people.organisation.queries import UnitView, day_of, successions
from motcua.people.organisation.rules.shipped import successions_2025

DAY = timedelta(days=1)
State = Succession.State
Fate = SuccessionAppointment.Fate
TONES: dict[str, Tone] = {
    State.PLANNED: "soon",
    State.UNDER_WAY: "brand",
    State.DONE: "done",
    State.CANCELLED: "calm",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A succession with the names of its units as they were the day before."""

    row: Succession
    before: str
    after: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A line of the list of officers; `choices` are the units of a split to which one may go, `code` another unit's."""

    appointment_id: int
    name: str
    role: str
    unit: str
    fate: str
    choices: tuple[tuple[str, str], ...]
    code: str


def _named(row: Succession) -> Listed:
    units = organisation.names([row.predecessor_id, row.successor_id], row.on_date)
    before = organisation.names([row.predecessor_id], max(row.predecessor.valid_from, row.on_date - DAY))
    return Listed(
        row,
        called(units | before, row.predecessor_id),
        called(units | before, row.successor_id),
        TONES[row.state],
    )


@may("units.view_successions")
def listing(request: Request) -> HttpResponse:
    """All plans and what was done, the newest first."""
    rows = successions.successions_visible_to(request.actor).select_related("predecessor")
    if exports.asked(request):
        named = ((one.row, one.before, one.after) for one in map(_named, rows))
        return exports.answer(request, taken_away.successions(named))
    return render(request, "setup/successions/list.html", {"rows": [_named(row) for row in rows[:200]]})


@may("units.view_successions")
def shipped(request: Request) -> HttpResponse:
    """The communes of 2017 and those of 2025 that go on for them, as the shipped list has it, doubts marked."""
    rows = successions_2025()
    context = {
        "groups": [(name, list(found)) for name, found in groupby(rows, key=lambda row: row.district)],
        "total": len(rows),
        "successors": len({row.successor for row in rows}),
        "doubtful": sum(not row.is_listed for row in rows),
        "crumbs": (Crumb(_("Sắp xếp đơn vị"), reverse("successions")), Crumb(_("Năm 2025"))),
    }
    return render(request, "setup/successions/shipped.html", context)


@may("units.change", methods=("GET", "POST"))
def planning(request: Request, unit_id: int) -> HttpResponse:
    """From a day on this unit goes over into another one."""
    unit = unit_row(unit_id)
    policy.check(request.actor, "units.change", unit)
    view = organisation.unit_as_of(unit.pk, day_of(request.now))
    form = filled(forms.SuccessionForm, request)
    page = Page(
        _("Sáp nhập vào đơn vị khác"),
        (Crumb(_("Đơn vị"), reverse("units")), Crumb(view.name, unit_url(unit.pk)), Crumb(_("Sáp nhập"))),
        _("Lập kế hoạch"),
        unit_url(unit.pk),
        view.name,
        consequence=_(
            "Chưa có gì thay đổi khi lập kế hoạch. Trang tiếp theo cho xem hồ sơ, cán bộ và thủ tục liên quan; có thể "
            "hủy kế hoạch trước ngày sáp nhập."
        ),
        picker=picking.pick_unit(request, "successor", reverse("unit_options")),
    )

    def do(said: Said) -> int:
        return actions.plan_succession(
            unit.pk,
            said["successor"],
            on=said["on"],
            act=said["act"],
            is_checked=said["is_checked"],
            by=request.actor,
            now=request.now,
        ).pk

    return asked(
        request,
        form,
        page,
        do,
        done=lambda said: _("Đã lập kế hoạch sáp nhập từ ngày %(day)s.") % {"day": date_words(said["on"])},
        to=lambda pk: reverse("succession", args=[pk]),
    )


@may("units.view_successions")
def succession(request: Request, succession_id: int) -> HttpResponse:
    """A plan with all that it concerns; afterwards how far it has come."""
    return _show(request, successions.get_succession(succession_id, request.actor))


def _show(request: Request, lead: Succession, refused: Refused | None = None) -> HttpResponse:
    named = _named(lead)
    units = tuple(successions.pairs_of(lead))
    is_planned = lead.state == State.PLANNED
    concerned: Concerned | None = queries.concerned(units) if is_planned else None
    at_steps = {one.unit_id for one in concerned.steps} if concerned else set()
    names = organisation.names({*units, *at_steps}, day_of(request.now))
    context = {
        "named": named,
        "lead": lead,
        "is_planned": is_planned,
        "is_split": lead.kind == Succession.Kind.SPLIT,
        "parts": _parts(lead),
        "unassigned": queries.unassigned(lead).count() if lead.kind == Succession.Kind.SPLIT else 0,
        "is_due": is_planned and lead.on_date <= day_of(request.now),
        "may_change": is_planned and policy.allows(request.actor, "units.change", lead.predecessor),
        "concerned": concerned,
        "steps": [(called(names, one.unit_id), one) for one in concerned.steps] if concerned else (),
        "officers": _officers(lead) if is_planned else (),
        "changes": BulkChange.objects.filter(kind=BulkChange.Kind.SUCCESSION, subject=lead.pk).order_by("pk"),
        "key": str(uuid4()),
        "refused": refused.sentence() if refused else "",
        "crumbs": (Crumb(_("Sắp xếp đơn vị"), reverse("successions")), Crumb(named.before)),
    }
    return render(
        request, "setup/successions/succession.html", context, status=refused.status if refused else 200
    )


def _parts(lead: Succession) -> list[str]:
    """What the units are called into which one is split."""
    parts = successions.parts_of(lead)
    names = organisation.names(parts, lead.on_date)
    return [called(names, pk) for pk in parts]


def _officers(lead: Succession) -> list[Reviewed]:
    reviewed = {row.appointment_id: row for row in lead.appointments.all()}
    rows = successions.appointments_of_succession(lead)
    parts = list(successions.parts_of(lead).values())
    ids = {row.unit_id for row in rows} | {unit for part in parts for unit in part.values()}
    elsewhere = {row.to_unit_id for row in reviewed.values() if row.to_unit_id is not None}
    names = organisation.names(ids | elsewhere, lead.on_date)
    found = []
    for row in rows:
        known = reviewed.get(row.pk)
        further = [part[row.unit_id] for part in parts[1:] if row.unit_id in part]
        to = known.to_unit_id if known else None
        fate = known.fate if known else Fate.CARRIED.value
        found.append(
            Reviewed(
                row.pk,
                row.officer.name,
                words.role_words(row.role),
                called(names, row.unit_id),
                f"to-{to}" if to in further else fate,
                _choices(parts[0].get(row.unit_id), further, names),
                names[to].code if to is not None and to not in further and to in names else "",
            )
        )
    return found


def _choices(
    first: int | None, further: Sequence[int], names: Mapping[int, UnitView]
) -> tuple[tuple[str, str], ...]:
    """What may become of an officer: of a split each part is named."""
    if not further:
        return tuple((value, str(label)) for value, label in Fate.choices)
    parts = [(f"to-{unit}", _("Chuyển sang %(unit)s") % {"unit": called(names, unit)}) for unit in further]
    carried = (Fate.CARRIED.value, _("Chuyển sang %(unit)s") % {"unit": called(names, first)})
    rest = [(Fate(fate).value, str(Fate(fate).label)) for fate in (Fate.OTHER, Fate.ENDED)]
    return (carried, *parts, *rest)


@may("units.change", methods=("POST",))
def reviewing(request: Request, succession_id: int) -> HttpResponse:
    """The list of officers as it was reviewed is kept."""
    lead = successions.get_succession(succession_id, request.actor)
    policy.check(request.actor, "units.change", lead.predecessor)
    theirs = [row.pk for row in successions.appointments_of_succession(lead)]
    fates, units = _said(request, theirs)
    try:
        once(
            request,
            lambda: (
                actions.review_appointments(lead.pk, fates, units=units, by=request.actor, now=request.now).pk
            ),
        )
    except Refused as refused:
        return _show(request, lead, refused)
    messages.success(request, _("Đã ghi danh sách cán bộ."))
    return redirect("succession", succession_id=lead.pk)


def _said(request: Request, theirs: Sequence[int]) -> tuple[dict[int, str], dict[int, int]]:
    """What was chosen of each appointment: its fate, and the unit when it is another one, by its code or as a part."""
    codes = organisation.ids_of_codes(request.POST.get(f"code-{pk}", "").strip() for pk in theirs)
    fates: dict[int, str] = {}
    units: dict[int, int] = {}
    for pk in theirs:
        if (fate := request.POST.get(f"fate-{pk}")) is None:
            continue
        part = fate.removeprefix("to-")
        is_part = fate != part and part.isdecimal() and len(part) < 18
        fates[pk] = Fate.OTHER.value if is_part else fate
        unit = int(part) if is_part else codes.get(request.POST.get(f"code-{pk}", "").strip())
        if unit is not None:
            units[pk] = unit
    return fates, units


@may("units.change", methods=("POST",))
def cancelling(request: Request, succession_id: int) -> HttpResponse:
    """A plan is given up before its day."""
    lead = successions.get_succession(succession_id, request.actor)
    try:
        actions.cancel_succession(lead.pk, by=request.actor, now=request.now)
    except Refused as refused:
        return _show(request, lead, refused)
    messages.success(request, _("Đã hủy kế hoạch. Không có gì thay đổi."))
    return redirect("successions")
