"""The proof of the catalogue: what was changed, removed or put in behind its back is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from motcua.catalogue.procedures import actions
from motcua.catalogue.procedures.actions import Place
from motcua.catalogue.procedures.models import ProcedureVersion
from motcua.catalogue.procedures.queries.proof import broken_rules
from motcua.catalogue.procedures.tests.cast import (
    CONTENT,
    DAY,
    KEEPER,
    NEW_YEAR,
    NOW,
    decision,
    published,
    unit,
)
from motcua.people.organisation.models import UnitKind

Owner = Callable[..., int]
CODES = "1.001193", "2.000815"


def found() -> set[tuple[str, str]]:
    return {(broken.kind, broken.code) for broken in broken_rules()}


@pytest.fixture(scope="module")
def story(owners_transaction: None) -> ProcedureVersion:
    """A catalogue in which everything has happened that can; the content now in force."""
    first, repealed = (published(code=code) for code in CODES)
    second = actions.draft_version(first.procedure_id, by=KEEPER, now=NOW)
    actions.edit_draft(second.pk, replace(CONTENT, sets=2), by=KEEPER, now=NOW)
    act = decision("02/QĐ", DAY)
    actions.publish(second.pk, decision_id=act.pk, by=KEEPER, now=NOW)
    actions.repeal(repealed.procedure_id, decision_id=act.pk, by=KEEPER, now=NOW)
    actions.discard_draft(
        actions.draft_version(second.procedure_id, by=KEEPER, now=NOW).pk, by=KEEPER, now=NOW
    )
    actions.draft_version(second.procedure_id, by=KEEPER, now=NOW)
    agency = unit(UnitKind.DISTRICT)
    places = [Place(unit(UnitKind.ONE_STOP), agency, agency) for _ in range(2)]
    actions.offer_at(second.procedure_id, places, valid_from=NEW_YEAR, by=KEEPER, now=NOW)
    actions.end_offer(
        second.procedure_id, one_stop_id=places[0].one_stop_id, valid_to=DAY, by=KEEPER, now=NOW
    )
    actions.offer_at(second.procedure_id, places, valid_from=DAY, by=KEEPER, now=NOW)
    second.refresh_from_db()
    return second


def test_a_whole_story_holds(as_owner: Owner, story: ProcedureVersion) -> None:
    assert found() == set()


IN_FORCE = "WHERE state = 'published' AND valid_to IS NULL"
DECISION = "WHERE number = '02/QĐ'"
FIRST = "WHERE id = (SELECT min(id) FROM procedure)"
COLUMNS = ", ".join(str(one.column) for one in ProcedureVersion._meta.concrete_fields[3:])
ANOTHER_VERSION = (
    f"INSERT INTO procedure_version (procedure_id, number, {COLUMNS}) "
    f"SELECT procedure_id, 9, {COLUMNS} FROM procedure_version WHERE state = 'repealed'"
)
ANOTHER_OFFER = (
    "INSERT INTO offer (procedure_id, one_stop_id, agency_id, division_id, valid_from) "
    "SELECT (SELECT max(id) FROM procedure), one_stop_id, agency_id, division_id, valid_from FROM offer LIMIT 1"
)
DIFFERING = {
    "versions_differ": [
        f"UPDATE procedure_version SET valid_from = valid_from + 1 {IN_FORCE}",
        f"UPDATE procedure_version SET valid_to = '2030-01-01' {IN_FORCE}",
        f"UPDATE procedure_version SET decision_id = (SELECT min(id) FROM publication_decision) {IN_FORCE}",
        "UPDATE procedure_version SET state = 'published', repealed_by_id = NULL WHERE state = 'repealed'",
        "UPDATE procedure_version SET number = 7 WHERE state = 'draft'",
        ANOTHER_VERSION,
    ],
    "words_differ": [
        f"UPDATE procedure_version SET name = 'khác' {IN_FORCE}",
        f"UPDATE procedure_version SET legal_basis = '[]' {IN_FORCE}",
        f"UPDATE procedure_version SET sets = 1 {IN_FORCE}",
        "UPDATE procedure_version SET note = 'khác' WHERE state = 'draft'",
        "UPDATE paper SET name = 'khác'",
        "UPDATE paper SET is_required = false",
        "DELETE FROM paper WHERE is_note",
        'INSERT INTO paper (version_id, ordinal, name, originals, copies, is_note, is_required, "case") '
        "SELECT max(version_id), 9, 'khác', 1, 1, false, true, '*' FROM paper",
        "UPDATE time_limit SET amount = amount + 1",
        "UPDATE time_limit SET same_day_before = '16:00'",
        "DELETE FROM time_limit",
        "UPDATE fee SET amount = 9000",
        "DELETE FROM fee WHERE version_id = (SELECT max(version_id) FROM fee)",
    ],
    "offers_differ": [
        "UPDATE offer SET agency_id = one_stop_id WHERE valid_to IS NULL",
        "UPDATE offer SET division_id = one_stop_id WHERE valid_to IS NULL",
        "UPDATE offer SET valid_to = valid_to + 1",
        "UPDATE offer SET valid_from = valid_from - 1",
        "DELETE FROM offer WHERE valid_to IS NOT NULL",
        ANOTHER_OFFER,
    ],
    "facts_differ": [
        f"UPDATE procedure SET code = '9.9' {FIRST}",
        f"UPDATE procedure SET level = 'province' {FIRST}",
        f"UPDATE procedure SET is_illustrative = true {FIRST}",
    ],
    "without_event": [
        "INSERT INTO procedure (code, field_id, level, is_illustrative) "
        "SELECT 'X', min(id), 'commune', false FROM field"
    ],
    "events_cannot_be_read": ["UPDATE journal SET data = '{}' WHERE verb = 'procedures.created'"],
}
OTHERS = {
    f"UPDATE publication_decision SET number = '03/QĐ' {DECISION}": ("publication_decision", "facts_differ"),
    f"UPDATE publication_decision SET in_force_on = in_force_on + 1 {DECISION}": (
        "publication_decision",
        "facts_differ",
    ),
    f"UPDATE publication_decision SET title = 'khác' {DECISION}": ("publication_decision", "words_differ"),
    f"UPDATE publication_decision SET signed_on = signed_on - 1 {DECISION}": (
        "publication_decision",
        "words_differ",
    ),
    "INSERT INTO publication_decision (number, title, issuer, signed_on, in_force_on, is_illustrative, note, signer) "
    "VALUES ('9', 'x', 'x', '2017-01-01', '2017-01-01', false, '', '')": (
        "publication_decision",
        "without_event",
    ),
    "UPDATE field SET name = 'khác'": ("field", "words_differ"),
    "UPDATE field SET code = 'khac'": ("field", "words_differ"),
    "INSERT INTO field (code, name, sort_key) VALUES ('x', 'x', 'x')": ("field", "without_event"),
}
CHANGES = OTHERS | {
    statement: ("procedure", code) for code, statements in DIFFERING.items() for statement in statements
}


@pytest.mark.parametrize("statement", sorted(CHANGES))
def test_a_change_behind_its_back_is_found(as_owner: Owner, story: ProcedureVersion, statement: str) -> None:
    assert as_owner(statement)
    assert found() == {CHANGES[statement]}


def test_what_is_gone_is_found(as_owner: Owner, story: ProcedureVersion) -> None:
    for table in ("offer", "paper", "time_limit", "fee", "procedure_version"):
        as_owner(f"DELETE FROM {table}")
    assert found() == {("procedure", "versions_differ"), ("procedure", "offers_differ")}
    for table in ("procedure", "field", "publication_decision"):
        as_owner(f"DELETE FROM {table}")
    assert found() == {(kind, "is_gone") for kind in ("procedure", "field", "publication_decision")}


def test_publishing_does_not_take_over_what_was_changed_before_it(
    story: ProcedureVersion, as_owner: Owner
) -> None:
    as_owner(
        "UPDATE fee SET amount = 1 FROM procedure_version v WHERE v.id = version_id AND v.state = 'draft'"
    )
    (last,) = ProcedureVersion.objects.filter(state="draft")
    act = decision("04/QĐ", date(2018, 1, 1))
    actions.publish(last.pk, decision_id=act.pk, by=KEEPER, now=NOW)
    assert found() == {("procedure", "words_differ")}


def test_it_names_what_differs_by_its_code(as_owner: Owner, story: ProcedureVersion) -> None:
    as_owner("UPDATE field SET name = 'khác'")
    as_owner(f"UPDATE publication_decision SET note = 'khác' {DECISION}")
    as_owner(f"UPDATE procedure SET level = 'province' {FIRST}")
    named = {broken.kind: broken.name for broken in broken_rules()}
    assert named == {"field": "ho-tich", "publication_decision": "02/QĐ", "procedure": CODES[0]}


def test_renaming_a_field_does_not_take_over_what_was_changed_before_it(
    as_owner: Owner, story: object
) -> None:
    field = actions.add_field("dat-dai", "Đất đai", by=KEEPER, now=NOW)
    actions.rename_field(field.pk, "Đất đai, địa chính", by=KEEPER, now=NOW)
    assert found() == set()
    as_owner(f"UPDATE field SET name = 'khác' WHERE id = {field.pk}")
    actions.rename_field(field.pk, "Đất đai, môi trường", by=KEEPER, now=NOW)
    assert found() == {("field", "changed_between_events")}
