"""Who works here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.constraints import refusing
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold, sort_key
from motcua.people.organisation import rules
from motcua.people.organisation.events import OfficerAdded, OfficerChanged
from motcua.people.organisation.models import Officer
from motcua.people.organisation.queries.proof import words_of_officer
from motcua.people.organisation.rules import Refusal


@transaction.atomic
def add_officer(
    *, code: str, name: str, phone: str = "", email: str = "", by: Actor, now: datetime
) -> Officer:
    """A person who works here is entered under a code of the office.

    Raises Refused NAME_EMPTY, NAME_TOO_LONG, CODE_WRONG, OFFICER_CODE_TAKEN, PHONE_WRONG or EMAIL_WRONG.
    """
    policy.check(by, "officers.add")
    officer = Officer(code=rules.checked_code(code, 40))
    _describe(officer, name, phone, email)
    with refusing(officer_code_key=Refused(Refusal.OFFICER_CODE_TAKEN, value=officer.code)):
        officer.save(force_insert=True)
    journal.record(OfficerAdded(object_id=officer.pk), by=by, at=now, content=words_of_officer(officer))
    return officer


@transaction.atomic
def change_officer(
    officer_id: int, *, name: str, phone: str = "", email: str = "", by: Actor, now: datetime
) -> Officer:
    """What is known of an officer is put right; the code stays.

    Raises Refused OFFICER_NOT_FOUND, NAME_EMPTY, NAME_TOO_LONG, PHONE_WRONG or EMAIL_WRONG.
    """
    officer = locked_officer(officer_id)
    policy.check(by, "officers.change", officer)
    before = words_of_officer(officer)
    _describe(officer, name, phone, email)
    if words_of_officer(officer) == before:
        return officer
    officer.save(update_fields=["name", "phone", "email", "search_text", "sort_key"])
    journal.record(OfficerChanged(object_id=officer.pk), by=by, at=now, content=words_of_officer(officer))
    return officer


def locked_officer(officer_id: int) -> Officer:
    """The officer under his lock; raises Refused OFFICER_NOT_FOUND."""
    officer = Officer.objects.select_for_update(no_key=True).filter(pk=officer_id).first()
    if officer is None:
        raise Refused(Refusal.OFFICER_NOT_FOUND)
    return officer


def _describe(officer: Officer, name: str, phone: str, email: str) -> None:
    officer.name = rules.checked_text(name, 120)
    officer.phone = rules.checked_phone(phone)
    officer.email = rules.checked_email(email)
    officer.search_text = fold(f"{officer.name} {officer.code}")
    officer.sort_key = _by_given_name(officer.name)


def _by_given_name(name: str) -> str:
    """Vietnamese lists of people go by the given name, which is the last word."""
    *others, given = name.split()
    return sort_key(" ".join([given, *others]))
