"""A dossier that ends without a result: voided by the counter, withdrawn by the applicant, stopped by who signs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from motcua.casework.dossiers import events, rules
from motcua.casework.dossiers.actions import hands, stepping
from motcua.casework.dossiers.actions.hands import Held
from motcua.casework.dossiers.actions.stepping import Advanced, Document
from motcua.casework.dossiers.models import Decision, Obligation, Remark, Task
from motcua.casework.dossiers.queries import finding
from motcua.casework.dossiers.rules import Refusal
from motcua.casework.dossiers.states import CLOSED, OPEN, State
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused


@transaction.atomic
def void(dossier_id: int, *, by: Actor, now: datetime, reason: str, key: str | None = None) -> Advanced:
    """Strike out a reception that should not have been one: the number stays and is marked, nothing goes on.

    Only while the agency has not begun (see the rule); what was owed is owed no longer. Raises Refused.
    """
    body = (dossier_id, reason)
    held = _held(dossier_id, events.DossierVoided.verb, by=by, key=key, body=body)
    if isinstance(held, Advanced):
        return held
    rules.check_not_begun(hands.is_begun(held, task) for task in Task.objects.filter(dossier_id=dossier_id))
    hands.let_go(held, now)
    return stepping.write(
        held,
        events.DossierVoided,
        outcome=Task.Outcome.VOIDED,
        state=State.VOIDED,
        effect=None,
        by=by,
        now=now,
        extra={"r_kind": Remark.Kind.VOID, "r_body": rules.check_reason(reason), "finished_at": now},
        key=key,
        body=body,
    )


@transaction.atomic
def withdraw(
    dossier_id: int,
    *,
    by: Actor,
    now: datetime,
    reason: str,
    asked_by: str,
    identity_number: str = "",
    is_applicant: bool = True,
    key: str | None = None,
) -> Advanced:
    """The applicant takes the dossier back before there is a result, with the papers that were handed in.

    Open work ends where it lies, a stopped clock too, and what was owed is owed no longer. Raises Refused.
    """
    body = (dossier_id, reason, asked_by, identity_number, is_applicant)
    held = _held(dossier_id, events.DossierWithdrawn.verb, by=by, key=key, body=body)
    if isinstance(held, Advanced):
        return held
    if not asked_by.strip():
        raise Refused(Refusal.NO_COLLECTOR)
    extra = {
        "r_kind": Remark.Kind.WITHDRAWAL,
        "r_body": rules.check_reason(reason),
        "h_name": asked_by.strip(),
        "h_identity": identity_number.strip(),
        "h_applicant": is_applicant,
        "finished_at": now,
    }
    hands.let_go(held, now)
    return stepping.write(
        held,
        events.DossierWithdrawn,
        outcome=Task.Outcome.WITHDRAWN,
        state=State.WITHDRAWN,
        effect=None,
        by=by,
        now=now,
        extra=extra,
        key=key,
        body=body,
    )


@transaction.atomic
def stop(
    dossier_id: int,
    *,
    by: Actor,
    now: datetime,
    reason: str,
    basis: str,
    document: Document,
    key: str | None = None,
) -> Advanced:
    """End the work at the agency's initiative: on which legal basis, why, by which signed document.

    The applicant fetches the document at the counter, as one that refuses. What he was still to bring he need not
    bring any more; a fee stays owed. Raises Refused.
    """
    body = (dossier_id, reason, basis, document.number, document.signed_on, document.signer)
    held = _held(dossier_id, events.DossierStopped.verb, by=by, key=key, body=body)
    if isinstance(held, Advanced):
        return held
    hands.hold_office(by, now)
    extra = (
        stepping.document_columns(Decision.Kind.STOP, document, now)
        | {"d_basis": rules.check_basis(basis)}
        | {"r_kind": Remark.Kind.STOP, "r_body": rules.check_reason(reason), "finished_at": now}
    )
    definition = held.definition()
    _marking, effects = definition.go_to(held.marking(), held.token, rules.returning_step(definition).key)
    hands.let_go(held, now, keep=(Obligation.Kind.FEE,))
    return stepping.write(
        held,
        events.DossierStopped,
        outcome=Task.Outcome.STOPPED,
        state=State.STOPPED,
        effect=stepping.activation(effects),
        by=by,
        now=now,
        extra=extra,
        key=key,
        body=body,
    )


def _held(dossier_id: int, verb: str, *, by: Actor, key: str | None, body: Any) -> Held | Advanced:
    """The dossier and its open task under their lock, or what this very request gave before.

    Wherever the work lies: these verbs are of the dossier, so that a step done meanwhile does not hinder them.
    """
    dossier = hands.lock_dossier(dossier_id, by=by, permission=verb)
    if earlier := hands.repeated(by, key, verb, body):
        return Advanced(earlier["dossier"], earlier["number"])
    if dossier.state not in OPEN:
        raise Refused(Refusal.CLOSED if dossier.state in CLOSED else Refusal.HAS_RESULT)
    return hands.lock(finding.open_task_id(dossier), by=by, permission=verb)
