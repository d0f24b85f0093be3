"""A publication decision as a whole: prepared, checked by another person, signed; then all of it holds, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from motcua.catalogue.procedures.actions.decisions import record_decision
from motcua.catalogue.procedures.events import (
    DecisionChecked,
    DecisionDrafted,
    DecisionDraftEdited,
    DecisionReopened,
    DecisionSigned,
    DecisionWithdrawn,
    ItemDropped,
    ItemsPut,
    ProcedureRepealed,
    VersionPublished,
)
from motcua.catalogue.procedures.models import (
    DecisionDraft,
    DecisionItem,
    Procedure,
    ProcedureVersion,
    PublicationDecision,
)
from motcua.catalogue.procedures.queries.preparing import Item, items_prepared
from motcua.catalogue.procedures.queries.proof import words_of_draft, words_of_versions
from motcua.catalogue.procedures.rules import Refusal
from motcua.catalogue.procedures.states import DRAFT_TRANSITIONS, DraftState, ItemKind, VersionState
from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.constraints import refusing
from motcua.ground.kernel.journal import fingerprint
from motcua.ground.kernel.refusals import Refused

NAMED_AT_MOST = 3


@transaction.atomic
def draft_decision(
    title: str,
    *,
    issuer: str,
    in_force_on: date,
    is_illustrative: bool = False,
    by: Actor,
    now: datetime,
) -> DecisionDraft:
    """Someone begins to prepare a publication decision; raises Refused NO_TITLE, NOT_ALLOWED."""
    policy.check(by, "procedures.edit")
    _check_words(title, issuer)
    draft = DecisionDraft.objects.create(
        title=title,
        issuer=issuer,
        in_force_on=in_force_on,
        is_illustrative=is_illustrative,
        drafted_at=now,
        drafted_by_id=by.officer_id,
    )
    event = DecisionDrafted(object_id=draft.pk, in_force_on=in_force_on)
    journal.record(event, by=by, at=now, content=words_of_draft(draft))
    return draft


@transaction.atomic
def edit_decision_draft(
    draft_id: int, *, title: str, issuer: str, in_force_on: date, by: Actor, now: datetime
) -> DecisionDraft:
    """Someone changes the words or the day of a decision in preparation; the same again records nothing.

    Raises Refused DRAFT_NOT_FOUND, DRAFT_CLOSED, NO_TITLE, NOT_ALLOWED.
    """
    policy.check(by, "procedures.edit")
    _check_words(title, issuer)
    draft = _locked(draft_id, DraftState.DRAFT)
    if (draft.title, draft.issuer, draft.in_force_on) == (title, issuer, in_force_on):
        return draft
    draft.title, draft.issuer, draft.in_force_on = title, issuer, in_force_on
    draft.save(update_fields=["title", "issuer", "in_force_on"])
    event = DecisionDraftEdited(object_id=draft.pk, in_force_on=in_force_on)
    journal.record(event, by=by, at=now, content=words_of_draft(draft))
    return draft


@transaction.atomic
def put_items(draft_id: int, kinds: Mapping[int, ItemKind], *, by: Actor, now: datetime) -> DecisionDraft:
    """Someone puts procedures, by their ids, into a decision in preparation; those there already stay as they are.

    Raises Refused DRAFT_NOT_FOUND, DRAFT_CLOSED, PROCEDURE_NOT_FOUND, PREPARED_ELSEWHERE, NOT_ALLOWED.
    """
    policy.check(by, "procedures.edit")
    draft = _locked(draft_id, DraftState.DRAFT)
    there = set(draft.items.values_list("procedure_id", flat=True))
    new = sorted(procedure_id for procedure_id in kinds if procedure_id not in there)
    codes = dict(Procedure.objects.filter(pk__in=new).values_list("pk", "code"))
    if len(codes) != len(new):
        raise Refused(Refusal.PROCEDURE_NOT_FOUND)
    if not new:
        return draft
    taken = DecisionItem.objects.filter(procedure_id__in=new, is_open=True).values_list(
        "procedure_id", flat=True
    )
    elsewhere = Refused(Refusal.PREPARED_ELSEWHERE, procedure=codes[next(iter(taken), new[0])])
    if taken:
        raise elsewhere
    with refusing(a_procedure_is_prepared_by_one_decision=elsewhere):
        DecisionItem.objects.bulk_create(
            DecisionItem(draft=draft, procedure_id=procedure_id, kind=kinds[procedure_id])
            for procedure_id in new
        )
    event = ItemsPut(
        object_id=draft.pk,
        procedure_ids=tuple(new),
        kinds=tuple(ItemKind(kinds[procedure_id]).value for procedure_id in new),
    )
    journal.record(event, by=by, at=now)
    return draft


@transaction.atomic
def drop_item(draft_id: int, procedure_id: int, *, by: Actor, now: datetime) -> DecisionDraft:
    """Someone takes a procedure out of a decision in preparation; its draft stays.

    Raises Refused DRAFT_NOT_FOUND, DRAFT_CLOSED, NOT_AN_ITEM, NOT_ALLOWED.
    """
    policy.check(by, "procedures.edit")
    draft = _locked(draft_id, DraftState.DRAFT)
    gone, _kinds = draft.items.filter(procedure_id=procedure_id).delete()
    if not gone:
        raise Refused(Refusal.NOT_AN_ITEM)
    journal.record(ItemDropped(object_id=draft.pk, procedure_id=procedure_id), by=by, at=now)
    return draft


@transaction.atomic
def check_decision(draft_id: int, *, by: Actor, now: datetime) -> DecisionDraft:
    """Somebody other than who prepared it checks a decision, and finds no fault in any item.

    Checking again what is checked changes nothing. Raises Refused DRAFT_NOT_FOUND, DRAFT_CLOSED, SAME_PERSON,
    HAS_FAULTS, NOT_ALLOWED.
    """
    policy.check(by, "procedures.check")
    draft = _locked(draft_id)
    if draft.drafted_by_id == by.officer_id:
        raise Refused(Refusal.SAME_PERSON)
    if draft.state == DraftState.CHECKED:
        return draft
    _check_may_become(draft, DraftState.CHECKED)
    items = _without_faults(draft)
    draft.state, draft.checked_at, draft.checked_by_id = DraftState.CHECKED, now, by.officer_id
    draft.checked_content = _content(draft, items)
    draft.save(update_fields=["state", "checked_at", "checked_by", "checked_content"])
    event = DecisionChecked(object_id=draft.pk, checked=draft.checked_content)
    journal.record(event, by=by, at=now)
    return draft


@transaction.atomic
def reopen_decision(draft_id: int, *, by: Actor, now: datetime) -> DecisionDraft:
    """A checked decision goes back to be changed; raises Refused DRAFT_NOT_FOUND, DRAFT_CLOSED, NOT_ALLOWED."""
    policy.check(by, "procedures.edit")
    draft = _locked(draft_id, DraftState.CHECKED)
    _unchecked(draft, DraftState.DRAFT)
    journal.record(DecisionReopened(object_id=draft.pk), by=by, at=now)
    return draft


@transaction.atomic
def withdraw_decision(draft_id: int, *, by: Actor, now: datetime) -> DecisionDraft:
    """A decision in preparation is given up; its procedures are free for another, and their drafts stay.

    Withdrawing again changes nothing. Raises Refused DRAFT_NOT_FOUND, DRAFT_CLOSED, NOT_ALLOWED.
    """
    policy.check(by, "procedures.edit")
    draft = _locked(draft_id)
    if draft.state == DraftState.WITHDRAWN:
        return draft
    _check_may_become(draft, DraftState.WITHDRAWN)
    _unchecked(draft, DraftState.WITHDRAWN)
    draft.items.update(is_open=False)
    journal.record(DecisionWithdrawn(object_id=draft.pk), by=by, at=now)
    return draft


@transaction.atomic
def sign_decision(
    draft_id: int, *, number: str, signed_on: date, signer: str, note: str = "", by: Actor, now: datetime
) -> PublicationDecision:
    """A checked decision is signed: its number is given, and all that it names changes with it on its day.

    Dossiers under way keep the content that they began with. Signing again what is signed gives the decision.
    Raises Refused DRAFT_NOT_FOUND, NOT_CHECKED, NO_SIGNER, CHANGED_SINCE_CHECK, HAS_FAULTS, DECISION_TAKEN,
    SIGNED_AFTER_FORCE, NOT_ALLOWED.
    """
    policy.check(by, "procedures.publish")
    draft = _locked(draft_id)
    if draft.state == DraftState.SIGNED and draft.decision is not None:
        return draft.decision
    if draft.state != DraftState.CHECKED:
        raise Refused(Refusal.NOT_CHECKED)
    if not (number.strip() and signer.strip()):
        raise Refused(Refusal.NO_SIGNER)
    # In one order, so that two who change the same procedures wait for each other.
    list(Procedure.objects.select_for_update(no_key=True).filter(pk__in=_named(draft)).order_by("pk"))
    items = _without_faults(draft)
    if _content(draft, items) != draft.checked_content:
        raise Refused(Refusal.CHANGED_SINCE_CHECK)
    decision = record_decision(
        number,
        title=draft.title,
        issuer=draft.issuer,
        signed_on=signed_on,
        in_force_on=draft.in_force_on,
        note=note,
        signer=signer,
        is_illustrative=draft.is_illustrative,
        by=by,
        now=now,
    )
    _bring_into_force(items, decision, by=by, now=now)
    draft.state, draft.decision = DraftState.SIGNED, decision
    draft.save(update_fields=["state", "decision"])
    draft.items.update(is_open=False)
    journal.record(DecisionSigned(object_id=draft.pk, decision_id=decision.pk), by=by, at=now)
    return decision


def _bring_into_force(
    items: Sequence[Item], decision: PublicationDecision, *, by: Actor, now: datetime
) -> None:
    """Three statements for all, in the order in which the database allows one open content each; one event each."""
    on = decision.in_force_on
    repealed = [one.before.pk for one in items if one.draft is None and one.before]
    ended = [one.before.pk for one in items if one.draft is not None and one.before]
    begun = [one.draft.pk for one in items if one.draft is not None]
    versions = ProcedureVersion.objects
    versions.filter(pk__in=repealed).update(state=VersionState.REPEALED, repealed_by=decision, valid_to=on)
    versions.filter(pk__in=ended).update(valid_to=on)
    versions.filter(pk__in=begun).update(state=VersionState.PUBLISHED, decision=decision, valid_from=on)
    for one in items:
        journal.record(_event(one, decision), by=by, at=now)


def _event(item: Item, decision: PublicationDecision) -> VersionPublished | ProcedureRepealed:
    procedure_id = item.item.procedure_id
    if item.draft is None:
        assert item.before is not None  # a repeal without it is a fault
        return ProcedureRepealed(
            object_id=procedure_id,
            version_id=item.before.pk,
            decision_id=decision.pk,
            valid_to=decision.in_force_on,
        )
    return VersionPublished(
        object_id=procedure_id,
        version_id=item.draft.pk,
        decision_id=decision.pk,
        valid_from=decision.in_force_on,
        superseded_id=item.before.pk if item.before else None,
    )


def _check_words(title: str, issuer: str) -> None:
    if not (title.strip() and issuer.strip()):
        raise Refused(Refusal.NO_TITLE)


def _locked(draft_id: int, state: DraftState | None = None) -> DecisionDraft:
    """The decision in preparation, locked; raises Refused DRAFT_NOT_FOUND, or DRAFT_CLOSED in another state."""
    found = DecisionDraft.objects.select_for_update(no_key=True).filter(pk=draft_id).first()
    if found is None:
        raise Refused(Refusal.DRAFT_NOT_FOUND)
    if state is not None and found.state != state:
        raise Refused(Refusal.DRAFT_CLOSED)
    return found


def _check_may_become(draft: DecisionDraft, state: DraftState) -> None:
    if state not in DRAFT_TRANSITIONS[DraftState(draft.state)]:
        raise Refused(Refusal.DRAFT_CLOSED)


def _unchecked(draft: DecisionDraft, state: DraftState) -> None:
    draft.state, draft.checked_at, draft.checked_by, draft.checked_content = state, None, None, ""
    draft.save(update_fields=["state", "checked_at", "checked_by", "checked_content"])


def _named(draft: DecisionDraft) -> list[int]:
    return list(draft.items.values_list("procedure_id", flat=True))


def _without_faults(draft: DecisionDraft) -> list[Item]:
    """The items; raises Refused HAS_FAULTS with how many there are and the first of them, or for no item at all."""
    items = items_prepared(draft)
    said = [f"{one.item.procedure.code} {fault.sentence()}" for one in items for fault in one.faults]
    if said or not items:
        raise Refused(Refusal.HAS_FAULTS, n=max(1, len(said)), faults="; ".join(said[:NAMED_AT_MOST]) or "–")
    return items


def _content(draft: DecisionDraft, items: Sequence[Item]) -> str:
    """The keyed hash of all that was checked: words, day, kinds and every content that comes into force."""
    versions = words_of_versions(one.draft.pk for one in items if one.draft)
    kinds = sorted((one.item.procedure_id, one.item.kind) for one in items)
    said = [versions[pk] for pk in sorted(versions)]
    return fingerprint([words_of_draft(draft), draft.in_force_on, kinds, said])
