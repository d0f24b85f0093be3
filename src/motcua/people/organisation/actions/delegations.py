"""The holder of an office lets another officer act in it, for a time."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import queries, rules
from motcua.people.organisation.actions.appointments import locked_appointment
from motcua.people.organisation.events import AuthorityDelegated, DelegationEnded
from motcua.people.organisation.models import Delegation, Officer
from motcua.people.organisation.queries.proof import words_of_delegation
from motcua.people.organisation.rules import Refusal


@transaction.atomic
def delegate(
    *,
    appointment_id: int,
    delegate_id: int,
    form: str,
    basis: str,
    valid_from: date,
    valid_to: date,
    by: Actor,
    now: datetime,
) -> Delegation:
    """Another officer may act in this appointment from–to, by a document that says so.

    Raises Refused APPOINTMENT_NOT_FOUND, OFFICER_NOT_FOUND, NOT_DELEGABLE, TO_ONESELF, FORM_UNKNOWN,
    BASIS_EMPTY, NAME_TOO_LONG, ENDS_BEFORE_IT_BEGINS, ENDS_IN_THE_PAST, OUTSIDE_APPOINTMENT or
    ALREADY_DELEGATED.
    """
    appointment = locked_appointment(appointment_id)
    delegation = Delegation(appointment=appointment, form=form, valid_from=valid_from, valid_to=valid_to)
    policy.check(by, "delegations.change", delegation)
    if appointment.role not in rules.DELEGABLE:
        raise Refused(Refusal.NOT_DELEGABLE)
    if form not in Delegation.Form.values:
        raise Refused(Refusal.FORM_UNKNOWN)
    if not basis.strip():
        raise Refused(Refusal.BASIS_EMPTY)
    if delegate_id == appointment.officer_id:
        raise Refused(Refusal.TO_ONESELF)
    if not Officer.objects.filter(pk=delegate_id).exists():
        raise Refused(Refusal.OFFICER_NOT_FOUND)
    rules.check_period(valid_from, valid_to)
    rules.check_end(valid_from, valid_to, queries.day_of(now))
    rules.check_within((valid_from, valid_to), (appointment.valid_from, appointment.valid_to))
    for other in Delegation.objects.filter(appointment=appointment, delegate_id=delegate_id):
        if rules.overlap((other.valid_from, other.valid_to), (valid_from, valid_to)):
            raise Refused(Refusal.ALREADY_DELEGATED)
    delegation.delegate_id = delegate_id
    delegation.basis = rules.checked_text(basis, 200)
    delegation.save(force_insert=True)
    event = AuthorityDelegated(
        object_id=delegation.pk,
        of_appointment_id=appointment.pk,
        delegate_id=delegate_id,
        form=form,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    journal.record(event, by=by, at=now, content=words_of_delegation(delegation))
    return delegation


@transaction.atomic
def end_delegation(delegation_id: int, *, valid_to: date, by: Actor, now: datetime) -> Delegation:
    """A delegation ends early; `valid_to` is the first day that no longer counts.

    The row's lock waits for acts that decide under it. Raises Refused DELEGATION_NOT_FOUND,
    ENDS_IN_THE_PAST or
    ENDS_BEFORE_IT_BEGINS.
    """
    found = Delegation.objects.select_for_update(of=("self",), no_key=True).select_related("appointment")
    delegation = found.filter(pk=delegation_id).first()
    if delegation is None:
        raise Refused(Refusal.DELEGATION_NOT_FOUND)
    policy.check(by, "delegations.change", delegation)
    if delegation.valid_to <= valid_to:
        return delegation
    rules.check_end(delegation.valid_from, valid_to, queries.day_of(now))
    delegation.valid_to = valid_to
    delegation.save(update_fields=["valid_to"])
    journal.record(DelegationEnded(object_id=delegation.pk, valid_to=valid_to), by=by, at=now)
    return delegation
