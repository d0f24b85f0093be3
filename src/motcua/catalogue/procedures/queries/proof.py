"""The proof: fields, publication decisions, procedures with their versions, and offers are what their events say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import attrgetter
from typing import Any

from django.db.models import Prefetch, QuerySet

from motcua.catalogue.procedures import events
from motcua.catalogue.procedures.models import (
    DecisionDraft,
    Fee,
    Field,
    Offer,
    Paper,
    Procedure,
    ProcedureVersion,
    PublicationDecision,
    TimeLimit,
)
from motcua.catalogue.procedures.queries import PLAIN_PARTS
from motcua.catalogue.procedures.states import OPEN, DraftState, VersionState
from motcua.ground.kernel.journal import plain
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.proofs import Broken, compare, says

OF_PROCEDURES = tuple(
    kind.verb
    for kind in (
        events.ProcedureCreated,
        events.VersionDrafted,
        events.DraftEdited,
        events.DraftDiscarded,
        events.VersionPublished,
        events.ProcedureRepealed,
        events.ProcedureOffered,
        events.OfferEnded,
    )
)
OF_DRAFTS = tuple(
    kind.verb
    for kind in (
        events.DecisionDrafted,
        events.DecisionDraftEdited,
        events.ItemsPut,
        events.ItemDropped,
        events.DecisionChecked,
        events.DecisionReopened,
        events.DecisionWithdrawn,
        events.DecisionSigned,
    )
)
OF_FIELDS = (events.FieldAdded.verb, events.FieldRenamed.verb)


def broken_rules() -> Iterator[Broken]:
    """Everything in the catalogue of procedures that differs from its events; memory is that of one batch."""
    code, number = attrgetter("code"), attrgetter("number")
    decisions = PublicationDecision.objects.all()
    yield from compare(Field.objects.all(), "field", OF_FIELDS, _of_field, code)
    yield from compare(
        decisions, "publication_decision", (events.DecisionRecorded.verb,), _of_decision, number
    )
    procedures = Procedure.objects.prefetch_related(Prefetch("versions", _with_rows()), "offers")
    yield from compare(procedures, "procedure", OF_PROCEDURES, _of_procedure, code)
    drafts = DecisionDraft.objects.prefetch_related("items")
    yield from compare(drafts, "decision_draft", OF_DRAFTS, _of_draft)


# --- what the hashes of the events cover ------------------------------------------------------------------------


def words_of_field(named: Field) -> dict[str, Any]:
    """What is said in words of a field of administration."""
    return {"name": named.name}


def words_of_decision(decision: PublicationDecision) -> dict[str, Any]:
    """All that is known of a publication decision."""
    return {
        "title": decision.title,
        "issuer": decision.issuer,
        "signed_on": decision.signed_on,
        "note": decision.note,
        "is_illustrative": decision.is_illustrative,
    } | ({"signer": decision.signer} if decision.signer else {})


def words_of_draft(draft: DecisionDraft) -> dict[str, Any]:
    """What is said in words of a decision in preparation."""
    return {"title": draft.title, "issuer": draft.issuer, "is_illustrative": draft.is_illustrative}


def words_of_versions(version_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """All that each of these versions says, as the rows say it now: a few statements for all."""
    return {version.pk: _words(version) for version in _with_rows().filter(pk__in=list(version_ids))}


def words_of_version(version_id: int) -> dict[str, Any]:
    """All that a version says, as its rows say it now."""
    return _words(_with_rows().get(pk=version_id))


def _with_rows() -> QuerySet[ProcedureVersion]:
    return ProcedureVersion.objects.order_by("number").prefetch_related(
        Prefetch("papers", Paper.objects.order_by("ordinal")),
        Prefetch("time_limits", TimeLimit.objects.order_by("ordinal")),
        Prefetch("fees", Fee.objects.order_by("ordinal")),
    )


def _words(version: ProcedureVersion) -> dict[str, Any]:
    """All parts of the content; what search compares is computed from them and left out."""
    return {name: getattr(version, name) for name in PLAIN_PARTS} | {
        "papers": [
            [p.ordinal, p.name, p.originals, p.copies, p.is_note, p.is_required, p.case]
            for p in version.papers.all()
        ],
        "time_limits": [
            [*_condition(t), t.amount, t.unit, t.same_day_before, t.basis, t.unit_is_ours]
            for t in version.time_limits.all()
        ],
        "fees": [[*_condition(f), f.amount, f.basis] for f in version.fees.all()],
    }


def _condition(row: TimeLimit | Fee) -> list[Any]:
    return [row.ordinal, row.case, row.area, row.channel]


# --- what the events tell ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Version:
    """A version as its events tell it; `written` is the event that wrote its content."""

    number: int
    state: str = VersionState.DRAFT.value
    valid_from: str | None = None
    valid_to: str | None = None
    decision: int | None = None
    repealed_by: int | None = None
    written: JournalRow | None = field(default=None, compare=False)


def _of_field(named: Field, told: list[JournalRow]) -> Iterator[str]:
    if named.code != told[0].data["code"] or not says(told[-1], words_of_field(named)):
        yield "words_differ"
    if any(bytes(before.content_hash or b"").hex() != row.data["changed"] for before, row in pairwise(told)):
        yield "changed_between_events"


def _of_decision(decision: PublicationDecision, told: list[JournalRow]) -> Iterator[str]:
    said = (told[0].data["number"], told[0].data["in_force_on"])
    if (decision.number, plain(decision.in_force_on)) != said:
        yield "facts_differ"
    if not says(told[0], words_of_decision(decision)):
        yield "words_differ"


def _of_procedure(procedure: Procedure, told: list[JournalRow]) -> Iterator[str]:
    said = tuple(told[0].data[name] for name in ("code", "field_id", "level", "is_illustrative"))
    if (procedure.code, procedure.field_id, procedure.level, procedure.is_illustrative) != said:
        yield "facts_differ"
    versions = _told_versions(told)
    standing = {version.pk: version for version in procedure.versions.all()}
    if {pk: _version(version) for pk, version in standing.items()} != versions:
        yield "versions_differ"
    if not all(_says(versions[pk].written, version) for pk, version in standing.items() if pk in versions):
        yield "words_differ"
    if {offer.pk: _offer(offer) for offer in procedure.offers.all()} != _told_offers(told):
        yield "offers_differ"


def _told_versions(told: list[JournalRow]) -> dict[int, _Version]:
    versions: dict[int, _Version] = {}
    for row in told:
        pk = row.data.get("version_id")
        if row.verb == events.ProcedureCreated.verb:
            versions[pk] = _Version(1, written=row)
        elif row.verb == events.VersionDrafted.verb:
            versions[pk] = _Version(row.data["number"], written=row)
        elif row.verb == events.DraftEdited.verb:
            versions[pk] = replace(versions[pk], written=row)
        elif row.verb == events.DraftDiscarded.verb:
            del versions[pk]
        elif row.verb == events.VersionPublished.verb:
            _publish(versions, row.data)
        elif row.verb == events.ProcedureRepealed.verb:
            versions[pk] = replace(
                versions[pk],
                state=VersionState.REPEALED.value,
                repealed_by=row.data["decision_id"],
                valid_to=row.data["valid_to"],
            )
    return versions


def _publish(versions: dict[int, _Version], data: dict[str, Any]) -> None:
    if (before := data.get("superseded_id")) is not None:
        versions[before] = replace(versions[before], valid_to=data["valid_from"])
    versions[data["version_id"]] = replace(
        versions[data["version_id"]],
        state=VersionState.PUBLISHED.value,
        valid_from=data["valid_from"],
        decision=data["decision_id"],
    )


def _version(version: ProcedureVersion) -> _Version:
    valid_from, valid_to = plain(version.valid_from), plain(version.valid_to)
    return _Version(
        version.number, version.state, valid_from, valid_to, version.decision_id, version.repealed_by_id
    )


def _says(event: JournalRow | None, version: ProcedureVersion) -> bool:
    return event is not None and says(event, _words(version))


def _told_offers(told: list[JournalRow]) -> dict[int, tuple[Any, ...]]:
    offers: dict[int, tuple[Any, ...]] = {}
    for row in told:
        if row.verb == events.ProcedureOffered.verb:
            names = ("offer_ids", "one_stop_ids", "agency_ids", "division_ids")
            for pk, *units in zip(*(row.data[name] for name in names), strict=True):
                offers[pk] = (*units, row.data["valid_from"], None)
        elif row.verb == events.OfferEnded.verb:
            offers[row.data["offer_id"]] = (*offers[row.data["offer_id"]][:-1], row.data["valid_to"])
    return offers


def _offer(offer: Offer) -> tuple[Any, ...]:
    valid_from, valid_to = plain(offer.valid_from), plain(offer.valid_to)
    return (offer.one_stop_id, offer.agency_id, offer.division_id, valid_from, valid_to)


# --- decisions in preparation -----------------------------------------------------------------------------------


def _of_draft(draft: DecisionDraft, told: list[JournalRow]) -> Iterator[str]:
    state, checked, decision = DraftState.DRAFT.value, None, None
    items: dict[int, str] = {}
    written = told[0]
    for row in told:
        match row.verb:
            case events.DecisionDrafted.verb | events.DecisionDraftEdited.verb:
                written = row
            case events.ItemsPut.verb:
                items |= dict(zip(row.data["procedure_ids"], row.data["kinds"], strict=True))
            case events.ItemDropped.verb:
                del items[row.data["procedure_id"]]
            case events.DecisionChecked.verb:
                state, checked = DraftState.CHECKED.value, row
            case events.DecisionReopened.verb:
                state, checked = DraftState.DRAFT.value, None
            case events.DecisionWithdrawn.verb:
                state, checked = DraftState.WITHDRAWN.value, None
            case events.DecisionSigned.verb:
                state, decision = DraftState.SIGNED.value, row.data["decision_id"]
    if (draft.state, draft.decision_id) != (state, decision):
        yield "state_differs"
    if _checked(draft) != _said_checked(checked) or _drafted(draft) != (told[0].at, told[0].officer_id):
        yield "facts_differ"
    if plain(draft.in_force_on) != written.data["in_force_on"] or not says(written, words_of_draft(draft)):
        yield "words_differ"
    is_open = draft.state in OPEN
    if {item.procedure_id: (item.kind, item.is_open) for item in draft.items.all()} != {
        procedure_id: (kind, is_open) for procedure_id, kind in items.items()
    }:
        yield "items_differ"


def _drafted(draft: DecisionDraft) -> tuple[Any, ...]:
    return draft.drafted_at, draft.drafted_by_id


def _checked(draft: DecisionDraft) -> tuple[Any, ...]:
    return draft.checked_at, draft.checked_by_id, draft.checked_content


def _said_checked(row: JournalRow | None) -> tuple[Any, ...]:
    return (None, None, "") if row is None else (row.at, row.officer_id, row.data["checked"])
