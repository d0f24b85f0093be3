"""A decision as a whole: drafted, checked by another, signed; all of it changes together or nothing does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.models import DecisionDraft, DecisionItem, PublicationDecision
from motcua.catalogue.procedures.queries import preparing
from motcua.catalogue.procedures.queries.proof import broken_rules
from motcua.catalogue.procedures.rules import Refusal
from motcua.catalogue.procedures.states import DraftState, ItemKind, VersionState
from motcua.catalogue.procedures.tests.cast import CONTENT, DAY, NOW, STRANGERS, published
from motcua.catalogue.procedures.tests.preparing.conftest import NEWER, Stage
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused

EVE = DAY - timedelta(days=1)


def refusal(act: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    assert refused.value.sentence()
    return refused.value.code


def verbs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb FROM journal ORDER BY id")
        return [verb for (verb,) in cursor.fetchall()]


def test_signing_changes_all_of_it_on_its_day(stage: Stage) -> None:
    stage.check()
    decision = stage.sign()
    assert queries.version_in_force(stage.amended.procedure_id, DAY).name == NEWER.name
    assert queries.version_in_force(stage.amended.procedure_id, EVE) == stage.amended
    assert queries.version_in_force(stage.new.procedure_id, DAY) == stage.new
    assert refusal(lambda: queries.version_in_force(stage.repealed.procedure_id, DAY)) == Refusal.NOT_IN_FORCE
    assert {kind: len(found) for kind, found in queries.items_of(decision).items()} == {
        "new": 1,
        "amended": 1,
        "repealed": 1,
    }


def test_signing_records_the_decision_and_each_item(stage: Stage) -> None:
    stage.check()
    before = len(verbs())
    stage.sign()
    assert sorted(verbs()[before:]) == [
        "procedures.decision_recorded",
        "procedures.decision_signed",
        "procedures.published",
        "procedures.published",
        "procedures.repealed",
    ]


def test_the_decision_says_who_signed(stage: Stage) -> None:
    stage.check()
    assert PublicationDecision.objects.get(pk=stage.sign()).signer == "Lê Văn A"


def test_signing_again_gives_the_same_decision_and_records_nothing(stage: Stage) -> None:
    stage.check()
    first, before = stage.sign(), verbs()
    assert stage.sign() == first
    assert verbs() == before


def test_what_was_signed_is_proved(stage: Stage) -> None:
    stage.check()
    stage.sign()
    assert list(broken_rules()) == []


def test_who_prepared_it_does_not_check_it(stage: Stage) -> None:
    check = lambda: actions.check_decision(stage.draft.pk, by=stage.drafter, now=NOW)  # noqa: E731
    assert refusal(check) == Refusal.SAME_PERSON


def test_checking_again_records_nothing(stage: Stage) -> None:
    stage.check()
    before = verbs()
    assert stage.check().state == DraftState.CHECKED
    assert verbs() == before


def test_what_is_not_checked_is_not_signed(stage: Stage) -> None:
    assert refusal(stage.sign) == Refusal.NOT_CHECKED


@pytest.mark.parametrize(("number", "signer"), [("", "A"), ("1", " ")])
def test_signing_asks_for_number_and_signer(stage: Stage, number: str, signer: str) -> None:
    stage.check()
    assert refusal(lambda: stage.sign(number, signer)) == Refusal.NO_SIGNER


def test_a_fault_of_one_item_stops_the_check(stage: Stage) -> None:
    actions.edit_draft(stage.new.pk, replace(CONTENT, sequence=""), by=stage.drafter, now=NOW)
    with pytest.raises(Refused) as refused:
        stage.check()
    assert refused.value.code == Refusal.HAS_FAULTS
    assert "3.000001 nội dung còn thiếu: trình tự thực hiện" in refused.value.sentence()


def test_a_decision_without_items_is_not_checked(stage: Stage) -> None:
    empty = actions.draft_decision("Rỗng", issuer="X", in_force_on=DAY, by=stage.drafter, now=NOW)
    check = lambda: actions.check_decision(empty.pk, by=stage.checker, now=NOW)  # noqa: E731
    assert refusal(check) == Refusal.HAS_FAULTS


def test_a_content_changed_after_the_check_is_checked_again(stage: Stage) -> None:
    stage.check()
    actions.edit_draft(
        stage.new.pk, replace(CONTENT, name="Đăng ký giám hộ", sets=3), by=stage.drafter, now=NOW
    )
    assert refusal(stage.sign) == Refusal.CHANGED_SINCE_CHECK
    actions.reopen_decision(stage.draft.pk, by=stage.drafter, now=NOW)
    stage.check()
    assert stage.sign()


def test_a_number_that_is_taken_signs_nothing(stage: Stage) -> None:
    stage.check()
    assert refusal(lambda: stage.sign("01/QĐ")) == Refusal.DECISION_TAKEN
    stage.new.refresh_from_db()
    assert stage.new.state == VersionState.DRAFT


def test_one_item_published_meanwhile_stops_all(stage: Stage) -> None:
    stage.check()
    act = PublicationDecision.objects.get(number="01/QĐ")
    actions.publish(stage.new.pk, decision_id=act.pk, by=stage.drafter, now=NOW)
    assert refusal(stage.sign) == Refusal.HAS_FAULTS
    assert queries.version_in_force(stage.amended.procedure_id, DAY) == stage.amended


def test_a_procedure_is_prepared_by_one_decision(stage: Stage) -> None:
    other = actions.draft_decision("Khác", issuer="X", in_force_on=DAY, by=stage.drafter, now=NOW)

    def put() -> object:
        kinds = {stage.repealed.procedure_id: ItemKind.REPEALED}
        return actions.put_items(other.pk, kinds, by=stage.drafter, now=NOW)

    assert refusal(put) == Refusal.PREPARED_ELSEWHERE
    actions.withdraw_decision(stage.draft.pk, by=stage.drafter, now=NOW)
    put()
    assert list(broken_rules()) == []


def test_the_database_keeps_a_procedure_in_one_decision(stage: Stage) -> None:
    other = actions.draft_decision("Khác", issuer="X", in_force_on=DAY, by=stage.drafter, now=NOW)
    with pytest.raises(IntegrityError, match="prepared_by_one"), transaction.atomic():
        DecisionItem.objects.create(draft=other, procedure_id=stage.new.procedure_id, kind="new")


def test_a_draft_that_a_decision_brings_is_not_thrown_away(stage: Stage) -> None:
    def discard() -> None:
        actions.discard_draft(stage.new.pk, by=stage.drafter, now=NOW)

    assert refusal(discard) == Refusal.PREPARED_ELSEWHERE
    actions.drop_item(stage.draft.pk, stage.new.procedure_id, by=stage.drafter, now=NOW)
    discard()


def test_putting_the_same_items_again_records_nothing(stage: Stage) -> None:
    before = verbs()
    actions.put_items(stage.draft.pk, {stage.new.procedure_id: ItemKind.NEW}, by=stage.drafter, now=NOW)
    assert verbs() == before


def test_editing_to_the_same_words_records_nothing(stage: Stage) -> None:
    before = verbs()
    same: dict[str, Any] = {"title": stage.draft.title, "issuer": stage.draft.issuer, "in_force_on": DAY}
    actions.edit_decision_draft(stage.draft.pk, **same, by=stage.drafter, now=NOW)
    assert verbs() == before
    actions.edit_decision_draft(stage.draft.pk, **same | {"title": "Khác"}, by=stage.drafter, now=NOW)
    assert verbs()[-1] == "procedures.decision_draft_edited"
    assert list(broken_rules()) == []


@pytest.mark.parametrize("state", [DraftState.CHECKED, DraftState.SIGNED, DraftState.WITHDRAWN])
def test_what_is_no_longer_a_draft_is_not_changed(stage: Stage, state: DraftState) -> None:
    if state == DraftState.WITHDRAWN:
        actions.withdraw_decision(stage.draft.pk, by=stage.drafter, now=NOW)
    else:
        stage.check()
    if state == DraftState.SIGNED:
        stage.sign()
    by: dict[str, Any] = {"by": stage.drafter, "now": NOW}
    acts: list[Callable[[], Any]] = [
        lambda: actions.put_items(stage.draft.pk, {}, **by),
        lambda: actions.drop_item(stage.draft.pk, stage.new.procedure_id, **by),
        lambda: actions.edit_decision_draft(stage.draft.pk, title="x", issuer="x", in_force_on=DAY, **by),
    ]
    assert {refusal(act) for act in acts} == {Refusal.DRAFT_CLOSED}


def test_a_signed_decision_is_not_withdrawn(stage: Stage) -> None:
    stage.check()
    stage.sign()
    withdraw = lambda: actions.withdraw_decision(stage.draft.pk, by=stage.drafter, now=NOW)  # noqa: E731
    assert refusal(withdraw) == Refusal.DRAFT_CLOSED


def test_withdrawing_twice_is_withdrawing_once(stage: Stage) -> None:
    actions.withdraw_decision(stage.draft.pk, by=stage.drafter, now=NOW)
    before = verbs()
    actions.withdraw_decision(stage.draft.pk, by=stage.drafter, now=NOW)
    assert verbs() == before


VERBS: list[tuple[str, Callable[[int, Actor], Any]]] = [
    ("draft", lambda pk, by: actions.draft_decision("x", issuer="x", in_force_on=DAY, by=by, now=NOW)),
    (
        "edit",
        lambda pk, by: actions.edit_decision_draft(
            pk, title="x", issuer="x", in_force_on=DAY, by=by, now=NOW
        ),
    ),
    ("put", lambda pk, by: actions.put_items(pk, {}, by=by, now=NOW)),
    ("drop", lambda pk, by: actions.drop_item(pk, 1, by=by, now=NOW)),
    ("check", lambda pk, by: actions.check_decision(pk, by=by, now=NOW)),
    ("reopen", lambda pk, by: actions.reopen_decision(pk, by=by, now=NOW)),
    ("withdraw", lambda pk, by: actions.withdraw_decision(pk, by=by, now=NOW)),
    (
        "sign",
        lambda pk, by: actions.sign_decision(pk, number="1", signed_on=DAY, signer="x", by=by, now=NOW),
    ),
    ("create", lambda pk, by: actions.create_procedures([], by=by, now=NOW)),
    ("versions", lambda pk, by: actions.draft_versions({}, by=by, now=NOW)),
]


@pytest.mark.parametrize(("name", "act"), VERBS, ids=[name for name, _ in VERBS])
def test_only_who_keeps_the_catalogue_prepares_decisions(
    stage: Stage, name: str, act: Callable[[int, Actor], Any]
) -> None:
    for stranger in STRANGERS:
        assert refusal(partial(act, stage.draft.pk, stranger)) == KernelRefusal.NOT_ALLOWED


@pytest.mark.parametrize("name", ["edit", "put", "drop", "check", "reopen", "withdraw", "sign"])
def test_what_is_not_there_is_not_found(stage: Stage, name: str) -> None:
    assert refusal(lambda: dict(VERBS)[name](999_999, stage.checker)) == Refusal.DRAFT_NOT_FOUND


def test_when_an_event_fails_nothing_is_signed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.check()

    def fail(*_args: object, **_kwargs: object) -> int:
        raise RuntimeError("no journal")

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        stage.sign()
    assert DecisionDraft.objects.get(pk=stage.draft.pk).state == DraftState.CHECKED
    assert queries.version_in_force(stage.repealed.procedure_id, DAY) == stage.repealed


def test_items_come_by_kind_and_name_with_what_they_end(stage: Stage) -> None:
    items = preparing.items_prepared(stage.draft)
    assert [(one.item.kind, one.name) for one in items] == [
        ("new", "Đăng ký giám hộ"),
        ("amended", NEWER.name),
        ("repealed", CONTENT.name),
    ]
    assert [one.before and one.before.pk for one in items] == [None, stage.amended.pk, stage.repealed.pk]


def test_many_items_cost_no_more_statements(stage: Stage, django_assert_num_queries: Any) -> None:
    more = published(code="4.000001")
    with django_assert_num_queries(6):
        preparing.items_prepared(stage.draft)
    actions.put_items(stage.draft.pk, {more.procedure_id: ItemKind.REPEALED}, by=stage.drafter, now=NOW)
    with django_assert_num_queries(6):
        preparing.items_prepared(stage.draft)


@pytest.mark.parametrize("codes", [("1.001193",), ("9.1", "9.1")], ids=["taken", "twice"])
def test_many_are_created_or_none(stage: Stage, codes: tuple[str, ...]) -> None:
    wanted = [actions.NewProcedure(code, "ho-tich", "commune", CONTENT) for code in ("9.9", *codes)]
    create = lambda: actions.create_procedures(wanted, by=stage.drafter, now=NOW)  # noqa: E731
    assert refusal(create) == Refusal.CODE_TAKEN
    assert refusal(lambda: queries.procedure_by_code("9.9")) == Refusal.PROCEDURE_NOT_FOUND


def test_many_created_say_what_they_were_given(stage: Stage) -> None:
    wanted = [
        actions.NewProcedure(f"9.{n}", "ho-tich", "commune", replace(CONTENT, sets=n)) for n in (3, 1, 2)
    ]
    made = actions.create_procedures(wanted, by=stage.drafter, now=NOW)
    assert [queries.content(version.pk).sets for version in made] == [3, 1, 2]
    assert preparing.contents_of([made[0].pk]) == {made[0].pk: wanted[0].content}
    assert list(broken_rules()) == []


def test_a_second_draft_of_a_procedure_is_refused(stage: Stage) -> None:
    begin = lambda: actions.draft_versions({stage.amended.procedure_id: CONTENT}, by=stage.drafter, now=NOW)  # noqa: E731
    assert refusal(begin) == Refusal.DRAFT_EXISTS


BEHIND_ITS_BACK: list[tuple[str, Callable[[Stage], Any]]] = [
    ("words_differ", lambda stage: stage.rows().update(title="khác")),
    ("words_differ", lambda stage: stage.rows().update(in_force_on=EVE)),
    ("facts_differ", lambda stage: stage.rows().update(drafted_by=stage.checker.officer_id)),
    ("facts_differ", lambda stage: stage.rows().update(checked_by=stage.drafter.officer_id)),
    ("facts_differ", lambda stage: stage.rows().update(checked_content="0" * 64)),
    ("state_differs", lambda stage: stage.rows().update(state="draft", checked_at=None, checked_by=None)),
    ("items_differ", lambda stage: stage.draft.items.filter(kind="new").delete()),
    ("items_differ", lambda stage: stage.draft.items.filter(kind="amended").update(kind="replaced")),
    ("items_differ", lambda stage: stage.draft.items.filter(kind="new").update(is_open=False)),
]


@pytest.mark.parametrize(("code", "change"), BEHIND_ITS_BACK)
def test_what_is_changed_behind_its_back_is_found(
    stage: Stage, code: str, change: Callable[[Stage], Any]
) -> None:
    stage.check()
    assert list(broken_rules()) == []
    change(stage)
    assert code in {broken.code for broken in broken_rules() if broken.kind == "decision_draft"}
