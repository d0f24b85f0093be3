"""The verbs of parties. A reception at a counter writes its applicant itself, as part of its one statement."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import LOCAL
from motcua.ground.kernel.constraints import refusing
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold
from motcua.people.parties import rules
from motcua.people.parties.events import PartyChanged, PartyRecorded
from motcua.people.parties.models import Party, PartyVersion
from motcua.people.parties.rules import PartyFacts, Refusal


@transaction.atomic
def record_party(
    *, kind: str, identity_number: str, facts: PartyFacts, by: Actor, now: datetime
) -> PartyVersion:
    """Somebody who asks is written down for the first time.

    Raises Refused KIND_UNKNOWN, IDENTITY_WRONG, TAX_CODE_WRONG, IDENTITY_TAKEN, or as `rules.checked_facts` does.
    """
    policy.check(by, "parties.record")
    party = Party(kind=rules.checked_kind(kind))
    party.identity_number = rules.checked_identity(party.kind, identity_number)
    known = rules.checked_facts(facts, now.astimezone(LOCAL).date())
    with refusing(an_identity_number_is_one_party=Refused(Refusal.IDENTITY_TAKEN)):
        party.save(force_insert=True)
    version = _write(party, 1, known, now)
    event = PartyRecorded(object_id=party.pk, version_id=version.pk)
    journal.record(event, by=by, at=now, content=_content(party, known))
    return version


@transaction.atomic
def change_party(
    party_id: int, *, facts: PartyFacts, seen_number: int, by: Actor, now: datetime
) -> PartyVersion:
    """What is known of a party is written down anew; what was known before stays.

    `seen_number` is the version that the person has seen. Raises Refused PARTY_NOT_FOUND, CHANGED_SINCE, or as
    `rules.checked_facts` does.
    """
    policy.check(by, "parties.record")
    party = Party.objects.select_for_update(no_key=True).filter(pk=party_id).first()
    if party is None:
        raise Refused(Refusal.PARTY_NOT_FOUND)
    newest = PartyVersion.objects.filter(party=party).order_by("-number")[0]
    known = rules.checked_facts(facts, now.astimezone(LOCAL).date())
    if known == facts_of(newest):
        return newest
    if newest.number != seen_number:
        raise Refused(Refusal.CHANGED_SINCE)
    version = _write(party, newest.number + 1, known, now)
    event = PartyChanged(object_id=party.pk, version_id=version.pk)
    journal.record(event, by=by, at=now, content=_content(party, known))
    return version


def facts_of(version: PartyVersion) -> PartyFacts:
    """A version as facts."""
    return PartyFacts(
        name=version.name,
        born_on=version.born_on,
        sex=version.sex,
        address=version.address,
        phone=version.phone,
        email=version.email,
        representative=version.representative,
    )


def _write(party: Party, number: int, known: PartyFacts, now: datetime) -> PartyVersion:
    return PartyVersion.objects.create(
        party=party, number=number, recorded_at=now, search_text=fold(known.name), **asdict(known)
    )


def _content(party: Party, known: PartyFacts) -> dict[str, object]:
    return {"kind": party.kind, "identity_number": party.identity_number, **asdict(known)}
