"""What others read of accounts: above all who acts."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet

from motcua.ground.access import policy
from motcua.ground.kernel import clock, statements
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.accounts import factors
from motcua.people.accounts.models import Account
from motcua.people.accounts.rules import NEEDS_CODE, Refusal
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Appointment, Delegation, Officer

_HOLDER = "SELECT officer_id FROM account WHERE id = %(account_id)s AND NOT is_closed"
_ACTOR = organisation.offices_statement(_HOLDER)


def actor(account_id: int, now: datetime, office_id: int | None = None) -> Actor:
    """Who acts through this account at that moment, in one statement.

    `office_id` is the appointment chosen; when it is not held any more, the first office held takes its
    place.
    An account that is closed, or holds no office, gives an actor without offices.
    """
    rows = statements.rows(_ACTOR, {"account_id": account_id, "on": organisation.day_of(now)})
    offices = organisation.offices_from(rows)
    chosen = next((office for office in offices if office.appointment_id == office_id), None)
    return Actor(
        kind="officer",
        account_id=account_id,
        officer_id=rows[0][0] if rows else None,
        office=chosen or (offices[0] if offices else None),
        offices=offices,
    )


def visible_to(by: Actor) -> QuerySet[Account]:
    """The accounts that an administrator looks after, with their officers, by user name."""
    accounts = Account.objects.select_related("officer").order_by("username")
    return policy.visible(by, "accounts.view", accounts)


def get_account(account_id: int, by: Actor) -> Account:
    """One of them; raises Refused ACCOUNT_NOT_FOUND."""
    found = visible_to(by).filter(pk=account_id).first()
    if found is None:
        raise Refused(Refusal.ACCOUNT_NOT_FOUND)
    return found


def account_of(officer_id: int) -> Account | None:
    """The account of this officer, if there is one."""
    return Account.objects.filter(officer_id=officer_id).first()


def lacking_factor(accounts: QuerySet[Account], on: date) -> QuerySet[Account]:
    """Those of the accounts whose holder's role on that day asks for a one-time code, and who have none yet."""
    valid = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    held = Appointment.objects.filter(valid, role__in=NEEDS_CODE)
    lent = Delegation.objects.filter(valid, appointment__in=held)
    needing = Q(officer__in=held.values("officer_id")) | Q(officer__in=lent.values("delegate_id"))
    return accounts.filter(needing).exclude(pk__in=factors.enrolled())


def officers_without(by: Actor, on: date) -> QuerySet[Officer]:
    """The officers in office on that day in the administrator's unit or below who have no account, by name."""
    if by.office is None or not policy.has(by, "accounts.create"):
        return Officer.objects.none()
    valid = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    here = Appointment.objects.filter(valid, unit_id__in=by.office.unit_ids)
    officers = Officer.objects.filter(pk__in=here.values("officer_id"), account__isnull=True)
    return officers.order_by("sort_key", "pk")


def current_code(account_id: int) -> str | None:
    """The one-time code that this account's application shows now, None without one: in a demonstration only.

    Raises Refused NOT_A_DEMONSTRATION or ACCOUNT_NOT_FOUND.
    """
    if not clock.state().is_demonstration:
        raise Refused(Refusal.NOT_A_DEMONSTRATION)
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise Refused(Refusal.ACCOUNT_NOT_FOUND)
    return factors.shown_code(account)
