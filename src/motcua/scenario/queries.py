"""What faces read of the demonstration: the one-time codes of its ready accounts."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.people.accounts import queries as accounts
from motcua.people.accounts.models import Account
from motcua.people.organisation.models import Role
from motcua.scenario.province.staff import READY


@dataclass(frozen=True, slots=True)
class ReadyCode:
    """The one-time code of a ready account, as its application would show it now."""

    username: str
    name: str
    role: str
    code: str


def ready_codes() -> list[ReadyCode]:
    """The codes of the ready accounts that have a second factor; nobody else's are ever shown.

    Raises Refused NOT_A_DEMONSTRATION.
    """
    roles = {username: role for (_unit, role), username in READY.items()}
    found = []
    for account in Account.objects.filter(username__in=roles).select_related("officer").order_by("username"):
        code = accounts.current_code(account.pk)
        if code is not None and account.officer is not None:
            role = str(Role(roles[account.username]).label)
            found.append(ReadyCode(account.username, account.officer.name, role, code))
    return found
