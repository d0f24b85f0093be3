"""Who may see and change the organisation: officers see all, administrators change their unit and below."""

from __future__ import annotations

from django.db.models import Q

from motcua.ground.access import policy
from motcua.ground.access.policy import Relation
from motcua.ground.kernel.actors import Actor
from motcua.people.organisation.models import Appointment, Delegation, Officer, Role, Unit


def _below(actor: Actor) -> tuple[int, ...]:
    return actor.office.unit_ids if actor.office else ()


def _appointed_here(actor: Actor) -> Q:
    here = Appointment.objects.filter(unit_id__in=_below(actor)).values("officer_id")
    anywhere = Appointment.objects.values("officer_id")
    return Q(pk__in=here) | ~Q(pk__in=anywhere)


def _is_appointed_here(actor: Actor, officer: Officer) -> bool:
    return Officer.objects.filter(_appointed_here(actor), pk=officer.pk).exists()


def _is_own(actor: Actor, delegation: Delegation) -> bool:
    office = actor.office
    return (
        office is not None
        and office.delegation_id is None
        and office.appointment_id == delegation.appointment_id
    )


def _own(actor: Actor) -> Q:
    office = actor.office
    if office is None or office.delegation_id is not None:
        return Q(pk__in=())
    return Q(appointment_id=office.appointment_id)


UNIT_BELOW: Relation = Relation(
    "unit_below",
    lambda actor, unit: isinstance(unit, Unit) and unit.pk in _below(actor),
    lambda actor: Q(pk__in=_below(actor)),
)
"""The unit is the actor's or stands below it."""

OFFICER_BELOW = Relation("officer_below", _is_appointed_here, _appointed_here)
"""The officer is, or was, in office in the actor's unit or below, or has not been appointed anywhere yet."""

APPOINTMENT_BELOW = Relation(
    "appointment_below",
    lambda actor, appointment: appointment.unit_id in _below(actor),
    lambda actor: Q(unit_id__in=_below(actor)),
)
"""The appointment is to the actor's unit or one below."""

DELEGATION_BELOW = Relation(
    "delegation_below",
    lambda actor, delegation: delegation.appointment.unit_id in _below(actor),
    lambda actor: Q(appointment__unit_id__in=_below(actor)),
)
"""The delegated appointment is to the actor's unit or one below."""

OWN_APPOINTMENT = Relation("own_appointment", _is_own, _own)
"""The actor holds the delegated appointment himself; who acts by delegation does not delegate further."""

_EVERYBODY_INSIDE = {policy.OFFICER: policy.ANY, policy.SYSTEM: policy.ANY}

policy.add("units.view", _EVERYBODY_INSIDE)
policy.add("units.found", {policy.SYSTEM: policy.ANY})
policy.add("units.change", {Role.ADMINISTRATOR.value: UNIT_BELOW, policy.SYSTEM: policy.ANY})
policy.add(
    "units.view_successions",
    {role.value: policy.ANY for role in (Role.ADMINISTRATOR, Role.REFORM_OFFICE, Role.INSPECTOR)},
)
policy.add("units.succeed", {policy.SYSTEM: policy.ANY})
policy.add("officers.view", _EVERYBODY_INSIDE)
policy.add("officers.add", {Role.ADMINISTRATOR.value: policy.ANY, policy.SYSTEM: policy.ANY})
policy.add("officers.change", {Role.ADMINISTRATOR.value: OFFICER_BELOW, policy.SYSTEM: policy.ANY})
policy.add("appointments.change", {Role.ADMINISTRATOR.value: APPOINTMENT_BELOW, policy.SYSTEM: policy.ANY})
policy.add(
    "delegations.change",
    {
        Role.ADMINISTRATOR.value: DELEGATION_BELOW,
        Role.LEADER.value: OWN_APPOINTMENT,
        Role.HEAD_OF_DIVISION.value: OWN_APPOINTMENT,
        Role.ONE_STOP_HEAD.value: OWN_APPOINTMENT,
        policy.SYSTEM: policy.ANY,
    },
)
policy.add("organisation.import", {Role.ADMINISTRATOR.value: policy.ANY, policy.SYSTEM: policy.ANY})
