"""Taking a workbook over: one decision in preparation with every draft in it, or nothing at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection

from motcua.catalogue.procedures import queries as procedures
from motcua.catalogue.procedures.actions import add_field, discard_draft, draft_version
from motcua.catalogue.procedures.models import DecisionDraft, Procedure, ProcedureVersion
from motcua.catalogue.procedures.queries.preparing import items_prepared
from motcua.catalogue.procedures.queries.proof import broken_rules
from motcua.catalogue.procedures.tests.cast import DAY, NOW, STRANGERS, draft, published
from motcua.catalogue.procedures.tests.preparing.conftest import keeper
from motcua.catalogue.processes import actions
from motcua.catalogue.processes.rules import Refusal
from motcua.catalogue.processes.tests.workbook.making import GOOD, Values, book, told
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.ground.sheets.rules import Refusal as SheetRefusal

pytestmark = pytest.mark.django_db
CODE, OLD = "3.000010", "1.001193"


@pytest.fixture
def by() -> Actor:
    """Somebody of the reform office; the field of the workbook is there."""
    person = keeper("CB.1")
    add_field("ho-tich", "Hộ tịch", by=person, now=NOW)
    return person


def bring(data: bytes, by: Actor, title: str = "Công bố thủ tục hộ tịch") -> DecisionDraft:
    return actions.import_workbook(
        data, title=title, issuer="Chủ tịch UBND tỉnh", in_force_on=DAY, by=by, now=NOW
    )


def with_rows(*rows: Values) -> bytes:
    return book({**GOOD, "procedures": (*GOOD["procedures"], *rows)})


def found(data: bytes, by: Actor) -> list[tuple[str, str]]:
    return told(actions.preview_workbook(data, by=by, now=NOW).findings)


def row(code: str, **other: object) -> Values:
    return {**GOOD["procedures"][0], "code": code, **other}


def refusal(act: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    assert refused.value.sentence()
    return refused.value.code


def verbs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb FROM journal ORDER BY id")
        return [verb for (verb,) in cursor.fetchall()]


def test_it_becomes_a_decision_in_preparation_with_all_its_items(by: Actor) -> None:
    published(code=OLD)
    repealed = published(code="2.000635")
    made = bring(with_rows(row(OLD), {"code": "2.000635", "kind": "Bãi bỏ"}), by)
    items = {one.item.procedure.code: one for one in items_prepared(made)}
    assert {code: one.item.kind for code, one in items.items()} == {
        CODE: "new",
        OLD: "amended",
        "2.000635": "repealed",
    }
    assert items[CODE].faults == []
    assert items["2.000635"].before == repealed
    assert (made.title, made.in_force_on, made.drafted_by_id) == (
        "Công bố thủ tục hộ tịch",
        DAY,
        by.officer_id,
    )


def test_the_draft_says_what_the_workbook_says(by: Actor) -> None:
    bring(book(), by)
    version = ProcedureVersion.objects.get(procedure__code=CODE)
    (brought,) = actions.preview_workbook(book(), by=by, now=NOW).procedures
    assert procedures.content(version.pk) == brought.content
    assert version.procedure.level == "commune"


def test_the_event_keeps_the_hash_of_the_file(by: Actor) -> None:
    data = book()
    made = bring(data, by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT object_id, data FROM journal WHERE verb = 'processes.workbook_imported'")
        ((object_id, said),) = cursor.fetchall()
    kept = said if isinstance(said, dict) else json.loads(said)
    assert object_id == made.pk
    assert kept == {"digest": sha256(data).hexdigest(), "procedures": 1, "warnings": 0}


def test_every_draft_and_the_decision_have_their_own_event_and_the_proof_holds(by: Actor) -> None:
    published(code=OLD)
    before = len(verbs())
    bring(with_rows(row(OLD)), by)
    assert sorted(verbs()[before:]) == [
        "procedures.created",
        "procedures.decision_drafted",
        "procedures.drafted",
        "procedures.items_put",
        "processes.workbook_imported",
    ]
    assert list(broken_rules()) == []


def test_looking_it_through_writes_nothing(by: Actor) -> None:
    before = verbs()
    preview = actions.preview_workbook(book(), by=by, now=NOW)
    assert (preview.counts, preview.findings) == ({"new": 1}, ())
    assert (verbs(), Procedure.objects.filter(code=CODE).exists()) == (before, False)


def test_one_fault_keeps_all_of_it_out(by: Actor) -> None:
    before = verbs()
    data = with_rows(row("3.000011", field="Hộ tich hỏng"))
    assert refusal(lambda: bring(data, by)) == Refusal.WORKBOOK_HAS_FAULTS
    assert (verbs(), DecisionDraft.objects.exists()) == (before, False)


def test_a_workbook_with_only_its_example_brings_nothing(by: Actor) -> None:
    data = book({"procedures": [row("VÍ DỤ")]})
    assert refusal(lambda: bring(data, by)) == Refusal.NOTHING_TO_IMPORT


def test_brought_again_it_is_refused_because_its_procedures_are_prepared(by: Actor) -> None:
    bring(book(), by)
    before = verbs()
    assert refusal(lambda: bring(book(), by)) == Refusal.WORKBOOK_HAS_FAULTS
    assert verbs() == before
    assert [trap for _cell, trap in found(book(), by)] == ["prepared_elsewhere", "draft_exists"]


@pytest.mark.parametrize("stranger", STRANGERS)
def test_strangers_neither_look_nor_bring(by: Actor, stranger: Actor) -> None:
    assert refusal(lambda: bring(book(), stranger)) == KernelRefusal.NOT_ALLOWED
    assert refusal(lambda: found(book(), stranger)) == KernelRefusal.NOT_ALLOWED


def test_without_its_event_nothing_is_written(by: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    record = journal.record

    def failing(event: Any, **said: Any) -> Any:
        if event.verb == "processes.workbook_imported":
            raise ConnectionError
        return record(event, **said)

    monkeypatch.setattr(journal, "record", failing)
    with pytest.raises(ConnectionError):
        bring(book(), by)
    assert not DecisionDraft.objects.exists()
    assert not Procedure.objects.filter(code=CODE).exists()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a;b\n", SheetRefusal.NOT_A_WORKBOOK),
        (b"PK\x03\x04broken", SheetRefusal.NOT_A_TABLE),
        (b"PK" + b"0" * 5_000_000, SheetRefusal.TOO_LARGE),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_as_a_whole(by: Actor, data: bytes, code: str) -> None:
    assert refusal(lambda: bring(data, by)) == code


# --- against what stands -------------------------------------------------------------------------------------------


def test_an_unknown_field_and_a_name_of_no_unit_are_named(by: Actor) -> None:
    data = book({"procedures": [row(CODE, field="Hộ khẩu", deciding_agency="Sở Tư phát")]})
    assert set(found(data, by)) >= {("Thủ tục!D2", "unknown_field"), ("Thủ tục!J2", "unknown_agency")}


def test_a_field_may_be_named_by_its_code(by: Actor) -> None:
    assert found(book({**GOOD, "procedures": [row(CODE, field="ho-tich")]}), by) == []


@pytest.mark.parametrize(
    ("of", "other", "trap"),
    [
        (OLD, {"kind": "Ban hành mới"}, ("Thủ tục!A2", "published_before")),
        ("9.9", {"kind": "Thay thế"}, ("Thủ tục!A2", "never_published")),
        ("9.9", {"kind": "Bãi bỏ"}, ("Thủ tục!A2", "not_in_force")),
        (OLD, {"field": "Đất đai"}, ("Thủ tục!D2", "field_differs")),
        (OLD, {"level": "Cấp tỉnh"}, ("Thủ tục!E2", "level_differs")),
        ("9.9", {"level": ""}, ("Thủ tục!E2", "empty")),
        ("9.9", {"field": ""}, ("Thủ tục!D2", "empty")),
    ],
)
def test_what_does_not_fit_the_catalogue_is_named(
    by: Actor, of: str, other: Values, trap: tuple[str, str]
) -> None:
    published(code=OLD)
    add_field("dat-dai", "Đất đai", by=by, now=NOW)
    assert trap in found(book({"procedures": [row(of, **other)]}), by)


def test_a_procedure_with_a_draft_of_its_own_waits_for_it(by: Actor) -> None:
    begun = draft_version(published(code=OLD).procedure_id, by=by, now=NOW)
    data = book({"procedures": [row(OLD)]})
    assert ("Thủ tục!A2", "draft_exists") in found(data, by)
    discard_draft(begun.pk, by=by, now=NOW)
    assert "draft_exists" not in [trap for _cell, trap in found(data, by)]


def test_a_content_that_changes_nothing_is_named(by: Actor) -> None:
    (brought,) = actions.preview_workbook(book(), by=by, now=NOW).procedures
    published(replace(brought.content), code=CODE)
    assert found(book(), by) == [("Thủ tục!A2", "same_as_before")]


def test_a_code_without_content_becomes_new(by: Actor) -> None:
    discard_draft(draft(code=CODE).pk, by=by, now=NOW)
    (item,) = items_prepared(bring(book(), by))
    assert (item.item.kind, item.faults) == ("new", [])


def test_warnings_do_not_keep_it_out(by: Actor) -> None:
    rows = {**GOOD, "steps": GOOD["steps"][:1]}
    assert [trap for _cell, trap in found(book(rows), by)] == ["steps_short"]
    assert bring(book(rows), by).in_force_on == date(2017, 6, 1)


def test_looking_through_asks_no_more_of_the_database_for_many(
    by: Actor, django_assert_max_num_queries: Any
) -> None:
    many = with_rows(*(row(f"3.1{number:03}") for number in range(60)))
    with django_assert_max_num_queries(12):
        actions.preview_workbook(many, by=by, now=NOW)
