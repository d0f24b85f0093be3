"""Who may sign in, and who looks after accounts: administrators, for the officers of their unit and below."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from motcua.ground.access import policy
from motcua.ground.access.policy import Relation
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import Actor
from motcua.people.accounts.models import Account
from motcua.people.organisation.models import Appointment, Role


def _in_office_elsewhere(actor: Actor) -> QuerySet[Appointment]:
    """Appointments that count, or will, and do not lie below the actor's unit."""
    unit_ids = actor.office.unit_ids if actor.office else ()
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=clock.today())
    return Appointment.objects.filter(lasting).exclude(unit_id__in=unit_ids)


def _below(actor: Actor) -> Q:
    # Whoever may reset a password may become that person: an office held elsewhere keeps the account out of
    # reach.
    return Q(officer_id__isnull=False) & ~Q(officer_id__in=_in_office_elsewhere(actor).values("officer_id"))


def _is_below(actor: Actor, account: Account) -> bool:
    if account.officer_id is None:
        return False
    return not _in_office_elsewhere(actor).filter(officer_id=account.officer_id).exists()


OFFICER_BELOW = Relation("officer_below", _is_below, _below)
"""The account's officer is in office nowhere but in the actor's unit or below."""

OWN = Relation(
    "own_account",
    lambda actor, account: actor.account_id is not None and actor.account_id == account.pk,
    lambda actor: Q(pk=actor.account_id),
)
"""The account is the actor's own."""

_ADMINISTRATOR = {Role.ADMINISTRATOR.value: OFFICER_BELOW, policy.SYSTEM: policy.ANY}

policy.add("accounts.view", {Role.ADMINISTRATOR.value: OFFICER_BELOW})
policy.add("accounts.create", _ADMINISTRATOR)
policy.add("accounts.open_ready", {policy.SYSTEM: policy.ANY})
policy.add("accounts.reset_password", _ADMINISTRATOR)
policy.add("accounts.close", _ADMINISTRATOR)
policy.add("accounts.end_sessions", {**_ADMINISTRATOR, policy.OFFICER: OWN})
policy.add("accounts.re_enrol", _ADMINISTRATOR)
policy.add("accounts.own", {policy.OFFICER: OWN})
policy.add("accounts.sign_in", {policy.ANYONE: policy.ANY})
