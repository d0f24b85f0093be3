"""What a dossier waits for besides fee and completion: a paper that comes later, an answer that was asked for.

The clock runs on: no rule set at hand lets it stand still for either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from motcua.casework.dossiers import events, rules
from motcua.casework.dossiers.actions import hands
from motcua.casework.dossiers.actions.telling import begun, kept, tell
from motcua.casework.dossiers.models import Dossier, DossierPaper, Obligation, Remark
from motcua.casework.dossiers.rules import Refusal
from motcua.casework.dossiers.states import CLOSED, OPEN
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.queries import day_of


@dataclass(frozen=True, slots=True)
class Awaited:
    """What is waited for, of whom (an answer only), and until which day, if one was named."""

    what: str
    whom: str = ""
    until: date | None = None


@transaction.atomic
def expect_paper(
    dossier_id: int, awaited: Awaited, *, by: Actor, now: datetime, key: str | None = None
) -> int:
    """Note that the applicant will bring a paper later: one that the list does not require, or an original to compare.

    What the list requires must be there at reception. Returns the number of the event. Raises Refused.
    """
    return _open(dossier_id, Obligation.Kind.PAPER, events.PaperExpected, awaited, by=by, now=now, key=key)


@transaction.atomic
def ask_answer(dossier_id: int, awaited: Awaited, *, by: Actor, now: datetime, key: str | None = None) -> int:
    """Ask somebody outside for an opinion; until it has come, or is waited for no longer, nothing is signed.

    Returns the number of the event. Raises Refused.
    """
    if not awaited.whom.strip():
        raise Refused(Refusal.NO_REASON)
    return _open(dossier_id, Obligation.Kind.ANSWER, events.AnswerAsked, awaited, by=by, now=now, key=key)


@transaction.atomic
def bring_paper(
    dossier_id: int,
    obligation_id: int,
    *,
    by: Actor,
    now: datetime,
    originals: int = 1,
    copies: int = 0,
    key: str | None = None,
) -> int:
    """Take the paper that was to come; returns the number of the event. Raises Refused."""
    verb, body = events.PaperBrought.verb, (dossier_id, obligation_id, originals, copies)
    dossier = hands.lock_dossier(dossier_id, by=by, permission=verb)
    if number := begun(by, key, verb, body):
        return number
    owed = _owed(dossier, obligation_id, Obligation.Kind.PAPER)
    if originals + copies < 1:
        raise Refused(Refusal.NO_REASON)
    event = events.PaperBrought(object_id=dossier_id, owed=owed.opened_number)
    content = {"papers": [[None, owed.what, originals, copies]]}
    number = tell(dossier, event, by=by, now=now, content=content)
    last = DossierPaper.objects.filter(dossier_id=dossier_id).order_by("-ordinal").first()
    DossierPaper.objects.create(
        dossier_id=dossier_id,
        number=number,
        ordinal=(last.ordinal if last else 0) + 1,
        name=owed.what,
        originals=originals,
        copies=copies,
    )
    _end(owed, number, now)
    return kept(by, key, number)


@transaction.atomic
def note_answer(
    dossier_id: int, obligation_id: int, *, by: Actor, now: datetime, answer: str, key: str | None = None
) -> int:
    """Write down the answer that has come; returns the number of the event. Raises Refused."""
    verb, body = events.AnswerNoted.verb, (dossier_id, obligation_id, answer)
    dossier = hands.lock_dossier(dossier_id, by=by, permission=verb)
    if number := begun(by, key, verb, body):
        return number
    owed = _owed(dossier, obligation_id, Obligation.Kind.ANSWER)
    event = events.AnswerNoted(object_id=dossier_id, owed=owed.opened_number)
    number = _say(dossier, event, Remark.Kind.ANSWER, answer, by=by, now=now)
    _end(owed, number, now)
    return kept(by, key, number)


@transaction.atomic
def waive(
    dossier_id: int, obligation_id: int, *, by: Actor, now: datetime, reason: str, key: str | None = None
) -> int:
    """Wait no longer for a paper or an answer, with a reason; a fee or completion is never waived here.

    Returns the number of the event. Raises Refused.
    """
    verb, body = events.ObligationWaived.verb, (dossier_id, obligation_id, reason)
    dossier = hands.lock_dossier(dossier_id, by=by, permission=verb)
    if number := begun(by, key, verb, body):
        return number
    owed = _owed(dossier, obligation_id, Obligation.Kind.PAPER, Obligation.Kind.ANSWER)
    event = events.ObligationWaived(object_id=dossier_id, owed=owed.opened_number)
    number = _say(dossier, event, Remark.Kind.WAIVER, reason, by=by, now=now)
    _end(owed, number, now, voided=True)
    return kept(by, key, number)


def _open(
    dossier_id: int,
    kind: Obligation.Kind,
    event: type[events.PaperExpected] | type[events.AnswerAsked],
    awaited: Awaited,
    *,
    by: Actor,
    now: datetime,
    key: str | None,
) -> int:
    dossier = hands.lock_dossier(dossier_id, by=by, permission=event.verb)
    body = (dossier_id, awaited.what, awaited.whom, awaited.until)
    if number := begun(by, key, event.verb, body):
        return number
    if dossier.state not in OPEN:
        raise Refused(Refusal.CLOSED if dossier.state in CLOSED else Refusal.HAS_RESULT)
    what = rules.check_reason(awaited.what)
    if awaited.until is not None and awaited.until < day_of(now):
        raise Refused(Refusal.PROMISED_IN_THE_PAST)
    content = {"awaited": [kind.value, what, awaited.whom.strip(), awaited.until]}
    number = tell(dossier, event(object_id=dossier_id), by=by, now=now, content=content)
    Obligation.objects.create(
        dossier_id=dossier_id,
        kind=kind,
        what=what,
        whom=awaited.whom.strip(),
        until=awaited.until,
        opened_at=now,
        opened_number=number,
    )
    Dossier.objects.filter(pk=dossier_id).update(open_obligations=F("open_obligations") + 1)
    return kept(by, key, number)


def _owed(dossier: Dossier, obligation_id: int, *kinds: Obligation.Kind) -> Obligation:
    found = Obligation.objects.filter(
        pk=obligation_id, dossier_id=dossier.pk, kind__in=kinds, met_at__isnull=True
    ).first()
    if found is None:
        raise Refused(Refusal.NO_SUCH_OBLIGATION)
    return found


def _say(
    dossier: Dossier, event: events.AnswerNoted | events.ObligationWaived, kind: Remark.Kind, words: str,
    *, by: Actor, now: datetime,
) -> int:  # fmt: skip
    text = rules.check_reason(words)
    number = tell(dossier, event, by=by, now=now, content={"remark": [kind.value, text]})
    Remark.objects.create(dossier_id=dossier.pk, number=number, kind=kind, body=text)
    return number


def _end(owed: Obligation, number: int, now: datetime, *, voided: bool = False) -> None:
    Obligation.objects.filter(pk=owed.pk).update(met_at=now, met_number=number, voided=voided)
    Dossier.objects.filter(pk=owed.dossier_id).update(open_obligations=F("open_obligations") - 1)
