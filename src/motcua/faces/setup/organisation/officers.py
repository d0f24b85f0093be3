"""Officers: the list, an officer's page with appointments and delegations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.parts import Action, Crumb
from motcua.faces.setup import words
from motcua.faces.setup.organisation import picking, readings, taken_away
from motcua.ground.access import policy
from motcua.ground.kernel.refusals import Refused
from motcua.people.accounts.models import Account
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Appointment, Delegation, Officer
from motcua.people.organisation.queries import day_of
from motcua.people.organisation.rules import DELEGABLE, Refusal

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: who, in which offices today, with which account."""

    officer: Officer
    offices: tuple[readings.Office, ...]
    account: Account | None


@may("officers.view", methods=("GET", "POST"))
def officers(request: Request) -> HttpResponse:
    """The officers by name; a search is a POST, for a name never stands in an address."""
    text, on = request.POST.get("q", "").strip(), day_of(request.now)
    found = organisation.officers_visible_to(request.actor, text)
    sees_accounts = policy.has(request.actor, "accounts.view")
    if exports.asked(request):
        table = taken_away.officers(list(found), on, with_accounts=sees_accounts)
        return exports.answer(request, table)
    count = found.count()
    rows = list(_after(request, found)[: PAGE + 1])
    ids = [row.pk for row in rows[:PAGE]]
    after = ids[-1] if len(rows) > PAGE else 0
    offices = readings.offices_of(ids, on)
    accounts = readings.accounts_of(ids) if sees_accounts else None
    context = {
        "lines": [
            Line(row, tuple(offices.get(row.pk, ())), accounts.get(row.pk) if accounts is not None else None)
            for row in rows[:PAGE]
        ],
        "shows_account": accounts is not None,
        "text": text,
        "facts": ngettext("%(n)s cán bộ", "%(n)s cán bộ", count) % {"n": f"{count:,}".replace(",", ".")},
        "after": after,
        "next_url": f"{reverse('officers')}?after={after}",
        "adds": policy.has(request.actor, "officers.add"),
        "imports": policy.has(request.actor, "organisation.import"),
    }
    return render(request, "setup/officers.html", context)


def _after(request: Request, found: Any) -> Any:
    """Those after the officer whose number is asked for, in the order of the list."""
    number = request.POST.get("after", "") or request.GET.get("after", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return found
    last = Officer.objects.filter(pk=int(number)).first()
    if last is None:
        return found
    return found.filter(Q(sort_key__gt=last.sort_key) | Q(sort_key=last.sort_key, pk__gt=last.pk))


@may("officers.view", methods=("POST",))
def officer_options(request: Request) -> HttpResponse:
    """What a field that searches for an officer offers."""
    text = request.POST.get("q", "")
    options = picking.officer_options(text, request)
    return render(
        request, "look/parts/options.html", {"options": options, "name": "delegate", "searched": text.strip()}
    )


# --- one officer -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment on the officer's page, with what may be done with it."""

    row: Appointment
    unit: str
    when: words.When
    delegations: tuple[Delegation, ...]
    ends: str = ""
    delegates: str = ""


@dataclass(frozen=True, slots=True)
class Lent:
    """A delegation as a page shows it: between whom, in which office, and whether it may be ended."""

    row: Delegation
    who: str
    who_url: str
    office: str
    when: words.When
    ends: str = ""


@may("officers.view")
def officer(request: Request, officer_id: int) -> HttpResponse:
    """One officer: offices past, present and to come, what was delegated, and the account."""
    person, on = organisation.get_officer(officer_id, request.actor), day_of(request.now)
    held = list(organisation.appointments_of(officer_id))
    received = readings.received_by(officer_id)
    units = readings.unit_names(
        [row.unit_id for row in held] + [row.appointment.unit_id for row in received], on
    )
    given = readings.given_by([row.pk for row in held])
    changes = policy.allows(request.actor, "officers.change", person)
    context = {
        "person": person,
        "groups": _groups(request, held, units, given, on),
        "given": [lent(request, row, units, on, to_delegate=True) for row in given],
        "received": [lent(request, row, units, on, to_delegate=False) for row in received],
        "crumbs": (Crumb(_("Cán bộ"), reverse("officers")), Crumb(person.name)),
        "actions": _actions(person) if changes else (),
        "sees_account": policy.has(request.actor, "accounts.view"),
        "creates": policy.allows(request.actor, "accounts.create", Account(officer_id=officer_id)),
        **_account(request, officer_id),
    }
    return render(request, "setup/officer.html", context)


def _account(request: Request, officer_id: int) -> dict[str, Any]:
    if not policy.has(request.actor, "accounts.view"):
        return {}
    account = readings.accounts_of([officer_id]).get(officer_id)
    opens = account is not None and policy.allows(request.actor, "accounts.view", account)
    return {"account": account, "opens_account": opens}


def _actions(person: Officer) -> tuple[Action, ...]:
    return (
        Action(_("Phân công"), reverse("appoint", args=[person.pk]), "primary"),
        Action(_("Sửa thông tin"), reverse("change_officer", args=[person.pk])),
    )


def _groups(
    request: Request, held: list[Appointment], units: dict[int, str], given: list[Delegation], on: date
) -> list[tuple[str, list[Held]]]:
    titles = {"now": _("Đang giữ"), "next": _("Sắp nhận"), "past": _("Đã giữ"), "never": _("Đã hủy")}
    groups: dict[str, list[Held]] = {}
    for row in held:
        state = words.when(row.valid_from, row.valid_to, on)
        of_this = tuple(one for one in given if one.appointment_id == row.pk)
        shown = Held(row, units[row.unit_id], state, of_this, *_ways(request, row, state))
        groups.setdefault(state, []).append(shown)
    return [(titles[state], groups[state]) for state in titles if state in groups]


def _ways(request: Request, row: Appointment, state: words.When) -> tuple[str, str]:
    """Where the appointment is ended, and where it is delegated; empty where it may not be."""
    if state not in ("now", "next"):
        return "", ""
    ends = policy.allows(request.actor, "appointments.change", row)
    lends = row.role in DELEGABLE and policy.allows(
        request.actor, "delegations.change", Delegation(appointment=row)
    )
    return (
        reverse("end_appointment", args=[row.pk]) if ends else "",
        reverse("delegate", args=[row.pk]) if lends else "",
    )


def lent(request: Request, row: Delegation, units: dict[int, str], on: date, *, to_delegate: bool) -> Lent:
    """A delegation with the other side of it: to whom, or from whom."""
    other = row.delegate if to_delegate else row.appointment.officer
    state = words.when(row.valid_from, row.valid_to, on)
    ends = state in ("now", "next") and policy.allows(request.actor, "delegations.change", row)
    return Lent(
        row,
        other.name,
        reverse("officer", args=[other.pk]),
        f"{words.role_words(row.appointment.role)}, {units[row.appointment.unit_id]}",
        state,
        reverse("end_delegation", args=[row.pk]) if ends else "",
    )


def officer_url(officer_id: int) -> str:
    """The page of an officer."""
    return reverse("officer", args=[officer_id])


def crumbs_of(person: Officer, last: str) -> tuple[Crumb, ...]:
    """The way to a form of this officer."""
    return (Crumb(_("Cán bộ"), reverse("officers")), Crumb(person.name, officer_url(person.pk)), Crumb(last))


def changeable(request: Request, officer_id: int) -> Officer:
    """The officer, if he is the actor's to change; raises Refused OFFICER_NOT_FOUND or NOT_ALLOWED."""
    person = organisation.get_officer(officer_id, request.actor)
    policy.check(request.actor, "officers.change", person)
    return person


def appointment_row(appointment_id: int) -> Appointment:
    """The appointment with its officer; raises Refused APPOINTMENT_NOT_FOUND."""
    found = Appointment.objects.select_related("officer").filter(pk=appointment_id).first()
    if found is None:
        raise Refused(Refusal.APPOINTMENT_NOT_FOUND)
    return found
